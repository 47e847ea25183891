"""Bank statements in camt.053 and notifications in camt.054, every version, as a stream: the door of `camt_*.py` (formats.md §5).

Here: which message a file is, and its entries put together to slices. What a statement or an entry means is said in
`camt_statement.py` and `camt_entry.py`, what is wrong with a file in `camt_xml.py`.
"""

from collections.abc import Iterator
from dataclasses import astuple, dataclass, field
from itertools import repeat
from pathlib import Path

import polars as pl
from lxml import etree
from lxml.etree import _Element

from pipelines.landing.camt_entry import Row, rows_of
from pipelines.landing.camt_paths import paths
from pipelines.landing.camt_statement import Heading, heading_of
from pipelines.landing.camt_xml import Prologue, closed_elements, prologue
from pipelines.landing.decoding import REFUSED_SCHEMA, STATEMENT_SCHEMA, RejectedFileError, Slice, Source
from pipelines.landing.kinds import unsupported

SLICE_ROWS = 20_000

# The element of a message says what a message is, also where there is no namespace, or one of another message.
_MESSAGES = {
    "BkToCstmrStmt": "camt.053",
    "BkToCstmrAcctRpt": "camt.052",
    "BkToCstmrDbtCdtNtfctn": "camt.054",
    "CstmrCdtTrfInitn": "pain.001",
    "CstmrPmtStsRpt": "pain.002",
    "CstmrDrctDbtInitn": "pain.008",
}
# What is read, and the element that holds its entries.
_READ = {"camt.053": "Stmt", "camt.054": "Ntfctn"}

_COLUMNS = ("account_iban", "statement_id", "statement_date", *Row._fields[1:])
_SCHEMA = {"line_number": pl.Int64} | dict.fromkeys(_COLUMNS, pl.String)
_RAW = (
    "account_iban", "booking_date", "value_date", "amount", "currency", "payer_name", "payer_iban",
    "remittance_information", "structured_reference", "end_to_end_id", "bank_reference", "entry_status",
)  # fmt: skip

Cells = tuple[int | str | None, ...]


def kind(path: Path) -> str:
    """What an XML file is: `camt.053`, another ISO 20022 message (`camt.052`, `pain.001`), or `xml`.

    Raises RejectedFileError for a DOCTYPE and for what is no XML up to there.
    """
    return _kind(prologue(path, _MESSAGES))


def decode(source: Source) -> Iterator[Slice]:
    """The entries of a camt.053 or camt.054 file as slices of at most 20,000 text rows, at least one slice, which may be empty.

    `line_number` counts rows (an entry, or a transfer of a batch) over the whole file from 1, refused ones too; that of
    a statement counts statements. `raw_row` is the row's main fields as `key=value; ...`: writing every entry out as XML
    again would cost as much as reading it. A file may be rejected after slices were handed over (TRUNCATED is known at
    its end): then they count for nothing.
    """
    start = prologue(source.path, _MESSAGES)
    if (name := _kind(start)) not in _READ:
        raise unsupported(name, start.root)
    stream, slices = _Stream(), 0
    for element in closed_elements(
        source.path, start.root, ("{*}Ntry", *(f"{{*}}{container}" for container in _READ.values()))
    ):
        for row in stream.rows(element):
            stream.keep(row)
            if stream.full():
                slices += 1
                yield stream.take()
    if not stream.has_account:
        what = (
            "no statement names its account (Acct/Id)"
            if stream.statements
            else "there is no statement (Stmt) or notification (Ntfctn)"
        )
        raise RejectedFileError("BROKEN_STATEMENT", f"{what}; fetch the file again from the bank")
    if not slices or not stream.empty():
        yield stream.take()


def _kind(start: Prologue) -> str:
    return _MESSAGES.get(start.element or "") or start.message or "xml"


@dataclass
class _Stream:
    """The entries of a file on their way into slices, and the statement they stand in."""

    lines: int = 0
    statements: int = 0
    has_account: bool = False
    _told: list[Cells] = field(default_factory=list)
    _kept: list[Cells] = field(default_factory=list)
    _refused: list[tuple[Cells, str, str]] = field(default_factory=list)
    _open: _Element | None = None
    _heading: Heading | None = None
    _cells: Cells = ()
    _last: _Element | None = None
    _closed: _Element | None = None

    def rows(self, element: _Element) -> list[Row]:
        """The rows of an entry; of a statement that closes, none."""
        parent = element.getparent()
        if not _is(element, "Ntry"):
            self._close(element)
            return []
        if parent is None or not (parent is self._open or _is(parent, *_READ.values())):
            return []
        heading = self._heading_of(parent)
        found = rows_of(element, heading)
        self._last = _emptied(element, self._last)
        return found

    def keep(self, row: Row) -> None:
        """Put a row into the slice, or among its refused rows."""
        self.lines += 1
        cells = (self.lines, *self._cells, *row[1:])
        if row.faults:
            self._refused.append((cells, row.faults[0][0], "; ".join(reason for _, reason in row.faults)))
        else:
            self._kept.append(cells)

    def full(self) -> bool:
        """Whether the slice must be taken."""
        return len(self._kept) + len(self._refused) >= SLICE_ROWS

    def empty(self) -> bool:
        """Whether the slice holds nothing."""
        return not self._kept and not self._refused and not self._told

    def take(self) -> Slice:
        """The slice, and an empty one in its place."""
        refused = _frame([cells for cells, _, _ in self._refused]).with_columns(
            pl.Series("column_name", [column for _, column, _ in self._refused], pl.String),
            pl.Series("reason", [reason for _, _, reason in self._refused], pl.String),
        )
        statements = pl.DataFrame(self._told, STATEMENT_SCHEMA, orient="row")
        piece = Slice(_frame(self._kept), refused.select(*REFUSED_SCHEMA), statements=statements)
        self._kept, self._refused, self._told = [], [], []
        return piece

    def _heading_of(self, statement: _Element) -> Heading:
        if self._heading is None or statement is not self._open:
            self._open, self._last = statement, None
            self.statements += 1
            self._heading = heading_of(statement, paths(etree.QName(statement).namespace), self.statements)
            told = self._heading.statement
            self._cells = (told.account_iban, told.statement_id, told.statement_date)
        return self._heading

    def _close(self, statement: _Element) -> None:
        told = self._heading_of(statement).statement
        if not _is(statement, _READ["camt.054"]):  # a notification says nothing of what the account holds
            self._told.append((self.statements, *astuple(told)))
        self.has_account |= told.account_iban is not None
        self._closed = _emptied(statement, self._closed)
        self._open = self._last = None


def _emptied(element: _Element, before: _Element | None) -> _Element:
    """The element without its content, and without the one of its kind before it.

    It stays itself: the parser may still be writing behind it, and entries get lost (architecture.md). Content goes
    first, because lxml takes quadratic time to remove an element that is full (100,000 transfers in a batch: minutes).
    """
    element.clear(keep_tail=True)
    if before is not None and (parent := before.getparent()) is not None:
        parent.remove(before)
    return element


def _is(element: _Element, *names: str) -> bool:
    return str(element.tag).rpartition("}")[2] in names


def _frame(rows: list[Cells]) -> pl.DataFrame:
    """The rows with `raw_row`, their main fields in one text. By columns: half the time of `orient="row"`."""
    columns = zip(*rows, strict=True) if rows else repeat(())
    cells = [pl.Series(name, cells, kind) for (name, kind), cells in zip(_SCHEMA.items(), columns, strict=False)]
    told = [pl.format("{}={}", pl.lit(name), name) for name in _RAW]
    return pl.DataFrame(cells).with_columns(pl.concat_str(told, separator="; ", ignore_nulls=True).alias("raw_row"))
