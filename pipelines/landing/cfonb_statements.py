"""What is known at the end of a CFONB 120 file: which statements it holds, with their balances, and what stands astray in it."""

from pathlib import Path

import polars as pl

from pipelines.landing.cfonb_fields import account, amount, currency, day, decimals, field, iban_of
from pipelines.landing.cfonb_records import CLOSING, COMPLEMENT, MOVEMENT, OPENING, of_movement, whole_movements
from pipelines.landing.decoding import listed


def survey(path: Path, encoding: str) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """What is known at the end of the file: its statements, and what stands astray. Whatever has a place is read."""
    balances, lost, outside = [], list[int](), list[int]()
    for records in whole_movements(path, encoding):
        balances.append(_balances(records.filter(pl.col("code").is_in([OPENING, CLOSING]))))
        lost.extend(records.filter((pl.col("code") == COMPLEMENT) & ~of_movement())["line_number"])
        outside.extend(records.filter((pl.col("code") == MOVEMENT) & (pl.col("statement") == 0))["line_number"])
    statements = _statements(pl.concat(balances))
    by_what = {
        "complements without a movement before them are not read": lost,
        "movements before the first opening balance": outside,
        "statements without a closing balance are not controlled": _lacking(statements, "closing_balance"),
        "statements without an opening balance are not controlled": _lacking(statements, "opening_balance"),
    }
    warnings = (f"{what}: line {listed(lines)}" for what, lines in by_what.items() if lines)
    return statements, tuple(warnings)


def _balances(records: pl.DataFrame) -> pl.DataFrame:
    """What opening and closing records tell, one row each."""
    until = day(35, 40).str.to_date("%Y-%m-%d", strict=False).cast(pl.String)
    return records.select(
        "line_number", "code", "statement", account=account(), day=until, currency=currency(),
        amount=amount(pl.col("record").str.slice(90, 14), decimals(field(20, 20))),
    )  # fmt: skip


def _statements(balances: pl.DataFrame) -> pl.DataFrame:
    """One row per statement, in the shape of STATEMENT_SCHEMA; the last of several closing balances is the one."""
    opens, closes = pl.col("code") == OPENING, pl.col("code") == CLOSING
    told = balances.group_by("statement", maintain_order=True).agg(
        pl.col("line_number").first(),
        account_iban=pl.col("account").first(),
        statement_date=pl.col("day").filter(closes).last(),
        currency=pl.col("currency").first(),
        opening_balance=pl.col("amount").filter(opens).first(),
        closing_balance=pl.col("amount").filter(closes).last(),
    )
    ibans = {name: iban_of(name) for name in told["account_iban"].unique()}
    return told.select(
        "line_number",
        pl.col("account_iban").replace_strict(ibans, return_dtype=pl.String),
        pl.col("statement").cast(pl.String).alias("statement_id"),
        *(pl.lit(None, pl.String).alias(name) for name in ("statement_name", "page", "sequence")),
        "statement_date",
        "currency",
        "opening_balance",
        "closing_balance",
    )


def _lacking(statements: pl.DataFrame, balance: str) -> list[int]:
    return statements.filter(pl.col(balance).is_null())["line_number"].to_list()
