"""A row of a Mangopay transaction report, of either generation (formats.md §3). Amounts are whole minor units, as text."""

import pandera.polars as pa
import polars as pl

from schemas.currencies import DECIMALS
from schemas.fields import Instant, code, instant, text
from schemas.landed.rules import Landed, supported_currency

TYPES = ("PAYIN", "TRANSFER", "CONVERSION", "PAYOUT")
NATURES = ("REGULAR", "REFUND", "REPUDIATION", "SETTLEMENT")
STATUSES = ("CREATED", "SUCCEEDED", "FAILED")
NO_CURRENCY = "XXX"  # of a wire that nobody has paid yet

_FUNDS = ("debited_funds_amount", "credited_funds_amount", "fees_amount")
_AMOUNTS = (*_FUNDS, "declared_debited_funds_amount")
_CURRENCIES = ("debited_funds_currency", "credited_funds_currency", "declared_debited_funds_currency")


class MangopayRow(Landed):
    """One transaction. What is debited less the fees is credited; a refund that hands fees back has negative ones."""

    transaction_id: str = text("TransactionId", "Mangopay's id of the transaction", required=True, also=("Id",))
    tag: str = text("Tag", "What the platform wrote on it: an order reference, or JSON that holds one")
    creation_date: Instant = instant("CreationDate", "When it was asked for", required=True, also=("CreationDate:ISO",))
    execution_date: Instant = instant(
        "ExecutionDate", "When it was carried out; empty until then", also=("ExecutionDate:ISO",)
    )
    author_id: str = text("AuthorId", "User who asked for it")
    debited_funds_amount: str = text("DebitedFundsAmount", "What was taken, in minor units", required=True)
    debited_funds_currency: str = text("DebitedFundsCurrency", "Currency of what was taken", required=True)
    credited_funds_amount: str = text("CreditedFundsAmount", "What was given, in minor units", required=True)
    credited_funds_currency: str = text("CreditedFundsCurrency", "Currency of what was given", required=True)
    fees_amount: str = text("FeesAmount", "What the platform kept, in minor units")
    declared_debited_funds_amount: str = text(
        "DeclaredDebitedFundsAmount", "What the payer of a wire was asked for, in minor units"
    )
    declared_debited_funds_currency: str = text("DeclaredDebitedFundsCurrency", "Currency of what was asked for")
    status: str = code("Status", "How far it got; the newer report holds succeeded rows only", STATUSES, nullable=False)
    result_code: str = text("ResultCode", "000000 where it succeeded")
    type: str = code("Type", "What moved", TYPES, required=True)
    nature: str = code("Nature", "Whether it is the first movement or undoes one", NATURES, required=True)
    credited_wallet_id: str = text("CreditedWalletId", "Wallet that got it")
    payment_type: str = text("PaymentType", "Card, bank wire or direct debit")
    wire_reference: str = text("WireReference", "What the payer of a wire was asked to write")

    @pa.check(*_AMOUNTS, error="BAD_NUMBER")
    @classmethod
    def _whole(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col(data.key).str.contains(r"^[+-]?[0-9]+(\.[0-9]*)?$"))

    @pa.check(*_AMOUNTS, error="TOO_LARGE")
    @classmethod
    def _fits(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(~pl.col(data.key).str.contains(r"^[+-]?0*[1-9][0-9]{12}"))

    @pa.check(*_FUNDS[:2], error="NEGATIVE")
    @classmethod
    def _not_negative(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(~pl.col(data.key).str.contains(r"^-0*[1-9]"))

    @pa.check(*_AMOUNTS, error="TOO_MANY_DECIMALS")
    @classmethod
    def _no_point(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(~pl.col(data.key).str.contains(r"^[+-]?[0-9]+\."))

    @pa.check(*_CURRENCIES, error="UNKNOWN_CURRENCY")
    @classmethod
    def _known_currency(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col(data.key).is_in([*DECIMALS, NO_CURRENCY]))

    @pa.check(*_CURRENCIES, error="UNSUPPORTED_CURRENCY")
    @classmethod
    def _supported_currency(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return supported_currency(data)

    @pa.dataframe_check(error="UNKNOWN_CURRENCY")
    @classmethod
    def _money_has_a_currency(cls, data: pa.PolarsData) -> pl.LazyFrame:
        nothing = pl.all_horizontal(_number(amount) == 0 for amount in _FUNDS[:2])
        return data.lazyframe.select(~pl.any_horizontal(pl.col(*_CURRENCIES[:2]) == NO_CURRENCY) | nothing)

    @pa.dataframe_check(error="UNKNOWN_CODE_SET")
    @classmethod
    def _codes_agree(cls, data: pa.PolarsData) -> pl.LazyFrame:
        contradicts = (pl.col("status") == "SUCCEEDED") & (pl.col("result_code") != "000000")
        return data.lazyframe.select(~contradicts.fill_null(value=False))

    @pa.dataframe_check(error="WRONG_SUM")
    @classmethod
    def _adds_up(cls, data: pa.PolarsData) -> pl.LazyFrame:
        debited, credited, fees = map(_number, _FUNDS)
        exchanged = pl.col("debited_funds_currency") != pl.col("credited_funds_currency")
        unpaid = (pl.col("status") != "SUCCEEDED") & (credited == 0)
        return data.lazyframe.select((debited - fees.fill_null(0) == credited) | exchanged | unpaid)


def _number(amount: str) -> pl.Expr:
    return pl.col(amount).cast(pl.Int64, strict=False)
