"""Taxes of order lines (domain.md §6): roles of custom fields, rounding on the line or the unit, stated totals held against what they are made of."""

from pathlib import Path

import pytest

from assets.settings import WrongSettingsError, load
from tests.builders import Row, account, order_line
from tests.nights import Shop


def line(number: int, quantity: str, price: str, **columns: str) -> Row:
    blank = {"line_total_with_tax": ""}
    row = order_line(
        f"20260901-{number}", price, **(blank | {"order_line_quantity": quantity, "net_unit_price": price} | columns)
    )
    return row | {"CF_RATE": columns.get("rate", ""), "CF_CODE": "FR20", "CF_SHIP": columns.get("ship", "")}


def taxed(number: int, quantity: str, price: str, rate: str = "", ship: str = "", **columns: str) -> Row:
    return line(number, quantity, price, **columns) | {"CF_RATE": rate, "CF_SHIP": ship}


ORDERS = [
    taxed(1, "3", "0.33", rate="20"),  # on the line 0.198, on each unit 0.066
    taxed(2, "2", "10.00", rate="20", tax_amount="4.01", line_total_with_tax="24.01"),
    taxed(3, "2", "10.00", rate="20", tax_amount="4.50", line_total_with_tax="24.50"),
    taxed(4, "2", "10.00", tax_amount="4.00", line_total_with_tax="25.00"),
    taxed(5, "2", "10.00", line_total_with_tax="25.00"),  # nobody tells of a tax: nothing to compare
    taxed(6, "1", "10.00", rate="20", ship="10", shipping_fees="5.00"),
    taxed(7, "2", "10.00", rate="20", confirmed_quantity="1", tax_amount="4.00", line_total_with_tax="24.00"),
    taxed(8, "1", "100.00", tax_amount="20.00", line_total_with_tax="0"),
    taxed(9, "1", "100.00", tax_amount="20.00", line_total_with_tax="0", order_line_status="CANCELED"),
    # The tax, and the total, of what was confirmed.
    taxed(10, "10", "10.00", rate="20", confirmed_quantity="8", tax_amount="16.00", line_total_with_tax="96.00"),
    taxed(11, "10", "10.00", confirmed_quantity="8", tax_amount="16.00", line_total_with_tax="96.00"),
    taxed(12, "10", "10.00", rate="20", confirmed_quantity="8", tax_amount="17.00", line_total_with_tax="97.00"),
    # The tax of what was ordered, the total of what was confirmed.
    taxed(13, "10", "10.00", rate="20", confirmed_quantity="8", tax_amount="20.00", line_total_with_tax="96.00"),
]
ROLES = '{ PRODUCT_TAX_RATE = "CF_RATE", PRODUCT_TAX_CODE = "CF_CODE", SHIPPING_TAX_RATE = "CF_SHIP" }'
SETTINGS = {
    "line": f'"roles" = {ROLES}',
    "unit": f'"roles" = {ROLES}\n"per" = "unit"',
    "given": f'"roles" = {ROLES}\n"mode" = "given"',
}
# By settings: what each line counts, and its warning.
EXPECTED = {
    "line": {
        1: "1.19 -", 2: "24.01 ROUNDING", 3: "24.50 TAX_MISMATCH", 4: "25.00 TAX_MISMATCH", 5: "25.00 -", 6: "17.50 -", 7: "12.00 -",
        8: "0.00 TAX_MISMATCH", 9: "0.00 -", 10: "96.00 -", 11: "96.00 -", 12: "97.00 TAX_MISMATCH", 13: "96.00 -",
    },
    "unit": {1: "1.20 -", 2: "24.01 ROUNDING", 6: "17.50 -"},
    "given": {1: "0.99 -", 2: "24.01 -", 3: "24.50 -", 4: "25.00 -", 6: "15.00 -", 7: "12.00 -"},
}  # fmt: skip


@pytest.fixture(scope="module", params=SETTINGS)
def shop(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Shop]:
    shop = Shop(tmp_path_factory.mktemp("taxed") / "shop")
    shop.settings_file.write_text(f"[rules.tax]\n{SETTINGS[request.param]}\n", encoding="utf-8")
    shop.write("reference", "accounts.csv", [account()])
    shop.write("orders", "orders.csv", ORDERS)
    shop.run("2026-10-20T22:00:00Z")
    return request.param, shop


def test_what_lines_count_and_what_is_said_of_them(shop: tuple[str, Shop]) -> None:
    settings, world = shop
    found = world.query("select order_reference, line_total, warning from order_lines")
    told = {int(row["order_reference"].split("-")[1]): f"{row['line_total']} {row['warning'] or '-'}" for row in found}
    assert {number: told[number] for number in EXPECTED[settings]} == EXPECTED[settings]


def test_more_than_rounding_is_a_finding(shop: tuple[str, Shop]) -> None:
    settings, world = shop
    found = world.query("select order_reference, amount from findings where code = 'TAX_MISMATCH' order by 1")
    expected = (
        []
        if settings == "given"
        else [("20260901-12", "1.00"), ("20260901-3", "0.50"), ("20260901-4", "1.00"), ("20260901-8", "-120.00")]
    )
    assert [(row["order_reference"], str(row["amount"])) for row in found] == expected
    assert world.query("select lines_rounded from runs") == [{"lines_rounded": 0 if settings == "given" else 1}]


def test_what_was_ordered_and_its_tax(shop: tuple[str, Shop]) -> None:
    _, world = shop
    found = world.query(
        "select order_reference, ordered_total, tax_amount from order_lines where order_reference >= '20260901-10'"
    )
    told = {row["order_reference"]: (str(row["ordered_total"]), str(row["tax_amount"])) for row in found}
    assert {told[f"20260901-{number}"] for number in (10, 11, 13)} == {("120.00", "16.00")}


def test_codes_are_published(shop: tuple[str, Shop]) -> None:
    settings, world = shop
    codes = world.query("select distinct tax_code from order_lines")
    assert codes == [{"tax_code": None if settings == "given" else "FR20"}]


def test_a_field_has_one_role(tmp_path: Path) -> None:
    file = tmp_path / "closeout.toml"
    file.write_text(
        '[rules.tax]\nroles = { PRODUCT_TAX_RATE = "CF_RATE", SHIPPING_TAX_RATE = "CF_RATE" }\n', encoding="utf-8"
    )
    with pytest.raises(WrongSettingsError, match=r"rules\.tax\.roles: .*a field has one role: CF_RATE"):
        load(file)
