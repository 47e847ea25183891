"""A movement of MT940 as a row: its days, its amount with the sign it moved the account by, its references (formats.md §6)."""

from itertools import repeat
from typing import NamedTuple

import polars as pl

from pipelines.landing.mt940_details import fields_of

_NEVER = 10_000  # days
_SAYS_NOTHING = ["", "NONREF", "NOTPROVIDED", "KREF+"]


class Movement(NamedTuple):
    """What a `:61:` says, as text, with what it takes from its statement (the first four) and the texts that follow it.

    `moved`: all of it; `year` to `supplement`: its parts, in the order of `mt940_tags.PARTS`; `mark`: D, C, RD or RC.
    """

    account_iban: str | None
    currency: str | None
    statement_id: str
    statement_date: str | None
    line_number: int
    moved: str
    details: str | None
    more: str | None
    year: str | None
    month: str | None
    day: str | None
    entry_month: str | None
    entry_day: str | None
    mark: str | None
    amount: str | None
    type: str | None
    customer_reference: str | None
    bank_reference: str | None
    supplement: str | None


_SCHEMA = dict.fromkeys(Movement._fields, pl.String) | {"line_number": pl.Int64}
Cells = tuple[int | str | None, ...]  # of a Movement, which costs more to make


def rows_of(movements: list[Cells]) -> pl.DataFrame:
    """One row per movement, with the columns of a bank line as text, null where nothing stands."""
    columns = zip(*movements, strict=True) if movements else repeat(())
    cells = [pl.Series(name, cells, kind) for (name, kind), cells in zip(_SCHEMA.items(), columns, strict=False)]
    read = pl.DataFrame(cells).with_columns(pl.col("mark").str.to_uppercase(), value=_text("year", "month", "day"))
    read = read.with_columns(entry=_text("entry_month", "entry_day"), raw_row=_raw_row())
    told = read.hstack(fields_of(read)).hstack(_days(read))
    back = pl.col("mark").str.starts_with("R") | (pl.col("type") == "NRTI").fill_null(value=False) | pl.col("returned")
    # Lazily, because only then is an expression that stands in two places read once.
    rows = told.lazy().select(
        "line_number",
        "account_iban",
        "booking_date",
        "value_date",
        amount=_amount(),
        currency="currency",
        payer_name="payer_name",
        payer_iban="payer_iban",
        remittance_information=pl.coalesce("remittance", "supplement"),
        remittance_joined="joined",
        structured_reference="structured_reference",
        end_to_end_id=pl.coalesce("told_end_to_end_id", _said("customer_reference")),
        bank_reference=_said("bank_reference"),
        is_return=pl.when(back | pl.col("return_reason").is_not_null()).then(pl.lit("true")),
        return_reason="return_reason",
        original_amount=pl.coalesce(
            "original_amount",
            _in_its_currency(
                pl.coalesce("original_money", pl.col("supplement").str.extract(r"/OCMT/([A-Z]{3}[0-9.,]+)", 1))
            ),
        ),
        statement_id="statement_id",
        statement_date="statement_date",
        raw_row="raw_row",
    )
    return rows.with_columns(pl.when(pl.col(pl.String) != "").then(pl.col(pl.String))).collect()


def _text(*columns: str) -> pl.Expr:
    return pl.concat_str(columns, ignore_nulls=True)


def _raw_row() -> pl.Expr:
    moved = ":61:" + pl.col("moved")
    return pl.coalesce(moved + "\n:86:" + pl.col("details"), moved).str.strip_chars_end()


def _days(movements: pl.DataFrame) -> pl.DataFrame:
    """`value_date` and `booking_date` of each: read once for each pair of days, of which a statement has few."""
    days, value = movements.select("value", "entry"), _value_day()
    near = pl.coalesce(_booking_day(value), value)
    booked = pl.when(pl.col("entry").str.contains("^[0-9]{4}$")).then(near).otherwise(value)
    read = days.unique().with_columns(value_date=value, booking_date=booked)
    return days.join(read, on=["value", "entry"], how="left", maintain_order="left").select(
        "value_date", "booking_date"
    )


def _said(column: str) -> pl.Expr:
    told = pl.col(column).str.strip_chars()
    return pl.when(~told.str.to_uppercase().is_in(_SAYS_NOTHING)).then(told)


def _value_day() -> pl.Expr:
    """ISO 8601; the 29th to 31st of February, with which banks count interest, is its last day; what is none stays and is refused."""
    written = pl.format("20{}-{}-{}", *(pl.col("value").str.slice(at, 2) for at in (0, 2, 4)))
    february = written.str.slice(5, 2) == "02"
    late = february & written.str.slice(8, 2).is_in(["29", "30", "31"])
    last = (written.str.slice(0, 8) + "01").str.to_date("%Y-%m-%d", strict=False).dt.month_end().cast(pl.String)
    return pl.when(late).then(pl.coalesce(last, written)).otherwise(written)


def _booking_day(value: pl.Expr) -> pl.Expr:
    """`:61:` has no year for it: the one that is nearest to the value date."""
    day = value.str.to_date("%Y-%m-%d", strict=False)
    years = [
        pl.format(
            "{}-{}-{}",
            day.dt.offset_by(f"{off}y").dt.year(),
            pl.col("entry").str.slice(0, 2),
            pl.col("entry").str.slice(2, 2),
        )
        for off in (0, 1, -1)
    ]
    days = [year.str.to_date("%Y-%m-%d", strict=False) for year in years]
    # The 29th of February is no day of most years.
    far = [(one - day).dt.total_days().abs().fill_null(_NEVER) for one in days]
    nearest = pl.when((far[1] < far[0]) & (far[1] <= far[2])).then(years[1]).when(far[2] < far[0]).then(years[2])
    return nearest.otherwise(years[0])


def _in_its_currency(money: pl.Expr) -> pl.Expr:
    """The amount of `EUR70,00`; one in another currency can't be held against the line's."""
    parts = money.str.extract_groups(r"^(?<currency>[A-Z]{3})(?<whole>[0-9]+),?(?<cents>[0-9]*)$").struct
    cents = pl.when(parts["cents"] != "").then("." + parts["cents"]).otherwise(pl.lit(""))
    return pl.when(parts["currency"] == pl.col("currency")).then(parts["whole"] + cents)


def _amount() -> pl.Expr:
    """`1234,5` or `107,` with its sign: `RC` takes a credit back, `RD` a debit; what is no amount stays and is refused."""
    text = (
        pl.col("amount")
        .str.replace(r"^([0-9]+),([0-9]*)$", "$1.$2")
        .str.replace(r"^([0-9]+)\.$", "$1")
        .str.replace(r"^0+([0-9])", "$1")
    )
    return pl.when(pl.col("mark").is_in(["D", "RC"])).then("-" + text).otherwise(text)
