"""A synthetic landing zone of any size: `write` makes the files, the same bytes for the same arguments on every machine."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pipelines.sample import feeds, showcase
from pipelines.sample.files import Written
from pipelines.sample.world import world

MOST_ORDERS = 5_000_000


@dataclass(frozen=True)
class Summary:
    """What lies in the zone now: orders, rows by feed (broken ones apart), files, broken rows and files by code."""

    folder: Path
    orders: int
    rows: dict[str, int]
    files: int
    broken_rows: dict[str, int]
    broken_files: dict[str, str]


def write(folder: Path, *, orders: int = 200, days: int = 60, until: date = date(2026, 11, 20), seed: int = 1) -> Summary:
    """Write a landing zone of `orders` commercial orders placed in the `days` days up to `until`, nothing dated after it.

    The showcase (pipelines/sample/showcase.py) is part of every zone and counts among the orders; it reaches back 46 days
    whatever `days` says. Files of the same names are replaced, others are left alone. `truth/` beside the feeds tells what
    every payment truly pays. Raises ValueError for numbers out of range.
    """
    if not 1 <= orders <= MOST_ORDERS or not 1 <= days <= 3650 or not date(2001, 1, 1) <= until - timedelta(days=days):  # noqa: PLR2004
        raise ValueError(f"orders must be 1 to {MOST_ORDERS:,}, days 1 to 3,650, and all of them after the year 2000")
    planted = sum(bool(story.parts) for story in showcase.STORIES)
    written = Written(folder)
    with world(bulk=max(orders - planted, 0), days=days, until=until, seed=seed) as made:
        feeds.orders(made, written)
        feeds.statuses(made, written)
        statement = feeds.money(made, written)
        feeds.people(made, written)
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
