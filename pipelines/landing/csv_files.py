"""CSV files: slices of text cells with their physical lines, and the rows that are no records (contract.md §2).

A survey of the bytes finds the records (csv_survey); DuckDB's strict reader cuts them into cells. Where the survey
refused something, it reads a temporary copy of the good records instead. What a cell means is judged elsewhere.
"""

import json
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import duckdb
import polars as pl

from pipelines.landing import engine
from pipelines.landing.csv_header import CUSTOM_FIELDS, Header, Places, find_columns, read_header
from pipelines.landing.csv_survey import LINE_BYTES, Survey, surveys
from pipelines.landing.decoding import REFUSED_SCHEMA, SLICE_ROWS, RejectedFileError, Slice, Source
from pipelines.sql import literal

_COPY_BYTES = 1 << 20
_BATCH_ROWS = 50_000  # trimmed together: a fifth of a slice, and a fifth of the memory
_READER_MEMORY = "1GB"
# One thread that keeps its place in a record also keeps what it has read, up to the limit.
_SERIAL_MEMORY = "384MB"


@dataclass
class _Records:
    """What the survey found, and where DuckDB reads it.

    `path`: a link to the file, whose own name might look like a pattern of names, or a copy of its good records.
    """

    path: Path
    breaks_lines: bool
    line_numbers: list[pl.Series] = field(default_factory=list)
    refused: list[pl.DataFrame] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return sum(map(len, self.line_numbers))


def decode(source: Source) -> Iterator[Slice]:
    """The rows in the order of the file; at least one slice, so that a file with a header only tells its columns.

    Raises RejectedFileError, before the first slice unless the file is changed meanwhile.
    """
    header = read_header(source)
    places = find_columns(header.names, source)
    told = f"ignored unknown columns: {', '.join(places.unknown)}"
    warnings = (told,) if places.unknown else ()
    with TemporaryDirectory(prefix="closeout-csv-") as folder:
        records = _survey(source, header, Path(folder))
        for rows, refused in zip_longest(_rows(records, header, places, source), _refused(records)):
            yield Slice(
                rows=_none(places, source) if rows is None else rows,
                refused=_refusals() if refused is None else refused,
                warnings=warnings,
            )
            warnings = ()


def raw_lines(source: Source, line_numbers: list[int]) -> pl.DataFrame:
    """The records that start on these lines as they stand in the file, without line ends: `line_number`, `raw_row`.

    One pass, no further than the last of them. A line in the midst of a record is read as if one began there.
    """
    wanted = sorted(set(line_numbers))
    found: list[tuple[int, str]] = []
    header = read_header(source)
    if wanted:
        for survey in surveys(source.path, header.end, header.next_line, header.grammar):
            found += _raw(survey, header, wanted)
            if wanted[-1] < survey.first_line + len(survey.starts):
                break
    return pl.DataFrame(found, schema={"line_number": pl.Int64, "raw_row": pl.String}, orient="row")


def _raw(survey: Survey, header: Header, wanted: list[int]) -> Iterator[tuple[int, str]]:
    first, text = survey.first_line, survey.block.text
    for number in wanted[bisect_left(wanted, first) : bisect_left(wanted, first + len(survey.starts))]:
        start = survey.block.offsets[number - first]
        end = header.grammar.record(text, start).end
        yield number, text[start:end].decode().rstrip("\r\n")


def _survey(source: Source, header: Header, folder: Path) -> _Records:
    """Surveys the whole file; the copy is begun where the first thing turns up that DuckDB must not see."""
    copy: BinaryIO | None = None
    records = _Records(folder / "records.csv", breaks_lines=False)
    done = header.end
    try:
        for survey in surveys(source.path, header.end, header.next_line, header.grammar):
            if copy is None and not (header.plain and survey.is_clean(header.line_end)):
                copy = records.path.open("wb")
                _begin_copy(source.path, header, done, copy)
            if copy is not None:
                copy.write(survey.good_text(header.line_end))
            done += survey.size
            records.breaks_lines = records.breaks_lines or survey.breaks_lines
            records.line_numbers.append(survey.line_numbers)
            if survey.refused:
                records.refused.append(_refusal_rows(survey, header))
    finally:
        if copy is not None:
            copy.close()
    if copy is None:
        records.path.symlink_to(source.path.resolve())
    return records


def _begin_copy(path: Path, header: Header, end: int, copy: BinaryIO) -> None:
    """A header without line breaks, by which DuckDB knows the line ends, and the rows of the file before `end`."""
    copy.write(header.grammar.separator.join(["-"] * len(header.names)).encode() + header.line_end)
    with path.open("rb") as file:
        file.seek(header.end)
        left = end - header.end
        while left and (text := file.read(min(_COPY_BYTES, left))):
            copy.write(text)
            left -= len(text)


def _refusal_rows(survey: Survey, header: Header) -> pl.DataFrame:
    rows = []
    for line_number, (code, cell, sentence), raw_row in survey.refused:
        column = header.names[cell] if cell is not None and cell < len(header.names) else None
        rows.append((line_number, column, f"{code}: {sentence}", raw_row))
    return pl.DataFrame(rows, schema=REFUSED_SCHEMA, orient="row")


def _refusals() -> pl.DataFrame:
    return pl.DataFrame(schema=REFUSED_SCHEMA)


def _refused(records: _Records) -> Iterator[pl.DataFrame]:
    if records.refused:
        yield from pl.concat(records.refused).iter_slices(SLICE_ROWS)


def _none(places: Places, source: Source) -> pl.DataFrame:
    """No rows, of the columns that the file has."""
    names = [name for name in (*places.known, CUSTOM_FIELDS) if name != CUSTOM_FIELDS or places.custom]
    text = {column.name: pl.String for column in source.columns if column.name in names}
    return pl.DataFrame(schema={**text, "line_number": pl.Int64()})


def _rows(records: _Records, header: Header, places: Places, source: Source) -> Iterator[pl.DataFrame]:
    """Frames of cells with their lines. Raises RejectedFileError where DuckDB reads another file than was surveyed."""
    if not records.rows:
        yield _none(places, source)
        return
    lines = pl.concat(records.line_numbers)
    records.line_numbers.clear()
    done = 0
    try:
        for batch in _gathered(_cells(records, header, places, source)):
            rows = pl.concat(batch)
            numbers = lines[done : done + len(rows)].cast(pl.Int64).alias("line_number")
            done += len(rows)
            yield rows.with_columns(numbers)
    except (duckdb.Error, pl.exceptions.ShapeError) as error:
        raise _changed() from error
    if done != len(lines):
        raise _changed()


def _changed() -> RejectedFileError:
    sentence = "the file changed while it was read; it is read again in the next run"
    return RejectedFileError("CHANGED_WHILE_READ", sentence)


def _gathered(frames: Iterator[pl.DataFrame]) -> Iterator[list[pl.DataFrame]]:
    """Frames of at most SLICE_ROWS rows together."""
    batch: list[pl.DataFrame] = []
    for frame in frames:
        if sum(map(len, batch)) + len(frame) > SLICE_ROWS:
            yield batch
            batch = []
        batch.append(frame)
    if batch:
        yield batch


def _cells(records: _Records, header: Header, places: Places, source: Source) -> Iterator[pl.DataFrame]:
    limit = _SERIAL_MEMORY if records.breaks_lines else _READER_MEMORY
    with engine.cursor(limit) as connection:
        for batch in connection.sql(_query(records, header, places)).to_arrow_reader(_BATCH_ROWS):
            yield _trimmed(pl.DataFrame(batch), places, source)


def _query(records: _Records, header: Header, places: Places) -> str:
    wanted = sorted({*places.known.values(), *places.custom.values()}) or [0]
    columns = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(len(header.names)))
    options = {
        "auto_detect": "false",
        "strict_mode": "true",
        "columns": f"{{{columns}}}",
        "header": "true",
        "delim": f"'{header.grammar.separator}'",
        "quote": "'\"'",
        "escape": "'\"'",
        "compression": "'none'",
        "parallel": str(not records.breaks_lines).lower(),
        "max_line_size": str(4 * LINE_BYTES),
        "buffer_size": str(4 * LINE_BYTES),
    }
    told = ", ".join(f"{name} = {value}" for name, value in options.items())
    return f"select {', '.join(f'c{index}' for index in wanted)} from read_csv({literal(str(records.path))}, {told})"


def _trimmed(cells: pl.DataFrame, places: Places, source: Source) -> pl.DataFrame:
    """The known columns in the feed's order, trimmed, empty cells null, and the custom fields."""
    trimmed = cells.with_columns(pl.all().str.strip_chars()).select(pl.when(pl.all() != "").then(pl.all()))
    named: list[pl.Expr] = []
    for column in source.columns:
        if column.name in places.known:
            named.append(pl.col(f"c{places.known[column.name]}").alias(column.name))
        elif column.name == CUSTOM_FIELDS and places.custom:
            named.append(_custom(places.custom).alias(CUSTOM_FIELDS))
    return trimmed.select(named)


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
