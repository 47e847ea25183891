"""Orders: what was ordered, by which names it is known, where it stands and what it owes."""

import dagster as dg

from assets.descriptions import made_by
from assets.landing import OWNERS
from assets.warehouse import Rebuild, Warehouse


@dg.asset(
    group_name="orders",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=["order_exports", "mirakl_reports"],
    metadata=made_by("mirakl_los", "lo_snapshots", "kept_lines", "line_amounts", "former_dues", "orders/order_lines"),
)
def order_lines(config: Rebuild, warehouse: Warehouse) -> dg.MaterializeResult:
    """What every order line counts for, by the newest snapshot of its logistic order."""
    return warehouse.refreshed(config, "mirakl_los", "lo_snapshots", "kept_lines", "line_amounts", "former_dues")


@dg.asset(
    group_name="orders",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=[order_lines, "mirakl_reports", "status_imports", "psp_events", "incident_reports", "decisions"],
    metadata=made_by("known_references", "namings"),
)
def references(config: Rebuild, warehouse: Warehouse) -> dg.MaterializeResult:
    """Which order every reference names that a file mentions."""
    return warehouse.refreshed(config, "known_references", "namings")


@dg.asset(
    group_name="orders",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=[references],
    metadata=made_by("incident_states", "orders/incidents"),
)
def incidents(config: Rebuild, warehouse: Warehouse) -> dg.MaterializeResult:
    """Which logistic orders an incident concerns, and whether it is open."""
    return warehouse.refreshed(config, "incident_states")


@dg.asset(
    group_name="closing",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=["completions", "payment_matches", incidents],
    metadata=made_by("card_states", "lo_balances", "orders/logistic_orders"),
)
def logistic_orders(config: Rebuild, warehouse: Warehouse) -> dg.MaterializeResult:
    """Where every supplier's part of an order stands: what is authorised, allocated, written off and still open of it."""
    return warehouse.refreshed(config, "card_states", "lo_balances")


@dg.asset(
    group_name="closing",
    owners=OWNERS,
    kinds={"duckdb", "sql"},
    deps=[logistic_orders, incidents, "reference_data"],
    metadata=made_by("order_states", "orders/orders"),
)
def orders(config: Rebuild, warehouse: Warehouse) -> dg.MaterializeResult:
    """What every order owes, what it got, and whether that agrees with what DJUST records."""
    result = warehouse.refreshed(config, "order_states")
    told = warehouse.db.rows("select payment_status, count(*) from steps.order_states group by 1 order by 1")
    return dg.MaterializeResult(
        metadata={**dict(result.metadata or {}), **{str(status).lower(): int(str(n)) for status, n in told}},
        data_version=result.data_version,
    )
