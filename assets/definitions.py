"""The one code location. Everything runs in the location's own process: two processes can't open the working file."""

import dagster as dg

from assets import checks, findings, landing, orders, payments, publishing, reconciliation, statuses
from assets.automation import night_failed, nightly, nightly_at_two
from assets.warehouse import Warehouse

_MODULES = (landing, orders, payments, statuses, reconciliation, findings, publishing)

defs = dg.Definitions(
    assets=[*landing.FOLDER_SPECS, *dg.load_assets_from_modules(_MODULES)],
    asset_checks=checks.CHECKS,
    jobs=[nightly],
    schedules=[nightly_at_two],
    sensors=[night_failed],
    resources={"warehouse": Warehouse()},
    executor=dg.in_process_executor,
)
