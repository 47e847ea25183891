"""What a person decided (contract.md §3.5)."""

import pandera.polars as pa
import polars as pl

from schemas import vocabulary as words
from schemas.fields import Instant, Number, code, instant, number, text
from schemas.landed.rules import Landed, given, two_decimals

NEEDS = {
    "payment_id": ("ASSIGN", "UNASSIGN", "IGNORE_PAYMENT"),
    "order_reference": (
        "ASSIGN",
        "WRITE_OFF",
        "SET_PAYMENT_STATUS",
        "SET_LOGISTIC_STATUS",
        "HOLD_COMPLETION",
        "RELEASE_COMPLETION",
        "SET_DUE_DATE",
    ),
    "amount": ("WRITE_OFF",),
    "value": (
        "SET_PAYMENT_STATUS",
        "SET_LOGISTIC_STATUS",
        "SET_DUE_DATE",
        "RESOLVE_FINDING",
        "SNOOZE_FINDING",
        "UNDO",
    ),
}
# What the value of an action must look like, and the code of a row where it does not.
WORDS = {"SET_LOGISTIC_STATUS": words.LOGISTIC_STATUSES, "SET_PAYMENT_STATUS": words.PAYMENT_STATUSES}
_VALUE = pl.col("value").cast(pl.String)
_DAY = "20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
DATES = {"SET_DUE_DATE": f"^{_DAY}$", "SNOOZE_FINDING": f"^[^@]+@{_DAY}$"}


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

    @pa.dataframe_check(error="MISSING_VALUE payment_id")
    @classmethod
    def _needs_a_payment(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return _needed(data, "payment_id")

    @pa.dataframe_check(error="MISSING_VALUE order_reference")
    @classmethod
    def _needs_an_order(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return _needed(data, "order_reference")

    @pa.dataframe_check(error="MISSING_VALUE amount")
    @classmethod
    def _needs_an_amount(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return _needed(data, "amount")

    @pa.dataframe_check(error="MISSING_VALUE value")
    @classmethod
    def _needs_a_value(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return _needed(data, "value")

    @pa.check("value", error="UNKNOWN_CODE")
    @classmethod
    def _status_known(cls, data: pa.PolarsData) -> pl.LazyFrame:
        value = _VALUE.str.to_uppercase().replace(words.STATUS_ALIASES | {"OVERPAID": "OVER_PAID"})
        known = [~_is(action) | value.is_null() | value.is_in(list(codes)) for action, codes in WORDS.items()]
        return data.lazyframe.select(pl.all_horizontal(known))

    @pa.check("value", error="BAD_DATE")
    @classmethod
    def _day_of_value(cls, data: pa.PolarsData) -> pl.LazyFrame:
        dated = [
            ~_is(action) | pl.col("value").is_null() | _VALUE.str.contains(shape) & _is_a_day(_VALUE)
            for action, shape in DATES.items()
        ]
        return data.lazyframe.select(pl.all_horizontal(dated))

    @pa.check("value", error="BAD_NUMBER")
    @classmethod
    def _exchanged_amount(cls, data: pa.PolarsData) -> pl.LazyFrame:
        amount = _VALUE.is_null() | _VALUE.str.contains(r"^\+?[0-9]{1,12}(\.[0-9]{1,2})?$")
        return data.lazyframe.select(~_is("ASSIGN") | amount)


def _needed(data: pa.PolarsData, column: str) -> pl.LazyFrame:
    return data.lazyframe.select(given(column, pl.col("action").is_in(list(NEEDS[column]))))


def _is(action: str) -> pl.Expr:
    return pl.col("action") == action


def _is_a_day(value: pl.Expr) -> pl.Expr:
    return value.str.slice(-10).str.to_date("%Y-%m-%d", strict=False).is_not_null()
