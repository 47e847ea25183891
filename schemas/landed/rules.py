"""What several landed rows have in common: currencies that are known, decimals that fit them."""

import pandera.polars as pa
import polars as pl

from schemas.currencies import DECIMALS, MOST_DECIMALS


class Landed(pa.DataFrameModel):
    """A row as a file states it, typed. Optional columns that a file lacks are null."""


def known_currency(data: pa.PolarsData) -> pl.LazyFrame:
    """ISO 4217 knows the code."""
    return data.lazyframe.select(pl.col(data.key).is_in(list(DECIMALS)))


def supported_currency(data: pa.PolarsData) -> pl.LazyFrame:
    """The currency has at most two decimals; an unknown one is reported as such, not here."""
    three = [currency for currency, decimals in DECIMALS.items() if decimals > MOST_DECIMALS]
    return data.lazyframe.select(~pl.col(data.key).is_in(three))


def decimals_fit(data: pa.PolarsData) -> pl.LazyFrame:
    """The amount has at most the decimals of the row's currency (contract.md §2); zeros at the end do not count."""
    whole = [currency for currency, decimals in DECIMALS.items() if decimals == 0]
    amount = pl.col(data.key)
    return data.lazyframe.select(
        pl.when(pl.col("currency").is_in(whole)).then(amount == amount.round(0)).otherwise(amount == amount.round(2))
    )
