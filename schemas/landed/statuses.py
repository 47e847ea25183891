"""A row of a status file that DJUST imports (contract.md §3.2)."""

import pandera.polars as pa
import polars as pl

from schemas import vocabulary as words
from schemas.fields import Instant, code, instant, text
from schemas.landed.rules import Landed


class StatusRow(Landed):
    """A new status for one logistic order, named by its reference or, without one, by its external id."""

    order_external_id: str = text("Order External Id", "Id of the logistic order in the supplier's system")
    order_reference: str = text("Order Reference", "Reference of the logistic order; it wins over the external id")
    order_status: str = code("Order Status", "Status the logistic order takes", words.LOGISTIC_STATUSES, required=True)
    effective_date: Instant = instant(
        "Effective Date", "When it took that status; empty: the instant in the file's name"
    )
    reason: str = text("Reason", "Why, in the supplier's words")
    tracking_url: str = text("Tracking Url", "Where the parcel can be followed")
    custom_fields: str = text("CF_*", "Custom fields, as JSON")

    @pa.dataframe_check(error="MISSING_VALUE order_reference")
    @classmethod
    def _named(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(
            pl.col("order_external_id").is_not_null() | pl.col("order_reference").is_not_null()
        )
