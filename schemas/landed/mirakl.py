"""Orders and shipments as Mirakl's interfaces OR11 and ST11 tell them (formats.md §2); columns are titled as there."""

import pandera.polars as pa
import polars as pl

from schemas.fields import Instant, Number, code, flag, instant, number, text
from schemas.landed.rules import PIECES, InCurrency, Landed, decimals_fit, given, product_fits

ORDER_STATES = (
    "STAGING", "WAITING_ACCEPTANCE", "WAITING_DEBIT", "WAITING_DEBIT_PAYMENT", "SHIPPING", "SHIPPED", "TO_COLLECT", "RECEIVED",
    "CLOSED", "REFUSED", "CANCELED",
)  # fmt: skip
LINE_STATES = (
    *ORDER_STATES,
    "INCIDENT_OPEN",
    "INCIDENT_CLOSED",
    "REFUNDED",
    "WAITING_REFUND",
    "WAITING_REFUND_PAYMENT",
)
REFUND_STATES = ("WAITING_REFUND", "WAITING_REFUND_TAX_CONFIRMATION", "WAITING_REFUND_PAYMENT", "REFUNDED")
SHIPMENT_STATES = (
    "SHIPPING", "READY_FOR_PICK_UP", "SHIPMENT_PREPARED", "SHIPPED", "TO_COLLECT", "RECEIVED", "CLOSED", "CANCELED",
)  # fmt: skip
TAX_MODES = ("TAX_INCLUDED", "TAX_EXCLUDED")
WORKFLOWS = (
    "PAY_ON_ACCEPTANCE", "PAY_ON_DELIVERY", "PAY_ON_DUE_DATE", "PAY_ON_SHIPMENT", "NO_CUSTOMER_PAYMENT_CONFIRMATION",
)  # fmt: skip
ALIASES = {name: {"CANCELLED": "CANCELED"} for name in ("order_state", "line_state", "status")}
LINE, REFUND, CANCELATION = "LINE", "REFUND", "CANCELATION"
# What is added to a line or to a refund of it: taxes only where prices are without them.
ADDED = ("LINE_TAX", "LINE_SHIPPING_TAX", "REFUND_TAX", "REFUND_SHIPPING_TAX", "REFUND_FEE")


class MiraklOrder(InCurrency):
    """One state of one order of one shop, which DJUST calls a logistic order; the newest `last_updated_date` counts."""

    order_id: str = text("order_id", "Mirakl's id, DJUST's external id of the logistic order", required=True)
    commercial_id: str = text("commercial_id", "Reference of the order the customer placed", required=True)
    order_state: str = code("order_state", "How far it got", ORDER_STATES, required=True)
    currency: str = text("currency_iso_code", "ISO 4217 code of every amount of the order", required=True)
    order_tax_mode: str = code("order_tax_mode", "Whether amounts hold their taxes; empty: they do", TAX_MODES)
    payment_workflow: str = code("payment_workflow", "When the customer pays", WORKFLOWS)
    total_price: Number = number("total_price", "What the order comes to, canceled lines deducted", required=True, ge=0)
    has_incident: bool = flag("has_incident", "An incident is open on it")
    created_date: Instant = instant("created_date", "When it was placed", required=True)
    last_updated_date: Instant = instant("last_updated_date", "When it took this state", required=True)
    shop_id: str = text("shop_id", "The supplier")
    shop_name: str = text("shop_name", "What the supplier is called")
    customer_id: str = text("customer_id", "Who ordered")
    content: str = text(
        "content", "Digest of the order as it stood in the file, by which it is known again", required=True
    )

    @pa.check("total_price", error="TOO_MANY_DECIMALS")
    @classmethod
    def _decimals_fit(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return decimals_fit(data)


class MiraklPart(Landed):
    """A line of an order, a refund or cancelation of a line, or a tax or fee of either. `line_number` is its order's."""

    kind: str = code("kind", "What it is", (LINE, REFUND, CANCELATION, *ADDED), required=True)
    order_line_id: str = text("order_line_id", "Line it is, or belongs to", required=True)
    refund_id: str = text("refund_id", "Refund it is, or belongs to")
    line_state: str = code("order_line_state", "How far the line got", LINE_STATES)
    refund_state: str = code("refunds.state", "How far the refund got", REFUND_STATES)
    currency: str = text("currency_iso_code", "ISO 4217 code of the order")
    quantity: Number = number("quantity", "Pieces", ge=0, le=PIECES)
    unit_price: Number = number("price_unit", "Price of one piece")
    amount: Number = number("amount", "What it comes to: total_price of a line")
    shipping_amount: Number = number("shipping_amount", "Shipping in it, or beside the amount of a refund")
    moved_at: Instant = instant("shipped_date", "When a line was shipped, or a refund asked for")
    offer: str = text("offer_sku", "What was sold")
    name: str = text("product_title", "What that is called")

    @pa.check("amount", "shipping_amount", error="TOO_MANY_DECIMALS")
    @classmethod
    def _decimals_fit(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return decimals_fit(data)

    @pa.dataframe_check(error="TOO_LARGE")
    @classmethod
    def _amounts_fit(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(product_fits("quantity", "unit_price"))

    @pa.dataframe_check(error="MISSING_VALUE quantity")
    @classmethod
    def _has_a_quantity(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(given("quantity", pl.col("kind") == LINE))

    @pa.dataframe_check(error="MISSING_VALUE amount")
    @classmethod
    def _has_an_amount(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(given("amount", pl.col("kind") != CANCELATION))

    @pa.dataframe_check(error="MISSING_VALUE line_state")
    @classmethod
    def _has_a_state(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(given("line_state", pl.col("kind") == LINE))


class MiraklShipment(Landed):
    """One state of one parcel of an order."""

    id: str = text("id", "Mirakl's id of the shipment", required=True)
    order_id: str = text("order_id", "Order it is part of", required=True)
    status: str = code("status", "How far it got", SHIPMENT_STATES, required=True)
    shipped_date: Instant = instant("shipped_date", "When it left")
    last_updated_date: Instant = instant("last_updated_date", "When it took this state, where Mirakl says so")
    content: str = text("content", "Digest of the shipment as it stood in the file", required=True)


class MiraklShipmentLine(Landed):
    """How much of a line lies in a parcel. `line_number` is its shipment's."""

    order_line_id: str = text("order_line_id", "Line of the order")
    quantity: Number = number("quantity", "Pieces", required=True, ge=0, le=PIECES)
