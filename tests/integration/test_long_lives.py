"""A warehouse that lives long forgets nothing, whatever was done by hand, put back or made anew in between: above all no completion and no export."""

from collections.abc import Callable
from pathlib import Path

import pytest

from assets.settings import load
from assets.store.rebuilding import UnfinishedNightError, rebuild_warehouse
from tests.builders import Row, account, bank_line, customer_iban, decision, order_line
from tests.nights import Shop


def night(day: int) -> str:
    return f"2026-10-{day:02}T22:00:00Z"


def rebuild(shop: Shop) -> None:
    rebuild_warehouse(shop.warehouse, load(shop.settings_file))


def rebuild_half(shop: Shop) -> None:
    with pytest.raises(
        UnfinishedNightError, match="its last night was not finished, and nothing was published: run it again"
    ):
        rebuild(shop)


def shipped(day: str) -> list[Row]:
    """An order that falls due thirty days after, unless its supplier says otherwise."""
    return [order_line("20260901-1", "100.00", shipment_date=f"{day}T08:00:00Z")]


def mirakl(number: int, day: str) -> Row:
    told = {
        "external_source": "MIRAKL",
        "shipment_date": f"{day}T08:00:00Z",
        "order_payment_option": "BANK_WIRE_ON_ACCEPTANCE",
    }
    return order_line(f"20260901-{number}", "100.00", **told)


DONE = {"20260901-1-1": ["COMPLETED"]}


def settings_changed(shop: Shop) -> None:
    shop.settle({"completion_days": 14})
    rebuild(shop)


def killed(shop: Shop) -> None:
    shop.by_hand("night", night(2))
    rebuild_half(shop)


def out_of_order(shop: Shop) -> None:
    shop.by_hand("night", night(2))
    for asset in ("status_events", "completions"):
        shop.by_hand(asset)


def closed_and_by_hand_again(shop: Shop) -> None:
    shop.settle({"completion_days": 14})
    for asset in ("due_completions", "status_events", "completions"):
        shop.by_hand(asset)


BETWEEN = (settings_changed, killed, out_of_order, closed_and_by_hand_again)


@pytest.mark.parametrize("between", BETWEEN, ids=lambda done: done.__name__)
def test_what_falls_due_completes_and_is_exported(between: Callable[[Shop], None], tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    shop.write(
        "orders", "orders-20260930T080000Z.csv", [mirakl(1, "2026-09-11")]
    )  # due on 2 October, after 14 days on 25 September
    shop.run("2026-09-30T22:00:00Z")
    between(shop)
    for day in (2, 3):
        shop.run(night(day))
    assert shop.exported() == DONE
    assert not shop.told_otherwise_anew()


def test_what_somebody_decided_is_exported(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    shop.write(
        "orders", "orders-20261001T080000Z.csv", [order_line("20260901-1", "100.00", order_status="WAITING_SHIPMENT")]
    )
    shop.run(night(3))
    shop.write(
        "decisions",
        "d1.csv",
        [decision("SET_LOGISTIC_STATUS", "20260901-1-1", value="SHIPPED", decided_at="2026-10-04T10:00:00Z")],
    )
    shop.by_hand("night", night(4))
    shop.by_hand("decisions")
    rebuild_half(shop)
    shop.run(night(4))
    assert shop.exported() == {"20260901-1-1": ["SHIPPED"]}


def test_what_fell_due_before_an_opening_date_is_exported_once_there_is_none(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    shop.settings_file.write_text("[rules]\nopening_date = 2026-10-01\n", encoding="utf-8")
    shop.write("orders", "orders-20260930T080000Z.csv", [mirakl(1, "2026-09-02")])
    shop.run(night(2))
    assert shop.exported() == {}
    shop.settle({})
    rebuild(shop)
    shop.run(night(3))
    assert shop.exported() == DONE


def test_half_a_night_is_never_published(tmp_path: Path) -> None:
    # The payer is known for another account, which the half night has not read yet.
    shop = Shop(tmp_path / "shop")
    stranger = "DE89370400440532013000"
    shop.write(
        "orders",
        "orders-20261001T080000Z.csv",
        [order_line("20260901-42", "100.00", order_payment_option="BANK_WIRE_ON_ACCEPTANCE")],
    )
    shop.run(night(1))
    before = shop.published_file.read_bytes()
    shop.write(
        "bank", "b-20261002.csv", [bank_line("60.00", "20260901-42", booking_date="2026-10-02", payer_iban=stranger)]
    )
    shop.write("reference", "accounts-20261002T080000Z.csv", [account(), account("ACC2", ibans=stranger)])
    shop.by_hand("night", night(2))
    shop.by_hand("bank_lines")
    rebuild_half(shop)
    assert shop.published_file.read_bytes() == before
    shop.run(night(2))
    assert shop.query("select match_status from payments") == [{"match_status": "SUGGESTED"}]


def test_reference_data_put_back_with_its_old_time_of_change_applies_again(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    shop.write("orders", "orders-20261001T080000Z.csv", shipped("2026-09-20"))
    file, backup = shop.landing / "reference" / "suppliers.csv", shop.folder / "backup.csv"
    dues = []
    for day, delay in enumerate(("45", "10", ""), start=1):
        if delay:
            shop.write(
                "reference", "suppliers.csv", [{"Supplier External Id": "SUP1", "Payment Due Date Delay": delay}]
            )
        else:
            backup.rename(file)
        shop.run(night(day))
        dues += [str(row["due_date"]) for row in shop.query("select due_date from orders")]
        if day == 1:
            file.rename(backup)  # which keeps its time of change
    assert dues == ["2026-11-04", "2026-09-30", "2026-11-04"]
    assert not shop.told_otherwise_anew()


def test_a_bank_file_dated_ahead_makes_nobody_overdue(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    shop.write("orders", "orders-20261001T080000Z.csv", shipped("2026-09-05"))
    shop.write(
        "bank", "bank-2027-10-02.csv", [bank_line("1.00", "x", booking_date="2026-10-02", value_date="2026-10-02")]
    )
    shop.run("2026-10-30T10:00:00Z")
    assert shop.query("select days_overdue from orders") == [{"days_overdue": 0}]
    shop.write(
        "bank", "bank-2026-10-29.csv", [bank_line("1.00", "y", booking_date="2026-10-29", value_date="2026-10-29")]
    )
    shop.run("2026-10-30T20:00:00Z")
    assert shop.query("select days_overdue from orders") == [{"days_overdue": 24}]


def test_an_order_of_two_accounts_is_that_of_its_first_part(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    first = {"order_payment_option": "BANK_WIRE_ON_ACCEPTANCE", "customer_account_external_id": "ACC2"}
    refund = bank_line("-20.00", "EX-900-1", 2, booking_date="2026-10-04", payer_iban=customer_iban(1))
    shop.write("reference", "accounts.csv", [account(), account("ACC2", ibans=customer_iban(1))])
    shop.write(
        "bank", "b1.csv", [bank_line("70.00", "20260901-9", booking_date="2026-10-02", payer_iban=""), refund, refund]
    )
    for day, name in ((5, "EX-900"), (6, "EX-900-1")):
        told = {"order_external_id": name, "update_date": f"2026-10-{day:02}T07:00:00Z"}
        other = first | {"customer_account_external_id": "ACC1"}
        parts = [order_line("20260901-9", "100.00", **first, **told), order_line("20260901-9", "20.00", 2, **other)]
        shop.write("orders", f"orders-2026100{day}T080000Z.csv", parts)
        shop.run(night(day))
    assert shop.query("select distinct match_status from payments") == [{"match_status": "MATCHED"}]
    assert not shop.told_otherwise_anew()
