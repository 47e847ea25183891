"""What a decoder hands over: slices of text rows, rows it had to refuse, and the reasons for which a whole file is rejected."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from pipelines.rules import Rules

SLICE_ROWS = 250_000
_MOST_LINES = 5  # that a warning names

REFUSED_SCHEMA = {"line_number": pl.Int64, "column_name": pl.String, "reason": pl.String, "raw_row": pl.String}

STATEMENT_SCHEMA = {"line_number": pl.Int64} | dict.fromkeys(
    (
        "account_iban", "statement_id", "statement_name", "page", "sequence", "statement_date", "currency",
        "opening_balance", "closing_balance",
    ),
    pl.String,
)  # fmt: skip


def encoding_of(path: Path, *tried: str) -> str:
    """The first of these encodings that the whole file is in; else Latin-1, in which every byte is a letter."""
    for encoding in tried:
        try:
            with path.open(encoding=encoding) as file:
                while file.read(1 << 20):
                    pass
        except UnicodeDecodeError:
            continue
        return encoding
    return "latin-1"


def listed(lines: list[int]) -> str:
    """The first few numbers of lines, for a warning."""
    told, left = ", ".join(map(str, lines[:_MOST_LINES])), len(lines) - _MOST_LINES
    return told if left <= 0 else f"{told} and {left} more"


class RejectedFileError(Exception):
    """A file of which nothing is loaded: a code of contract.md §2 and a sentence that says what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code, sentence)  # both, so that it can go from one process to another
        self.code = code
        self.sentence = sentence

    def __str__(self) -> str:
        return f"{self.code}: {self.sentence}"


@dataclass(frozen=True)
class Column:
    """A column a feed knows: its name in the code, its header in a file, and whether a file must have it.

    `also`: other headers that stand for it where its own is not there.
    """

    name: str
    header: str
    required: bool
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Source:
    """One file to decode: where its (unpacked) bytes lie, and what the settings say about reading it.

    `unused`: headers that such files have and nobody is told about.
    """

    path: Path
    name: str
    columns: tuple[Column, ...]
    rules: Rules = field(default_factory=Rules)
    unused: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slice:
    """At most 250,000 rows of one file.

    `rows`: one String column per known column that the file has (trimmed, null = empty), plus `line_number` (Int64);
    JSON and XML add `raw_row` (String, the row as it stood in the file, for the quarantine), CSV gives it afterwards for
    the refused lines alone. `refused`: rows the format itself breaks, in the shape of REFUSED_SCHEMA. `warnings`: what
    the file should be told about, once (unknown columns). `parts`: what the rows are made of, where that is typed by a model
    of its own; `line_number` is that of its row. `statements`: what bank statements say of themselves, in the
    shape of STATEMENT_SCHEMA, in the slice in which that is known.
    """

    rows: pl.DataFrame
    refused: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REFUSED_SCHEMA))
    warnings: tuple[str, ...] = ()
    statements: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=STATEMENT_SCHEMA))
    parts: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema={"line_number": pl.Int64}))


Slices = Iterator[Slice]
