"""Rows out of JSON objects: which key fills which column, what breaks a row, and slices that fit into memory."""

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import polars as pl

from pipelines.landing.decoding import REFUSED_SCHEMA, Slice, Source
from pipelines.landing.json_elements import BrokenLine
from pipelines.landing.json_values import Json, JsonObject, NotANumber, compact
from schemas.fields import LONGEST_TEXT

SLICE_ROWS = 50_000
SLICE_CHARACTERS = 64 * 1024 * 1024

Cells = tuple[str | None, ...]


class Field(NamedTuple):
    """A column and the key it is read from.

    `text`: nothing later would notice a list or an object in it; numbers, dates and codes are judged later.
    """

    column: str
    key: str
    text: bool = True


class Problem(NamedTuple):
    """Why a row is refused here already: a code of contract.md §2 and what is wrong with the column."""

    column: str
    code: str
    sentence: str


class Row(NamedTuple):
    """One row: its cells in the order of the columns, what is wrong with it, and the row as it stood in the file."""

    cells: Cells
    problems: tuple[Problem, ...]
    raw: str


def read(part: Mapping[str, Json], fields: tuple[Field, ...], problems: list[Problem]) -> Cells:
    """The cells of `fields`; what is no text where text is needed goes to `problems`."""
    cells: list[str | None] = []
    for column, key, text in fields:
        value = part.get(key)
        if value is not None:
            if not isinstance(value, str) or isinstance(value, NotANumber):
                value = compact(value)
                if text:
                    problems.append(Problem(column, "MISSING_VALUE", f"must be text ('{value[:60]}')"))
            if len(value) > LONGEST_TEXT:
                value = short(value)
        cells.append(value)
    return tuple(cells)


def short(text: str) -> str:
    """Text that is refused as TOO_LONG all the same, without its whole length."""
    return text.strip()[: LONGEST_TEXT + 1]


def refused(column: str, code: str, sentence: str, raw: str) -> Row:
    """A row of which nothing can be read."""
    return Row((), (Problem(column, code, sentence),), raw[:LONGEST_TEXT])


def as_object(element: Json | BrokenLine, column: str) -> JsonObject | Row:
    """The element, or the row that says why it is none; `column`: the one that is missing first."""
    if isinstance(element, dict):
        return element
    if isinstance(element, BrokenLine):
        return refused(column, "BROKEN_JSON", element.sentence, element.text)
    raw = compact(element)
    return refused(column, "MISSING_VALUE", f"an object is needed here ('{raw[:60]}')", raw)


def slices(source: Source, columns: tuple[str, ...], rows: Iterable[Row]) -> Iterator[Slice]:
    """Slices of at most 50,000 rows, numbered from 1 as they come; an empty file gives one that is empty."""
    titles = {column.name: column.header for column in source.columns}
    batch: list[tuple[int, Row]] = []
    number = size = 0
    for number, row in enumerate(rows, start=1):
        batch.append((number, row))
        # One long text of an order stands on each of its rows: rows alone do not tell what a slice weighs.
        size += len(row.raw) + sum(map(len, filter(None, row.cells)))
        if len(batch) >= SLICE_ROWS or size >= SLICE_CHARACTERS:
            yield _slice(batch, columns, titles)
            batch, size = [], 0
    if batch or not number:
        yield _slice(batch, columns, titles)


def _slice(batch: list[tuple[int, Row]], columns: tuple[str, ...], titles: dict[str, str]) -> Slice:
    sound = [(number, row) for number, row in batch if not row.problems]
    try:
        rows = _frame(sound, columns)
    except UnicodeEncodeError:
        batch = [(number, _whole_letters(row, columns)) for number, row in batch]
        sound = [(number, row) for number, row in batch if not row.problems]
        rows = _frame(sound, columns)
    return Slice(rows, _refusals([(number, row) for number, row in batch if row.problems], titles))


def _frame(batch: list[tuple[int, Row]], columns: tuple[str, ...]) -> pl.DataFrame:
    cells = zip(*(row.cells for _, row in batch), strict=True) if batch else ((),) * len(columns)
    text = [pl.Series(name, values, dtype=pl.String) for name, values in zip(columns, cells, strict=True)]
    number = pl.Series("line_number", [number for number, _ in batch], dtype=pl.Int64)
    raw = pl.Series("raw_row", [row.raw for _, row in batch], dtype=pl.String)
    trimmed = pl.col(columns).str.strip_chars()
    return pl.DataFrame([*text, number, raw]).with_columns(trimmed.replace("", None))


def _whole_letters(row: Row, columns: tuple[str, ...]) -> Row:
    r"""JSON may escape half a letter (`\ud83d` without its pair), which no text can hold: such a row is refused."""
    broken = [name for name, cell in zip(columns, row.cells, strict=False) if cell and cell != _shown(cell)]
    if not broken and row.raw != _shown(row.raw):
        broken = [columns[0]]
    found = [Problem(name, "CONTROL_CHARACTER", "half a letter is escaped in this row") for name in broken]
    return row._replace(problems=(*row.problems, *found))


def _shown(text: str) -> str:
    return text.encode(errors="backslashreplace").decode()


def _refusals(batch: list[tuple[int, Row]], titles: dict[str, str]) -> pl.DataFrame:
    told = [(number, *_told(row.problems, titles), _shown(row.raw)) for number, row in batch]
    return pl.DataFrame(told, schema=REFUSED_SCHEMA, orient="row")


def _told(problems: tuple[Problem, ...], titles: dict[str, str]) -> tuple[str, str]:
    """The first failing column, and all failures."""
    named = [problem._replace(column=titles.get(problem.column, problem.column)) for problem in problems]
    reason = "; ".join(f"{code}: {column} - {sentence}" for column, code, sentence in named)
    return named[0].column, _shown(reason)
