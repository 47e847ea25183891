"""Broken rows: copies of good rows of the same file, each spoiled in one way: nothing lacks a row of its own."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import polars as pl

from pipelines.sample.noise import BROKEN_ROWS

EVERY = 10_000 // BROKEN_ROWS
_OPEN_QUOTE = "OPENQUOTE"


@dataclass(frozen=True)
class Damage:
    """One way to break a row: `cell` in `column` instead of what stood there. `once`: in one row of the feed."""

    code: str
    column: str = ""
    cell: str | None = None
    once: bool = False


_CURRENCIES = (Damage("UNKNOWN_CURRENCY", "Currency", "EUX"), Damage("UNSUPPORTED_CURRENCY", "Currency", "KWD"))
_CELLS = Damage("CELL_COUNT")
DAMAGES: dict[str, tuple[Damage, ...]] = {
    "orders": (
        Damage("BAD_NUMBER", "Net Unit Price", "12,50"),
        Damage("TOO_MANY_DECIMALS", "Line Total With Tax", "12.345"),
        Damage("TOO_LARGE", "Line Total With Tax", "4012345678901.00"),
        Damage("NEGATIVE", "Order Line Quantity", "-2"),
        Damage("BAD_DATE", "Update Date", "31/10/2026"),
        Damage("DATE_OUT_OF_RANGE", "Creation Date", "1999-12-31T10:00:00Z"),
        Damage("MISSING_VALUE", "Supplier External Id"),
        Damage("UNKNOWN_CODE", "Order Status", "SHIPED"),
        Damage("CONTROL_CHARACTER", "Product Name", "Vis\x07inox"),
        Damage("DUPLICATE_ID"),
        Damage("TOO_LONG", "Order Message", "très long " * 1001, once=True),
        Damage("BROKEN_QUOTES", "Order Message", _OPEN_QUOTE, once=True),
        *_CURRENCIES,
        _CELLS,
    ),
    "status_imports": (
        Damage("UNKNOWN_CODE", "Order Status", "EXPEDIEE"),
        Damage("BAD_DATE", "Effective Date", "hier"),
        Damage("DATE_OUT_OF_RANGE", "Effective Date", "1970-01-01T00:00:00Z"),
        Damage("MISSING_VALUE", "Order Status"),
        _CELLS,
    ),
    "psp/events": (
        Damage("BAD_NUMBER", "Amount", "12.00 EUR"),
        Damage("NEGATIVE", "Amount", "-12.00"),
        Damage("TOO_MANY_DECIMALS", "Amount", "12.345"),
        Damage("BAD_DATE", "Occurred At", "avant-hier"),
        Damage("MISSING_VALUE", "Event Id"),
        Damage("UNKNOWN_CODE", "Event Type", "SETTLEMENT"),
        *_CURRENCIES,
        _CELLS,
    ),
    "bank": (
        Damage("BAD_NUMBER", "Amount", "1.234,50"),
        Damage("TOO_MANY_DECIMALS", "Amount", "12.345"),
        Damage("BAD_DATE", "Booking Date", "31.10.2026"),
        Damage("MISSING_VALUE", "Booking Date"),
        Damage("CONTROL_CHARACTER", "Remittance Information", "VIR\x01SEPA"),
        *_CURRENCIES,
        _CELLS,
    ),
    "incidents": (
        Damage("UNKNOWN_CODE", "Status", "EN COURS"),
        Damage("NEGATIVE", "Quantity", "-1"),
        Damage("MISSING_VALUE", "Order Reference"),
    ),
    "decisions": (
        Damage("CONFLICTING_DECISION", "Reason", "Une autre raison", once=True),
        Damage("UNKNOWN_CODE", "Action", "FORGIVE", once=True),
        Damage("MISSING_VALUE", "Reason", once=True),
    ),
    "reference/accounts": (Damage("UNKNOWN_CODE", "Bank Transfer Mode", "CASH"),),
    "reference/suppliers": (Damage("NEGATIVE", "Payment Due Date Delay", "-30"),),
    "reference/customers": (Damage("MISSING_VALUE", "Customer External Id"),),
    "reference/products": (Damage("BAD_DATE", "Created At", "bientôt"),),
}


def spoiled(rows: pl.DataFrame, feed: str, separator: str, told: Counter[str]) -> Iterator[bytes]:
    """Lines of broken rows: one of 200 of `rows`, each kind in its turn. What was written is counted in `told`."""
    kinds = [damage for damage in DAMAGES[feed] if not damage.once]
    victims = rows.gather_every(EVERY, offset=EVERY // 2)
    for place, damage in enumerate(kinds):
        # Where a file is so short that some kinds get no row, which kinds do is left to the length of the file.
        yield _lines(victims.gather_every(len(kinds), offset=(place + len(rows)) % len(kinds)), damage, separator, told)


def planted(rows: pl.DataFrame, feed: str, separator: str, told: Counter[str]) -> Iterator[bytes]:
    """Lines of one broken row of each kind the feed knows."""
    for place, damage in enumerate(DAMAGES[feed]):
        yield _lines(rows.slice(place % len(rows), 1), damage, separator, told)


def _lines(rows: pl.DataFrame, damage: Damage, separator: str, told: Counter[str]) -> bytes:
    told[damage.code] += len(rows)
    if damage.code == "CELL_COUNT":
        return lines_of(rows.drop(rows.columns[-1]), separator)
    if damage.column:
        rows = rows.with_columns(pl.lit(damage.cell, dtype=pl.String).alias(damage.column))
    return lines_of(rows, separator).replace(_OPEN_QUOTE.encode(), b'"Quai 3')


def lines_of(rows: pl.DataFrame, separator: str) -> bytes:
    """The rows as lines of CSV without a header."""
    lines = BytesIO()
    rows.write_csv(lines, include_header=False, separator=separator)
    return lines.getvalue()
