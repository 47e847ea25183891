"""Logistic statuses: every word about a logistic order in its place, with a verdict; and what completes by itself."""

import dagster as dg

from assets.decisions import decisions_made
from assets.descriptions import made_by
from assets.landing import OWNERS
from assets.orders import incidents, order_lines, references
from assets.payments import operations
from assets.store.completions import complete
from assets.warehouse import Rebuild, Warehouse


@dg.asset(
    group_name="statuses",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=[order_lines, references, operations, "reference_data", incidents, decisions_made],
    metadata=made_by("completions/due", "completions/exports"),
)
def due_completions(warehouse: Warehouse) -> dg.MaterializeResult:
    """Which Mirakl orders complete by themselves tonight, and what DJUST should import: facts from publishing on."""
    completed = complete(warehouse.step("due_completions"))
    return dg.MaterializeResult(metadata={"completed_tonight": completed})


@dg.asset(
    group_name="statuses",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=[due_completions],
    metadata=made_by("fold", "lo_states", "statuses/status_events"),
)
def status_events(config: Rebuild, warehouse: Warehouse) -> dg.MaterializeResult:
    """Every status event in its place, with a verdict, and where each logistic order stands after them."""
    return warehouse.refreshed(config, "fold", "lo_states")


@dg.asset(
    group_name="statuses",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=[status_events],
    metadata=made_by("completed", "completion_clock", "completions/completions"),
)
def completions(config: Rebuild, warehouse: Warehouse) -> dg.MaterializeResult:
    """Which Mirakl orders were completed, which wait for their term, and what holds the others."""
    return warehouse.refreshed(config, "completed", "completion_clock")
