"""The cells of surveyed CSV: Polars cuts the records it can't misread, DuckDB's strict reader, in twice the time, the others.

Polars takes a quote inside a cell (`5" pipe`) for an opening one and leaves blanks where they are; neither stands in a
plain line (csv_grammar).
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import polars as pl

from pipelines.landing import engine
from pipelines.landing.csv_header import CUSTOM_FIELDS, Header, Places
from pipelines.landing.csv_survey import LINE_BYTES, Survey
from pipelines.landing.decoding import RejectedFileError, Source
from pipelines.sql import literal


def cut(survey: Survey, header: Header, places: Places, source: Source, folder: Path) -> pl.DataFrame:
    """The good records: the known columns in the feed's order, trimmed, empty cells null, and the custom fields.

    `folder`: for a temporary copy. Raises RejectedFileError where a reader finds other records than the survey did.
    """
    wanted = sorted({*places.known.values(), *places.custom.values()}) or [0]
    text = survey.good_text()
    try:
        cells = _plain(text, header, wanted) if survey.is_plain else _any(text, header, wanted, folder)
    except (duckdb.Error, pl.exceptions.PolarsError) as error:
        raise _unread(survey) from error
    if len(cells) != len(survey.line_numbers):
        raise _unread(survey)
    return cells.select(pl.when(pl.all() != "").then(pl.all())).select(_columns(places, source))


def _columns(places: Places, source: Source) -> Iterator[pl.Expr]:
    for column in source.columns:
        if column.name in places.known:
            yield pl.col(f"c{places.known[column.name]}").alias(column.name)
        elif column.name == CUSTOM_FIELDS and places.custom:
            yield _custom(places.custom).alias(CUSTOM_FIELDS)


def _unread(survey: Survey) -> RejectedFileError:
    last = survey.first_line + len(survey.starts) - 1
    sentence = f"lines {survey.first_line} to {last} can't be cut into cells; write the file as RFC 4180 describes"
    return RejectedFileError("UNSUPPORTED_FORMAT", sentence)


def _plain(text: bytes, header: Header, wanted: list[int]) -> pl.DataFrame:
    schema = dict.fromkeys(_names(range(len(header.names))), pl.String)
    return pl.read_csv(text, has_header=False, separator=header.grammar.separator, schema=schema, columns=wanted)


def _any(text: bytes, header: Header, wanted: list[int], folder: Path) -> pl.DataFrame:
    copy = folder / "records.csv"
    copy.write_bytes(text)
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in _names(range(len(header.names))))
    options = {
        "auto_detect": "false",
        "strict_mode": "true",
        "columns": f"{{{columns}}}",
        "header": "false",
        "new_line": r"'\n'",
        "delim": f"'{header.grammar.separator}'",
        "quote": "'\"'",
        "escape": "'\"'",
        "compression": "'none'",
        "parallel": "false",  # two threads cut records at line breaks inside quotes
        "max_line_size": str(4 * LINE_BYTES),
        "buffer_size": str(4 * LINE_BYTES),
    }
    told = ", ".join(f"{name} = {value}" for name, value in options.items())
    with engine.cursor() as connection:
        cells: pl.DataFrame = connection.sql(
            f"select {', '.join(_names(wanted))} from read_csv({literal(str(copy))}, {told})"
        ).pl()
    return cells.with_columns(pl.all().str.strip_chars())


def _names(indices: Iterable[int]) -> list[str]:
    return [f"c{index}" for index in indices]


def _custom(places: dict[str, int]) -> pl.Expr:
    """A JSON object of the cells that are filled, null where none is."""
    pairs = [
        pl.concat_str(pl.lit(f'{json.dumps(name, ensure_ascii=False)}:"'), _escaped(pl.col(f"c{index}")), pl.lit('"'))
        for name, index in places.items()
    ]
    inside = pl.concat_str(pairs, separator=",", ignore_nulls=True)
    return pl.when(inside != "").then(pl.concat_str(pl.lit("{"), inside, pl.lit("}")))


def _escaped(cell: pl.Expr) -> pl.Expr:
    """The inside of a JSON string; no other control characters get this far."""
    return cell.str.replace_many(["\\", '"', "\n", "\r", "\t"], ["\\\\", '\\"', "\\n", "\\r", "\\t"])
