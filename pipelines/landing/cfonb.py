"""CFONB 120, the French bank statement: 120 characters a record, read by columns (formats.md §7).

A record is an opening balance (01), a movement (04), a complement of the movement before it (05) or a closing balance (07).
A row is a movement. Banks send the records with and without line ends.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import polars as pl
from stdnum import iban

from pipelines.landing.cfonb_records import CLOSING, COMPLEMENT, MOVEMENT, encoding_of, whole_movements
from pipelines.landing.decoding import Slice, Source

_KINDS = {
    "cfonb120": re.compile(rb"\s*0[1457][0-9A-Z]{5}.{4}[0-9A-Z]{5}(?:[A-Z]{3}|   )[0-9 ].[0-9A-Z]{11}"),
    "cfonb240": re.compile(rb"\s*3[149][0-9A-Z ]{8}[^\r\n]{230}(?![^\r\n])"),
}
_CONTROL = r"[\x00-\x1f\x7f]"
_ACCOUNT = re.compile(r"[0-9]{10}[0-9A-Z]{11}")
_MOST_LINES = 5  # that a warning names
# The last character of an amount is its last digit and its sign; `é` and `è` are the brackets on a French keyboard of old.
_LAST_DIGIT = {letter: str(digit) for letters in ("{ABCDEFGHI", "}JKLMNOPQR") for digit, letter in enumerate(letters)}
_LAST_DIGIT |= {"é": "0", "è": "0"}
_NEGATIVE = [*"}JKLMNOPQR", "è"]
_KEY_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")


def kind(head: bytes) -> str | None:
    """What a file that begins so is: `cfonb120`, `cfonb240` (notices, no statement), or neither."""
    return next((name for name, pattern in _KINDS.items() if pattern.match(head)), None)


def decode(source: Source) -> Iterator[Slice]:
    """The movements in the order of the file, at least one slice; a file may be rejected after slices were handed over.

    `line_number` is the physical line of the movement, in a file without line ends the position of its record.
    Raises RejectedFileError where a record is none of CFONB 120.
    """
    encoding = encoding_of(source.path)
    closings, warnings = _survey(source.path, encoding)
    for records in whole_movements(source.path, encoding):
        sound, refused = _sifted(records)
        yield Slice(_rows(sound, closings), refused, warnings)
        warnings = ()


def _sifted(records: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The records without movements that hold a control character, and these as refused rows."""
    of_movement = (pl.col("code") == MOVEMENT) | ((pl.col("code") == COMPLEMENT) & _of_movement())
    held = records.filter(pl.col("record").str.contains(_CONTROL) & of_movement)
    is_held = pl.col("movement").is_in(held["movement"].unique().implode())
    refused = records.filter(is_held & (pl.col("code") == MOVEMENT)).select(
        "line_number",
        column_name=pl.lit(None, pl.String),
        reason=pl.lit("CONTROL_CHARACTER: the movement, or a complement of it, holds a control character"),
        raw_row=pl.col("record").str.strip_chars_end(),
    )
    return records.filter(~(is_held & of_movement)), refused


def _survey(path: Path, encoding: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """What is known at the end of the file: the day up to which each statement tells its account, and what stands astray.

    Whatever has a place is read.
    """
    closings, lost, outside = [], list[int](), list[int]()
    for records in whole_movements(path, encoding):
        day = _date(35, 40).str.to_date("%Y-%m-%d", strict=False).cast(pl.String)
        closings.append(records.filter(pl.col("code") == CLOSING).select("statement", statement_date=day))
        lost.extend(records.filter((pl.col("code") == COMPLEMENT) & ~_of_movement())["line_number"])
        outside.extend(records.filter((pl.col("code") == MOVEMENT) & (pl.col("statement") == 0))["line_number"])
    found = {
        "complements without a movement before them are not read": lost,
        "movements before the first opening balance": outside,
    }
    warnings = (f"{told}: line {_listed(lines)}" for told, lines in found.items() if lines)
    return pl.concat(closings).unique("statement", keep="last", maintain_order=True), tuple(warnings)


def _listed(lines: list[int]) -> str:
    told, left = ", ".join(map(str, lines[:_MOST_LINES])), len(lines) - _MOST_LINES
    return told if left <= 0 else f"{told} and {left} more"


def _of_movement() -> pl.Expr:
    """Whether a complement has a movement before it."""
    return (pl.col("behind") == MOVEMENT).fill_null(value=False)


def _texts(records: pl.DataFrame) -> pl.DataFrame:
    """What the complements tell, one row per movement that has any."""
    told = records.filter((pl.col("code") == COMPLEMENT) & _of_movement()).select(
        "movement", qualifier=_field(46, 48), text=pl.col("record").str.slice(48, 70)
    )
    of = pl.col("text").filter
    return told.group_by("movement", maintain_order=True).agg(
        payer_name=of(pl.col("qualifier") == "NPY").first().str.strip_chars(),
        # The text goes on in the next complement, in the midst of a word: it is joined before it is trimmed.
        remittance=of(pl.col("qualifier").is_in(["LCC", "LC2"])).str.join("").str.strip_chars(),
        structured_reference=of(pl.col("qualifier") == "LCS").first().str.strip_chars(),
        end_to_end_id=of(pl.col("qualifier") == "RCN").first().str.slice(0, 35).str.strip_chars(),
        more=of(pl.col("qualifier") == "LIB").str.strip_chars().str.join(" "),
        original=of(pl.col("qualifier") == "MMO").first(),
    )


def _field(first: int, last: int) -> pl.Expr:
    """A field by its columns, counted from 1 as the standard does, without the blanks around it."""
    return pl.col("record").str.slice(first - 1, last - first + 1).str.strip_chars()


def _rows(records: pl.DataFrame, closings: pl.DataFrame) -> pl.DataFrame:
    """One row per movement, with the columns of a bank line as text, null where nothing stands."""
    movements = (
        records.filter(pl.col("code") == MOVEMENT)
        .join(_texts(records), on="movement", how="left", maintain_order="left")
        .join(closings, on="statement", how="left", maintain_order="left")
    )
    accounts = movements.select(_account()).to_series()
    currency = pl.when(_field(17, 19) == "").then(pl.lit("EUR")).otherwise(_field(17, 19))
    ibans = {told: _iban(told) for told in accounts.unique()}
    rows = movements.select(
        "line_number",
        accounts.replace_strict(ibans, return_dtype=pl.String).alias("account_iban"),
        booking_date=_date(35, 40),
        value_date=pl.when(_field(43, 48) != "000000").then(_date(43, 48)),
        amount=_amount(pl.col("record").str.slice(90, 14), _decimals(_field(20, 20))),
        currency=currency,
        payer_name="payer_name",
        remittance_information=pl.coalesce(
            pl.when(pl.col("remittance") != "").then(pl.col("remittance")),
            pl.concat_str(_field(49, 79), "more", separator=" ", ignore_nulls=True).str.strip_chars(),
        ),
        end_to_end_id="end_to_end_id",
        bank_reference=pl.when(_field(105, 120).str.contains("[^0]")).then(_field(105, 120)),
        structured_reference="structured_reference",
        return_reason=pl.when(~_field(41, 42).is_in(["0", "00"])).then(_field(41, 42)),
        # The currency, the decimals, the amount; one in another currency can't be held against the line's.
        original_amount=pl.when(pl.col("original").str.slice(0, 3) == currency).then(
            _amount(pl.col("original").str.slice(4, 14), _decimals(pl.col("original").str.slice(3, 1)))
        ),
        statement_id=pl.col("statement").cast(pl.String),
        statement_date="statement_date",
        raw_row=pl.col("record").str.strip_chars_end(),
    )
    return rows.with_columns(pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)))


def _decimals(written: pl.Expr) -> pl.Expr:
    """How many of an amount's digits are decimals: two where nothing is said, null where that is no digit."""
    return pl.when(written.str.strip_chars() == "").then(2).otherwise(written.str.to_integer(strict=False))


def _date(first: int, last: int) -> pl.Expr:
    """DDMMYY as ISO 8601; what is none stays as it is and is refused."""
    written = _field(first, last)
    return (
        pl.when(written.str.contains("^[0-9]{6}$"))
        .then(pl.format("20{}-{}-{}", written.str.slice(4, 2), written.str.slice(2, 2), written.str.slice(0, 2)))
        .otherwise(written)
    )


def _amount(written: pl.Expr, decimals: pl.Expr) -> pl.Expr:
    """`0000000000107}` with two decimals is -10.70; what is no amount stays as it is and is refused."""
    last = written.str.slice(13, 1)
    digits = written.str.slice(0, 13) + last.replace_strict(_LAST_DIGIT, default="?", return_dtype=pl.String)
    whole = digits.str.slice(0, 14 - decimals).str.strip_chars_start("0")
    number = pl.concat_str(
        pl.when(last.is_in(_NEGATIVE)).then(pl.lit("-")).otherwise(pl.lit("")),
        pl.when(whole == "").then(pl.lit("0")).otherwise(whole),
        pl.when(decimals > 0).then(pl.lit(".") + digits.str.slice(14 - decimals)).otherwise(pl.lit("")),
    )
    return (
        pl.when(digits.str.contains("^[0-9]{14}$") & decimals.is_not_null())
        .then(number)
        .otherwise(written.str.strip_chars())
    )


def _account() -> pl.Expr:
    return pl.concat_str(_field(3, 7), _field(12, 16), _field(22, 32))


def _iban(told: str) -> str:
    """The French IBAN of bank, branch and account, both its keys computed: a camt statement of the account names it so.

    What is no such account stays as it is.
    """
    if not _ACCOUNT.fullmatch(told):
        return told
    bank, branch, account = (int(part.translate(_KEY_LETTERS)) for part in (told[:5], told[5:10], told[10:]))
    key = 97 - (89 * bank + 15 * branch + 3 * account) % 97
    bban = f"{told}{key:02}"
    return f"FR{iban.calc_check_digits('FR00' + bban)}{bban}"
