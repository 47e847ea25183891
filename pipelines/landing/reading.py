"""One path in, rows out: a file is unpacked, recognised, decoded, digested, validated in slices and kept as Parquet files."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeVar

import duckdb
import polars as pl

from pipelines.landing import engine, kinds
from pipelines.landing.decoding import REFUSED_SCHEMA, STATEMENT_SCHEMA, RejectedFileError, Slice, Source
from pipelines.landing.feed import Feed
from pipelines.landing.formats import format_of, unpacked
from pipelines.landing.validation import Checked, Clock, check
from pipelines.rules import Rules

T = TypeVar("T")

NONE_REFUSED = pl.DataFrame(schema=REFUSED_SCHEMA)


@dataclass
class Reading:
    """What came of a file: its format, the rows that stand in the Parquet files, the rows refused, warnings; its bank statements and parts, typed."""

    format: str
    rows: int = 0
    refused: pl.DataFrame = field(default_factory=lambda: NONE_REFUSED)
    warnings: list[str] = field(default_factory=list)
    statements: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=STATEMENT_SCHEMA))
    parts: pl.DataFrame | None = None


def read(path: Path, feed: Feed, rules: Rules, as_of: datetime, target: Path) -> Reading:
    """Decode and validate a file into the folder `target` (typed columns of the feed's model, `line_number`, digests).

    Raises RejectedFileError where nothing of it may be loaded.
    """
    before = path.stat()
    with unpacked(path) as plain:
        kind = format_of(plain)
        if kind not in feed.decoders:
            if "camt.053" in feed.decoders and kind not in ("csv", "json"):
                raise kinds.unsupported(kind)
            known = ", ".join(sorted(feed.decoders))
            raise RejectedFileError(
                "UNSUPPORTED_FORMAT", f"this is {kinds.called(kind)}, and the feed {feed.name} takes {known}"
            )
        reading = Reading(kind)
        source = Source(plain, path.name, feed.columns, rules, feed.unused)
        slices = _ahead(feed.decoders[kind](source))
        _write(_ahead(_checked(slices, reading, feed, rules, as_of)), target)
        _check_statements(reading, feed, rules, as_of)
    reading.refused = with_raw_rows(reading.refused, path, feed, kind, rules)
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise RejectedFileError(
            "CHANGED_WHILE_READ", "the file changed while it was read; it is read again in the next run"
        )
    return reading


def with_raw_rows(refused: pl.DataFrame, path: Path, feed: Feed, kind: str, rules: Rules) -> pl.DataFrame:
    """Refused rows with their text, read from the file again for these rows alone where it is not there yet."""
    missing = refused.filter(pl.col("raw_row").is_null())["line_number"].to_list()
    if not missing:
        return refused
    with unpacked(path) as plain:
        source = Source(plain, path.name, feed.columns, rules, feed.unused)
        if kind == "csv":
            raw = feed.raw_lines(source, missing)
        else:
            pieces = (piece.rows.select("line_number", "raw_row") for piece in feed.decoders[kind](source))
            raw = pl.concat([piece.filter(pl.col("line_number").is_in(missing)) for piece in pieces])
    told = refused.join(raw.rename({"raw_row": "text"}), on="line_number", how="left")
    return told.with_columns(pl.coalesce("raw_row", "text").alias("raw_row")).drop("text")


def _checked(
    slices: Iterator[Slice], reading: Reading, feed: Feed, rules: Rules, as_of: datetime
) -> Iterator[pl.DataFrame]:
    """Typed slices of what is right; refusals and warnings are gathered in `reading`."""
    aliases = feed.spellings(rules)
    with engine.cursor() as digester:
        for piece in slices:
            rows = _digested(piece.rows, feed, digester)
            judge = partial(
                check, clock=Clock(as_of, rules.time_zone), aliases=aliases, is_clean="raw_row" not in rows.columns
            )
            checked = judge(rows, feed.model)
            if feed.parts is not None:
                parts = judge(piece.parts, feed.parts)
                checked = _whole(checked, parts, reading)
            refused = checked.refused
            if "raw_row" in rows.columns and not refused.is_empty():
                told = rows.select("line_number", pl.col("raw_row").alias("text"))
                refused = refused.join(told, on="line_number", how="left").with_columns(raw_row="text").drop("text")
            reading.refused = pl.concat([reading.refused, piece.refused, refused])
            reading.warnings += [warning for warning in piece.warnings if warning not in reading.warnings]
            reading.rows += len(checked.rows)
            reading.statements = pl.concat([reading.statements, piece.statements])
            yield checked.rows


def _whole(checked: Checked, parts: Checked, reading: Reading) -> Checked:
    """The rows of which every part is right; the others are refused for the first part that is not. Parts are gathered in `reading`."""
    also = parts.refused.join(checked.refused, on="line_number", how="anti")
    whole = Checked(checked.rows.join(also, on="line_number", how="anti"), pl.concat([checked.refused, also]))
    right = parts.rows.join(whole.rows, on="line_number", how="semi")
    reading.parts = right if reading.parts is None else pl.concat([reading.parts, right])
    return whole


def _check_statements(reading: Reading, feed: Feed, rules: Rules, as_of: datetime) -> None:
    """What bank statements say of themselves, typed; lines load also where that can't be read, but nobody controls them then."""
    if feed.statements is None:
        return
    checked = check(reading.statements, feed.statements, clock=Clock(as_of, rules.time_zone), aliases={})
    reading.statements = checked.rows
    reading.warnings += [
        f"the statement that begins at {line} is not controlled: {reason}"
        for line, reason in checked.refused.select("line_number", "reason").rows()
    ]


def _digested(rows: pl.DataFrame, feed: Feed, digester: duckdb.DuckDBPyConnection) -> pl.DataFrame:
    """The rows with a 64-bit digest of their cells; Polars' own hash is not the same in every version.

    A column the file lacks and an empty cell read the same.
    """
    if not feed.digested:
        return rows
    cells = ", ".join(
        f"coalesce({column.name}, '')" if column.name in rows.columns else "''" for column in feed.columns
    )
    digester.register("cells", rows.to_arrow(compat_level=pl.CompatLevel.newest()))
    return rows.hstack(
        digester.sql(f"select md5_number_lower(concat_ws(chr(31), {cells})) as row_digest from cells").pl()
    )


def _ahead(made: Iterator[T]) -> Iterator[T]:
    """The same, each made while the one before it is used: Polars and DuckDB leave the other core free for long stretches."""
    with ThreadPoolExecutor(1) as worker:
        coming = worker.submit(next, made, None)
        while (piece := coming.result()) is not None:
            coming = worker.submit(next, made, None)
            yield piece


def _write(slices: Iterator[pl.DataFrame], target: Path) -> None:
    """One Parquet file per slice: Polars writes them twice as fast as one file of row groups is written through Arrow.

    Nothing is compressed that is read a moment later.
    """
    target.mkdir(exist_ok=True)
    for number, rows in enumerate(slices):
        if number == 0 or not rows.is_empty():  # one at least: a statement without lines has balances all the same
            rows.write_parquet(target / f"{number:05}.parquet", compression="uncompressed", statistics=False)
