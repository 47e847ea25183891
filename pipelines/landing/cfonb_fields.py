"""The fields of a CFONB 120 record by their columns: days, amounts with their sign in the last digit, accounts (formats.md §7).

All of them are expressions over a column `record`.
"""

import re

import polars as pl
from stdnum import iban

_ACCOUNT = re.compile(r"[0-9]{10}[0-9A-Z]{11}")
# The last character of an amount is its last digit and its sign; `é` and `è` are the brackets on a French keyboard of old.
_LAST_DIGIT = {letter: str(digit) for letters in ("{ABCDEFGHI", "}JKLMNOPQR") for digit, letter in enumerate(letters)}
_LAST_DIGIT |= {"é": "0", "è": "0"}
_NEGATIVE = [*"}JKLMNOPQR", "è"]
_KEY_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")


def field(first: int, last: int) -> pl.Expr:
    """A field by its columns, counted from 1 as the standard does, without the blanks around it."""
    return pl.col("record").str.slice(first - 1, last - first + 1).str.strip_chars()


def currency() -> pl.Expr:
    """The ISO 4217 code; the euro where nothing is said."""
    return pl.when(field(17, 19) == "").then(pl.lit("EUR")).otherwise(field(17, 19))


def decimals(written: pl.Expr) -> pl.Expr:
    """How many of an amount's digits are decimals: two where nothing is said, null where that is no digit."""
    return pl.when(written.str.strip_chars() == "").then(2).otherwise(written.str.to_integer(strict=False))


def day(first: int, last: int) -> pl.Expr:
    """DDMMYY as ISO 8601; what is none stays as it is and is refused."""
    written = field(first, last)
    return (
        pl.when(written.str.contains("^[0-9]{6}$"))
        .then(pl.format("20{}-{}-{}", written.str.slice(4, 2), written.str.slice(2, 2), written.str.slice(0, 2)))
        .otherwise(written)
    )


def amount(written: pl.Expr, decimals: pl.Expr, *, unsigned: bool = False) -> pl.Expr:
    """`0000000000107}` with two decimals is -10.70; what is no amount is told and refused. An `unsigned` one may end with a digit."""
    last = written.str.slice(13, 1)
    digit = last.replace_strict(_LAST_DIGIT, default=last if unsigned else "?", return_dtype=pl.String)
    digits = written.str.slice(0, 13) + digit
    whole = digits.str.slice(0, 14 - decimals).str.strip_chars_start("0")
    number = pl.concat_str(
        pl.when(last.is_in(_NEGATIVE)).then(pl.lit("-")).otherwise(pl.lit("")),
        pl.when(whole == "").then(pl.lit("0")).otherwise(whole),
        pl.when(decimals > 0).then(pl.lit(".") + digits.str.slice(14 - decimals)).otherwise(pl.lit("")),
    )
    return (
        pl.when(digits.str.contains("^[0-9]{14}$") & decimals.is_not_null())
        .then(number)
        # Digits without a sign are no amount, and must not be read as one that has a point.
        .otherwise(written.str.strip_chars().str.replace("(.)$", "${1} (no amount of CFONB)"))
    )


def account() -> pl.Expr:
    """Bank, branch and account number in one."""
    return pl.concat_str(field(3, 7), field(12, 16), field(22, 32))


def iban_of(told: str) -> str:
    """The French IBAN of bank, branch and account, both its keys computed: a camt statement of the account names it so.

    What is no such account stays as it is.
    """
    if not _ACCOUNT.fullmatch(told):
        return told
    bank, branch, account = (int(part.translate(_KEY_LETTERS)) for part in (told[:5], told[5:10], told[10:]))
    key = 97 - (89 * bank + 15 * branch + 3 * account) % 97
    bban = f"{told}{key:02}"
    return f"FR{iban.calc_check_digits('FR00' + bban)}{bban}"
