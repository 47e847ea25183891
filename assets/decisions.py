"""Decisions: what people decided, judged in the order in which they did."""

import dagster as dg

from assets.descriptions import made_by
from assets.landing import OWNERS
from assets.orders import references
from assets.payments import movements
from assets.store.decisions import judge
from assets.warehouse import Warehouse


@dg.asset(
    group_name="decisions",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=[references, movements, "decisions"],
    metadata=made_by("decisions/walked", "decisions/decisions"),
)
def decisions_made(warehouse: Warehouse) -> dg.MaterializeResult:
    """Which decisions stand, which wait, which were refused, replaced or undone; what was judged once stays so."""
    outcomes = judge(warehouse.step("decisions_made"))
    return warehouse.report("decisions_made", **outcomes)
