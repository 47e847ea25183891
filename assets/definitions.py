"""The one code location. Everything runs in the location's own process: two processes can't open the working file."""

from collections.abc import Iterable
from typing import Any

import dagster as dg

from assets import (
    checks,
    decisions,
    findings,
    landing,
    orders,
    payments,
    publishing,
    reconciliation,
    settings,
    statuses,
)
from assets.automation import night_failed, nightly, nightly_at_two
from assets.store.recipe import recipe
from assets.warehouse import Warehouse

_MODULES = (landing, orders, payments, decisions, statuses, reconciliation, findings, publishing)


def _versioned(assets: Iterable[Any]) -> Iterable[Any]:
    """The recipe as the version of the code: what the UI calls out of sync is what the store makes anew."""
    version = recipe(settings.load(None))
    return dg.map_asset_specs(lambda spec: spec.replace_attributes(code_version=version), assets)


defs = dg.Definitions(
    assets=[*landing.SOURCE_SPECS, *_versioned(dg.load_assets_from_modules(_MODULES))],
    asset_checks=checks.CHECKS,
    jobs=[nightly],
    schedules=[nightly_at_two],
    sensors=[night_failed],
    resources={"warehouse": Warehouse()},
    executor=dg.in_process_executor,
)
