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


class InCurrency(Landed):
    """A row whose amounts are in one `currency`, a column that its model names."""

    @pa.check("currency", error="UNKNOWN_CURRENCY")
    @classmethod
    def _known_currency(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return known_currency(data)

    @pa.check("currency", error="UNSUPPORTED_CURRENCY")
    @classmethod
    def _supported_currency(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return supported_currency(data)


def given(column: str, needed: pl.Expr) -> pl.Expr:
    """The column is not empty where it is needed. An empty cell is no business of a check of its column: this one is of the whole row."""
    return ~needed | pl.col(column).is_not_null()


def two_decimals(data: pa.PolarsData) -> pl.LazyFrame:
    """An amount whose currency the row does not say has at most the two decimals that amounts are kept with."""
    return data.lazyframe.select(pl.col(data.key) == pl.col(data.key).round(2))


def amounts_fit() -> pl.Expr:
    """What a line comes to, ordered or confirmed, its tax in proportion included, stays below a million millions.

    Amounts are kept with 18 digits; one line beyond would stop every night. Only the size is judged, so a float does.
    """
    quantity, price = pl.col("order_line_quantity"), pl.col("net_unit_price")
    ordered = (quantity.cast(pl.Float64) * price.cast(pl.Float64)).abs()
    final = pl.coalesce("confirmed_quantity", quantity).cast(pl.Float64) * pl.coalesce(
        "confirmed_unit_price", price
    ).cast(pl.Float64)
    tax = pl.col("tax_amount").cast(pl.Float64).abs().fill_null(0.0) * final.abs() / ordered
    return (ordered < _MOST) & (final.abs() < _MOST) & ((ordered == 0) | (tax < _MOST)).fill_null(value=True)


def product_fits(quantity: str, price: str) -> pl.Expr:
    """So many pieces at that price stay below a million millions; what is not said is no fault."""
    product = pl.col(quantity).cast(pl.Float64) * pl.col(price).cast(pl.Float64)
    return (product.abs() < _MOST).fill_null(value=True)


_MOST = 1e12
# More pieces than anybody ships, and few enough that a thousand lines of so many can be added up.
PIECES = 10**9
