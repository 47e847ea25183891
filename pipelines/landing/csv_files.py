"""CSV files: slices of text cells with their physical lines, and the rows that are no records (contract.md §2).

A survey of the bytes finds the records (csv_survey) and each block of them is cut into cells (csv_cells), in one pass.
What a cell means is judged elsewhere.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from pipelines.landing.csv_cells import cut
from pipelines.landing.csv_header import CUSTOM_FIELDS, Header, Places, find_columns, read_header
from pipelines.landing.csv_survey import Survey, surveys
from pipelines.landing.decoding import REFUSED_SCHEMA, SLICE_ROWS, Slice, Source

_Frames = tuple[pl.DataFrame, pl.DataFrame]


def decode(source: Source) -> Iterator[Slice]:
    """The rows in the order of the file; at least one slice, so that a file with a header only tells its columns.

    Raises RejectedFileError, possibly after some slices.
    """
    header = read_header(source)
    places = find_columns(header.names, source)
    told = f"ignored unknown columns: {', '.join(places.unknown)}"
    warnings = (told,) if places.unknown else ()
    for rows, refused in _gathered(_blocks(source, header, places), _nothing(places, source)):
        yield Slice(rows, refused, warnings)
        warnings = ()


def decode_balances(source: Source) -> Iterator[Slice]:
    """Opening balances: they count as of a day that only the settings name (domain.md §1, First load)."""
    told = () if source.rules.opening_date else ("its balances count for nothing as long as no opening_date is set",)
    for piece in decode(source):
        yield replace(piece, warnings=(*piece.warnings, *told))


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


def _blocks(source: Source, header: Header, places: Places) -> Iterator[_Frames]:
    """Rows and refused rows of one block of the file after the other."""
    with TemporaryDirectory(prefix="closeout-csv-") as folder:
        for survey in surveys(source.path, header.end, header.next_line, header.grammar):
            rows = cut(survey, header, places, source, Path(folder))
            lines = survey.line_numbers.cast(pl.Int64).alias("line_number")
            yield rows.with_columns(lines), _refusals(survey, header)


def _refusals(survey: Survey, header: Header) -> pl.DataFrame:
    rows = []
    for line_number, (code, cell, sentence), raw_row in survey.refused:
        column = header.names[cell] if cell is not None and cell < len(header.names) else None
        rows.append((line_number, column, f"{code}: {sentence}", raw_row))
    return pl.DataFrame(rows, schema=REFUSED_SCHEMA, orient="row")


def _nothing(places: Places, source: Source) -> _Frames:
    """No rows, of the columns that the file has, and no refusals."""
    names = [name for name in (*places.known, CUSTOM_FIELDS) if name != CUSTOM_FIELDS or places.custom]
    text = {column.name: pl.String for column in source.columns if column.name in names}
    return pl.DataFrame(schema={**text, "line_number": pl.Int64()}), pl.DataFrame(schema=REFUSED_SCHEMA)


def _gathered(blocks: Iterator[_Frames], nothing: _Frames) -> Iterator[_Frames]:
    """The same in frames of at most SLICE_ROWS rows; one at least."""
    batch = [nothing]
    for block in blocks:
        if max(_rows([*batch, block])) > SLICE_ROWS:
            yield from _sliced(batch)
            batch = [nothing]
        batch.append(block)
    yield from _sliced(batch)


def _rows(batch: list[_Frames]) -> tuple[int, int]:
    return sum(len(rows) for rows, _ in batch), sum(len(refused) for _, refused in batch)


def _sliced(batch: list[_Frames]) -> Iterator[_Frames]:
    rows, refused = (pl.concat(frames, rechunk=True) for frames in zip(*batch, strict=True))
    for start in range(0, max(len(rows), len(refused), 1), SLICE_ROWS):
        yield rows[start : start + SLICE_ROWS], refused[start : start + SLICE_ROWS]
