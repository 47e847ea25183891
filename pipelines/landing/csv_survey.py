"""Which physical lines of a CSV file are records, before anything is read from them, in one pass over its bytes.

No reader can be left to it: DuckDB's takes `1;2;` for two cells, lets control characters pass and stops at the first
line end of another kind. What passes here is cut right (csv_cells).
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

import polars as pl
import pyarrow as pa

from pipelines.landing.csv_grammar import RECORD_BYTES, Fault, Grammar, Record
from pipelines.landing.decoding import RejectedFileError

BLOCK_BYTES = 4 << 20
LINE_BYTES = 4 << 20

_WORKERS = 2


class Refusal(NamedTuple):
    """A record that is none: the physical line it starts on, what is wrong, and its text without line end."""

    line_number: int
    fault: Fault
    raw_row: str


@dataclass(frozen=True)
class Block:
    """Physical lines: their bytes, the lines (String, line ends included), the offset of each and of the end.

    `plain`: which of them any reader of CSV takes for the same record; `whole`: which are records by themselves.
    """

    text: bytes
    lines: pl.Series
    offsets: pl.Series
    plain: pl.Series
    whole: pl.Series


_Matching = tuple[bytes, bool, Future[Block]]


@dataclass(frozen=True)
class Survey:
    """A block judged. Per line: `starts` - a good record starts here; `kept` - the line belongs to a good record.

    `size`: how many of the bytes are judged; the others are the beginning of a record that ends in the next block.
    """

    first_line: int
    size: int
    block: Block
    starts: pl.Series
    kept: pl.Series
    refused: tuple[Refusal, ...] = ()

    @property
    def line_numbers(self) -> pl.Series:
        """Physical lines (UInt32) on which good records start."""
        return self.starts.arg_true().cast(pl.UInt32) + self.first_line

    @property
    def is_plain(self) -> bool:
        """Whether every good record is a plain line."""
        return not (self.kept & ~self.block.plain).any()

    def good_text(self) -> bytes:
        """The good records alone, each ending in LF but perhaps the last; line breaks inside cells stay as they are."""
        text = self.block.text[: self.size]
        if self.kept.all() and b"\r" not in text:
            return text
        last = self.kept & ~(self.kept & ~self.starts).shift(-1, fill_value=False)
        ended = self.block.lines.str.strip_chars_end("\r\n") + "\n"
        return "".join(self.block.lines.zip_with(~last, ended).filter(self.kept)).encode()


def surveys(path: Path, start: int, first_line: int, grammar: Grammar) -> Iterator[Survey]:
    """The file from the offset `start`, where physical line `first_line` begins, block after block.

    Raises RejectedFileError where text is not UTF-8 or a line has no end within a block.
    """
    line, pending = first_line, b""
    with path.open("rb") as file:
        file.seek(start)
        for text, is_last, matching in _ahead(partial(_matched, grammar), _blocks(file, grammar.newline)):
            try:
                block = _matched(grammar, pending + text) if pending else matching.result()
            except UnicodeDecodeError as error:
                wrong = line + (pending + text).count(grammar.newline, 0, error.start)
                raise RejectedFileError("BAD_ENCODING", f"line {wrong} is not UTF-8; export it as UTF-8") from error
            survey = _judged(block, grammar, line, is_last=is_last)
            yield survey
            line += len(survey.starts)
            pending = block.text[survey.size :]


def _blocks(file: BinaryIO, newline: bytes) -> Iterator[tuple[bytes, bool]]:
    """Whole lines, about BLOCK_BYTES of them at a time, and whether they are the last."""
    carry = b""
    while read := file.read(BLOCK_BYTES):
        cut = read.rfind(newline) + 1
        if not cut and len(carry) + len(read) > LINE_BYTES:
            sentence = f"a line is longer than {LINE_BYTES >> 20} MiB: this is no CSV"
            raise RejectedFileError("UNSUPPORTED_FORMAT", sentence)
        if cut:
            yield carry + read[:cut], False
        carry = read[cut:] if cut else carry + read
    yield carry, True


def _ahead(work: Callable[[bytes], Block], blocks: Iterable[tuple[bytes, bool]]) -> Iterator[_Matching]:
    """The blocks in their order, two of them worked on at a time and no more than three in memory."""
    with ThreadPoolExecutor(_WORKERS) as pool:
        queue: deque[_Matching] = deque()
        for text, is_last in blocks:
            queue.append((text, is_last, pool.submit(work, text)))
            if len(queue) > _WORKERS:
                yield queue.popleft()
        yield from queue


def _matched(grammar: Grammar, text: bytes) -> Block:
    """Raises UnicodeDecodeError."""
    size = len(text)
    octets = pl.Series(pa.Array.from_buffers(pa.uint8(), size, [None, pa.py_buffer(text)]))
    ends = (octets == grammar.newline[0]).arg_true().cast(pl.Int64) + 1
    tail = [size] if size and not text.endswith(grammar.newline) else []
    offsets = pl.concat([pl.Series([0], dtype=pl.Int64), ends, pl.Series(tail, dtype=pl.Int64)], rechunk=True)
    buffers = [None, offsets.to_arrow().buffers()[1], pa.py_buffer(text)]
    lines = pl.Series(pa.Array.from_buffers(pa.large_binary(), len(offsets) - 1, buffers))
    try:
        lines = lines.cast(pl.String)
    except pl.exceptions.PolarsError:
        text.decode()  # tells where
        raise
    plain = lines.str.contains(grammar.plain_line)
    others = (~plain).arg_true()
    whole = plain.clone().scatter(others, lines.gather(others).str.contains(grammar.whole_line))
    return Block(text, lines, offsets, plain, whole)


def _judged(block: Block, grammar: Grammar, first_line: int, *, is_last: bool) -> Survey:
    """Reads the lines that are no record by themselves: the only loop over rows, and over the odd ones alone."""
    if block.whole.all():
        return Survey(first_line, len(block.text), block, block.whole, block.whole)
    text, marks = block.text, block.whole.cast(pl.UInt8).to_list()
    starts, kept = bytearray(marks), bytearray(marks)
    refused: list[Refusal] = []
    lines, size = len(starts), 0  # everything before `size` is judged
    odd = (~block.whole).arg_true()
    for line, start in zip(odd, block.offsets.gather(odd), strict=True):
        if start < size:
            continue
        record = _record(block, grammar, line, start)
        if record.open and not is_last and len(text) - start < RECORD_BYTES:
            lines = line
            break
        size = record.end
        behind = line + _lines(text, grammar.newline, start, size)
        starts[line:behind] = bytes(behind - line)
        starts[line] = record.good
        kept[line:behind] = bytes([record.good]) * (behind - line)
        if record.fault:
            refused.append(Refusal(first_line + line, record.fault, text[start:size].decode().rstrip("\r\n")))
    return _cut(block, lines, first_line, (starts, kept), tuple(refused))


def _record(block: Block, grammar: Grammar, line: int, start: int) -> Record:
    """The record that begins on a line; with a wrong number of cells and whole rows inside, a quote was not closed."""
    if end := grammar.good_end(block.text, start):
        return Record(end, good=True)
    record = grammar.record(block.text, start)
    if record.fault and record.fault.code == "CELL_COUNT":
        behind = line + _lines(block.text, grammar.newline, start, record.end)
        if block.whole[line + 1 : behind].any():
            return grammar.reread(block.text, start, record)
    return record


def _lines(text: bytes, newline: bytes, start: int, end: int) -> int:
    """How many physical lines lie between two offsets; the last one of a file may have no end."""
    return text.count(newline, start, end) + (not text.endswith(newline, start, end))


def _cut(
    block: Block, lines: int, first_line: int, marks: tuple[bytearray, bytearray], refused: tuple[Refusal, ...]
) -> Survey:
    size = block.offsets[lines]
    starts, kept = (pl.Series(list(mark[:lines]), dtype=pl.UInt8).cast(pl.Boolean) for mark in marks)
    judged = Block(block.text, block.lines[:lines], block.offsets, block.plain[:lines], block.whole)
    return Survey(first_line, size, judged, starts, kept, refused)
