"""Logistic statuses: every word about a logistic order in its place, with a verdict; and what completes by itself."""

import dagster as dg

from assets.landing import OWNERS, reference_data
from assets.orders import incidents, order_lines, references
from assets.payments import operations
from assets.store.completions import complete
from assets.warehouse import Rebuild, Warehouse, column_schema


@dg.asset(
    group_name="statuses",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=[order_lines, references, operations, reference_data],
    metadata=column_schema("status_events"),
)
def status_events(config: Rebuild, warehouse: Warehouse) -> dg.MaterializeResult:
    """Every status event in its place, with a verdict, and where each logistic order stands after them."""
    return warehouse.refreshed(config, "fold", "lo_states")


@dg.asset(
    group_name="statuses",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=[status_events, incidents],
    metadata=column_schema("completions"),
)
def completions(config: Rebuild, warehouse: Warehouse) -> dg.MaterializeResult:
    """Which Mirakl orders complete by themselves tonight, which wait, and what holds the others."""
    applied = complete(warehouse.step("completions"), rebuild=config.rebuild)
    return warehouse.report("completions", completed_tonight=applied)
