"""Payments: what providers and banks report, in their newest state."""

import dagster as dg

from assets.descriptions import made_by
from assets.landing import OWNERS, bank_lines, psp_events
from assets.orders import references
from assets.warehouse import Rebuild, Warehouse


@dg.asset(
    group_name="payments",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=[references, psp_events],
    metadata=made_by("operations"),
)
def operations(config: Rebuild, warehouse: Warehouse) -> dg.MaterializeResult:
    """The providers' operations on known orders, each in its newest state."""
    return warehouse.refreshed(config, "operations")


@dg.asset(
    group_name="payments",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=[psp_events, bank_lines],
    metadata=made_by("movements"),
)
def movements(config: Rebuild, warehouse: Warehouse) -> dg.MaterializeResult:
    """Everything that moved money, or may move it: operations and bank lines side by side."""
    return warehouse.refreshed(config, "movements")


@dg.asset(
    group_name="closing",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=[movements, "matches", operations],
    metadata=made_by("payments"),
)
def payments(config: Rebuild, warehouse: Warehouse) -> dg.MaterializeResult:
    """Every payment and what became of it."""
    result = warehouse.refreshed(config, "payments")
    told = warehouse.db.rows("select match_status, count(*) from main.payments group by 1 order by 1")
    return dg.MaterializeResult(
        metadata={**dict(result.metadata or {}), **{str(status).lower(): int(str(n)) for status, n in told}},
        data_version=result.data_version,
    )
