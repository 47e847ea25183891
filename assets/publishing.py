"""The end of the night: the database analysts read, and the files DJUST imports."""

from datetime import timedelta

import dagster as dg

from assets.findings import findings
from assets.landing import OWNERS
from assets.orders import logistic_orders, order_lines, orders
from assets.reconciliation import payment_matches, payments
from assets.statuses import completions, status_events
from assets.store.outbox import deliver
from assets.store.publishing import BehindError, publish
from assets.warehouse import Warehouse

_EVERY_NIGHT = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=26), warn_window=timedelta(hours=25))


@dg.asset(
    group_name="publishing",
    owners=OWNERS,
    kinds={"duckdb"},
    deps=[findings, orders, logistic_orders, order_lines, payments, payment_matches, completions, status_events],
    freshness_policy=_EVERY_NIGHT,
)
def published_database(warehouse: Warehouse) -> dg.MaterializeResult:
    """`closeout.duckdb`, replaced whole; refused while any table is behind."""
    try:
        path = publish(warehouse.step("publish"))
    except BehindError as fault:
        raise dg.Failure(str(fault), allow_retries=False) from fault
    return dg.MaterializeResult(
        metadata={"path": dg.MetadataValue.path(str(path)), "megabytes": round(path.stat().st_size / 1e6, 1)}
    )


@dg.asset(group_name="publishing", owners=OWNERS, kinds={"csv"}, deps=[published_database])
def outbox(context: dg.AssetExecutionContext, warehouse: Warehouse) -> dg.MaterializeResult:
    """`status_updates.csv`, what DJUST should import, each once ever; `payment_updates.csv`, what a person should edit there."""
    warnings = deliver(warehouse.step("outbox"))
    for warning in warnings:
        context.log.warning(warning)
    told: dict[str, int | str] = {"rows_exported_ever": warehouse.db.value("select count(*) from facts.exports")}
    if warnings:
        told["warnings"] = "\n".join(warnings)
    return dg.MaterializeResult(metadata=told)
