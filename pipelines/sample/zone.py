"""A synthetic landing zone of any size: `write` makes its files, the same bytes for the same arguments everywhere."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pipelines.sample import feeds, vendors
from pipelines.sample.files import Written
from pipelines.sample.showcase.rows import STORIES
from pipelines.sample.world import world

MOST_ORDERS = 5_000_000
MOST_DAYS = 3650
EARLIEST = date(2003, 1, 1)  # accounts and products are some years older, and nothing is older than 2000
LATEST = date(2100, 12, 31)


@dataclass(frozen=True)
class Summary:
    """What lies in the zone now: orders, rows by feed (broken ones apart), files, broken rows and files by code."""

    folder: Path
    orders: int
    rows: dict[str, int]
    files: int
    broken_rows: dict[str, int]
    broken_files: dict[str, str]

    def __str__(self) -> str:
        counted = [f"  {feed:<22}{rows:>10,}" for feed, rows in self.rows.items()]
        told = f"{self.orders:,} orders in {self.files} files of {self.folder}, with the truth in truth/; rows by feed:"
        broken = f"{sum(self.broken_rows.values())} broken rows and {len(self.broken_files)} broken files"
        return "\n".join([told, *counted, f"  and {broken}, as truth/broken.csv says"])


class OutOfRangeError(ValueError):
    """No zone of so many orders and days can be written up to that day."""


def write(
    folder: Path, *, orders: int = 200, days: int = 60, until: date = date(2026, 11, 20), seed: int = 1
) -> Summary:
    """Write a landing zone of `orders` commercial orders placed in the `days` days up to `until`, nothing after it.

    The showcase (pipelines/sample/showcase) is part of every zone and counts among the orders, which are never fewer;
    it reaches back 45 days whatever `days` says. Files of the same names are replaced, others are left alone. `truth/`
    beside the feeds tells what every payment truly pays. Raises OutOfRangeError before anything is written.
    """
    if not (
        1 <= orders <= MOST_ORDERS and 1 <= days <= MOST_DAYS and LATEST >= until >= EARLIEST + timedelta(days=days)
    ):
        numbers = f"orders must be 1 to {MOST_ORDERS}, days 1 to {MOST_DAYS}"
        raise OutOfRangeError(f"{numbers}, and all of them between {EARLIEST} and {LATEST}")
    planted = sum(bool(story.parts) for story in STORIES)
    written = Written(folder)
    with world(bulk=max(orders - planted, 0), days=days, until=until, seed=seed) as made:
        feeds.orders(made, written)
        feeds.statuses(made, written)
        statement = feeds.money(made, written)
        feeds.people(made, written)
        vendors.write(made.calendar, written)
        rejected = feeds.broken(made, written, statement)
        feeds.truth(made, written, rejected)
        return Summary(
            folder=folder,
            orders=made.bulk + planted,
            rows=dict(written.rows),
            files=written.files,
            broken_rows=dict(sum(written.broken.values(), Counter())),
            broken_files=rejected,
        )
