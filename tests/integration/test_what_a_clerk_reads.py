"""What people read of a night says what is so: the summary, findings, `closeout explain` and the list of statuses to edit."""

import csv

import duckdb
import pytest

from assets import summary
from assets.store.explaining import UnknownError, story_of
from pipelines.explain.words import of_order
from tests.builders import OWN_ACCOUNT, Row, account, bank_line, decision, incident, order_line, payment_id, psp_event
from tests.nights import Shop

FIRST, SECOND = "2026-11-20T22:00:00Z", "2026-11-21T22:00:00Z"
EARLY = {"creation_date": "2026-11-01T09:00:00Z", "update_date": "2026-11-05T10:00:00Z"}


def order(number: int, status: str = "ACCEPTED_BY_SUPPLIER", word: str = "WAITING_PAYMENT", **columns: str) -> Row:
    told = {"order_status": status, "order_payment_status": word, "order_payment_option": "BANK_WIRE_ON_ACCEPTANCE"}
    return order_line(f"20261101-{number}", "100.00", **(told | EARLY | columns))


ORDERS = [
    order(1),
    order(2, word="PAID", order_payment_option="DIRECT_PAYMENT"),
    order(3, "CANCELED", "PAID", order_payment_option="CREDIT_CARD"),
    order(4, currency="USD"),
    order(5, "SHIPPED", order_payment_option="BANK_WIRE_ON_DUE_DATE", creation_date="2026-08-01T09:00:00Z", shipment_date="2026-09-01T10:00:00Z"),
    order(7, order_external_id="SHARED-1"),
    order(8, order_external_id="SHARED-1"),
    order(9),
    order(10, word=""),
    order(11, word="PAID", creation_date="2026-08-01T09:00:00Z"),
    order(12, order_payment_option="CREDIT_CARD"),
    order(13, order_payment_option="BANK_WIRE_ON_DUE_DATE"),
    order(14, order_payment_option="CREDIT_CARD"),
    order_line("20261101-14", "50.00", 2, currency="USD", order_payment_option="CREDIT_CARD", **EARLY),
]  # fmt: skip


def line(number: int, amount: str, text: str, day: str = "2026-11-10", **columns: str) -> Row:
    return bank_line(amount, text, number, **({"booking_date": day, "value_date": day} | columns))


LINES = [
    line(1, "100.00", "Order 20261101-1", end_to_end_id="E1"),
    line(2, "-100.00", "RETURN Order 20261101-1", "2026-11-12", end_to_end_id="E1"),
    line(3, "100.00", "Order 20261101-2", end_to_end_id="E2"),
    line(4, "-100.00", "REJECT 20261101-2", "2026-11-12", end_to_end_id="E2"),
    line(5, "100.00", "Order 20261101-4"),
    line(6, "77.00", "no name", payer_iban="", payer_name=""),
    line(7, "60.00", "Order 20261101-9"),
    line(8, "200.00", "Order 20261101-10"),
    line(9, "-12.00", "VIR 20261101-10", "2026-11-20", payer_name="Zorro", payer_iban=""),
    line(10, "-13.00", "VIR 20261101-8", payer_name="Zorro", payer_iban=""),
]
EVENTS = [
    psp_event("20261101-3", "CAPTURE", "100.00", occurred_at="2026-11-06T10:00:00Z", psp_reference="P3"),
    psp_event("20261101-3", "REFUND", "100.00", 2, event_status="PENDING", occurred_at="2026-11-18T10:00:00Z", psp_reference="P3"),
    psp_event("20261101-99", "REFUND", "78.00", 3, occurred_at="2026-11-06T10:00:00Z"),
    psp_event("20261101-12", "CAPTURE", "100.00", 4, event_status="FAILED", occurred_at="2026-11-06T10:00:00Z"),
    psp_event("20261101-13", "AUTHORIZATION", "100.00", 5, event_status="PENDING", occurred_at="2026-11-20T10:00:00Z"),
]  # fmt: skip


def bank_id(number: int, amount: str) -> str:
    return payment_id("bank", OWN_ACCOUNT, "2026-11-10", amount, "EUR", f"BR{number:08d}", "1")


def decided(action: str, reference: str, number: int, /, **columns: str) -> Row:
    return decision(action, reference, number, **({"decided_at": "2026-11-21T08:00:00Z"} | columns))


DECIDED = [
    decided("UNASSIGN", "", 1, payment_id=bank_id(7, "60.00")),
    decided("ASSIGN", "20261101-7", 2, payment_id=bank_id(6, "77.00"), amount="50.00"),
    decided("WRITE_OFF", "20261101-7", 3, amount="50.00"),
    decided("WRITE_OFF", "20261101-12", 4, amount="100.00"),
    decided("ASSIGN", "20261101-9", 5, payment_id=bank_id(10, "-13.00")),
]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Two nights; the published file of the first lies beside as `first.duckdb`."""
    shop = Shop(tmp_path_factory.mktemp("read") / "shop")
    shop.settings_file.write_text("[rules]\nopening_date = 2026-09-01\n", encoding="utf-8")
    shop.write("reference", "accounts.csv", [account()])
    shop.write(
        "reference",
        "opening_balances.csv",
        [{"Order Reference": "20261101-11", "Received": "40.00", "Written Off": "10.00"}],
    )
    shop.write("orders", "orders.csv", ORDERS)
    shop.write("bank", "bank-20261120.csv", LINES)
    shop.write("psp/events", "events.csv", EVENTS)
    shop.write(
        "incidents",
        "incidents.csv",
        [incident("20261101-1-1", "CLOSED", opened_at="2026-11-06T16:00:00Z", updated_at="2026-11-15T09:00:00Z")],
    )
    shop.run(FIRST)
    (shop.warehouse / "first.duckdb").write_bytes(shop.published_file.read_bytes())
    shop.write("decisions", "decisions.csv", DECIDED)
    shop.run(SECOND)
    return shop


def explained(shop: Shop, reference: str) -> str:
    return of_order(story_of(shop.warehouse, reference, "Europe/Paris"))


def test_the_summary_says_what_the_proof_says(shop: Shop) -> None:
    told = summary.published(shop.warehouse)
    (proof,) = shop.query(
        "select suggested + unmatched as open from money_proof order by run_id = (select run_id from runs order by as_of desc limit 1) desc limit 1"
    )
    # Money out that nobody knows takes nothing from it: 60.00 taken away, 100.00 in another currency, 27.00 left of 77.00.
    assert (told["unmatched"], str(proof["open"])) == ({"EUR": "187.00"}, "187.00")


@pytest.mark.parametrize("zone", ["UTC", "Europe/Paris", "America/New_York"])
def test_an_age_is_the_same_for_every_reader(shop: Shop, zone: str) -> None:
    (found,) = shop.query("select age_days from findings where code = 'OVERDUE'", zone)
    assert found == {"age_days": 51}  # from one date to the other; the clocks of Paris went back in between


SAID = {
    "a refund is announced": (
        "code = 'REFUND_DUE'",
        "CHECK the order is not live any more and still holds money; a refund of 100.00 is announced; wait until the announced refund is paid",
    ),
    "a returned direct debit": ("code = 'CHARGEBACK'", "ACTION the customer took money back, by card or direct debit; contest it or accept it"),
    "what came was taken back": (
        "code = 'RECORDED_WITHOUT_MONEY' and order_reference = '20261101-2'",
        "ACTION the record says PAID, and what came was taken back; correct the record",
    ),
    "the rest of a payment": (
        "code = 'UNMATCHED_PAYMENT' and amount = 27",
        (
            "ACTION 27.00 of 77.00 is put against no order; of the rest: me assigned it (D2): looked it up; "
            "find an order for what is left, or return that"
        ),
    ),
    "money out that may be a refund": (
        "code = 'SUGGESTED_MATCH' and amount = -12",
        (
            "CHECK the text says 20261101-10; it had 100.00 more than it owed. Not matched by itself: money out that names 20261101-10, "
            "but its counterparty is not known to have paid it; decide which order it gives back"
        ),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SAID)
def test_a_finding_says_what_is_so(shop: Shop, case: str) -> None:
    which, expected = SAID[case]
    told = shop.query(
        f"select severity || ' ' || message || '; ' || suggested_action as told from findings where {which}"
    )
    assert [row["told"] for row in told] == [expected]


def test_what_was_written_off_is_asked_of_nobody(shop: Shop) -> None:
    found = shop.query("select state from findings where code = 'CAPTURE_FAILED' order by 1")
    assert found == [{"state": "RESOLVED"}]


def test_a_status_to_edit_says_what_it_rests_on(shop: Shop) -> None:
    with (shop.warehouse / "outbox" / "2026-11-21" / "payment_updates.csv").open(encoding="utf-8", newline="") as file:
        reasons = {row["Order Reference"]: row["Reason"] for row in csv.DictReader(file, delimiter=";")}
    assert reasons["20261101-7"] == "of 100.00 EUR due 50.00 came, 50.00 was written off"


EXPLAINED = {
    "20261101-1": ("WAITING_PAYMENT: nothing is left of what came", "I1 CLOSED since 2026-11-15 10:00, opened 2026-11-06 17:00: DAMAGED"),
    "20261101-2": ("WAITING_AUTHORIZATION: nothing is left of what came",),
    "20261101-4": ("100.00 EUR: UNMATCHED", f"{bank_id(5, '100.00')} fnd_"),
    "20261101-5": ("WAITING_PAYMENT: nothing came yet", "OVERDUE 100.00 EUR, 51 days"),
    "20261101-9": ("60.00 EUR: UNMATCHED", f"D1 UNASSIGN {bank_id(7, '60.00')} by me: APPLIED"),
    "20261101-10": ("20261101-10 (credit) 100.00 EUR, MATCHED", "20261101-10 -12.00 EUR, SUGGESTED"),
    "20261101-13": ("AUTHORIZED: nothing came yet, and it may come after shipment",),
    "20261101-14": ("WAITING_AUTHORIZATION: nothing came yet", "amounts      in several currencies"),
    "20261101-11": ("before the opening date: received 40.00, refunded 0.00, written off 10.00",),
}  # fmt: skip


@pytest.mark.parametrize("reference", EXPLAINED)
def test_the_story_has_all_of_it(shop: Shop, reference: str) -> None:
    told = explained(shop, reference)
    assert [said for said in EXPLAINED[reference] if said not in told] == []


def test_a_payment_that_is_another_orders_after_all_is_no_part_of_the_story(shop: Shop) -> None:
    told = shop.query("select state from findings where code = 'SUGGESTED_MATCH' and order_reference = '20261101-8'")
    assert told == [{"state": "RESOLVED"}]
    shown = [
        {row["payment_id"] for row in story_of(shop.warehouse, order, "UTC")["payments"]}
        for order in ("20261101-8", "20261101-9")
    ]
    assert [bank_id(10, "-13.00") in payments for payments in shown] == [False, True]


def test_a_name_of_two_orders_names_neither(shop: Shop) -> None:
    with pytest.raises(UnknownError, match="'shared-1' is a name of 20261101-7, 20261101-8: ask for one of them"):
        explained(shop, "shared-1")


def test_sales_volume_counts_what_only_mirakl_told_without_lines(tmp_path_factory: pytest.TempPathFactory) -> None:
    shop = Shop(tmp_path_factory.mktemp("volume") / "shop")
    told = {"order_id": "M-1-A", "commercial_id": "20261118-1", "order_state": "SHIPPING", "currency_iso_code": "EUR", "total_price": 50,
            "created_date": "2026-11-18T08:00:00Z", "last_updated_date": "2026-11-18T08:00:00Z"}  # fmt: skip
    (shop.landing / "mirakl" / "orders").mkdir(parents=True)
    (shop.landing / "mirakl" / "orders" / "or11.json").write_text(
        str({"orders": [told]}).replace("'", '"'), encoding="utf-8"
    )
    shop.run(FIRST)
    with duckdb.connect(str(shop.published_file), read_only=True) as con:
        ((volume,),) = con.execute("select sum(sales_volume)::varchar from dashboard").fetchall()
    assert volume == "50.00"
    assert explained(shop, "20261118-1").startswith("Order 20261118-1 of an account nobody told, placed")


def test_who_is_new_is_told_by_the_newest_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    shop = Shop(tmp_path_factory.mktemp("new") / "shop")
    shop.write("orders", "orders.csv", [order_line("20261110-1", "1.00")])
    shop.write(
        "reference",
        "customers-20261110T100000Z.csv",
        [customer("C1", "2026-11-13"), customer("C2", "2026-11-12"), customer("C3", "")],
    )
    shop.write(
        "reference",
        "customers-20261112T100000Z.csv",
        [customer("C1", "2026-11-14"), customer("C2", "2026-11-14"), customer("C3", "")],
    )
    shop.run("2026-11-15T22:00:00Z")
    found = shop.query("select day::varchar as day, new_customers from dashboard where new_customers > 0 order by 1")
    assert found == [{"day": "2026-11-14", "new_customers": 2}, {"day": "2026-11-15", "new_customers": 1}]


def customer(number: str, day: str) -> dict[str, str]:
    return {"Customer External Id": number, "Created At": day}


def test_a_search_does_not_depend_on_the_names_of_whoever_asks(shop: Shop) -> None:
    asked = {
        "order_id := l.logistic_reference": "logistic_orders l",
        "order_id := o.logistic_reference": "logistic_orders o",
        "account := account_id, order_id := order_reference": "orders",
    }
    for filters, source in asked.items():
        found = shop.query(f"select distinct (select count(*) from search_orders({filters})) as n from {source}")
        assert found == [{"n": 1}], filters


WHY = {
    1: "OVER_PAID: more came than is due",  # nothing is due, and something is left
    2: "PAID: nothing is due",
    3: "PAID: nothing is due, and nothing moved",
    4: "AUTHORIZED: an authorisation is valid, and nothing is left of what was captured",
    5: "AUTHORIZED: nothing came yet, and it may come after shipment",
    6: "WAITING_AUTHORIZATION: more went back than came",
    7: "AUTHORIZED: an authorisation is valid, and nothing was captured",
}


def test_why_an_order_has_its_payment_status(tmp_path_factory: pytest.TempPathFactory) -> None:
    shop = Shop(tmp_path_factory.mktemp("why") / "shop")
    card, none = {"order_payment_option": "CREDIT_CARD"}, {"confirmed_quantity": "0"}
    later = {"order_payment_option": "BANK_WIRE_ON_DUE_DATE", "order_status": "ACCEPTED_BY_SUPPLIER"}
    told = {1: card | none, 2: card | none, 3: card | none, 4: card, 5: later, 6: card, 7: card}
    moves = {
        1: (("CAPTURE", "100.00"),), 2: (("CAPTURE", "100.00"), ("CHARGEBACK", "100.00")),
        4: (("AUTHORIZATION", "200.00"), ("CAPTURE", "60.00"), ("CHARGEBACK", "60.00")),
        5: (("AUTHORIZATION", "100.00"), ("VOID", "100.00")), 6: (("CHARGEBACK", "20.00"),), 7: (("AUTHORIZATION", "100.00"),),
    }  # fmt: skip
    shop.write(
        "orders", "orders.csv", [order_line(f"20261101-{n}", "100.00", **columns) for n, columns in told.items()]
    )
    events = [
        psp_event(
            f"20261101-{n}",
            kind,
            amount,
            10 * n + place,
            psp_reference=f"P{n}",
            occurred_at=f"2026-11-1{place}T10:00:00Z",
        )
        for n, of_order in moves.items()
        for place, (kind, amount) in enumerate(of_order)
    ]
    shop.write("psp/events", "events.csv", events)
    shop.run("2026-11-15T22:00:00Z")
    found = {n: explained(shop, f"20261101-{n}").splitlines()[2].split(maxsplit=1)[1] for n in WHY}
    assert found == WHY


def test_a_reference_is_spelled_as_its_order_is(tmp_path_factory: pytest.TempPathFactory) -> None:
    shop = Shop(tmp_path_factory.mktemp("spelled") / "shop")
    shop.write("orders", "orders.csv", [order_line("lc-Order-7", "100.00")])
    shop.write("incidents", "incidents.csv", [incident("lc-ORDER-7-1"), incident("no-Such", "OPEN", 2)])
    shop.write(
        "decisions",
        "decisions.csv",
        [decision("WRITE_OFF", "LC-order-7", amount="1.00"), decision("WRITE_OFF", "no-Such", 2, amount="1.00")],
    )
    shop.run("2026-11-15T22:00:00Z")
    for table, known in (("incidents", "lc-Order-7-1"), ("decisions", "lc-Order-7")):
        assert shop.query(f"select order_reference from {table} order by 1 desc") == [
            {"order_reference": known}, {"order_reference": "NO-SUCH"},
        ]  # fmt: skip
