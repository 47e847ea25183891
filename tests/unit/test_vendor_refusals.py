"""Rows of Mirakl's, Lemonway's and Mangopay's files that break their schema: each with its code and column, its neighbour loads (contract.md §2)."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from pipelines.landing.feed import Feed
from pipelines.landing.feeds import LEMONWAY, MANGOPAY, MIRAKL_ORDERS, MIRAKL_SHIPMENTS
from pipelines.landing.reading import read
from pipelines.rules import Rules

AS_OF = datetime(2026, 11, 20, 22, tzinfo=UTC)
Told = dict[str, Any]
Change = Callable[[Told], None]


def order(change: Change = lambda _: None) -> Told:
    line = {
        "order_line_id": "L1", "order_line_state": "SHIPPED", "quantity": 1, "total_price": 100.0, "shipping_price": 0,
        "taxes": [{"code": "T", "amount": 20.0}], "refunds": [{"id": "R1", "amount": 5.0, "state": "REFUNDED"}],
    }  # fmt: skip
    told = {
        "order_id": "M1", "commercial_id": "20261031-1", "order_state": "SHIPPED", "currency_iso_code": "EUR", "total_price": 100.0,
        "created_date": "2026-10-31T06:00:00Z", "last_updated_date": "2026-11-07T09:00:00Z", "shop_id": 1, "customer": {"customer_id": "C1"},
        "order_lines": [line],
    }  # fmt: skip
    change(told)
    return told


def shipment(change: Change = lambda _: None) -> Told:
    told = {
        "id": "S1", "order_id": "M1", "status": "SHIPPED", "last_updated_date": "2026-11-07T09:00:00Z",
        "shipment_lines": [{"order_line_id": "L1", "quantity": 1}],
    }  # fmt: skip
    change(told)
    return told


def refused(
    feed: Feed, content: str, name: str, folder: Path, rules: Rules | None = None
) -> list[tuple[int, str, str]]:
    """Line, column and code of what is refused; one row beside it is right."""
    path = folder / name
    path.write_text(content, encoding="utf-8")
    reading = read(path, feed, rules or Rules(), AS_OF, folder / "rows")
    assert reading.rows == 1
    found = reading.refused.with_columns(reading.refused["reason"].str.split(":").list.first())
    return [(line, column, code) for line, column, code in found.select("line_number", "column_name", "reason").rows()]


def _set(*path: str | int, to: object) -> Change:
    def change(told: Told) -> None:
        place: Any = told
        for step in path[:-1]:
            place = place[step]
        place[path[-1]] = to

    return change


def _twice(told: Told) -> None:
    told["order_lines"] *= 2


LINE = ("order_lines", 0)


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        (_twice, "order_line_id", "DUPLICATE_ID"),
        (_set("shop_id", to={"a": 1}), "shop_id", "MISSING_VALUE"),
        (_set("customer", to=5), "customer_id", "MISSING_VALUE"),
        (_set("customer", to=[]), "customer_id", "MISSING_VALUE"),
        (_set("customer", to=False), "customer_id", "MISSING_VALUE"),
        (_set("customer", "customer_id", to=[1]), "customer_id", "MISSING_VALUE"),
        (_set("shop_name", to="a\x01"), "shop_name", "CONTROL_CHARACTER"),
        (_set(*LINE, "order_line_id", to=True), "order_line_id", "MISSING_VALUE"),
        (_set(*LINE, "product_title", to="P\x00Q"), "product_title", "CONTROL_CHARACTER"),
        (_set(*LINE, "refunds", to=[{"a": 1}]), "amount", "MISSING_VALUE"),
    ],
)  # fmt: skip
def test_orders_of_mirakl(change: Change, column: str, code: str, tmp_path: Path) -> None:
    content = json.dumps({"orders": [order(change), order()]})
    assert refused(MIRAKL_ORDERS, content, "or11.json", tmp_path) == [(1, column, code)]


@pytest.mark.parametrize("wrong", [[], {"a": 1}, True], ids=str)
def test_shipments_of_mirakl(wrong: object, tmp_path: Path) -> None:
    told = [shipment(_set("id", to=wrong)), shipment(_set("shipment_lines", 0, "order_line_id", to=wrong)), shipment()]
    assert refused(MIRAKL_SHIPMENTS, json.dumps({"data": told}), "st11.json", tmp_path) == [
        (1, "id", "MISSING_VALUE"), (2, "order_line_id", "MISSING_VALUE"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"STATUS": "9", "TYPE": "2"}, "row", "UNKNOWN_CODE_SET"),
        ({"STATUS": None, "TYPE": "2"}, "row", "UNKNOWN_CODE_SET"),
        ({"ID": "1\x00"}, "ID", "CONTROL_CHARACTER"),
    ],
)
def test_transactions_of_lemonway(cells: Told, column: str, code: str, tmp_path: Path) -> None:
    row = {
        "ID": "1",
        "DATE": "05/11/2026 10:00:00",
        "REC": "9",
        "DEB": "0.00",
        "CRED": "90.00",
        "STATUS": "3",
        "TYPE": "0",
        "METHOD": "0",
    }
    told = {"TRANS": {"HPAY": [row | cells, row | {"ID": "2"}]}}
    assert refused(LEMONWAY, json.dumps(told), "report.json", tmp_path) == [
        (1, None if column == "row" else column, code)
    ]


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [
        ("100.50", "JPY", "TOO_MANY_DECIMALS"),
        ("1234567890123.00", "EUR", "TOO_LARGE"),
        ("12345678901234", "JPY", "TOO_LARGE"),
        ("1e3", "EUR", "BAD_NUMBER"),
    ],
)
def test_reports_of_mangopay(amount: str, currency: str, code: str, tmp_path: Path) -> None:
    header = "TransactionId,CreationDate,DebitedFundsAmount,DebitedFundsCurrency,CreditedFundsAmount,CreditedFundsCurrency,Type,Nature\n"
    wrong = f"1,1760000000,{amount},{currency},{amount},{currency},PAYIN,REGULAR\n"
    right = "2,1760000000,100.00,JPY,100,JPY,PAYIN,REGULAR\n"
    rules = Rules.model_validate({"psp": {"mangopay": {"amounts": "major"}}})
    found = refused(MANGOPAY, header + wrong + right, "report.csv", tmp_path, rules)
    assert {(line, told) for line, _, told in found} == {(2, code)}
