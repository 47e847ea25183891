"""MT940, the statement of SWIFT, as a stream: a row is a `:61:` with what `:86:` and `:NS:` say of it (formats.md §6)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl
from stdnum import iban

from pipelines.landing.decoding import STATEMENT_SCHEMA, RejectedFileError, Slice, Source, encoding_of, listed
from pipelines.landing.mt940_rows import Cells, rows_of
from pipelines.landing.mt940_tags import Tag, balance_of, movement_of, tags_of
from schemas.currencies import DECIMALS

SLICE_ROWS = 50_000
_LOOKS_LIKE = re.compile(rb"^:(?:20|25|28C?|6[0-5][FM]?|86|NS):", re.MULTILINE)
_INTERIM = re.compile(rb"^:(?:34F|13D):", re.MULTILINE)
_BALANCES = re.compile(rb"^:6[02][FM]?:", re.MULTILINE)
_GERMAN = re.compile(r"([0-9]{8})/([0-9]{1,10})")
_ACCOUNT_BEHIND = re.compile(r"(.*[0-9])\s*([A-Z]{3})")


def kind(head: bytes) -> str | None:
    """What a file that begins so is: `mt940`, `mt942` (an interim report), or neither."""
    if not _LOOKS_LIKE.search(head):
        return None
    return "mt942" if _INTERIM.search(head) and not _BALANCES.search(head) else "mt940"


def decode(source: Source) -> Iterator[Slice]:
    """The movements in the order of the file, at least one slice; a file may be rejected after slices were handed over.

    `line_number` is the physical line of the `:61:`. A tag that is not what it should be rejects the file with its line.
    """
    encoding = encoding_of(source.path, "utf-8-sig", "cp1252")  # cp1252 is what Windows writes
    stream = _Stream(_closing_days(source.path, encoding), source.rules.mt940_variants)
    for tag in tags_of(source.path, encoding):
        stream.take(tag)
        if len(stream.movements) >= SLICE_ROWS:
            yield stream.slice()
    stream.end()
    if not stream.has_account:
        raise RejectedFileError("BROKEN_STATEMENT", "no statement names its account (:25:); fetch the file again")
    yield stream.slice()


def _closing_days(path: Path, encoding: str) -> list[str | None]:
    """For every `:20:` the day of the last `:62:` before the next one: rows say until when their statement tells."""
    days: list[str | None] = [None]
    with path.open(encoding=encoding) as file:
        for line in file:
            if line.startswith((":20:", ":62")):
                if line.startswith(":20:"):
                    days.append(None)
                else:
                    days[-1] = _day(line.split(":", 2)[2][1:7])
    return days


def _day(text: str) -> str:
    return f"20{text[:2]}-{text[2:4]}-{text[4:6]}"


@dataclass
class _Statement:
    """What was told so far of the statement that is being read; `at`: which one of its file it is."""

    at: int = 0
    line: int = 0
    account: str | None = None
    currency: str | None = None
    number: str | None = None
    page: str | None = None
    opening: str | None = None
    closing: str | None = None

    @property
    def id(self) -> str:
        """The same for its pages, which share their number; some banks give none, or 0."""
        return f"{self.number or f'#{self.at}'}|{self.account or ''}"


@dataclass
class _Stream:
    """A file on its way into slices. `days`: by statement; `variants`: by account, how its bank writes `:61:`."""

    days: list[str | None]
    variants: Mapping[str, str]
    movements: list[Cells] = field(default_factory=list)
    has_account: bool = False
    _told: list[tuple[int | str | None, ...]] = field(default_factory=list)
    _now: _Statement = field(default_factory=_Statement)
    _moved: Tag | None = None
    _heading: tuple[str | None, str | None, str, str | None] | None = None
    _details: list[str] = field(default_factory=list)
    _more: list[str] = field(default_factory=list)
    _lacking: dict[str, list[int]] = field(default_factory=lambda: {"an opening": [], "a closing": []})

    def take(self, tag: Tag) -> None:
        """The next tag. Texts that follow no movement tell of none: they are forgotten where one begins."""
        group = tag.name[:2]
        if group == "86":
            self._details.append(tag.text)
        elif group == "NS":
            self._more.append(tag.text)
        else:
            self._end_movement()
            if group == "61":
                self._moved, self._details, self._more = tag, [], []
            else:
                self._tell(group, tag)

    def _tell(self, group: str, tag: Tag) -> None:
        """What a tag says of the statement."""
        self._heading = None
        if group == "20":
            self._end_statement()
            self._now = _Statement(self._now.at + 1, tag.line)
        elif group == "25":
            self._name_account(tag)
        elif group == "28":
            number, _, page = tag.text.partition("/")
            self._now.number, self._now.page = number.strip().lstrip("0") or None, page.strip() or None
        elif group in {"60", "62"}:
            self._balance(tag)

    def end(self) -> None:
        """The file has ended."""
        self._end_movement()
        self._end_statement()

    def slice(self) -> Slice:
        """What was read since the last one."""
        rows = rows_of(self.movements)
        statements = pl.DataFrame(self._told, STATEMENT_SCHEMA, orient="row")
        warnings = tuple(
            f"statements without {balance} balance are not controlled: line {listed(lines)}"
            for balance, lines in self._lacking.items()
            if lines
        )
        self.movements, self._told, self._lacking = [], [], {balance: [] for balance in self._lacking}
        return Slice(rows, warnings=warnings, statements=statements)

    def _name_account(self, tag: Tag) -> None:
        if self._now.account:
            sentence = (
                f"line {tag.line} names another account (:25:{tag.text[:40]}) in one statement; fetch the file again"
            )
            raise RejectedFileError("BROKEN_STATEMENT", sentence)
        self._now.account, self._now.currency = _account(tag.text)
        self.has_account |= self._now.account is not None

    def _balance(self, tag: Tag) -> None:
        mark, currency, amount = balance_of(tag)
        amount = ("-" if mark == "D" else "") + amount
        self._now.currency = self._now.currency or currency
        if tag.name.startswith("60"):
            self._now.opening = self._now.opening or amount
        else:
            self._now.closing = amount

    def _end_movement(self) -> None:
        if self._moved is None:
            return
        now, moved = self._now, self._moved
        parts = movement_of(moved, self.variants.get(now.account or "", "STANDARD"))
        if self._heading is None:
            self._heading = (now.account, now.currency, now.id, self.days[now.at])
        details, more = "\n".join(self._details) or None, "\n".join(self._more) or None
        self.movements.append((*self._heading, moved.line, moved.text, details, more, *parts))
        self._moved = None

    def _end_statement(self) -> None:
        now = self._now
        if not now.line and now.opening is None and now.closing is None:
            return
        for balance, told in (("an opening", now.opening), ("a closing", now.closing)):
            if told is None:
                self._lacking[balance].append(now.line)
        self._told.append(
            (
                now.line,
                now.account,
                now.id,
                now.number,
                now.page,
                now.number,
                self.days[now.at],
                now.currency,
                now.opening,
                now.closing,
            )
        )


def _account(text: str) -> tuple[str | None, str | None]:
    """The account, and the currency where it stands behind: an IBAN, another number, or a German bank and account as its IBAN."""
    written, currency = "".join(text.split()).upper(), None
    if (found := _ACCOUNT_BEHIND.fullmatch(written)) and found[2] in DECIMALS:
        written, currency = found[1], found[2]
    if iban.is_valid(behind_bic := written.partition("/")[2]):
        written = behind_bic
    if german := _GERMAN.fullmatch(written):
        number = f"{german[1]}{int(german[2]):010}"
        written = f"DE{iban.calc_check_digits('DE00' + number)}{number}"
    return written or None, currency
