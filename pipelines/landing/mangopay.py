"""Mangopay's transaction reports of both generations as CSV: dates and amounts in one spelling (formats.md §3)."""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from pipelines.landing import csv_files
from pipelines.landing.csv_header import read_header
from pipelines.landing.decoding import RejectedFileError, Slice, Source
from schemas.currencies import DECIMALS

# Headers of either generation that nothing is read from.
UNUSED = (
    "ClientId", "CreditedUserId", "FeesCurrency", "DebitedWalletId", "BankAccountId", "PreauthorizationId", "BankWireRef", "CardId",
    "CardAlias", "CardType", "CardCountry", "CardExpirationDate", "Culture", "DeclaredFeesAmount", "DeclaredFeesCurrency",
    "ExecutionType", "ResultMessage", "Alias", "Country", "ExpirationDate",
)  # fmt: skip
ALIASES = {"type": {"PAY_IN": "PAYIN", "PAY_OUT": "PAYOUT"}, "nature": {"NORMAL": "REGULAR"}}

_DATES = ("creation_date", "execution_date")
_MONEY = {
    "debited_funds_amount": "debited_funds_currency",
    "credited_funds_amount": "credited_funds_currency",
    "fees_amount": "debited_funds_currency",
    "declared_debited_funds_amount": "declared_debited_funds_currency",
}


def decode(source: Source) -> Iterator[Slice]:
    """The rows of a report, in file order; the newer one, which holds succeeded rows only, has no Status of its own.

    Raises RejectedFileError, possibly after some slices.
    """
    headers = {name.casefold() for name in read_header(source).names}
    if "id" in headers and "status" not in headers:
        raise RejectedFileError("MISSING_COLUMN", "the header has no Status, which a report with Id needs")
    for piece in csv_files.decode(source):
        rows = piece.rows if "status" in headers else piece.rows.with_columns(status=pl.lit("SUCCEEDED"))
        dates = [_dated(name) for name in _DATES if name in rows.columns]
        rows = rows.with_columns(dates)
        if source.rules.psp.mangopay.amounts == "major":
            rows = rows.with_columns(_in_minor_units(*money) for money in _MONEY.items() if {*money} <= {*rows.columns})
        yield replace(piece, rows=rows)


def _dated(name: str) -> pl.Expr:
    """Unix seconds, and the `dd/MM/yyyy HH:mm:ss` of the columns called ISO, as instants in UTC; anything else as it stands."""
    cell = pl.col(name)
    seconds = pl.from_epoch(cell.cast(pl.Int64, strict=False), time_unit="s").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    spelled = cell.str.replace(
        r"^([0-9]{2})/([0-9]{2})/([0-9]{4}) ([0-9]{2}:[0-9]{2}:[0-9]{2})$", "${3}-${2}-${1}T${4}Z"
    )
    return pl.when(cell.str.contains(r"^[0-9]{9,10}$")).then(seconds).otherwise(spelled).alias(name)


def _in_minor_units(amount: str, currency: str) -> pl.Expr:
    """Major units as minor ones, digit by digit; what has other decimals than its currency stays as it is, and is refused."""
    cell = pl.col(amount)
    whole = pl.col(currency).is_in([code for code, decimals in DECIMALS.items() if decimals == 0])
    units, cents = cell.str.extract(r"^([+-]?[0-9]+)"), cell.str.extract(r"\.([0-9]*)$").fill_null("")
    digits = pl.when(whole).then(units).otherwise(units + cents.str.pad_end(2, "0"))
    fits = cell.str.contains(r"^[+-]?[0-9]{1,13}(\.[0-9]{1,2})?$") & ~(whole & cents.str.contains("[^0]"))
    return pl.when(fits).then(digits).otherwise(cell).alias(amount)
