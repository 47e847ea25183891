"""Due dates and what is overdue, by the last bank statement (domain.md §4, Due dates)."""

from pathlib import Path

import pytest

from tests.builders import Row, account, bank_line, decision, order_line, psp_event
from tests.nights import Shop
from tests.world import World

AS_OF = "2026-11-22T22:00:00Z"
SUPPLIERS: list[Row] = [
    {"Supplier External Id": "SIMPLE10", "Payment Due Date Delay": "10", "Payment Due Date Mode": "SIMPLE"},
    {"Supplier External Id": "MONTH10", "Payment Due Date Delay": "10", "Payment Due Date Mode": "END_OF_MONTH"},
    {"Supplier External Id": "SILENT"},
]


def shipped(number: int, supplier: str, day: str, lo: int = 1, **columns: str) -> Row:
    told = {
        "supplier_external_id": supplier,
        "shipment_date": f"{day}T10:00:00Z",
        "creation_date": "2026-09-01T08:00:00Z",
    } | columns
    return order_line(f"20260901-{number}", "100.00", lo, **told)


ORDERS = [
    shipped(1, "SIMPLE10", "2026-11-10"),  # due 11-20: the grace ends on 11-22
    shipped(2, "SIMPLE10", "2026-11-11"),  # due 11-21
    shipped(3, "MONTH10", "2026-10-25"),  # ten days later, then to the end of November
    shipped(4, "MONTH10", "2026-10-20"),
    shipped(5, "SILENT", "2026-10-01"),
    shipped(6, "NOBODY", "2026-10-02"),
    shipped(
        7, "SIMPLE10", "2026-11-09T23:30:00Z"[:10], shipment_date="2026-11-09T23:30:00Z"
    ),  # already the 10th in Paris
    shipped(8, "SIMPLE10", "2026-10-01", order_status="PARTIALLY_SHIPPED", external_source="MIRAKL"),
    shipped(9, "SIMPLE10", "2026-10-01", order_payment_option="CREDIT_CARD"),
    shipped(10, "SIMPLE10", "2026-10-01"),
    shipped(10, "SIMPLE10", "2026-10-05", 2),
    shipped(11, "SIMPLE10", "2026-10-01"),
    shipped(12, "SIMPLE10", "2026-10-01", order_status="CANCELED"),
    shipped(13, "SIMPLE10", "2026-11-01", currency="GBP"),
    shipped(14, "SIMPLE10", "2026-10-01", customer_account_external_id="UNTRUSTED"),
    shipped(15, "SIMPLE10", "2026-11-20", 1),
    shipped(15, "SIMPLE10", "2026-10-01", 2),
]
DECIDED = [decision("SET_DUE_DATE", "20260901-11", 1, value="2026-12-24", decided_at="2026-11-01T08:00:00Z")]
DUE = {
    "1-1": "2026-11-20", "2-1": "2026-11-21", "3-1": "2026-11-30", "4-1": "2026-10-31", "5-1": "2026-10-31", "6-1": "2026-11-01", "7-1": "2026-11-20",
    "8-1": None, "9-1": None, "10-1": "2026-10-11", "10-2": "2026-10-15", "11-1": "2026-12-24", "13-1": "2026-11-11",
}  # fmt: skip


def statement(day: str, currency: str = "EUR") -> list[Row]:
    """A line of nobody that tells how far the account is known; and one that pays an order in part."""
    dated = {"booking_date": day, "value_date": day, "currency": currency}
    return [bank_line("1.00", "MERCI", 1, **dated), bank_line("150.00", "20260901-10", 2, **dated)][
        : 2 if currency == "EUR" else 1
    ]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The bank is known up to 21 November; the next evening up to the 22nd."""
    world = World(tmp_path_factory.mktemp("aged"))
    world.write("reference", "accounts.csv", [account(), account("UNTRUSTED", trusted_for_due_date="false")])
    world.write("reference", "suppliers.csv", SUPPLIERS)
    world.write("orders", "orders.csv", ORDERS)
    world.write("decisions", "decisions.csv", DECIDED)
    world.write("bank", "bank-20261121.csv", statement("2026-11-21"))
    world.run(AS_OF)
    (world.warehouse / "late.duckdb").write_bytes((world.warehouse / "closeout.duckdb").read_bytes())
    world.write("bank", "bank-20261122.csv", statement("2026-11-22")[:1])
    world.run(AS_OF)
    return world


def _overdue(world: World, file: str = "closeout.duckdb") -> set[str]:
    found = world.query("select logistic_reference from findings where code = 'OVERDUE' and state = 'OPEN'", file=file)
    return {row["logistic_reference"].removeprefix("20260901-") for row in found}


@pytest.mark.parametrize("lo", DUE)
def test_due_date(world: World, lo: str) -> None:
    ((found),) = world.query(f"select due_date from logistic_orders where logistic_reference = '20260901-{lo}'")
    assert found["due_date"] == DUE[lo] or str(found["due_date"]) == DUE[lo]


def test_a_late_bank_file_makes_nobody_overdue(world: World) -> None:
    # Of order 10 the part that was due first is paid: transfers pay by due date. No statement tells of pounds.
    expected = {"4-1", "5-1", "6-1", "10-2", "14-1", "15-2"}
    assert _overdue(world, "late.duckdb") == expected
    assert _overdue(world) == expected | {"1-1", "7-1"}


def test_the_order_says_the_earliest_that_is_still_open(world: World) -> None:
    dated = world.query(
        "select order_reference, due_date, days_overdue from orders where order_reference in ('20260901-10', '20260901-13', '20260901-15') order by 1"
    )
    assert [(str(row["due_date"]), row["days_overdue"]) for row in dated] == [
        ("2026-10-15", 38),
        ("2026-11-11", 0),
        ("2026-10-11", 42),
    ]


def test_who_is_not_trusted_with_it(world: World) -> None:
    found = world.query("select order_reference, severity from findings where code = 'DUE_DATE_NOT_ALLOWED'")
    assert found == [{"order_reference": "20260901-14", "severity": "CHECK"}]


def test_a_part_that_came_is_only_good_to_know_before_the_rest_is_due(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.write("reference", "accounts.csv", [account()])
    world.write("reference", "suppliers.csv", SUPPLIERS)
    left = ("2026-11-15", "2026-11-13", "2026-11-12", "2026-11-01")  # the third is due on the day of the statement
    numbered = tuple(enumerate(left, start=1))
    world.write("orders", "orders.csv", [shipped(number, "SIMPLE10", day) for number, day in numbered])
    dated = {"booking_date": "2026-11-22", "value_date": "2026-11-22"}
    parts = [bank_line("40.00", f"20260901-{number}", number, **dated) for number, _ in numbered]
    world.write("bank", "bank-20261122.csv", parts)
    world.run(AS_OF)
    found = world.query("select order_reference, severity from findings where code = 'PARTIALLY_PAID' order by 1")
    assert [row["severity"] for row in found] == ["INFO", "INFO", "ACTION", "ACTION"]
    assert world.query("select count(*) as n from findings where code = 'REFERENCE_DATA_MISSING'") == [{"n": 0}]


def test_the_newest_file_applies_though_its_content_is_known(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.write("orders", "orders.csv", [shipped(1, "SIMPLE10", "2026-11-10")])
    dues = []
    for night, days in enumerate(("10", "20", "10")):
        shop.write("reference", "suppliers.csv", [SUPPLIERS[0] | {"Payment Due Date Delay": days}])
        shop.run(f"2026-11-{22 + night}T22:00:00Z")
        dues += shop.query("select due_date::varchar as due_on from logistic_orders")
    assert [row["due_on"] for row in dues] == ["2026-11-20", "2026-11-30", "2026-11-20"]
    (last,) = shop.query("select status, rows_duplicate from files order by first_seen_at desc limit 1")
    assert last == {"status": "DUPLICATE", "rows_duplicate": 1}
    assert not shop.told_otherwise_anew()


def test_a_file_without_a_date_is_as_new_as_the_night_that_met_it(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.write("orders", "orders.csv", [shipped(1, "SIMPLE10", "2026-11-10")])
    dues = []
    for night, (name, days) in enumerate(
        (("suppliers-20261120", "10"), ("suppliers", "20"), ("suppliers-20261201", "30"))
    ):
        shop.write("reference", f"{name}.csv", [SUPPLIERS[0] | {"Payment Due Date Delay": days}])
        shop.run(f"2026-11-{22 + night}T22:00:00Z")
        dues += shop.query("select due_date::varchar as due_on from logistic_orders")
    assert [row["due_on"] for row in dues] == ["2026-11-20", "2026-11-30", "2026-12-10"]


def test_who_is_in_no_file_is_not_trusted_once_there_is_one(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.write("orders", "orders.csv", [shipped(1, "SIMPLE10", "2026-11-10")])
    shop.run("2026-11-22T22:00:00Z")
    query = "select code from findings where code = 'DUE_DATE_NOT_ALLOWED'"
    assert shop.query(query) == []
    shop.write("reference", "accounts.csv", [account("ANOTHER")])
    shop.run("2026-11-23T22:00:00Z")
    assert len(shop.query(query)) == 1
    assert not shop.told_otherwise_anew()


def test_what_another_part_takes_off_is_not_overdue(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    credit_note = shipped(1, "SIMPLE10", "2026-11-01", lo=2) | {
        "Net Unit Price": "-10.00",
        "Line Total With Tax": "-10.00",
    }
    shop.write("reference", "accounts.csv", [account()])
    shop.write("reference", "suppliers.csv", SUPPLIERS)
    shop.write("orders", "orders.csv", [shipped(1, "SIMPLE10", "2026-11-01"), credit_note])
    shop.write(
        "bank", "bank.csv", [bank_line("90.00", "20260901-1", booking_date="2026-11-05", value_date="2026-11-05")]
    )
    shop.run("2026-11-22T22:00:00Z")
    (order,) = shop.query(
        "select payment_status, amount_due, amount_due_now, amount_outstanding, days_overdue from orders"
    )
    assert {name: str(value) for name, value in order.items()} == {
        "payment_status": "PAID", "amount_due": "90.00", "amount_due_now": "0.00", "amount_outstanding": "0.00", "days_overdue": "0",
    }  # fmt: skip
    assert shop.query("select code from findings where code = 'OVERDUE'") == []


def test_a_part_that_was_paid_is_asked_for_from_the_due_date_on_also_where_no_bank_is_known(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    shop.write("reference", "suppliers.csv", SUPPLIERS)
    shop.write("orders", "orders.csv", [shipped(1, "SIMPLE10", "2026-11-14", currency="USD")])  # due 11-24
    shop.write("psp/events", "events.csv", [psp_event("20260901-1", "CAPTURE", "40.00", currency="USD")])
    found = []
    for as_of in ("2026-11-22T22:00:00Z", "2026-11-23T22:59:59Z", "2026-11-23T23:00:00Z", "2026-11-25T22:00:00Z"):
        shop.run(as_of)
        found += [row["severity"] for row in shop.query("select severity from findings where code = 'PARTIALLY_PAID'")]
    assert found == ["INFO", "INFO", "ACTION", "ACTION"]  # in Paris the 24th has begun
    assert not shop.told_otherwise_anew()
