"""Bank CSV in the bank's own layout: found by its columns, put into the default layout, and read as that (contract.md §3.4, formats.md §8).

Lines keep their numbers: what stands in front of the header, and what a footer says, are blank lines for the reader.
"""

import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from stdnum import iban

from pipelines.landing import csv_files
from pipelines.landing.cfonb_fields import iban_of
from pipelines.landing.decoding import Column, RejectedFileError, Slice, Source
from pipelines.profiles import Profile

_LINES_BEFORE = 60  # in which a header is looked for
_SEPARATORS = ";,\t"
_IBAN = re.compile(r"\b[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b")
_FRENCH = re.compile(r"\b([0-9]{5}) ?([0-9]{5}) ?([0-9A-Z]{11}) ?[0-9]{2}\b")
_GROUPED = {",": r"^([+-]?)([0-9]{1,3}(?:[ .\x{a0}\x{202f}'][0-9]{3})+|[0-9]+)(?:,([0-9]+))?$",
            ".": r"^([+-]?)([0-9]{1,3}(?:[ ,\x{a0}\x{202f}'][0-9]{3})+|[0-9]+)(?:\.([0-9]+))?$"}  # fmt: skip


@dataclass(frozen=True)
class _Found:
    """A profile and where its header stands: its physical line, from 1, and what stands before it."""

    profile: Profile
    line: int
    before: str


def decode(source: Source) -> Iterator[Slice]:
    """The rows of a bank CSV, in the default layout or by the profile whose columns it has.

    Raises RejectedFileError, possibly after some slices.
    """
    found = _profile_of(source)
    if found is None:
        yield from _decode_default(source)
        return
    with _in_default_order(source, found) as plain:
        for piece in csv_files.decode(plain):
            yield Slice(_told(piece.rows, found, source.name), piece.refused, piece.warnings)


def _decode_default(source: Source) -> Iterator[Slice]:
    try:
        yield from csv_files.decode(source)
    except RejectedFileError as fault:
        hint = _nearest(source) if fault.code == "MISSING_COLUMN" else ""
        raise RejectedFileError(fault.code, fault.sentence + hint) from fault


def _nearest(source: Source) -> str:
    """Which profile the file comes nearest to, and what it lacks of that; at least two columns must be there."""
    best, told = 1, ""
    for name, profile in source.rules.bank_profiles.items():
        for line in _first_lines(source.path, profile.encoding):
            lacking = [header for header in profile.columns.values() if _folded(header) not in _cells(line)]
            if (there := len(profile.columns) - len(lacking)) > best:
                best = there
                told = f"; it comes nearest to the profile {name}" + (
                    f", which needs {', '.join(lacking)} too" if lacking else ""
                )
    return told


def raw_lines(source: Source, line_numbers: list[int]) -> pl.DataFrame:
    """The records that start on these lines as they stand in the file: `line_number`, `raw_row`."""
    found = _profile_of(source)
    if found is None:
        return csv_files.raw_lines(source, line_numbers)
    with _in_default_order(source, found) as plain:
        return csv_files.raw_lines(plain, line_numbers)


def columns_known(source: Source) -> int:
    """How many columns of the file the profile knows that would read it; 0 without one."""
    found = _profile_of(source)
    return len(found.profile.columns) if found else 0


def _profile_of(source: Source) -> _Found | None:
    """The profile of which the file has most columns, all of them; none for the default layout."""
    found = list[_Found]()
    for profile in source.rules.bank_profiles.values():
        if re.search(profile.files, source.name):
            lines = _first_lines(source.path, profile.encoding)
            at = next((number for number, line in enumerate(lines) if _is_header(line, profile)), None)
            if at is not None:
                found.append(_Found(profile, at + 1, "".join(lines[:at])))
    return max(found, key=lambda it: len(it.profile.columns), default=None)


def _first_lines(path: Path, encoding: str) -> list[str]:
    try:
        with path.open(encoding=encoding, errors="replace", newline="") as file:
            return list(islice(file, _LINES_BEFORE))
    except UnicodeError:  # UTF-16 needs a byte order mark, whatever is replaced
        return []


def _is_header(line: str, profile: Profile) -> bool:
    return {_folded(header) for header in profile.columns.values()} <= _cells(line)


def _cells(line: str) -> set[str]:
    return {_folded(cell.strip().strip('"')) for cell in re.split(f"[{_SEPARATORS}]", line.removeprefix("\ufeff"))}


def _folded(header: str) -> str:
    """Without case, accents and double blanks: banks change these from year to year."""
    plain = unicodedata.normalize("NFKD", header.casefold())
    return " ".join("".join(letter for letter in plain if not unicodedata.combining(letter)).split())


@contextmanager
def _in_default_order(source: Source, found: _Found) -> Iterator[Source]:
    """The file in UTF-8, its header in the place of the first line that is not blank, with the profile's columns."""
    footer = re.compile(found.profile.footer or r"(?!)")
    with TemporaryDirectory(prefix="closeout-bank-") as folder:
        plain = Path(folder) / "plain.csv"
        with (
            source.path.open(encoding=found.profile.encoding, newline="") as lines,
            plain.open("w", encoding="utf-8", newline="") as target,
        ):
            try:
                for number, line in enumerate(lines, start=1):
                    text = _folded_header(line) if number == found.line else line
                    target.write(_end_of(line) if number < found.line or footer.match(line) else text)
            except UnicodeError as fault:
                told = getattr(fault, "reason", fault)
                sentence = f"the file is not {found.profile.encoding}, as its profile says ({told}); see closeout.toml"
                raise RejectedFileError("BAD_ENCODING", sentence) from fault
        columns = tuple(Column(name, _folded(header), required=True) for name, header in found.profile.columns.items())
        yield Source(plain, source.name, columns, source.rules)


def _folded_header(line: str) -> str:
    cells = re.split(f"([{_SEPARATORS}])", line.removeprefix("\ufeff").rstrip("\r\n"))
    return "".join(cell if cell in _SEPARATORS else _folded(cell.strip('"')) for cell in cells) + _end_of(line)


def _end_of(line: str) -> str:
    return line[len(line.rstrip("\r\n")) :]


def _told(rows: pl.DataFrame, found: _Found, name: str) -> pl.DataFrame:
    """The rows of a profile as columns of the default layout."""
    profile, told = found.profile, rows
    for field, pattern in profile.texts.items():
        if field not in told.columns and "remittance_information" in told.columns:
            found_text = pl.col("remittance_information").str.extract(pattern, 1).str.strip_chars().replace("", None)
            told = told.with_columns(found_text.alias(field))
    account = profile.account or _account_in(found.before) or _account_in(name.upper())
    for field, constant in (("account_iban", account), ("currency", profile.currency or None)):
        if field not in told.columns:
            told = told.with_columns(pl.lit(constant, pl.String).alias(field))
    dates = [_day(field, profile).alias(field) for field in ("booking_date", "value_date") if field in told.columns]
    return told.with_columns(*dates, amount=_amount(profile)).drop("debit", "credit", strict=False)


def _account_in(text: str) -> str | None:
    """The account that a text names: an IBAN, or a French account number as its IBAN."""
    if (found := _IBAN.search(text)) and iban.is_valid(found[0]):
        return "".join(found[0].split())
    french = _FRENCH.search(text)
    return iban_of("".join(french.groups())) if french else None


def _day(field: str, profile: Profile) -> pl.Expr:
    """ISO 8601; what is no such day stays as it is and is refused."""
    read = pl.col(field).str.to_date(profile.dates, strict=False).cast(pl.String)
    return pl.coalesce(read, pl.col(field))


def _amount(profile: Profile) -> pl.Expr:
    if "amount" in profile.columns:
        return _number("amount", profile)
    debit, credit = (
        _number(name, profile) if name in profile.columns else pl.lit(None, pl.String) for name in ("debit", "credit")
    )
    out = pl.when(debit.str.contains("^[+-]?[0-9.]+$")).then("-" + debit.str.strip_chars_start("+-")).otherwise(debit)
    both = pl.when(_is_zero(debit)).then(credit).when(_is_zero(credit)).then(out)
    # Of two amounts on one line nobody knows which one moved.
    return (
        pl.when(credit.is_null())
        .then(out)
        .when(debit.is_null())
        .then(credit)
        .otherwise(pl.coalesce(both, credit + " / " + debit))
    )


def _is_zero(number: pl.Expr) -> pl.Expr:
    return number.str.contains(r"^[+-]?0+(\.0*)?$").fill_null(value=False)


def _number(name: str, profile: Profile) -> pl.Expr:
    """`2.000,50` as 2000.50; what is no such number stays as it is and is refused."""
    text, pattern = pl.col(name).str.strip_chars(), _GROUPED[profile.decimal]
    whole = text.str.extract(pattern, 2).str.replace_all(r"[^0-9]", "")
    decimals = pl.lit(".") + text.str.extract(pattern, 3)
    read = text.str.extract(pattern, 1) + whole + decimals.fill_null("")
    # `1.23` is no number with a decimal comma, and must not be read as one with a point.
    return pl.coalesce(read, text + f" (no number with a decimal {profile.decimal})")
