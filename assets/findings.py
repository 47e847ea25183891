"""Findings: what a person should know in the morning."""

import dagster as dg

from assets.descriptions import made_by
from assets.landing import OWNERS
from assets.orders import logistic_orders, orders
from assets.payments import payouts
from assets.reconciliation import payments
from assets.store.collection import note_collection
from assets.store.findings import keep
from assets.warehouse import Rebuild, Warehouse

CONDITIONS = ("conditions", "payment_conditions", "reference_conditions", "statement_conditions")


@dg.asset(
    group_name="findings",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=[orders, logistic_orders, payments, payouts, "bank_lines"],
    metadata=made_by(*CONDITIONS, "findings/findings"),
)
def findings(config: Rebuild, warehouse: Warehouse) -> dg.MaterializeResult:
    """What needs a person: opened when it begins, resolved by itself when it ends."""
    note_collection(warehouse.step("collection_dates"))
    warehouse.refreshed(config, *CONDITIONS)
    changed = keep(warehouse.step("findings"))
    told = warehouse.db.rows("select severity, count(*) from steps.findings_now group by 1 order by 1")
    return dg.MaterializeResult(
        metadata={
            "opened": changed.opened,
            "resolved": changed.resolved,
            **{f"open_{str(severity).lower()}": int(str(n)) for severity, n in told},
        }
    )
