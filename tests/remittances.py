"""The shops of `references.csv`: open orders, and the payments that are to find them.

Cases of one shop that must not be matched can share a warehouse: what stays in the queue pays nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tests.builders import Row, account, bank_line, customer_iban, order_line
from tests.case_tables import Case, cases
from tests.world import World

CASES = cases("references")
PAYER = customer_iban(1)
BOOKED, AS_OF = "2026-02-05", "2026-02-15T12:00:00Z"
_BEFORE = "2026-02-01"
_FORMER_AMOUNT = Decimal("120.00")  # of an order that owes nothing any more


@dataclass(frozen=True)
class Found:
    """What became of a payment: its status, and per order and per LO what is matched, with the rules that did it."""

    status: str
    amounts: dict[str, Decimal]
    lo_amounts: dict[str, Decimal]
    rules: set[str]
    explanations: list[str]
    suggestions: int


def amounts(told: str) -> dict[str, Decimal]:
    """`order=amount`, with | between."""
    return {order: Decimal(amount) for order, amount in (part.split("=") for part in told.split("|") if part)}


def shop(case: Case) -> tuple[str, str, str]:
    """What distinguishes the shop of a case."""
    special = next((word for word in ("one account", "external id") if word in case["note"]), "")
    return case["known_open_orders"], case["payer_known_for"], special


def run(world: World, numbered: Sequence[tuple[int, Case]]) -> None:
    """A night over the payments of cases that have one shop."""
    case = numbered[0][1]
    opens, one = amounts(case["known_open_orders"]), "one account" in case["note"]
    accounts = dict.fromkeys(_account(order, one=one) for order in opens)
    knows = {_account(case["payer_known_for"], one=one): PAYER} if case["payer_known_for"] else {}
    world.write("reference", "accounts.csv", [account(name, ibans=knows.get(name, "")) for name in accounts])
    world.write(
        "orders",
        "orders.csv",
        [line for order, amount in opens.items() for line in _order(order, amount, case, one=one)],
    )
    earlier = [order for order, amount in opens.items() if not amount]
    world.write("bank", "bank-20260201.csv", [_paid(order, 900 + place) for place, order in enumerate(earlier)])
    world.write("bank", "bank-20260205.csv", [_payment(each, number) for number, each in numbered])
    world.run(AS_OF)


def found(world: World, number: int) -> Found:
    """What became of the payment of a case."""
    reference = _payment(CASES[number], number)["Bank Reference"]
    (payment,) = world.query(f"select payment_id, match_status from payments where bank_reference = '{reference}'")
    rows = world.query(f"select * from payment_matches where payment_id = '{payment['payment_id']}'")
    matched = [row for row in rows if row["status"] == "MATCHED"]
    return Found(
        status=payment["match_status"],
        amounts=_summed(matched, "order_reference"),
        lo_amounts=_summed(matched, "logistic_reference"),
        rules={row["rule"] for row in matched},
        explanations=[row["explanation"] for row in matched],
        suggestions=len(rows) - len(matched),
    )


def _account(order: str, *, one: bool) -> str:
    return "ACC" if one else f"ACC-{order}"


def _order(order: str, amount: Decimal, case: Case, *, one: bool) -> list[Row]:
    day = f"{order[:4]}-{order[4:6]}-{order[6:8]}"
    half = f"{(amount or _FORMER_AMOUNT) / 2:.2f}"
    rows = [
        order_line(
            order,
            half,
            lo,
            creation_date=f"{day}T08:00:00Z",
            update_date=f"{day}T09:00:00Z",
            shipment_date=f"{day}T09:00:00Z",
        )
        | {"Customer Account External Id": _account(order, one=one)}
        for lo in (1, 2)
    ]
    if case["note"].endswith(f" is the external id of {order}"):
        rows[0]["Order External Id"] = case["note"].split()[0]
    return rows


def _paid(order: str, number: int) -> Row:
    """The earlier transfer of a payer nobody knows that paid all of an order."""
    dated = {"booking_date": _BEFORE, "value_date": _BEFORE}
    return bank_line(f"{_FORMER_AMOUNT}", "MERCI", number, end_to_end_id=order, payer_iban="", payer_name="", **dated)


def _payment(case: Case, number: int) -> Row:
    dated = {"booking_date": BOOKED, "value_date": BOOKED}
    return bank_line(
        case["amount"], case["remittance"], number, end_to_end_id=case["end_to_end_id"], payer_iban=PAYER, **dated
    )


def _summed(rows: list[dict[str, Any]], by: str) -> dict[str, Decimal]:
    sums: dict[str, Decimal] = {}
    for row in rows:
        if row[by] is not None:
            sums[row[by]] = sums.get(row[by], Decimal(0)) + row["amount"]
    return sums
