"""Contract checks block what is downstream; findings and refused rows are warnings with counts."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import dagster as dg

from assets.findings import findings
from assets.orders import orders
from assets.reconciliation import payment_matches, payments
from assets.warehouse import Warehouse
from pipelines.sql import query

_Told = dict[str, Any]
_Ask = Callable[[Warehouse], _Told]


def _broken(name: str, warehouse: Warehouse) -> _Told:
    """One SQL over whole tables gives what is broken; nothing may be."""
    broken = warehouse.db.rows(f"select broken from ({query(f'checks/{name}')}) limit 20")
    return {"passed": not broken, "metadata": {"broken": ", ".join(str(row[0]) for row in broken) or "none"}}


def _to_do(warehouse: Warehouse) -> _Told:
    told = warehouse.db.rows(
        "select code, count(*) from steps.findings_now where severity = 'ACTION' group by 1 order by 2 desc, 1"
    )
    return _warning({str(code): int(str(n)) for code, n in told})


def _refused(warehouse: Warehouse) -> _Told:
    rows, files = warehouse.db.rows(
        """select coalesce(sum(rows_quarantined), 0), count(*) filter (where status = 'REJECTED')
           from meta.read_files where batch = (select max(batch) from meta.batches)"""
    )[0]
    return _warning({"rows_quarantined": int(str(rows)), "files_rejected": int(str(files))})


def _warning(counts: dict[str, int]) -> _Told:
    return {"passed": not any(counts.values()), "severity": dg.AssetCheckSeverity.WARN, "metadata": counts}


_CONTRACT = {
    payments: {"payments_once": "Every payment stands once, and none that moved money is undecided."},
    payment_matches: {
        "money_conserved": "The parts of every payment add up to what is matched of it, never beyond its amount.",
        "totals_proven": "All money in is matched, suggested, unmatched, ignored or not matchable, and all that is matched is allocated or credit.",
    },
    orders: {
        "orders_once": "Every order and logistic order stands once, with its balance and its order.",
        "balances_add_up": "What every order received less what it gave back is the sum of its matches.",
    },
    findings: {"files_add_up": "Every row of every file ended in exactly one outcome."},
}
_WARNINGS: dict[dg.AssetsDefinition, dict[str, tuple[_Ask, str]]] = {
    findings: {
        "nothing_to_do": (_to_do, "How much a person has to do today; a warning, never a failure."),
        "nothing_refused": (
            _refused,
            "How many rows and files of this night were refused; a warning, never a failure.",
        ),
    },
}


def _checks_of(asset: dg.AssetsDefinition) -> dg.AssetChecksDefinition:
    """All checks of an asset are one step of a night; by hand each can be run alone."""
    contract, warnings = _CONTRACT[asset], _WARNINGS.get(asset, {})
    asks: dict[str, _Ask] = {name: partial(_broken, name) for name in contract}
    asks |= {name: ask for name, (ask, _) in warnings.items()}
    sentences = contract | {name: sentence for name, (_, sentence) in warnings.items()}

    @dg.multi_asset_check(
        name=f"checks_of_{asset.key.to_python_identifier()}",
        specs=[
            dg.AssetCheckSpec(name, asset=asset, description=sentence, blocking=name in contract)
            for name, sentence in sentences.items()
        ],
        can_subset=True,
    )
    def checks(context: dg.AssetCheckExecutionContext, warehouse: Warehouse) -> Iterator[dg.AssetCheckResult]:
        for key in sorted(context.selected_asset_check_keys):
            yield dg.AssetCheckResult(asset_key=key.asset_key, check_name=key.name, **asks[key.name](warehouse))

    return checks


CHECKS = [_checks_of(asset) for asset in _CONTRACT]
