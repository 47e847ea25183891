"""Reconciliation: which order each payment pays, and what that leaves to pay."""

import dagster as dg

from assets.descriptions import made_by
from assets.landing import OWNERS
from assets.orders import order_lines, references
from assets.payments import movements, operations, payouts
from assets.statuses import completions
from assets.store.matching import match
from assets.store.proof import prove
from assets.warehouse import Rebuild, Warehouse


@dg.asset(
    group_name="reconciliation",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=[order_lines, completions, "reference_data"],
    metadata=made_by("lo_dues", "due_dates", "openings", "due_changes"),
)
def dues(config: Rebuild, warehouse: Warehouse) -> dg.MaterializeResult:
    """What every logistic order owes now, when it falls due, and when that changed."""
    return warehouse.refreshed(config, "lo_dues", "due_dates", "openings", "due_changes")


@dg.asset(
    group_name="reconciliation",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=[movements, operations, references, dues, payouts],
    metadata=made_by("reconciliation/named", "reconciliation/decided", "reconciliation/matches", "payments/payments"),
)
def payments(config: Rebuild, warehouse: Warehouse) -> dg.MaterializeResult:
    """Every payment: which order it names, by which rule and why; what was published stands."""
    asked, changed = match(warehouse.step("matches"), rebuild=config.rebuild)
    told = warehouse.db.rows("select status, count(*) from steps.matches where nth = 1 group by 1 order by 1")
    counts = {str(status).lower(): int(str(n)) for status, n in told}
    return warehouse.report("matches", payments_asked=asked, answers_changed=changed, **counts)


@dg.asset(
    group_name="reconciliation",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=[payments, dues],
    metadata=made_by("assertions", "allocations", "reconciliation/payment_matches"),
)
def payment_matches(config: Rebuild, warehouse: Warehouse) -> dg.MaterializeResult:
    """Which part of each payment pays which logistic order, from the present dues; and the proof of totals."""
    result = warehouse.refreshed(config, "assertions", "allocations")
    prove(warehouse.step("money_proof"))
    return result
