"""Text cells become typed cells, and a cell that cannot is reported, never guessed (contract.md §2).

A guard looks at the text before any cast, because Polars casts `1e3` and `.5`, cuts `1.105` and turns garbage into null.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import polars as pl

OLDEST = datetime(2000, 1, 1)  # noqa: DTZ001  # in the shop's time zone
DAYS_AHEAD = 366

# At most twelve digits before the point: DECIMAL(18, 6) holds no more.
_NUMBER = r"^[+-]?[0-9]+(\.[0-9]+)?$"
_TWELVE_DIGITS = r"^[+-]?0*[0-9]{1,12}(\.[0-9]+)?$"
_SIX_DECIMALS = r"^[+-]?0*[0-9]{1,12}(\.[0-9]{1,6}0*)?$"
_TRUE = ("true", "yes", "oui", "1")
_FALSE = ("false", "no", "non", "0")

# Tabs and line ends are no control characters that matter (contract.md §2).
CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
CONTROL_ESCAPED = r"\x7f|(?:^|[^\\])(?:\\\\)*\\(?:u00(?:0[0-8bcefBCEF]|1[0-9a-fA-F])|[bf])"

# A fixed format reads a million cells in 35-66 ms, so the usual one goes first and the others see what it left.
_USUAL = "%Y-%m-%dT%H:%M:%SZ"
_UTC = ("%Y-%m-%dT%H:%M:%S%.fZ", "%Y-%m-%dT%H:%MZ", "%Y%m%dT%H%M%SZ", "%Y%m%dT%H%MZ")
_LOCAL = (
    "%Y-%m-%d",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M:%S%.f",
    "%Y-%m-%dT%H:%M",
    "%Y%m%d",
    "%Y%m%dT%H%M%S",
    "%Y%m%dT%H%M",
)
# Polars reads `2026-9-1` and `8:00` as well: what is read has a shape of ISO 8601, in full or without signs.
_SHAPES = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}(:[0-5][0-9](:[0-5][0-9](\.[0-9]+)?)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?$"
    r"|^[0-9]{8}(T[0-9]{2}([0-5][0-9]([0-5][0-9])?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?$"
)
_OFFSETS = (
    "%Y-%m-%dT%H:%M:%S%.f%:z",
    "%Y-%m-%dT%H:%M%:z",
    "%Y%m%dT%H%M%S%:z",
    "%Y%m%dT%H%M%:z",
)


def number(cell: pl.Expr) -> pl.Expr:
    """Decimal(18, 6), or null where the text is no number of at most six decimals."""
    # The cast reads a plus and drops decimals behind the sixth, which are noughts here.
    return pl.when(cell.str.contains(_SIX_DECIMALS)).then(cell).cast(pl.Decimal(18, 6), strict=True)


def number_fault(cell: pl.Expr) -> pl.Expr:
    """The code a number cell is refused with, or null."""
    return (
        pl.when(~cell.str.contains(_NUMBER))
        .then(pl.lit("BAD_NUMBER"))
        .when(~cell.str.contains(_TWELVE_DIGITS))
        .then(pl.lit("TOO_LARGE"))
        .when(~cell.str.contains(_SIX_DECIMALS))
        .then(pl.lit("TOO_MANY_DECIMALS"))
    )


def instant(cells: pl.Series, zone: str) -> pl.Series:
    """Datetime in UTC; without an offset the text is read in the shop's time zone; null where it is no ISO 8601 instant.

    An hour that the clock change skips moves on by an hour, one that it repeats is the first of the two.
    """
    whole = _of_length(cells, len("2026-10-01T08:00:00Z"))
    # A second of 60 would be read as the minute after.
    whole = whole.set(whole.str.ends_with(":60Z").fill_null(value=False), None)
    usual = whole.str.to_datetime(_USUAL, strict=False, time_unit="us", cache=False).dt.replace_time_zone("UTC")
    return _with_the_rest(usual, cells, lambda rest: _any_instant(rest, zone))


def day(cells: pl.Series, zone: str) -> pl.Series:
    """Date; an instant is the day it falls on in the shop's time zone (00:30 in Paris on 1 October is 1 October)."""
    usual = _of_length(cells, len("2026-10-01")).str.to_date("%Y-%m-%d", strict=False, cache=False)
    return _with_the_rest(usual, cells, lambda rest: _any_instant(rest, zone).dt.convert_time_zone(zone).dt.date())


def _of_length(cells: pl.Series, length: int) -> pl.Series:
    """The cells of so many letters, null for the others."""
    return pl.select(pl.when(pl.lit(cells).str.len_bytes() == length).then(pl.lit(cells))).to_series()


def _with_the_rest(usual: pl.Series, cells: pl.Series, read: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """`usual`, with what it could not read read by `read`."""
    left = (usual.is_null() & cells.is_not_null()).arg_true()
    return usual if left.is_empty() else usual.scatter(left, read(cells.gather(left)))


def _any_instant(cells: pl.Series, zone: str) -> pl.Series:
    written = pl.col("cell").str.replace(",", ".", literal=True).str.replace("^([0-9-]{10}) ", "${1}T")
    shaped = pl.when(written.str.contains(_SHAPES)).then(written)
    # The minutes of an hour may be left out, and of an offset, whose colon too.
    cell = shaped.str.replace(r"(T.*[+-][0-9]{2}):?([0-9]{2})?$", "${1}:${2}").str.replace(":$", ":00")
    cell = cell.str.replace(r"^([0-9-]{10}T[0-9]{2})(Z|[+-]|$)", "${1}:00${2}").str.replace(
        "^([0-9]{8}T[0-9]{2})(Z|[+-]|$)", "${1}00${2}"
    )
    utc = [
        cell.str.to_datetime(form, strict=False, time_unit="us", cache=False).dt.replace_time_zone("UTC")
        for form in _UTC
    ]
    offset = [
        cell.str.to_datetime(form, strict=False, time_unit="us", time_zone="UTC", cache=False) for form in _OFFSETS
    ]
    local = pl.coalesce([cell.str.to_datetime(form, strict=False, time_unit="us", cache=False) for form in _LOCAL])
    moved = [local, local + pl.duration(hours=1)]
    placed = [
        at.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null").dt.convert_time_zone("UTC")
        for at in moved
    ]
    return pl.DataFrame({"cell": cells}).select(pl.coalesce([*utc, *offset, *placed]).alias("cell"))["cell"]


def out_of_range(moment: pl.Expr, as_of: datetime, zone: str | None) -> pl.Expr:
    """Before 2000 in the time zone, or more than 366 days after `as_of`; `moment` an instant in UTC, or a date, which has no zone."""
    oldest = OLDEST.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC) if zone else OLDEST
    latest = (as_of + timedelta(days=DAYS_AHEAD)).astimezone(UTC)
    return ~moment.cast(pl.Datetime("us")).is_between(oldest.replace(tzinfo=None), latest.replace(tzinfo=None))


def flag(cell: pl.Expr) -> pl.Expr:
    """Boolean; an empty cell is no, a word that is neither yes nor no is null."""
    word = cell.str.to_lowercase()
    return (
        pl.when(cell.is_null() | word.is_in(list(_FALSE)))
        .then(pl.lit(value=False))
        .when(word.is_in(list(_TRUE)))
        .then(pl.lit(value=True))
    )
