"""The nights that are measured: what each finds in the landing zone, and the instant it is closed at."""

from datetime import date

FIRST_DAY, SECOND_DAY = date(2026, 11, 20), date(2026, 11, 21)
FEEDS = ("orders", "psp/events", "bank", "status_imports")
# All but the first follow the first by a day, each in a warehouse of its own.
NIGHTS = {"first": FEEDS, "new": FEEDS, "changed": FEEDS, "full": ("orders",)}
SECOND_NIGHTS = ("new", "changed", "full")


def day_of(night: str) -> date:
    """The day on which a night's files are written."""
    return FIRST_DAY if night == "first" else SECOND_DAY


def as_of(night: str) -> str:
    """The instant a night is closed at."""
    return f"{day_of(night)}T22:00:00Z"
