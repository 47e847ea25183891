"""What the settings add to the published tables (domain.md §8): cart columns of order lines, the shop's own reasons of incidents."""

from pathlib import Path

import pytest

from tests.builders import Row, order_line
from tests.nights import Shop

SETTINGS = {"cart_columns": ["CF_Colour", "Material", "cf_size "], "incident_reasons": ["Damaged parcel"]}
PRODUCTS: list[Row] = [
    {"Variant External Id": "V1", "Name": "Chair", "Material": "oak", "cf_colour": "brown", "Unused": "x"},
    {"Variant External Id": "V2", "Name": "Table", "Material": 'steel "304"', "cf_colour": "grey"},
]


def _incident(number: int, reason: str) -> Row:
    told = {"Incident Id": f"I{number}", "Order Reference": "20260901-1", "Linked Type": "ORDER", "Status": "OPEN"}
    return told | {"Opened At": "2026-09-10T08:00:00Z", "Reason": reason}


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    shop = Shop(tmp_path_factory.mktemp("carts"))
    shop.settle(SETTINGS)
    shop.write("orders", "orders.csv", [
        order_line("20260901-1", "10.00", variant_external_id="V1") | {"CF_Colour": "red", "CF_Size": "L"},
        order_line("20260901-2", "10.00", variant_external_id="V2"),
        order_line("20260901-3", "10.00", variant_external_id="V3"),
    ])  # fmt: skip
    shop.write("reference", "products.csv", PRODUCTS)
    shop.write(
        "incidents", "incidents.csv", [_incident(1, "damaged Parcel"), _incident(2, "Wrong colour"), _incident(3, "")]
    )
    shop.run("2026-10-10T22:00:00Z")
    return shop


def test_the_fields_of_a_line_come_before_the_attributes_of_its_product(shop: Shop) -> None:
    lines = shop.query("select order_reference, cf_colour, material, cf_size from order_lines order by 1")
    assert [tuple(line.values()) for line in lines] == [
        ("20260901-1", "red", "oak", "L"), ("20260901-2", "grey", 'steel "304"', None), ("20260901-3", None, None, None),
    ]  # fmt: skip


def test_they_say_what_they_are(shop: Shop) -> None:
    told = shop.query(
        "select comment from duckdb_columns() where table_name = 'order_lines' and column_name in ('cf_colour', 'material', 'cf_size')"
    )
    assert [str(row["comment"]).split(":")[0] for row in told] == [
        'Cart column "CF_Colour"', 'Cart column "Material"', 'Cart column "cf_size "'
    ]  # fmt: skip


def test_attributes_are_no_unknown_columns(shop: Shop) -> None:
    assert shop.query("select reason from files where file_name = 'products.csv'") == [{"reason": None}]


def test_a_reason_that_is_not_on_the_list_is_kept_and_said(shop: Shop) -> None:
    told = shop.query("select reason, warning from incidents order by incident_id")
    assert [tuple(row.values()) for row in told] == [
        ("damaged Parcel", None), ("Wrong colour", "UNKNOWN_REASON"), (None, None)
    ]  # fmt: skip


def test_without_settings_there_are_none(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.write("orders", "orders.csv", [order_line("20260901-1", "10.00") | {"CF_Colour": "red"}])
    shop.run("2026-10-10T22:00:00Z")
    [line] = shop.query("select * from order_lines")
    assert "cf_colour" not in line
    assert line["custom_fields"] == '{"CF_Colour":"red"}'
