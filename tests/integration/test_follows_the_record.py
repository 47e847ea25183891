"""What follows a record that contradicts us is as old as the record says (domain.md §2, The export is the record)."""

from pathlib import Path

from tests.builders import Row, account, bank_line, decision, order_line
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


def _codes(shop: Shop, number: int) -> dict[str, int]:
    found = shop.query(
        f"select code, age_days from findings where order_reference = '20260901-{number}' and state = 'OPEN'"
    )
    return {row["code"]: row["age_days"] for row in found}
