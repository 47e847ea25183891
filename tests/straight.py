"""The night without Dagster around it: the functions of the assets and of their checks, one after the other in the order of the graph.

What Dagster notes of a night takes about as long as to close the night of a few orders, and a test of rules has no use for it;
`test_the_night.py` holds the two against each other.
"""

import inspect
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import dagster as dg

from assets import definitions, settings
from assets.checks import CHECKS
from assets.store.database import Database
from assets.store.lock import Lock
from assets.warehouse import Warehouse

_LEVELS = definitions.defs.resolve_asset_graph().toposorted_asset_keys_by_level
_MADE_BY = {
    key: made
    for made in dg.load_assets_from_modules(definitions._MODULES)
    if isinstance(made, dg.AssetsDefinition) and made.is_executable
    for key in made.keys
}
_CHECKED_BY = {key.asset_key: checks for checks in CHECKS for key in checks.check_keys}
# Two test workers on two cores: threads of their own for a few rows take a tenth of a night.
ALONE = {"threads": 1}
_UNSAID = SimpleNamespace(info=lambda *_: None, warning=lambda *_: None)


def close(warehouse: Warehouse, as_of: str) -> None:
    """One whole night; its contract checks hold."""
    materialise(warehouse, [key for level in _LEVELS for key in level if key in _MADE_BY], as_of)


def materialise(warehouse: Warehouse, chosen: Collection[dg.AssetKey], as_of: str = "") -> None:
    """Some assets, as they are given, each with its checks."""
    done = set[int]()
    with _opened(warehouse):
        for key in chosen:
            made = _MADE_BY[key]
            if id(made) not in done:
                done.add(id(made))
                _call(made, warehouse, {"selected_asset_keys": {*chosen}, "log_event": _UNSAID.info}, as_of=as_of)
                _check(key, warehouse)


@contextmanager
def _opened(warehouse: Warehouse) -> Iterator[None]:
    chosen = Path(warehouse.settings_file) if warehouse.settings_file else None
    with Lock(warehouse.home, 0, "straight", _UNSAID.info):
        warehouse._db = Database(warehouse.home, settings.load(chosen).model_copy(update=ALONE))
        try:
            yield
        finally:
            warehouse._db.close()
            warehouse._db = None


def _check(key: dg.AssetKey, warehouse: Warehouse) -> None:
    if checks := _CHECKED_BY.get(key):
        told = _call(checks, warehouse, {"selected_asset_check_keys": {*checks.check_keys}})
        assert not [
            check.check_name for check in told if not check.passed and check.severity == dg.AssetCheckSeverity.ERROR
        ]


def _call(made: dg.AssetsDefinition, warehouse: Warehouse, about: dict[str, Any], **config: str) -> list[Any]:
    """What the function under an asset or a check gives."""
    function: Any = made.op.compute_fn.decorated_fn  # type: ignore[union-attr]
    context = SimpleNamespace(run=SimpleNamespace(run_id=uuid4().hex), log=_UNSAID, **about)
    given = {"context": context, "warehouse": warehouse}
    for name, asked in inspect.signature(function).parameters.items():
        if name == "config":
            given[name] = asked.annotation(**{k: v for k, v in config.items() if k in asked.annotation.model_fields})
    told = function(**{name: given[name] for name in inspect.signature(function).parameters})
    return list(told) if inspect.isgenerator(told) else [told]
