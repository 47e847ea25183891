"""Contract checks block what is downstream; findings and refused rows are warnings with counts."""

import dagster as dg

from assets.findings import findings
from assets.orders import orders
from assets.reconciliation import payment_matches, payments
from assets.warehouse import Warehouse
from pipelines.sql import query


def _holds(warehouse: Warehouse, name: str) -> dg.AssetCheckResult:
    """One SQL over whole tables gives what is broken; nothing may be."""
    broken = warehouse.db.rows(f"select broken from ({query(f'checks/{name}')}) limit 20")
    return dg.AssetCheckResult(
        passed=not broken, metadata={"broken": ", ".join(str(row[0]) for row in broken) or "none"}
    )


@dg.asset_check(asset=orders, blocking=True)
def orders_once(warehouse: Warehouse) -> dg.AssetCheckResult:
    """Every order and logistic order stands once, with its balance and its order."""
    return _holds(warehouse, "orders_once")


@dg.asset_check(asset=payments, blocking=True)
def payments_once(warehouse: Warehouse) -> dg.AssetCheckResult:
    """Every payment stands once, and none that moved money is undecided."""
    return _holds(warehouse, "payments_once")


@dg.asset_check(asset=payment_matches, blocking=True)
def money_conserved(warehouse: Warehouse) -> dg.AssetCheckResult:
    """The parts of every payment add up to what is matched of it, never beyond its amount."""
    return _holds(warehouse, "money_conserved")


@dg.asset_check(asset=orders, blocking=True)
def balances_add_up(warehouse: Warehouse) -> dg.AssetCheckResult:
    """What every order received less what it gave back is the sum of its matches."""
    return _holds(warehouse, "balances_add_up")


@dg.asset_check(asset=findings, blocking=True)
def files_add_up(warehouse: Warehouse) -> dg.AssetCheckResult:
    """Every row of every file ended in exactly one outcome."""
    return _holds(warehouse, "files_add_up")


@dg.asset_check(asset=findings)
def nothing_to_do(warehouse: Warehouse) -> dg.AssetCheckResult:
    """How much a person has to do today; a warning, never a failure."""
    told = warehouse.db.rows(
        "select code, count(*) from steps.findings_now where severity = 'ACTION' group by 1 order by 2 desc, 1"
    )
    counts = {str(code): int(str(n)) for code, n in told}
    return dg.AssetCheckResult(passed=not counts, severity=dg.AssetCheckSeverity.WARN, metadata=dict(counts))


@dg.asset_check(asset=findings)
def nothing_refused(warehouse: Warehouse) -> dg.AssetCheckResult:
    """How many rows and files of this night were refused; a warning, never a failure."""
    rows, files = warehouse.db.rows(
        """select coalesce(sum(rows_quarantined), 0), count(*) filter (where status = 'REJECTED')
           from meta.read_files where batch = (select max(batch) from meta.batches)"""
    )[0]
    counts = {"rows_quarantined": int(str(rows)), "files_rejected": int(str(files))}
    return dg.AssetCheckResult(
        passed=not any(counts.values()), severity=dg.AssetCheckSeverity.WARN, metadata=dict(counts)
    )


CHECKS = [orders_once, payments_once, money_conserved, balances_add_up, files_add_up, nothing_to_do, nothing_refused]
