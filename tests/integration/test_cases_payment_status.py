"""What an order owes, what it got, and the one word for it (domain.md §4, §7)."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from schemas.vocabulary import CARD_OPTIONS
from tests.builders import Row, account, bank_line, customer_iban, decision, order_line, psp_event
from tests.case_tables import Case, cases, each
from tests.world import World

CASES = cases("payment_status")
AS_OF = datetime.fromisoformat("2026-11-22T10:00:00+00:00")
ABOUT_MONEY = {
    *(
        "OVERPAID",
        "REFUND_DUE",
        "PARTIALLY_PAID",
        "OVER_REFUNDED",
        "CHARGEBACK",
        "CAPTURE_FAILED",
        "SHIPPED_BEFORE_PAID",
    ),
    *("REFUSED_BUT_ACTIVE", "AUTH_TO_RELEASE"),
}
STATUSES = ("payment_status", "balance_state", "refund_state")
AMOUNTS = ("amount_due", "amount_received", "amount_refunded", "amount_outstanding", "amount_excess")
BANK = {"TRANSFER": 1, "TRANSFER_OUT": -1, "TRANSFER_RETURN": -1, "REFUND_RETURN": 1}


def _reference(number: int) -> str:
    return f"20261101-P{number:03d}"


def _orders(number: int, case: Case) -> list[Row]:
    stood = (AS_OF - timedelta(hours=100)).isoformat()
    parts = [part.split(":") for part in case["logistic_orders"].split("|")]
    return [
        order_line(
            _reference(number),
            amount,
            lo,
            order_status=status,
            order_payment_option=case["payment_option"],
            payment_provider="MANGOPAY" if case["payment_option"] in CARD_OPTIONS else "OFFLINE",
            customer_account_external_id=f"ACC{number}",
            creation_date="2026-11-01T00:00:00Z",
            update_date=stood,
            shipment_date=stood,
        )
        for lo, (status, amount) in enumerate(parts, 1)
    ]


def _movement(number: int, place: int, told: dict[str, str]) -> tuple[str, Row]:
    """The feed that tells a movement, and how; movements are an hour apart."""
    at, reference, unique = AS_OF - timedelta(hours=120 - place), _reference(number), number * 10 + place
    if "psp_reference" in told:
        ids = {"psp_reference": f"{reference}-{told['psp_reference']}", "event_id": f"{reference}-{told['event_id']}"}
        event = psp_event(
            reference, told["type"], told["amount"], event_status=told["status"], occurred_at=at.isoformat(), **ids
        )
        return "psp/events", event
    if told["type"] == "WRITE_OFF":
        return "decisions", decision("WRITE_OFF", reference, unique, amount=told["amount"], decided_at=at.isoformat())
    amount = f"{BANK[told['type']] * Decimal(told['amount'])}"
    day = at.astimezone(ZoneInfo("Europe/Paris")).date().isoformat()
    given = {"booking_date": day, "value_date": day, "payer_iban": customer_iban(number)}
    named = f"{reference}-{told['end_to_end_id']}" if told["end_to_end_id"] else ""
    return "bank", bank_line(amount, f"VIR SEPA {reference}", unique, end_to_end_id=named, **given)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """One night over all cases; every case has an order, an account and a bank account of its own."""
    world = World(tmp_path_factory.mktemp("payment_status"))
    feeds: dict[str, list[Row]] = {}
    for number, case in enumerate(CASES):
        feeds.setdefault("orders", []).extend(_orders(number, case))
        feeds.setdefault("reference", []).append(account(f"ACC{number}"))
        for place, told in enumerate(json.loads(case["movements"])):
            feed, row = _movement(number, place, told)
            feeds.setdefault(feed, []).append(row)
    for feed, rows in feeds.items():
        world.write(feed, "accounts.csv" if feed == "reference" else "rows.csv", rows)
    world.run(AS_OF.isoformat())
    assert world.query("select * from quarantine") == []
    return world


@pytest.fixture(scope="module")
def orders(world: World) -> dict[str, dict[str, Any]]:
    return {order["order_reference"]: order for order in world.query("select * from orders")}


@pytest.fixture(scope="module")
def lo_statuses(world: World) -> dict[str, str]:
    return {lo["logistic_reference"]: lo["payment_status"] for lo in world.query("select * from logistic_orders")}


@pytest.fixture(scope="module")
def findings(world: World) -> dict[str, list[str]]:
    open_ones: dict[str, list[str]] = {}
    for finding in world.query("select order_reference, code from findings where state = 'OPEN' order by code"):
        if finding["code"] in ABOUT_MONEY:
            open_ones.setdefault(finding["order_reference"], []).append(finding["code"])
    return open_ones


@each(CASES)
def test_statuses_and_amounts(orders: dict[str, dict[str, Any]], number: int, case: Case) -> None:
    order = orders[_reference(number)]
    assert {name: order[name] for name in STATUSES} == {name: case[name] for name in STATUSES}
    assert {name: order[name] for name in AMOUNTS} == {name: Decimal(case[name]) for name in AMOUNTS}


@each(CASES)
def test_findings(findings: dict[str, list[str]], number: int, case: Case) -> None:
    assert findings.get(_reference(number), []) == sorted(filter(None, case["findings"].split("|")))


@each(CASES)
def test_statuses_of_logistic_orders(lo_statuses: dict[str, str], number: int, case: Case) -> None:
    asked = [status for status in case["lo_payment_status"].split("|") if status]
    assert [lo_statuses[f"{_reference(number)}-{lo}"] for lo in range(1, len(asked) + 1)] == asked
