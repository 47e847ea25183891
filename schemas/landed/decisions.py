"""What a person decided (contract.md §3.5)."""

import pandera.polars as pa
import polars as pl

from schemas import vocabulary as words
from schemas.fields import Instant, Number, code, instant, number, text
from schemas.landed.rules import Landed, two_decimals

NEEDS = {
    "order_reference": ("WRITE_OFF", "SET_LOGISTIC_STATUS", "HOLD_COMPLETION", "RELEASE_COMPLETION"),
    "amount": ("WRITE_OFF",),
    "value": ("SET_LOGISTIC_STATUS",),
}


class DecisionRow(Landed):
    """One decision, applied by the next run; undone by another decision."""

    decision_id: str = text("Decision Id", "Id of the decision, once ever", required=True)
    action: str = code("Action", "What is decided", words.DECISION_ACTIONS, required=True)
    payment_id: str = text("Payment Id", "Payment it is about")
    order_reference: str = text("Order Reference", "Order or logistic order it is about")
    amount: Number = number("Amount", "Amount in the order's currency", ge=0)
    value: str = text("Value", "Status, date or id the action needs")
    reason: str = text("Reason", "Why, for whoever reads it next year", required=True)
    decided_by: str = text("Decided By", "Who decided", required=True)
    decided_at: Instant = instant("Decided At", "When", required=True)

    @pa.check("amount", error="TOO_MANY_DECIMALS")
    @classmethod
    def _two_decimals(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return two_decimals(data)

    @pa.dataframe_check(error="MISSING_VALUE")
    @classmethod
    def _needs(cls, data: pa.PolarsData) -> pl.LazyFrame:
        given = [
            ~pl.col("action").is_in(list(actions)) | pl.col(column).is_not_null() for column, actions in NEEDS.items()
        ]
        return data.lazyframe.select(pl.all_horizontal(given))

    @pa.dataframe_check(error="UNKNOWN_CODE")
    @classmethod
    def _status_known(cls, data: pa.PolarsData) -> pl.LazyFrame:
        sets = pl.col("action") == "SET_LOGISTIC_STATUS"
        return data.lazyframe.select(
            ~sets | pl.col("value").is_null() | pl.col("value").is_in(list(words.LOGISTIC_STATUSES))
        )
