"""Payments: what providers and banks report, in their newest state."""

import dagster as dg

from assets.descriptions import made_by
from assets.landing import OWNERS
from assets.orders import references
from assets.store.payouts import hold_against_the_bank
from assets.warehouse import Rebuild, Warehouse


@dg.asset(
    group_name="payments",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=[references, "psp_events"],
    metadata=made_by("operations"),
)
def operations(config: Rebuild, warehouse: Warehouse) -> dg.MaterializeResult:
    """The providers' operations on known orders, each in its newest state."""
    return warehouse.refreshed(config, "operations")


@dg.asset(
    group_name="payments",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=["psp_events", "bank_lines", operations],
    metadata=made_by("movements"),
)
def movements(config: Rebuild, warehouse: Warehouse) -> dg.MaterializeResult:
    """Everything that moved money, or may move it: operations and bank lines side by side."""
    return warehouse.refreshed(config, "movements")


@dg.asset(
    group_name="payments",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=[movements, "decisions_made"],  # what a person assigned is no payout
    metadata=made_by("payouts/expected", "payouts/payout_lines", "payouts/payouts"),
)
def payouts(warehouse: Warehouse) -> dg.MaterializeResult:
    """What the providers paid out, held against the bank; what is left over is shown."""
    hold_against_the_bank(warehouse.step("payouts"))
    told = warehouse.db.rows("select status, count(*) from steps.payouts group by 1 order by 1")
    return warehouse.report("payouts", **{str(status).lower(): int(str(n)) for status, n in told})
