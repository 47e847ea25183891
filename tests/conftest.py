"""What every test stands on: UTC as the machine's zone, no settings from outside, the same examples in every CI run."""

import gc
import os
import time

import pytest
from hypothesis import settings

os.environ["TZ"] = "UTC"
time.tzset()
for name in ("CLOSEOUT_LANDING", "CLOSEOUT_WAREHOUSE", "CLOSEOUT_SETTINGS", "DAGSTER_HOME"):
    os.environ.pop(name, None)

# A night can take longer than hypothesis' deadline on a busy machine, which says nothing about the rule.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

# Two workers take whole files in turn; the longest come first, so that neither waits long for the other at the end.
LONGEST = (
    "test_refreshed_equals_rebuilt.py",
    "test_killed.py",
    "test_cases_references.py",
    "test_any_order.py",
    "test_mirakl.py",
    "test_providers.py",
    "test_ui.py",
    "test_the_night.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, all others as they come."""
    items.sort(key=lambda item: item.path.name not in LONGEST)


def pytest_collection_finish() -> None:
    """What is imported stays, and nobody looks for garbage in it."""
    gc.collect()
    gc.freeze()
