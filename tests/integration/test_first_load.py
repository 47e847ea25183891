"""A shop that begins with the suite (domain.md §1, First load): what was paid before stands, and is neither asked for nor sent again."""

from pathlib import Path

import pytest

from tests.builders import account, bank_line, order_line, psp_event
from tests.nights import Shop

AS_OF = "2026-11-22T22:00:00Z"
OLD = {"creation_date": "2026-09-01T08:00:00Z", "update_date": "2026-10-01T08:00:00Z"}
CARD = {"order_payment_option": "CREDIT_CARD"}


def old(number: int, word: str, lo: int = 1, /, **columns: str) -> dict[str, str]:
    return order_line(f"20260901-{number}", "100.00", lo, **(OLD | {"order_payment_status": word} | columns))


ORDERS = [
    old(1, "PAID"),
    old(2, "REFUNDED"),
    old(3, "PARTIALLY_PAID"),
    old(4, "WAITING_PAYMENT"),
    old(5, "PAID"),  # with a balance
    old(6, "WAITING_PAYMENT"),  # with a balance
    old(7, "PAID", **CARD),
    old(8, "AUTHORIZED", update_date="2026-09-02T08:00:00Z", **CARD),
    old(9, "PAID", creation_date="2026-11-05T08:00:00Z", update_date="2026-11-06T08:00:00Z"),  # placed since
    old(10, "PAID"),  # paid a second time since
    old(11, "PAID"),  # its payment is known, too
    old(12, "", **CARD),
    old(12, "PAID", 2, **CARD),
    old(13, "", external_source="MIRAKL", shipment_date="2026-10-01T08:00:00Z"),
    old(14, "", external_source="MIRAKL", shipment_date="2026-10-20T08:00:00Z"),
    old(15, "WAITING_PAYMENT"),  # with balances of its parts
    old(15, "WAITING_PAYMENT", 2),
    old(16, "WAITING_PAYMENT"),  # with a balance of its own beside that of its part
    old(17, "WAITING_PAYMENT", order_external_id="web-17"),
    old(21, "PARTIALLY_PAID"),  # with a balance of its second part
    old(21, "PARTIALLY_PAID", 2),
    old(19, "WAITING_REFUND"),  # it was PAID before
    old(20, ""),  # it was PAID before
]
OLDER = [old(number, "PAID", update_date="2026-09-20T08:00:00Z") for number in (19, 20)]
NEWER = [old(8, "PAID", **CARD), old(1, "PAID", order_status="CANCELED", update_date="2026-11-20T08:00:00Z")]
LATE = [old(18, "WAITING_PAYMENT")]  # its balance was there before it


def balance(reference: str, received: str, refunded: str = "", written_off: str = "") -> dict[str, str]:
    return {"Order Reference": reference, "Received": received, "Refunded": refunded, "Written Off": written_off}


BALANCES = [
    balance("20260901-5", "60.00", written_off="40.00"),
    balance("20260901-6", "30.00", "10.00"),
    balance("20260901-15-1", "50.00"),
    balance("20260901-15-2", "25.00", written_off="75.00"),
    balance("20260901-16", "80.00"),
    balance("20260901-16-1", "70.00"),
    balance("20260901-21-2", "100.00"),
    balance("Web-17", "100.00"),
    balance("20260901-18", "100.00"),
    balance("web-99", "100.00"),
]


def wire(number: int, day: str, text: str, **columns: str) -> dict[str, str]:
    return bank_line("100.00", text, number, booking_date=day, value_date=day, **columns)


LINES = [
    wire(1, "2026-11-15", "20260901-10"),
    wire(2, "2026-10-05", "20260901-11"),
    wire(3, "2026-10-05", "20250801-77"),
    wire(4, "2026-11-15", "20250801-78"),  # comes since, and names what was before
    wire(5, "2026-11-15", "20261110-79"),
    wire(6, "2026-11-15", "MERCI", end_to_end_id="20250801-80"),
    wire(7, "2026-11-21", "MERCI", end_to_end_id="20261110-81"),
    wire(8, "2026-11-21", "MERCI", end_to_end_id="77-AB-20250801"),  # looks like nothing
]
CAPTURES = [
    psp_event("20250801-90", "CAPTURE", "100.00", 1, occurred_at="2026-11-15T10:00:00Z"),
    psp_event("ABC-77-1", "CAPTURE", "100.00", 2, occurred_at="2026-10-15T10:00:00Z"),
    psp_event("ABC-78-1", "CAPTURE", "100.00", 3, occurred_at="2026-11-21T10:00:00Z"),
    psp_event("20261110-91", "CAPTURE", "100.00", 4, occurred_at="2026-11-21T10:00:00Z"),
]
# status, received, refunded, outstanding, what to do
STAND = {
    1: "OVER_PAID 100.00 0.00 0.00 SET_OVER_PAID",  # canceled since: the money is still there
    2: "REFUNDED 100.00 100.00 0.00 ",
    3: "PARTIALLY_PAID 0.00 0.00 100.00 ",
    4: "WAITING_PAYMENT 0.00 0.00 100.00 ",
    5: "PAID 60.00 0.00 0.00 ",
    6: "PARTIALLY_REFUNDED 30.00 10.00 70.00 SET_PARTIALLY_REFUNDED",
    7: "PAID 100.00 0.00 0.00 ",
    8: "PAID 100.00 0.00 0.00 ",
    9: "WAITING_PAYMENT 0.00 0.00 100.00 REVIEW",
    10: "OVER_PAID 200.00 0.00 0.00 SET_OVER_PAID",
    11: "PAID 100.00 0.00 0.00 ",
    12: "PAID 200.00 0.00 0.00 ",
    15: "PARTIALLY_PAID 75.00 0.00 50.00 SET_PARTIALLY_PAID",
    16: "PARTIALLY_PAID 80.00 0.00 20.00 SET_PARTIALLY_PAID",
    17: "PAID 100.00 0.00 0.00 SET_PAID",
    19: "PAID 100.00 0.00 0.00 ",
    20: "PAID 100.00 0.00 0.00 ",
}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    shop = Shop(tmp_path_factory.mktemp("first") / "shop")
    shop.settings_file.write_text("[rules]\nopening_date = 2026-11-01\n", encoding="utf-8")
    shop.write("reference", "accounts.csv", [account()])
    shop.write("reference", "opening_balances.csv", BALANCES)
    shop.write("orders", "orders-20260920T180000Z.csv", OLDER)
    shop.write("orders", "orders-20261101T180000Z.csv", ORDERS)
    shop.write("orders", "orders-20261120T180000Z.csv", NEWER)
    shop.write("bank", "bank-20261122.csv", LINES)
    shop.write("psp/events", "events-20261122.csv", CAPTURES)
    shop.run(AS_OF)
    return shop


@pytest.mark.parametrize("number", STAND)
def test_it_stands_at_what_the_record_says(shop: Shop, number: int) -> None:
    (found,) = shop.query(
        f"""select concat_ws(' ', payment_status, amount_received, amount_refunded, amount_outstanding, payment_action) as told
            from orders where order_reference = '20260901-{number}'"""
    )
    assert found["told"] == STAND[number]


def test_a_balance_of_a_part_is_that_parts(shop: Shop) -> None:
    found = shop.query(
        """select logistic_reference as lo, concat_ws(' ', payment_status, amount_allocated, amount_outstanding) as told from logistic_orders
           where order_reference in ('20260901-15', '20260901-16', '20260901-21') order by 1"""
    )
    assert {row["lo"]: row["told"] for row in found} == {
        "20260901-15-1": "PARTIALLY_PAID 50.00 50.00",
        "20260901-15-2": "PAID 25.00 0.00",
        "20260901-16-1": "PARTIALLY_PAID 80.00 20.00",
        "20260901-21-1": "WAITING_PAYMENT 0.00 100.00",
        "20260901-21-2": "PAID 100.00 0.00",
    }


def test_what_is_open_of_before_is_as_old_as_the_opening_date(shop: Shop) -> None:
    found = shop.query(
        "select order_reference, age_days from findings where code = 'PARTIALLY_PAID' and order_reference like '%-15'"
    )
    assert found == [{"order_reference": "20260901-15", "age_days": 21}]


def test_money_that_names_what_was_before_is_set_aside(shop: Shop) -> None:
    found = shop.query("select bank_reference, match_status from payments where provider = 'BANK' order by 1")
    assert [row["match_status"] for row in found] == [
        "MATCHED",
        "MATCHED",
        "IGNORED",
        "IGNORED",
        "UNMATCHED",
        "IGNORED",
        "UNMATCHED",
        "UNMATCHED",
    ]
    found = shop.query("select event_id, match_status from payments where provider <> 'BANK' order by 1")
    assert [row["match_status"] for row in found] == ["IGNORED", "IGNORED", "UNMATCHED", "UNMATCHED"]


def test_who_names_a_reference_that_may_still_come_is_waited_for(shop: Shop) -> None:
    found = shop.query(
        """select coalesce(p.end_to_end_id, p.order_reference) as named, f.severity
           from findings f join payments p using (payment_id) where f.code = 'UNMATCHED_PAYMENT' order by 1"""
    )
    assert {row["named"]: row["severity"] for row in found if row["named"]} == {
        "20261110-81": "INFO", "20261110-91": "INFO", "77-AB-20250801": "ACTION", "ABC-78-1": "ACTION",
    }  # fmt: skip


def test_what_fell_due_before_is_recorded_and_not_sent(shop: Shop) -> None:
    assert shop.query("select outcome from completions order by logistic_reference") == [{"outcome": "COMPLETED"}] * 2
    assert shop.exported() == {"20260901-14-1": ["COMPLETED"]}


def test_a_canceled_order_that_was_paid_before_is_to_be_refunded(shop: Shop) -> None:
    found = shop.query("select code, amount from findings where order_reference = '20260901-1' and severity = 'ACTION'")
    assert [(row["code"], str(row["amount"])) for row in found] == [("REFUND_DUE", "100.00")]


def test_what_is_refreshed_is_what_a_rebuild_gives(shop: Shop) -> None:
    shop.write("bank", "bank-20261123.csv", [wire(9, "2026-11-22", "20260901-3")])
    shop.write("orders", "orders-20261123T180000Z.csv", LATE)
    shop.run("2026-11-25T22:00:00Z")
    assert not shop.told_otherwise_anew()
    found = shop.query("select payment_status from orders where order_reference in ('20260901-3', '20260901-18')")
    assert found == [{"payment_status": "PAID"}] * 2
    unknown = shop.query("select order_reference, message from findings where code = 'UNKNOWN_ORDER'")
    assert [row["message"] for row in unknown] == ["no known order is called web-99"]


def test_references_of_a_shape_of_its_own(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    shop.settings_file.write_text(
        "[rules]\nopening_date = 2026-11-01\norder_reference = '[0-9]+-[0-9]+-[0-9]+(-[0-9]+)?'\n", encoding="utf-8"
    )
    dated = {
        "168-112-2861298-1": "2026-10-15",
        "168-112-2861299-1": "2026-11-21",
    }  # no dates, though they begin like one
    told = [psp_event(named, "CAPTURE", "9.00", occurred_at=f"{day}T10:00:00Z") for named, day in dated.items()]
    shop.write("psp/events", "events.csv", told)
    shop.run(AS_OF)
    found = shop.query(
        "select p.match_status, f.severity from payments p left join findings f using (payment_id) order by p.order_reference"
    )
    assert found == [{"match_status": "IGNORED", "severity": None}, {"match_status": "UNMATCHED", "severity": "INFO"}]
