"""What follows a record that contradicts us is as old as the record says (domain.md §2, The export is the record)."""

from pathlib import Path

from tests.builders import Row, account, bank_line, decision, order_line, status_row
from tests.nights import Shop


def test_findings_and_due_dates_of_a_conflict(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    accepted = {"order_status": "ACCEPTED_BY_SUPPLIER", "update_date": "2026-10-05T07:00:00Z", "shipment_date": ""}
    mirakl = {"external_source": "MIRAKL", "shipment_date": "2026-09-02T08:00:00Z"}
    orders: tuple[tuple[int, Row], ...] = (1, {"order_payment_option": "CREDIT_CARD"}), (2, {})
    shop.write("reference", "accounts.csv", [account()])
    shop.write(
        "bank", "bank-20261119.csv", [bank_line("1.00", "MERCI", booking_date="2026-11-19", value_date="2026-11-19")]
    )
    shop.write("orders", "orders-20261005T100000Z.csv", [
        *(order_line(f"20260901-{n}", "100.00", **accepted, **more) for n, more in orders), order_line("20260901-3", "100.00", **mirakl),
    ])  # fmt: skip
    shop.write("decisions", "decisions.csv", [
        *(decision("SET_LOGISTIC_STATUS", f"20260901-{n}-1", n, value="CANCELED", decided_at="2026-10-06T10:00:00Z") for n, _ in orders),
        decision("HOLD_COMPLETION", "20260901-3-1", 3, decided_at="2026-09-10T10:00:00Z"),
    ])  # fmt: skip
    shop.run("2026-10-06T20:00:00Z")
    shipped = {"order_status": "SHIPPED", "update_date": "2026-10-11T07:00:00Z", "shipment_date": ""}
    shop.write("orders", "orders-20261012T080000Z.csv", [
        *(order_line(f"20260901-{n}", "100.00", **shipped, **more) for n, more in orders),
        order_line("20260901-3", "100.00", **mirakl | shipped | {"order_status": "PARTIALLY_SHIPPED"}),
    ])  # fmt: skip
    shop.run("2026-10-20T20:00:00Z")
    assert _codes(shop, 1) == {"STATUS_CONFLICT": 9, "SHIPPED_BEFORE_PAID": 9}
    assert "STALE_PARTIAL_SHIPMENT" not in _codes(shop, 3)
    shop.run("2026-11-20T20:00:00Z")
    assert _codes(shop, 3)["STALE_PARTIAL_SHIPMENT"] == 40
    (row,) = shop.query(
        "select due_date::varchar as due_date from logistic_orders where order_reference = '20260901-2'"
    )
    assert row["due_date"] == "2026-11-10"
    assert "OVERDUE" in _codes(shop, 2)
    assert not shop.told_otherwise_anew()


def test_a_row_dated_ahead_dates_no_file(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    waiting = {"order_status": "WAITING_SHIPMENT", "update_date": "2026-10-01T08:00:00Z", "shipment_date": ""}
    left = "2026-09-09T21:00:00Z"
    rows = [
        order_line("20260901-1", "100.00", order_payment_status="WAITING_PAYMENT", **waiting),
        order_line("20260901-2", "100.00", external_source="MIRAKL", update_date=left, shipment_date=left),
    ]
    ahead = order_line("20260901-3", "100.00", **waiting | {"update_date": "2026-12-01T08:00:00Z"})
    shop.write("reference", "accounts.csv", [account()])
    shop.write("orders", "monday.csv", rows)
    shop.write("bank", "bank.csv", [bank_line("100.00", "VIR 20260901-1", booking_date="2026-10-01")])
    shop.write(
        "status_imports", "s.csv", [status_row("20260901-1-1", "SHIPPED", effective_date="2026-10-01T12:00:00Z")]
    )
    shop.write(
        "decisions",
        "d.csv",
        [decision("SET_PAYMENT_STATUS", "20260901-1", value="PAID", decided_at="2026-10-01T12:00:00Z")],
    )
    shop.run("2026-10-01T20:00:00Z")
    shop.write("orders", "tuesday.csv", [*rows, ahead])
    shop.run("2026-10-02T20:00:00Z")
    assert not {"STATUS_CONFLICT"} & ({*_codes(shop, 1)} | {*_codes(shop, 2)})
    told = shop.query(
        "select logistic_status, recorded_payment_status, payment_action from orders order by order_reference"
    )
    assert [tuple(row.values()) for row in told] == [("SHIPPED", "PAID", ""), ("COMPLETED", None, "")]


def test_a_word_that_keeps_the_one_before_keeps_what_a_person_set(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    shop.write("reference", "accounts.csv", [account()])
    shop.write("bank", "bank.csv", [bank_line("100.00", "VIR 20260901-1", booking_date="2026-10-01")])
    rows = [order_line("20260901-2", "90.00", update_date="2026-10-01T08:00:00Z")]
    shop.write("orders", "orders-20261001.csv", [
        order_line("20260901-1", "100.00", order_payment_status="WAITING_PAYMENT", update_date="2026-10-01T08:00:00Z"), *rows,
    ])  # fmt: skip
    shop.write(
        "decisions",
        "d.csv",
        [decision("SET_PAYMENT_STATUS", "20260901-1", value="PAID", decided_at="2026-10-02T10:00:00Z")],
    )
    shop.run("2026-10-02T20:00:00Z")
    shop.write("orders", "orders-20261003.csv", [
        order_line("20260901-1", "100.00", order_payment_status="WAITING_REFUND", update_date="2026-10-03T08:00:00Z"),
        rows[0] | {"Line Total With Tax": "100.00", "Net Unit Price": "100.00"},
    ])  # fmt: skip
    shop.run("2026-10-03T23:00:00Z")
    told = shop.query(
        "select recorded_payment_status, payment_action, amount_due::varchar as due from orders order by order_reference"
    )
    # The second order's update date is the same in both: the export of the later day is the newer.
    assert [tuple(row.values()) for row in told] == [("PAID", "", "100.00"), (None, "", "100.00")]


def _codes(shop: Shop, number: int) -> dict[str, int]:
    found = shop.query(
        f"select code, age_days from findings where order_reference = '20260901-{number}' and state = 'OPEN'"
    )
    return {row["code"]: row["age_days"] for row in found}
