"""Cells of text as numbers and instants (contract.md §2): every form of ISO 8601 that a file may have, and none besides."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import polars as pl
import pytest

from pipelines.landing import cells

EIGHT = datetime(2026, 9, 1, 8, tzinfo=UTC)
SIX = datetime(2026, 9, 1, 6, tzinfo=UTC)
INSTANTS: dict[str, datetime | None] = {
    "2026-09-01T08:00:00Z": EIGHT, "2026-09-01T08:00Z": EIGHT, "2026-09-01T08:00:00.000Z": EIGHT, "2026-09-01T08:00:00,000Z": EIGHT,
    "20260901T080000Z": EIGHT, "20260901T0800Z": EIGHT,
    "2026-09-01T08:00:00+02:00": SIX, "2026-09-01T08:00:00+0200": SIX, "2026-09-01T08:00:00+02": SIX, "2026-09-01T08:00+02:00": SIX,
    "20260901T080000+0200": SIX, "20260901T080000+02": SIX, "20260901T0800+0200": SIX, "20260901T0800+02": SIX, "20260901T08+02": SIX,
    "2026-09-01T08Z": EIGHT, "2026-09-01T08+02:00": SIX, "2026-09-01T08": SIX, "20260901T08Z": EIGHT,
    "2026-09-01 08:00:00Z": EIGHT, "2026-09-01 08:00Z": EIGHT, "2026-09-01 08:00:00+02": SIX, "2026-09-01 08:00+02:00": SIX,
    "2026-09-01 08:00:00.123456": datetime(2026, 9, 1, 6, 0, 0, 123456, tzinfo=UTC),
    "2026-09-01T08:00:00": SIX, "2026-09-01 08:00:00": SIX, "2026-09-01 08:00": SIX, "20260901T080000": SIX,  # in Paris
    "2026-09-01": datetime(2026, 8, 31, 22, tzinfo=UTC), "20260901": datetime(2026, 8, 31, 22, tzinfo=UTC),
    "2026-9-1": None, "2026-09-01T8:00:00Z": None, "2026-09-01 8:0:0": None, "2026-09-01T08:00:00 Z": None, "26-09-01": None,
    "2026-02-30": None, "01/09/2026": None, "2026-09-01T25:00:00Z": None, "202609": None,
    "2026-09-01T08:00:60Z": None, "2026-09-01T08:00:60": None, "2026-09-01T08:60:00Z": None, "2026-09-01T08:00:00-": None, "20260901T08:00Z": None,
}  # fmt: skip
NUMBERS: dict[str, Decimal | str] = {
    "1": Decimal(1), "-1.5": Decimal("-1.5"), "+3": Decimal(3), "0.1234560": Decimal("0.123456"), "000000000000012": Decimal(12),
    "999999999999.99": Decimal("999999999999.99"), "1000000000000": "TOO_LARGE", "0.1234567": "TOO_MANY_DECIMALS",
    "1,5": "BAD_NUMBER", "1e3": "BAD_NUMBER", ".5": "BAD_NUMBER", "5.": "BAD_NUMBER", "1 000": "BAD_NUMBER", "": "BAD_NUMBER",
}  # fmt: skip


@pytest.mark.parametrize("text", INSTANTS)
def test_an_instant(text: str) -> None:
    assert cells.instant(pl.Series([text]), "Europe/Paris").to_list() == [INSTANTS[text]]


@pytest.mark.parametrize("text", NUMBERS)
def test_a_number(text: str) -> None:
    read = pl.DataFrame({"cell": [text]}).select(
        cells.number(pl.col("cell")).alias("n"), cells.number_fault(pl.col("cell")).alias("fault")
    )
    number, fault = read.row(0)
    assert (fault or number) == NUMBERS[text]


def test_before_2000_is_judged_in_the_time_zone_of_the_shop() -> None:
    midnight = datetime(1999, 12, 31, 23, tzinfo=UTC)  # in Paris the year has begun
    told = pl.DataFrame(
        {"at": [midnight, midnight - timedelta(seconds=1)], "day": [date(2000, 1, 1), date(1999, 12, 31)]}
    )
    as_of = datetime(2026, 9, 1, tzinfo=UTC)
    found = told.select(
        paris=cells.out_of_range(pl.col("at"), as_of, "Europe/Paris"),
        utc=cells.out_of_range(pl.col("at"), as_of, "UTC"),
        day=cells.out_of_range(pl.col("day"), as_of, None),
    )
    assert found.rows() == [(False, True, False), (True, True, True)]
