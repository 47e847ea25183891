"""Rows and names that no shop means, and that must not stop a night, or every night after it: refused, or read for what they are."""

import json
import os
from decimal import Decimal

import pytest

from tests.builders import Row, bank_line, customer_iban, decision, order_line, payment_id
from tests.nights import Shop

LETTERS, DIGITS = "RF18ABCDEFGHIJKLMNOPQRSTU", "RF45" + "9" * 400
TEXTS = [
    LETTERS, DIGITS, f"VIR {LETTERS[:-1]}MERCI", "RF18" * 2000, "RF18 " + "1 " * 4000, "20260901-" + "9" * 5000, "1-" * 4900, "20260901-1 " * 900,
    "(?i)[a-z]+(", "%_*\\", "'; drop table x; --", "😀" * 2000, "\u0662\u0660\u0662\u0666\u0660\u0669\u0660\u0661-\u0661", "\u202e20260901-1",
]  # fmt: skip
HUGE = "999999999999"


def _mirakl(number: int, **cells: object) -> dict[str, object]:
    line = {
        "order_line_id": "L1", "order_line_state": "SHIPPING", "quantity": 1, "price": "10.00", "price_unit": "10.00", "total_price": "10.00",
        "shipping_price": "0", "taxes": [], "shipping_taxes": [],
    } | cells  # fmt: skip
    return {
        "order_id": f"A-{number}", "commercial_id": f"20260902-{number}", "order_state": "SHIPPING", "currency_iso_code": "EUR",
        "order_tax_mode": "TAX_EXCLUDED", "payment_workflow": "PAY_ON_ACCEPTANCE", "total_price": "10.00", "created_date": "2026-09-02T08:00:00Z",
        "last_updated_date": "2026-09-02T08:00:00Z", "shop_id": "S", "customer": {"customer_id": "C"}, "order_lines": [line],
    }  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    shop = Shop(tmp_path_factory.mktemp("survives"))
    shop.settle({"tax": {"roles": {"PRODUCT_TAX_RATE": "CF_RATE"}}})
    orders: list[Row] = [
        order_line("20260901-1", "100.00"),
        order_line("20260901-2", "100000000000", tax_rate="", line_total_with_tax=""),
        order_line("20260901-3", "60000.00", tax_rate="20", line_total_with_tax=""),
    ]
    shop.write("orders", "orders.csv", [row | {"CF_RATE": HUGE} for row in orders])
    (shop.landing / "bank").mkdir()
    shop.write("bank", "bank.csv", [
        *(bank_line("1.00", text, number) for number, text in enumerate(TEXTS)),
        *(bank_line("1.00", "MERCI", 100 + number, end_to_end_id=text) for number, text in enumerate(TEXTS)),
        bank_line("1.00", "MERCI", 200, currency="USD", payer_iban=customer_iban(1)),
        *(
            bank_line(f"{sign}2.00", "MERCI", 300 + day, end_to_end_id="VIREMENT", booking_date=f"2026-09-{day:02}")
            for day in range(1, 31)
            for sign in ("", "-")
        ),
    ])  # fmt: skip
    shop.write(
        "bank",
        "sums.csv",
        [
            bank_line(f"{HUGE}.99", "MERCI", account_iban=customer_iban(7), bank_reference=f"S{n}")
            for n in range(10_100)
        ],
    )
    dollars = payment_id("bank", "FR7630006000011234567890189", "2026-10-01", "1.00", "USD", "BR00000200", "1")
    shop.write(
        "decisions",
        "decisions.csv",
        [decision("ASSIGN", "20260901-1", 1, payment_id=dollars, value="9999999999999.99")],
    )
    report: Row = {
        "TransactionId": "T1",
        "CreationDate": "1790000000",
        "DebitedFundsAmount": "9" * 15,
        "DebitedFundsCurrency": "JPY",
    }
    report |= {
        "CreditedFundsAmount": "9" * 15,
        "CreditedFundsCurrency": "JPY",
        "Type": "PAYIN",
        "Nature": "REGULAR",
        "Tag": "20260901-1",
    }
    shop.write("psp/mangopay", "report.csv", [report])
    mirakl = [
        _mirakl(1, quantity=10**6, price_unit="100000000000.00"),
        _mirakl(2, cancelations=[{"id": "1", "quantity": 10**12 - 1}] * 2),
        _mirakl(4, quantity=100, price_unit="20000.00", price="2000000.00", total_price="2000000.00"),
        _mirakl(3),
    ]
    (shop.landing / "mirakl" / "orders").mkdir(parents=True)
    (shop.landing / "mirakl" / "orders" / "or11.json").write_text(json.dumps({"orders": mirakl}), encoding="utf-8")
    with open(os.fsencode(shop.landing) + b"/orders/lat\xe9.csv", "wb") as file:  # noqa: PTH123  # a Path holds text
        file.write(b"Order Reference\n")
    for day in (11, 12):
        shop.run(f"2026-10-{day}T22:00:00Z")
    return shop


def test_what_is_refused(shop: Shop) -> None:
    found = shop.query(
        "select feed, split_part(reason, ':', 1) as code, count(*) as n from quarantine group by all order by all"
    )
    assert [tuple(row.values()) for row in found] == [
        ("decisions", "BAD_NUMBER", 1), ("mirakl/orders", "TOO_LARGE", 2), ("psp/mangopay", "TOO_LARGE", 1)
    ]  # fmt: skip
    files = shop.query(
        "select file_name, split_part(reason, ':', 1) as code from files where status = 'REJECTED' order by all"
    )
    assert [tuple(row.values()) for row in files] == [("lat\ufffd.csv", "UNREADABLE"), ("sums.csv", "TOO_LARGE")]


def test_what_is_read(shop: Shop) -> None:
    [lines] = shop.query("select count(*) as n from payments where provider = 'BANK'")
    assert lines["n"] == 2 * len(TEXTS) + 61
    dues = shop.query("select order_reference, amount_due from orders order by 1")
    assert [tuple(row.values()) for row in dues] == [
        ("20260901-1", Decimal("100.00")), ("20260901-2", Decimal("100000000000.00")), ("20260901-3", Decimal("72000.00")),
        ("20260902-3", Decimal("10.00")), ("20260902-4", Decimal("10.00")),
    ]  # fmt: skip


def test_the_second_night_is_what_a_rebuild_gives(shop: Shop) -> None:
    assert not shop.told_otherwise_anew()
