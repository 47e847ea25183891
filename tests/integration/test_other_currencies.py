"""Another currency is never added (domain.md §4): it holds, covers and refunds nothing, and counts what a person says of what is left."""

import pytest

from tests.builders import OWN_ACCOUNT, Row, account, bank_line, decision, order_line, payment_id, psp_event
from tests.nights import Shop

NIGHTS = ("2026-10-10T22:00:00Z", "2026-10-13T22:00:00Z")
CARD = {"order_payment_option": "CREDIT_CARD", "order_status": "WAITING_SHIPMENT"}
CANCELED = CARD | {"order_status": "CANCELED"}
BEFORE = {"order_payment_option": "BANK_WIRE_ON_ACCEPTANCE", "order_status": "ORDER_CREATED"}


def ref(number: int) -> str:
    return f"20260905-{number}"


def event(number: int, kind: str, amount: str, nth: int, currency: str = "EUR", **columns: str) -> Row:
    return psp_event(ref(number), kind, amount, 10 * number + nth, currency=currency, **columns)


def dollars(number: int, amount: str, nth: int, day: str, **columns: str) -> Row:
    dated = {"booking_date": day, "value_date": day, "end_to_end_id": f"E{number}"}
    return bank_line(amount, "MERCI", 10 * number + nth, currency="USD", **dated | columns)


def wired(number: int, amount: str, nth: int, day: str) -> str:
    return payment_id("bank", OWN_ACCOUNT, day, amount, "USD", f"BR{10 * number + nth:08d}", "1")


ORDERS = [
    order_line(ref(1), "100.00"),
    order_line(ref(2), "100.00", **CARD),
    order_line(ref(3), "100.00", **CANCELED),
    order_line(ref(4), "100.00", **CARD),
    order_line(ref(5), "100.00", **CARD),
    order_line(ref(6), "100.00", **CANCELED),
    order_line(ref(7), "100.00", **BEFORE),
    order_line(ref(8), "100.00", **BEFORE),
    order_line(ref(9), "100.00", payment_provider="WEBHELP"),
]
EVENTS = [
    # Exchanged by a person, and less in the second night.
    event(2, "CAPTURE", "200.00", 1, "USD", event_id="EV2", psp_reference="P2"),
    event(3, "AUTHORIZATION", "60.00", 1),
    event(3, "AUTHORIZATION", "10000", 2, "JPY"),
    event(4, "AUTHORIZATION", "100.00", 1, "USD"),
    event(5, "AUTHORIZATION", "100.00", 1, psp_reference="P5"),
    event(5, "CAPTURE", "50.00", 2, "USD", psp_reference="P5"),
    event(6, "CAPTURE", "100.00", 1),
    event(6, "REFUND", "100.00", 2, "USD", event_status="PENDING", occurred_at="2026-09-26T10:00:00Z"),
    event(7, "CAPTURE", "60.00", 1),
    event(7, "CAPTURE", "40.00", 2, "USD"),
    event(8, "CAPTURE", "60.00", 1),
    event(8, "CAPTURE", "40.00", 2),
]
DECISIONS = [
    decision("ASSIGN", ref(1), 1, payment_id=wired(1, "200.00", 1, "2026-10-02"), value="100.00", decided_at="2026-10-09T10:00:00Z"),
    decision("ASSIGN", ref(2), 2, payment_id=payment_id("psp", "MANGOPAY", "P2", "EV2"), value="100.00", decided_at="2026-10-09T10:00:00Z"),
    decision("ASSIGN", ref(9), 9, payment_id=wired(9, "110.00", 1, "2026-10-02"), value="100.00", decided_at="2026-10-09T10:00:00Z"),
]  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    shop = Shop(tmp_path_factory.mktemp("currencies") / "shop")
    shop.write("reference", "accounts.csv", [account()])
    shop.write("orders", "orders.csv", ORDERS)
    shop.write("psp/events", "n1.csv", EVENTS)
    shop.write("psp/webhelp", "n1.csv", [event(9, "CAPTURE", "100.00", 1, provider="WEBHELP")])
    shop.write("bank", "n1.csv", [dollars(1, "200.00", 1, "2026-10-02"), dollars(9, "110.00", 1, "2026-10-02")])
    shop.write("decisions", "n1.csv", DECISIONS)
    shop.run(NIGHTS[0])
    shop.write("bank", "n2.csv", [dollars(1, "-190.00", 2, "2026-10-11") | {"RtrInf": "AC04", "OrgnlAmt": "200.00"}])
    late = {"event_id": "EV2", "psp_reference": "P2", "occurred_at": "2026-10-11T10:00:00Z"}
    shop.write("psp/events", "n2.csv", [event(2, "CAPTURE", "50.00", 1, "USD", **late)])
    shop.run(NIGHTS[1])
    assert not shop.told_otherwise_anew()
    return shop


# Of every order: what it has, its payment status, and where it stands.
STANDS = {
    1: ("5.00", "PARTIALLY_PAID", "SHIPPED"),  # of 200 dollars that were 100 euros 190 went back
    2: ("25.00", "PARTIALLY_PAID", "WAITING_SHIPMENT"),  # of 200 dollars 50 came
    3: ("0.00", "AUTHORIZED", "CANCELED"),
    4: ("0.00", "WAITING_AUTHORIZATION", "WAITING_SHIPMENT"),
    5: ("0.00", "AUTHORIZED", "WAITING_SHIPMENT"),
    6: ("100.00", "OVER_PAID", "CANCELED"),
    7: ("60.00", "PARTIALLY_PAID", "ORDER_CREATED"),
    8: ("100.00", "PAID", "WAITING_SUPPLIER_APPROVAL"),
    9: ("100.00", "PAID", "SHIPPED"),
}
FOUND = {
    (1, "PARTIALLY_PAID", "ACTION", "95.00", "EUR"), (2, "PARTIALLY_PAID", "ACTION", "75.00", "EUR"), (3, "AUTH_TO_RELEASE", "CHECK", "60.00", "EUR"),
    (5, "CURRENCY_MISMATCH", "ACTION", "50.00", "USD"), (6, "REFUND_DUE", "ACTION", "100.00", "EUR"),
    (7, "CURRENCY_MISMATCH", "ACTION", "40.00", "USD"), (7, "PARTIALLY_PAID", "ACTION", "40.00", "EUR"),
}  # fmt: skip


@pytest.mark.parametrize("number", STANDS)
def test_what_it_has_and_where_it_stands(shop: Shop, number: int) -> None:
    (row,) = shop.query(
        f"select amount_received, payment_status, logistic_status from orders where order_reference = '{ref(number)}'"
    )
    assert (str(row["amount_received"]), row["payment_status"], row["logistic_status"]) == STANDS[number]


def test_what_a_person_is_told(shop: Shop) -> None:
    rows = shop.query(
        "select order_reference, code, severity, amount, currency from findings where state = 'OPEN' and order_reference is not null"
    )
    told = {(row["order_reference"], row["code"], row["severity"], str(row["amount"]), row["currency"]) for row in rows}
    assert told == {(ref(number), *finding) for number, *finding in FOUND}
