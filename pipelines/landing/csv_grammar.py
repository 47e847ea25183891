"""What a record of CSV is: a pattern that whole lines match, and a slow reading that tells what is wrong with others.

Cells are quoted as RFC 4180 says. A quote inside a cell that does not begin with one is data (`5" pipe`); one blank may
stand before an opening quote and any number behind a closing one, because DuckDB's reader takes exactly that.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

MOST_COLUMNS = 1_000  # beyond about 2,000 the pattern of a line is larger than Polars compiles
_MOST_PLAIN = 300  # that of a plain line is so at 1,000 columns; at 950 it still compiles
_NEVER = r"[^\s\S]"
RECORD_BYTES = 1 << 20  # a quoted cell with line breaks that goes on for longer was never closed

_CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f"
_IN_QUOTES = re.compile(f"[{_CONTROL}]".encode())
_OUTSIDE = re.compile(f"[{_CONTROL}\\r\\n]".encode())
# Atomic groups and no possessive ones: Python up to 3.11.4 forgets where a possessive group of alternatives stood.
_QUOTED = re.compile(rb' ?"(?>(?:[^"]++|"")*)" *+')
_UNCLOSED = re.compile(rb' ?"(?>(?:[^"]++|"")*)\Z')


class Fault(NamedTuple):
    """Why a record is refused: a code of contract.md §2, the index of its cell (None: behind the last column), why."""

    code: str
    cell: int | None
    sentence: str


class Record(NamedTuple):
    """One reading of a record; a blank line has no cells.

    `end`: offset behind its line end, of a record with broken quotes behind its first line. `open`: its quotes are
    broken because the text ends inside them. `good`: it is a row.
    """

    end: int
    cells: tuple[bytes, ...] = ()
    fault: Fault | None = None
    open: bool = False
    good: bool = False


@dataclass(frozen=True)
class Grammar:
    """One file's kind of CSV.

    `separator`: one character. `newline`: what ends a physical line (LF, also behind CR; CR where a file has no LF).
    `columns`: how many cells a record has.
    """

    separator: str
    newline: bytes
    columns: int

    @cached_property
    def plain_line(self) -> str:
        """Polars pattern of a line that is a record to every reader of CSV, without blanks around what its cells hold."""
        inside = f'{self.separator}\\r\\n"{_CONTROL}'
        data = rf"[^\s{inside}](?:[^{inside}]*[^\s{inside}])?"
        if self.columns == 1:  # an empty cell alone is a blank line to some
            return rf"^{data}\r?\n?$"
        if self.columns > _MOST_PLAIN:
            return _NEVER
        letter = rf'(?:[^\s"{_CONTROL}]|"")'
        cell = rf'(?:{data}|"(?:{letter}(?:(?:[^\r\n"{_CONTROL}]|"")*{letter})?)?"|)'
        return rf"^{cell}(?:{self.separator}{cell}){{{self.columns - 1}}}\r?\n?$"

    @cached_property
    def whole_line(self) -> str:
        """Polars pattern of a line that is a record by itself, its line end included.

        It is no record where cells are missing or left over, quotes are broken or a control character stands in it.
        """
        no_data = f"{self.separator}\\r\\n{_CONTROL}"
        data = f'{self._blanks}[^" \\t{no_data}][^{no_data}]*'
        quoted = f' ?"(?:[^"\\n{_CONTROL}]|"")*" *'
        if self.columns == 1:  # a line of blanks is no row
            return f"^(?:{data}|{quoted})\\r?\\n?$"
        cell = f"(?:{data}|{quoted}|{self._blanks})"
        return f"^{cell}(?:{self.separator}{cell}){{{self.columns - 1}}}\\r?\\n?$"

    @property
    def _blanks(self) -> str:
        return " *" if self.separator == "\t" else r"[ \t]*"

    @cached_property
    def _opening(self) -> re.Pattern[bytes]:
        return re.compile(f'{self._blanks}"'.encode())

    @cached_property
    def _data(self) -> re.Pattern[bytes]:
        inner = rb"[^%b\r\n]|\r(?!\n|\Z)" if self.newline == b"\n" else rb"[^%b\r]"
        return re.compile(rb"(?>(?:" + inner % self.separator.encode() + rb")*)")

    @cached_property
    def _line_end(self) -> re.Pattern[bytes]:
        return re.compile(rb"\r?\n|\r?\Z" if self.newline == b"\n" else rb"\r|\Z")

    @cached_property
    def _blank(self) -> re.Pattern[bytes]:
        return re.compile(rb"%b(?:%b)" % (self._blanks.encode(), self._line_end.pattern))

    @cached_property
    def _sound_cell(self) -> bytes:
        """Like a cell of whole_line, over several lines; what it takes it never gives back: no text makes it slow."""
        none = (self.separator.encode(), _CONTROL.encode())
        data = rb'%b+[^" \t%b\r\n%b][^%b\r\n%b]*+' % (self._blanks.encode(), *none, *none)
        return rb'(?> ?"(?>(?:[^"%b]++|"")*)" *+|%b|%b+)' % (none[1], data, self._blanks.encode())

    def _sound_record(self, others: str) -> re.Pattern[bytes]:
        """A record without broken quotes and control characters; `others`: how many cells follow the first."""
        following = rb"(?>(?:%b%b)%b)" % (self.separator.encode(), self._sound_cell, others.encode())
        return re.compile(self._sound_cell + following + rb"(?:%b)" % self._line_end.pattern)

    @cached_property
    def _good(self) -> re.Pattern[bytes]:
        return self._sound_record(f"{{{self.columns - 1}}}")

    @cached_property
    def _sound(self) -> re.Pattern[bytes]:
        return self._sound_record("*")

    @cached_property
    def _next_cell(self) -> re.Pattern[bytes]:
        return re.compile(rb"%b(%b)" % (self.separator.encode(), self._sound_cell))

    def good_end(self, text: bytes, start: int) -> int | None:
        """Offset behind the record that begins at `start`, None where that is a blank line, broken or very long."""
        record = self._good.match(text, start)
        if record is None or record.end() - start > RECORD_BYTES or self._blank.match(text, start):
            return None
        return record.end()

    def line_end(self, text: bytes, start: int) -> int:
        """Offset behind the physical line that begins at `start`."""
        return text.find(self.newline, start) + 1 or len(text)

    def record(self, text: bytes, start: int) -> Record:
        """The record that begins at `start`, whatever its number of cells."""
        if blank := self._blank.match(text, start):
            return Record(blank.end())
        sound = self._sound.match(text, start)
        if sound and sound.end() - start <= RECORD_BYTES:
            return self._counted(sound.end(), self._next_cell.findall(self.separator.encode() + sound[0]), None)
        return self._unsound(text, start)

    def _unsound(self, text: bytes, start: int) -> Record:
        """Cell by cell, to tell where it breaks."""
        at, cells, control = start, list[bytes](), None
        while True:
            end = self._cell_end(text, at)
            if end is None:
                return self._broken(text, start, len(cells))._replace(open=_UNCLOSED.match(text, at) is not None)
            control = control or self._control(text, at, end, len(cells))
            cells.append(text[at:end])
            if ends := self._line_end.match(text, end):
                return self._counted(ends.end(), cells, control)
            at = end + 1

    def reread(self, text: bytes, start: int, record: Record) -> Record:
        """A record that went over several lines, as one line whose quote is never closed."""
        return self._broken(text, start, next(i for i, cell in enumerate(record.cells) if self.newline in cell))

    def _broken(self, text: bytes, start: int, cell: int) -> Record:
        sentence = "a quote opens here and is not closed as it should be"
        return Record(self.line_end(text, start), fault=Fault("BROKEN_QUOTES", cell, sentence))

    def _cell_end(self, text: bytes, at: int) -> int | None:
        """Where the cell ends: before a separator or a line end; None where its quotes are broken."""
        if not self._opening.match(text, at):
            data = self._data.match(text, at)
            return data.end() if data else None
        cell = _QUOTED.match(text, at)
        if cell is None or (cell.end() - at > RECORD_BYTES and self.newline in cell[0]):
            return None
        closed = text.startswith(self.separator.encode(), cell.end()) or self._line_end.match(text, cell.end())
        return cell.end() if closed else None

    def _counted(self, end: int, cells: list[bytes], fault: Fault | None) -> Record:
        if len(cells) != self.columns:
            missing = len(cells) if len(cells) < self.columns else None
            fault = Fault("CELL_COUNT", missing, f"the header has {self.columns} cells, the row {len(cells)}")
        return Record(end, tuple(cells), fault, good=fault is None)

    def _control(self, text: bytes, start: int, end: int, cell: int) -> Fault | None:
        found = (_IN_QUOTES if self._opening.match(text, start) else _OUTSIDE).search(text, start, end)
        return found and Fault("CONTROL_CHARACTER", cell, f"the character U+{found[0][0]:04X} stands in the cell")

    def value(self, cell: bytes) -> str:
        """The text of a cell of UTF-8, without surrounding blanks, quotes and their doubling."""
        text = cell.decode().strip()
        return text[1:-1].replace('""', '"').strip() if self._opening.match(cell) else text
