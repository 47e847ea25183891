"""CFONB 120, the French bank statement: 120 characters a record, read by columns (formats.md §7).

A record is an opening balance (01), a movement (04), a complement of the movement before it (05) or a closing balance (07).
A row is a movement. Banks send the records with and without line ends.
"""

import re
from collections.abc import Iterator

import polars as pl

from pipelines.landing.cfonb_fields import account, amount, currency, day, decimals, field, iban_of
from pipelines.landing.cfonb_records import COMPLEMENT, MOVEMENT, of_movement, whole_movements
from pipelines.landing.cfonb_statements import survey
from pipelines.landing.decoding import Slice, Source, encoding_of

_KINDS = {
    "cfonb120": re.compile(rb"\s*0[1457][0-9A-Z]{5}.{4}[0-9A-Z]{5}(?:[A-Z]{3}|   )[0-9 ].[0-9A-Z]{11}"),
    "cfonb240": re.compile(rb"\s*3[149][0-9A-Z ]{8}[^\r\n]{230}(?![^\r\n])"),
}
_CONTROL = r"[\x00-\x1f\x7f]"


def kind(head: bytes) -> str | None:
    """What a file that begins so is: `cfonb120`, `cfonb240` (notices, no statement), or neither."""
    return next((name for name, pattern in _KINDS.items() if pattern.match(head)), None)


def decode(source: Source) -> Iterator[Slice]:
    """The movements in the order of the file, at least one slice; a file may be rejected after slices were handed over.

    `line_number` is the physical line of the movement, in a file without line ends the position of its record.
    Raises RejectedFileError where a record is none of CFONB 120.
    """
    encoding = encoding_of(source.path, "utf-8-sig")
    statements, warnings = survey(source.path, encoding)
    days = statements.select("statement_id", "statement_date")
    for records in whole_movements(source.path, encoding):
        sound, refused = _sifted(records)
        yield Slice(_rows(sound, days), refused, warnings, statements)
        warnings, statements = (), statements.clear()


def _sifted(records: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The records without movements that hold a control character, and these as refused rows."""
    belongs = (pl.col("code") == MOVEMENT) | ((pl.col("code") == COMPLEMENT) & of_movement())
    held = records.filter(pl.col("record").str.contains(_CONTROL) & belongs)
    is_held = pl.col("movement").is_in(held["movement"].unique().implode())
    refused = records.filter(is_held & (pl.col("code") == MOVEMENT)).select(
        "line_number",
        column_name=pl.lit(None, pl.String),
        reason=pl.lit("CONTROL_CHARACTER: the movement, or a complement of it, holds a control character"),
        raw_row=pl.col("record").str.strip_chars_end(),
    )
    return records.filter(~(is_held & belongs)), refused


def _texts(records: pl.DataFrame) -> pl.DataFrame:
    """What the complements tell, one row per movement that has any."""
    told = records.filter((pl.col("code") == COMPLEMENT) & of_movement()).select(
        "movement", qualifier=field(46, 48), text=pl.col("record").str.slice(48, 70)
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


def _rows(records: pl.DataFrame, days: pl.DataFrame) -> pl.DataFrame:
    """One row per movement, with the columns of a bank line as text, null where nothing stands. `days`: until when a statement tells."""
    movements = (
        records.filter(pl.col("code") == MOVEMENT)
        .join(_texts(records), on="movement", how="left", maintain_order="left")
        .with_columns(statement_id=pl.col("statement").cast(pl.String))
        .join(days, on="statement_id", how="left", maintain_order="left")
    )
    accounts = movements.select(account()).to_series()
    ibans = {told: iban_of(told) for told in accounts.unique()}
    rows = movements.select(
        "line_number",
        accounts.replace_strict(ibans, return_dtype=pl.String).alias("account_iban"),
        booking_date=day(35, 40),
        value_date=pl.when(field(43, 48) != "000000").then(day(43, 48)),
        amount=amount(pl.col("record").str.slice(90, 14), decimals(field(20, 20))),
        currency=currency(),
        payer_name="payer_name",
        remittance_information=pl.coalesce(
            pl.when(pl.col("remittance") != "").then(pl.col("remittance")),
            pl.concat_str(field(49, 79), "more", separator=" ", ignore_nulls=True).str.strip_chars(),
        ),
        end_to_end_id="end_to_end_id",
        bank_reference=pl.when(field(105, 120).str.contains("[^0]")).then(field(105, 120)),
        structured_reference="structured_reference",
        return_reason=pl.when(~field(41, 42).is_in(["0", "00"])).then(field(41, 42)),
        # The currency, the decimals, the amount; one in another currency can't be held against the line's.
        original_amount=pl.when(pl.col("original").str.slice(0, 3) == currency()).then(
            amount(pl.col("original").str.slice(4, 14), decimals(pl.col("original").str.slice(3, 1)), unsigned=True)
        ),
        statement_id="statement_id",
        statement_date="statement_date",
        raw_row=pl.col("record").str.strip_chars_end(),
    )
    return rows.with_columns(pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)))
