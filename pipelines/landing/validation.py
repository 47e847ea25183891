"""Which rows of a slice are right: typed first, then held against the feed's model, every failure named (contract.md §2)."""

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import NamedTuple

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from pipelines.landing import cells
from pipelines.landing.decoding import REFUSED_SCHEMA
from schemas.landed.rules import Landed

# Pandera asks some ten small questions a column; with what Polars takes by default, the streaming engine, small files take a fifth longer.
pl.Config.set_engine_affinity("in-memory")

# What a check of a model is called in the quarantine; checks that carry a code of their own keep it.
CODES = {
    "not_nullable": "MISSING_VALUE",
    "str_length": "TOO_LONG",
    "isin": "UNKNOWN_CODE",
    "greater_than_or_equal_to": "NEGATIVE",
    "less_than_or_equal_to": "TOO_LARGE",
}
SENTENCES = {
    "MISSING_VALUE": "a value is needed here",
    "TOO_LONG": "the text is longer than 10,000 characters",
    "UNKNOWN_CODE": "not one of the known codes",
    "NEGATIVE": "must not be negative",
    "TOO_LARGE": "larger than it can be",
    "BAD_NUMBER": "not a number (digits with a point for the decimals, nothing else)",
    "TOO_MANY_DECIMALS": "more decimals than the amount may have",
    "BAD_DATE": "not a date or instant of ISO 8601",
    "DATE_OUT_OF_RANGE": "before the year 2000, or more than 366 days ahead",
    "UNKNOWN_CURRENCY": "not a currency of ISO 4217",
    "UNSUPPORTED_CURRENCY": "currencies with more than two decimals are not supported",
    "CONTROL_CHARACTER": "holds a control character",
    "DUPLICATE_ID": "the same id stands on an earlier row",
    "CONFLICTING_ROWS": "two rows of this file give one order different statuses, and no dates order them",
    "WRONG_SUM": "its amounts do not add up",
    "UNKNOWN_CODE_SET": "no known set of codes says what this status means",
    "CONFLICTING_DECISION": "this decision id is known with another content",
}
_FAILURES = {"index": pl.Int64, "code": pl.String, "value": pl.String, "column": pl.String}


class Clock(NamedTuple):
    """What dates are judged by: the instant of the run, and the shop's time zone."""

    as_of: datetime
    zone: str


@dataclass(frozen=True)
class Checked:
    """`rows`: typed as the model says, with `line_number`; `refused`: one row per refused row, as REFUSED_SCHEMA."""

    rows: pl.DataFrame
    refused: pl.DataFrame


def check(
    rows: pl.DataFrame,
    model: type[Landed],
    *,
    clock: Clock,
    aliases: dict[str, dict[str, str]],
    is_clean: bool = False,
) -> Checked:
    """Type and validate one slice of text rows (`line_number` and one String column per known column); digests beside them stay.

    `is_clean`: no cell can hold a control character, since its record was not let through with one (CSV).
    """
    schema = model.to_schema()
    text = _tidied(rows, schema, aliases)
    beside = [text[name] for name in text.columns if name not in schema.columns and name != "raw_row"]
    typed = pl.DataFrame(
        [_typed(text[name], column, clock.zone).alias(name) for name, column in schema.columns.items()] + beside
    )
    if typed.is_empty():  # many files end with a slice that only tells of statements
        return Checked(typed, pl.DataFrame(schema=REFUSED_SCHEMA))
    failures = pl.concat(
        [_typing_failures(text, typed, schema, clock, is_clean=is_clean), _model_failures(typed, model)]
    )
    return _split(text, typed, failures, schema)


def refusals(failures: pl.DataFrame, order: Iterable[str]) -> pl.DataFrame:
    """One row per refused row out of one per failure (`line_number, column_name, code, value`).

    It names the first failing column and tells all failures in its reason. `order`: the columns' order in the feed.
    """
    rank = {name: position for position, name in enumerate(order)}
    failures = failures.with_columns(
        rank=pl.col("column_name").replace_strict(rank, default=len(rank), return_dtype=pl.Int32)
    )
    sentence = pl.format(
        "{}: {}{}{}",
        pl.col("code"),
        pl.col("column_name").fill_null("row"),
        pl.lit(" - ") + pl.col("code").replace_strict(SENTENCES, default="not allowed"),
        pl.when(pl.col("value").is_not_null())
        .then(pl.format(" ('{}')", pl.col("value").str.slice(0, 60).str.replace_all(cells.CONTROL, "?")))
        .otherwise(pl.lit("")),
    )
    return (
        failures.with_columns(reason=sentence)
        .sort("line_number", "rank", "code")
        .unique(["line_number", "column_name", "code"], keep="first", maintain_order=True)
        .group_by("line_number", maintain_order=True)
        .agg(pl.col("column_name").first(), pl.col("reason").str.join("; "))
        .with_columns(raw_row=pl.lit(None, dtype=pl.String))
        .cast(pl.Schema(REFUSED_SCHEMA))
    )


def _tidied(rows: pl.DataFrame, schema: pa.DataFrameSchema, aliases: dict[str, dict[str, str]]) -> pl.DataFrame:
    """Every column of the model present; codes in capitals and by their one spelling."""
    missing = [pl.lit(None, dtype=pl.String).alias(name) for name in schema.columns if name not in rows.columns]
    rows = rows.with_columns(missing)
    closed = [name for name, column in schema.columns.items() if any(check.name == "isin" for check in column.checks)]
    return rows.with_columns(
        _spelled(rows[name], aliases.get(name, {})) for name in {*closed, *aliases} & schema.columns.keys()
    )


def _spelled(cells: pl.Series, words: dict[str, str]) -> pl.Series:
    """Codes by their one spelling. A column of codes holds a few words over and over: only these are looked at."""
    # The shop's own words come as they are written; a code is a code in any case.
    written = cells.unique().drop_nulls()
    capitals = written.str.to_uppercase().replace(words)
    codes = (
        pl.select(pl.coalesce(pl.lit(written).replace_strict(words, default=None, return_dtype=pl.String), capitals))
        if words
        else None
    )
    spelled = codes.to_series() if codes is not None else capitals
    return cells if (spelled == written).all() else cells.replace(written, spelled)


def _typed(text: pl.Series, column: pa.Column, zone: str) -> pl.Series:
    kind = str(column.dtype)
    if kind.startswith("Decimal"):
        return pl.select(cells.number(pl.lit(text))).to_series()
    if kind.startswith("Datetime"):
        return cells.instant(text, zone)
    if kind == "Date":
        return cells.day(text, zone)
    return pl.select(cells.flag(pl.lit(text))).to_series() if kind == "Boolean" else text


def _typing_failures(
    text: pl.DataFrame, typed: pl.DataFrame, schema: pa.DataFrameSchema, clock: Clock, *, is_clean: bool
) -> pl.DataFrame:
    """Cells whose text is not of the column's kind, a date out of range or a control character: `index, column, code, value`."""
    found = []
    for name, column in schema.columns.items():
        kind, cell = str(column.dtype), text[name]
        if kind == "String" and is_clean:
            continue
        fault = _control_fault(name, cell) if kind == "String" else _fault(kind, typed[name], cell, clock)
        if fault.null_count() < len(fault):
            found.append(
                pl.DataFrame(
                    {"index": pl.int_range(len(fault), eager=True), "code": fault, "value": cell, "column": name}
                ).drop_nulls("code")
            )
    empty = pl.DataFrame(schema=_FAILURES)
    return pl.concat([empty, *found])


def _fault(kind: str, typed: pl.Series, text: pl.Series, clock: Clock) -> pl.Series:
    both = pl.DataFrame({"typed": typed, "text": text})
    unread = pl.col("typed").is_null() & pl.col("text").is_not_null()
    if kind.startswith("Decimal"):
        fault: pl.Expr = pl.when(unread).then(cells.number_fault(pl.col("text")))
    elif kind == "Boolean":
        fault = pl.when(unread).then(pl.lit("UNKNOWN_CODE"))
    else:
        late = cells.out_of_range(pl.col("typed"), clock.as_of, None if kind == "Date" else clock.zone)
        fault = pl.when(unread).then(pl.lit("BAD_DATE")).when(late).then(pl.lit("DATE_OUT_OF_RANGE"))
    return both.select(fault.alias("code"))["code"]


def _control_fault(name: str, text: pl.Series) -> pl.Series:
    # Custom fields are JSON, in which a control character stands as an escape.
    held = text.str.contains(cells.CONTROL_ESCAPED if name == "custom_fields" else cells.CONTROL)
    return pl.select(pl.when(held).then(pl.lit("CONTROL_CHARACTER"))).to_series()


@cache
def _load_checks() -> None:
    """Pandera's checks, without the strategies that it would add to each of them where hypothesis is installed: these serve tests and take 0.2 s."""
    if "hypothesis" in sys.modules:
        return
    sys.modules["hypothesis"] = None  # type: ignore[assignment]  # for the import system: not installed
    try:
        import_module("pandera.strategies.base_strategies")
    finally:
        del sys.modules["hypothesis"]


@cache
def _less(model: type[Landed], empty: frozenset[str]) -> pa.DataFrameSchema:
    """The model without columns that may be null and are: nothing can be said against them. A CSV export has 20 of an order line's 34 columns."""
    return model.to_schema().remove_columns(sorted(empty))


def _model_failures(typed: pl.DataFrame, model: type[Landed]) -> pl.DataFrame:
    """What the model says of the typed rows, in the shape of `_typing_failures`."""
    _load_checks()
    columns = model.to_schema().columns
    empty = (name for name, column in columns.items() if column.nullable and typed[name].null_count() == len(typed))
    try:
        _less(model, frozenset(empty)).validate(typed.select(columns.keys()), lazy=True)
    except SchemaErrors as errors:
        cases: pl.DataFrame = errors.failure_cases
    else:
        return pl.DataFrame(schema=_FAILURES)
    # A check of a whole row may say which column it is about, behind its code.
    rule = pl.col("check").str.replace(r"\(.*$", "").str.split(" ")
    of_row = pl.col("schema_context") == "DataFrameSchema"
    return cases.select(
        pl.col("index").cast(pl.Int64),
        rule.list.first().replace(CODES).alias("code"),
        pl.when(~of_row).then(pl.col("failure_case").cast(pl.String)).alias("value"),
        pl.when(~of_row).then("column").otherwise(rule.list.get(1, null_on_oob=True)).alias("column"),
    )


def _split(text: pl.DataFrame, typed: pl.DataFrame, failures: pl.DataFrame, schema: pa.DataFrameSchema) -> Checked:
    if failures.is_empty():
        return Checked(typed, pl.DataFrame(schema=REFUSED_SCHEMA))
    unread = failures.filter(
        pl.col("code").is_in(["BAD_NUMBER", "TOO_LARGE", "TOO_MANY_DECIMALS", "BAD_DATE", "UNKNOWN_CODE"])
    ).select("index", "column")
    # A cell that could not be read is null by now: that it is missing as well would be a second word for one fault.
    echoes = failures.filter(pl.col("code") == "MISSING_VALUE").join(unread, on=["index", "column"], how="semi")
    failures = failures.join(echoes, on=["index", "column", "code"], how="anti")
    titles = {name: column.title or name for name, column in schema.columns.items()}
    lines = text.select(pl.int_range(pl.len()).alias("index"), "line_number")
    named = failures.join(lines, on="index").with_columns(column_name=pl.col("column").replace(titles))
    kept = typed.filter(~pl.int_range(pl.len()).is_in(failures["index"].unique().implode()))
    return Checked(kept, refusals(named, titles.values()))
