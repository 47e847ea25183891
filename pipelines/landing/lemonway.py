"""Lemonway's transactions: JSON of both APIs, and CSV with the names of the first (formats.md §4)."""

import re
from collections.abc import Iterator
from dataclasses import replace

import polars as pl

from pipelines.landing import cells, csv_files
from pipelines.landing.decoding import Slice, Source
from pipelines.landing.json_elements import BrokenLine, elements
from pipelines.landing.json_rows import Field, Problem, Row, as_object, read, slices
from pipelines.landing.json_values import Json, JsonObject, compact
from schemas.landed.lemonway import BETWEEN_WALLETS, MONEY_IN, MONEY_OUT

UNUSED = ("INT_MSG", "REFUND")

FIRST = (
    Field("id", "ID"),
    Field("date", "DATE"),
    Field("sender", "SEN"),
    Field("receiver", "REC"),
    Field("debit", "DEB", text=False),
    Field("credit", "CRED", text=False),
    Field("commission", "COM", text=False),
    Field("total", "", text=False),
    Field("message", "MSG"),
    Field("status", "STATUS", text=False),
    Field("int_status", "INT_STATUS", text=False),
    Field("label", "MLABEL"),
    Field("token", "MTOKEN"),
    Field("type", "TYPE", text=False),
    Field("method", "METHOD", text=False),
    Field("bank_reference", "BANK_REF"),
    Field("origin_id", "ORIGIN_ID", text=False),
)
# The second API calls the same by other names; several stand for one column where answers of it differ.
_SECOND = {
    "ID": ("id",), "DATE": ("executionDate", "date"), "SEN": ("senderAccountId",), "REC": ("receiverAccountId", "accountId"),
    "MSG": ("comment",), "INT_STATUS": ("status",), "MTOKEN": ("reference",), "METHOD": ("method",), "BANK_REF": ("bankReference",),
    "ORIGIN_ID": ("originId",), "TYPE": ("type",), "DEB": ("debitAmount",), "CRED": ("creditAmount",), "COM": ("commissionAmount",),
    "": ("totalAmount",),
}  # fmt: skip
_CENTS = {"DEB": "debit", "CRED": "credit", "COM": "commission", "": "total"}
_TYPE_OF = {"transactionIn": MONEY_IN, "transactionOut": MONEY_OUT, "transactionP2P": BETWEEN_WALLETS}
_OUTGOING_WIRE = "3"
_LISTS = ("d", "TRANS", "HPAY", "transactions", "value")
_SPELLED = r"^([0-9]{2})/([0-9]{2})/([0-9]{4}) ([0-9]{2}:[0-9]{2}:[0-9]{2})$"


def decode_json(source: Source) -> Iterator[Slice]:
    """A row per transaction, in file order; raises RejectedFileError, for NDJSON possibly after some slices."""
    found = (row for element in elements(source) for row in _transactions(element))
    for piece in slices(source, tuple(field.column for field in FIRST), found):
        yield _dated(piece, source)


def decode_csv(source: Source) -> Iterator[Slice]:
    """The rows of a CSV file, in file order; raises RejectedFileError, possibly after some slices."""
    for piece in csv_files.decode(source):
        yield _dated(piece, source)


def _transactions(element: Json | BrokenLine) -> Iterator[Row]:
    """The transactions of an element, which may be the answer of the API as a whole."""
    key = next((key for key in _LISTS if isinstance(element, dict) and key in element), None)
    if isinstance(element, list):
        for member in element:
            yield from _transactions(member)
    elif isinstance(element, dict) and key is not None:
        inner = element[key]
        yield from _transactions(inner) if inner is not None else ()  # an answer without transactions
    else:
        yield _row(element)


def _row(element: Json | BrokenLine) -> Row:
    told = as_object(element, "id")
    if isinstance(told, Row):
        return told
    problems: list[Problem] = []
    first = told if "ID" in told else _in_first_names(told, problems)
    return Row(read(first, FIRST, problems), tuple(problems), compact(told))


def _in_first_names(told: JsonObject, problems: list[Problem]) -> JsonObject:
    """A transaction of the second API by the names of the first, its whole cents as major units."""
    wrapper = next((key for key in _TYPE_OF if isinstance(told.get(key), dict)), None)
    inner = told[wrapper] if wrapper else told
    assert isinstance(inner, dict)  # noqa: S101  # as_object said so, or the line above
    first: JsonObject = {
        name: next((inner[key] for key in keys if inner.get(key) is not None), None) for name, keys in _SECOND.items()
    }
    for name, column in _CENTS.items():
        first[name] = _from_cents(first[name], column, problems)
    if first["TYPE"] is None:
        first["TYPE"] = _TYPE_OF[wrapper] if wrapper else _told_type(first)
    return first


def _told_type(first: JsonObject) -> str:
    goes_out = first["METHOD"] == _OUTGOING_WIRE or first["ORIGIN_ID"] is not None
    between = first["DEB"] is not None and first["CRED"] is not None
    return (
        MONEY_OUT
        if goes_out or (first["DEB"] is not None and not between)
        else BETWEEN_WALLETS
        if between
        else MONEY_IN
    )


def _from_cents(value: Json, column: str, problems: list[Problem]) -> Json:
    if value is None:
        return None
    text = compact(value)
    if not re.fullmatch(r"-?[0-9]{1,12}", text):
        problems.append(Problem(column, "BAD_NUMBER", f"must be whole cents ('{text[:60]}')"))
        return None
    sign, digits = text[: text.startswith("-")], text.removeprefix("-").zfill(3)
    return f"{sign}{digits[:-2]}.{digits[-2:]}"


def _dated(piece: Slice, source: Source) -> Slice:
    """Dates as instants in UTC: those without an offset are in Lemonway's time zone, numbers are Unix seconds."""
    told = piece.rows["date"]
    seconds = pl.from_epoch(told.cast(pl.Int64, strict=False), time_unit="s").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    spelled = told.str.replace(_SPELLED, "${3}-${2}-${1} ${4}")
    read_in_zone = cells.instant(spelled, source.rules.psp.lemonway.time_zone).dt.strftime("%Y-%m-%dT%H:%M:%S%.6fZ")
    is_seconds = told.str.contains(r"^[0-9]{9,10}$")
    date = pl.select(pl.when(is_seconds).then(seconds).otherwise(pl.coalesce(read_in_zone, told)).alias("date"))
    return replace(piece, rows=piece.rows.with_columns(date["date"]))
