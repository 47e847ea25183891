"""A bank file of which every line is known says all the same up to when it is known what came in (domain.md §4, Due dates, and §7, FEED_LATE)."""

from pathlib import Path

import pytest

from tests.builders import account, bank_line, order_line
from tests.nights import Shop

ACCOUNTS = [account()]


def _lines(first: int, last: int) -> list[dict[str, str]]:
    return [
        bank_line("1.00", "MERCI", day, booking_date=f"2026-10-{day:02}", value_date=f"2026-10-{day:02}")
        for day in range(first, last + 1)
    ]


@pytest.mark.parametrize("same", [False, True], ids=["other lines", "the same file"])
def test_nothing_new_is_a_statement_too(tmp_path: Path, same: bool) -> None:  # noqa: FBT001  # a case
    shop = Shop(tmp_path / "shop")
    shop.write("reference", "accounts.csv", ACCOUNTS)
    shop.write(
        "orders", "orders-20261001.csv", [order_line("20260901-1", "100.00", shipment_date="2026-09-06T08:00:00Z")]
    )
    for day in range(1, 6):
        shop.write("bank", f"bank-2026100{day}.csv", _lines(1, day))
    shop.run("2026-10-05T20:00:00Z")
    for day in range(6, 10):
        shop.write("bank", f"bank-2026100{day}.csv", _lines(1, 5) if same else _lines(day - 4, 5))
    shop.run("2026-10-09T20:00:00Z")
    found = {row["code"] for row in shop.query("select code from findings where state = 'OPEN'")}
    assert "OVERDUE" in found
    assert "FEED_LATE" not in found
    assert not shop.told_otherwise_anew()
