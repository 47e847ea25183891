"""The first record of a CSV file: which separator it uses, where its rows begin, and which known column is where."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pipelines.landing.csv_grammar import MOST_COLUMNS, Grammar
from pipelines.landing.csv_survey import BLOCK_BYTES
from pipelines.landing.decoding import RejectedFileError, Source

CUSTOM_FIELDS = "custom_fields"

_SEPARATORS = (";", ",", "\t")
_BOM = b"\xef\xbb\xbf"
_FIRST_LINE_END = re.compile(rb'(?>(?:[^"\r\n]|"[^"]*")*)(\r\n|\r|\n|)')
_NUL_SHARE = 5  # one byte in five
_MAGIC = {
    b"PK\x03\x04": "a ZIP archive or an Excel workbook",
    b"\x1f\x8b": "a gzip archive inside a gzip archive",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
}
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Header:
    """What the first record tells.

    `names`: its cells, trimmed. `end`: the offset behind it; `next_line`: the physical line that begins there.
    """

    names: tuple[str, ...]
    grammar: Grammar
    end: int
    next_line: int


@dataclass(frozen=True)
class Places:
    """`known`: index in the file by Column.name; `custom`: index of CF_ columns by header; `unknown`: headers."""

    known: dict[str, int]
    custom: dict[str, int]
    unknown: tuple[str, ...]


def read_header(source: Source) -> Header:
    """Raises RejectedFileError where there is no header, or the file is no UTF-8 text."""
    with source.path.open("rb") as file:
        head = file.read(BLOCK_BYTES)
    _reject_binary(head)
    first = _FIRST_LINE_END.match(head)
    newline = b"\r" if first and first[1] == b"\r" else b"\n"
    start = len(_BOM) if head.startswith(_BOM) else 0
    before = 0  # blank lines
    while start < len(head) and not head[start : (behind := Grammar(";", newline, 1).line_end(head, start))].strip():
        start, before = behind, before + 1
    if start == len(head):
        raise RejectedFileError("EMPTY_FILE", "there is nothing in the file but blank lines; send it again")
    return _parsed(head, start, before, newline, {_folded(name) for name in _headers(source)})


def _reject_binary(head: bytes) -> None:
    if not head:
        raise RejectedFileError("EMPTY_FILE", "the file has no bytes; send it again")
    if head.startswith(_UTF16):
        raise RejectedFileError("BAD_ENCODING", "line 1 is not UTF-8: this is UTF-16; export it as UTF-8")
    what = next((what for magic, what in _MAGIC.items() if head.startswith(magic)), None)
    first_line = head.split(b"\n", 1)[0]
    if what is None and (b"\x00" in first_line or head.count(b"\x00") * _NUL_SHARE > len(head)):
        what = "binary data or UTF-16, by its NUL bytes"
    if what:
        raise RejectedFileError("UNSUPPORTED_FORMAT", f"this is {what}; send CSV in UTF-8")


def _parsed(head: bytes, start: int, before: int, newline: bytes, known: set[str]) -> Header:
    """With the separator that finds most known columns, then most cells, then the first of `;`, `,`, tab."""
    candidates = [_split(head, start, separator, newline, before + 1) for separator in _SEPARATORS]
    names, separator, end = max(candidates, key=lambda it: (sum(_folded(name) in known for name in it[0]), len(it[0])))
    if not 0 < len(names) <= MOST_COLUMNS:
        fault = (
            f"has {len(names)} columns; {MOST_COLUMNS} are the most" if names else "has a quote that is never closed"
        )
        raise RejectedFileError("UNSUPPORTED_FORMAT", f"the header {fault}")
    breaks = head.count(newline, start, end)
    return Header(names, Grammar(separator, newline, len(names)), end, before + 1 + breaks)


def _split(head: bytes, start: int, separator: str, newline: bytes, line: int) -> tuple[tuple[str, ...], str, int]:
    grammar = Grammar(separator, newline, 1)
    record = grammar.record(head, start)
    try:
        return tuple(grammar.value(cell) for cell in record.cells), separator, record.end
    except UnicodeDecodeError as error:
        raise RejectedFileError("BAD_ENCODING", f"line {line} is not UTF-8; export it as UTF-8") from error


def known_columns(names: tuple[str, ...], source: Source) -> dict[str, int]:
    """The places of the columns that a feed reads and the header has."""
    there = {_folded(name) for name in names}
    by_header = {
        next((told for told in spelled if told in there), spelled[0]): column.name
        for column in source.columns
        if column.name != CUSTOM_FIELDS and (spelled := [_folded(told) for told in (column.header, *column.also)])
    }
    return {by_header[_folded(name)]: index for index, name in enumerate(names) if _folded(name) in by_header}


def find_columns(names: tuple[str, ...], source: Source) -> Places:
    """Raises RejectedFileError where a known column is there twice or a required one is not."""
    known = known_columns(names, source)
    expected = {_folded(name) for name in _headers(source)}
    takes_custom = any(column.name == CUSTOM_FIELDS for column in source.columns)
    # Products have attributes under any name.
    takes_all = any(column.name == CUSTOM_FIELDS and column.header == "*" for column in source.columns)
    custom: dict[str, int] = {}
    unknown: list[str] = []
    read = {_folded(names[index]) for index in known.values()}
    for index, name in enumerate(names):
        if not name or _folded(name) in read:
            continue
        if takes_custom and (takes_all or _folded(name).startswith("cf_")):
            custom[name] = index
        elif _folded(name) not in expected:
            unknown.append(name)
    _reject_duplicates([name for name in names if name and name not in unknown])
    missing = [column.header for column in source.columns if column.required and column.name not in known]
    if missing:
        raise RejectedFileError("MISSING_COLUMN", f"the header has no {', '.join(missing)}")
    return Places(known, custom, tuple(dict.fromkeys(unknown)))


def _reject_duplicates(names: list[str]) -> None:
    times = Counter(_folded(name) for name in names)
    twice = list(dict.fromkeys(name for name in names if times[_folded(name)] > 1))
    if twice:
        raise RejectedFileError("DUPLICATE_COLUMN", f"the header has more than one {', '.join(twice)}")


def _headers(source: Source) -> Iterator[str]:
    """Every header that such files have."""
    yield from source.unused
    for column in source.columns:
        yield from (column.header, *column.also)


def _folded(header: str) -> str:
    return header.strip().casefold()
