"""A line of the order export (contract.md §3.1): one row per order line, headed by its logistic order."""

import pandera.polars as pa
import polars as pl

from schemas import vocabulary as words
from schemas.fields import Instant, Number, code, instant, number, text
from schemas.landed.rules import InCurrency, amounts_fit, decimals_fit


class OrderLine(InCurrency):
    """One order line as an export states it. Amounts in major units of `currency`, taxes included where the name says so."""

    order_commercial_reference: str = text(
        "Order Commercial Reference", "Reference of the order the customer placed", required=True
    )
    order_reference: str = text(
        "Order Reference", "Reference of the logistic order, the part of one supplier", required=True
    )
    order_external_id: str = text("Order External Id", "Id the logistic order has in the supplier's own system")
    external_source: str = code(
        "External Source", "MIRAKL for a logistic order that Mirakl runs, else empty", ("MIRAKL",)
    )
    order_status: str = code(
        "Order Status", "Logistic status as DJUST records it", words.LOGISTIC_STATUSES, required=True
    )
    order_status_reason: str = text("Order Status Reason", "Why DJUST says it has this status")
    order_payment_status: str = code(
        "Order Payment Status", "Payment status as DJUST records it", words.RECORDED_PAYMENT_STATUSES
    )
    order_payment_option: str = code(
        "Order Payment Option", "How the customer pays", words.PAYMENT_OPTIONS, required=True
    )
    payment_provider: str = text("Payment Provider", "PSP that takes the payment, or OFFLINE")
    customer_account_external_id: str = text("Customer Account External Id", "Buying company", required=True)
    customer_external_id: str = text("Customer External Id", "Person who ordered")
    supplier_external_id: str = text("Supplier External Id", "Supplier of the logistic order", required=True)
    currency: str = text("Currency", "ISO 4217 code of every amount of the row", required=True)
    creation_date: Instant = instant("Creation Date", "When the order was placed", required=True)
    update_date: Instant = instant("Update Date", "When DJUST last changed the logistic order", required=True)
    shipment_date: Instant = instant("Shipment Date", "When the supplier shipped; empty until then")
    order_message: str = text("Order Message", "What the customer wrote with the order")
    order_line_external_id: str = text(
        "Order Line External Id", "Id of the line, once per logistic order", required=True
    )
    order_line_status: str = text("Order Line Status", "Status of this line alone")
    variant_external_id: str = text("Variant External Id", "Product variant sold")
    product_name: str = text("Product Name", "Name of the product as sold")
    order_line_quantity: Number = number("Order Line Quantity", "Pieces ordered", required=True, ge=0)
    confirmed_quantity: Number = number("Confirmed Quantity", "Pieces the supplier confirmed, where it differs", ge=0)
    net_unit_price: Number = number(
        "Net Unit Price", "Price of one piece before tax; negative for a rebate", required=True
    )
    confirmed_unit_price: Number = number("Confirmed Unit Price", "Price the supplier confirmed, where it differs")
    tax_rate: Number = number("Tax Rate", "Percent of the goods", ge=0, le=1000)
    tax_amount: Number = number("Tax Amount", "Tax on the goods of the line")
    shipping_fees: Number = number("Shipping Fees", "Shipping of the line before tax")
    shipping_tax_amount: Number = number("Shipping Tax Amount", "Tax on the shipping of the line")
    line_total_with_tax: Number = number(
        "Line Total With Tax", "Goods, shipping and both taxes as the shop states them"
    )
    custom_fields: str = text("CF_*", "Custom fields of the offer or product, as JSON")
    commercial_djust_id: str = text("id", "DJUST's own id of the order; only JSON exports give it")
    commercial_external_id: str = text("externalId", "Id the order has elsewhere; only JSON exports give it")
    logistic_djust_id: str = text(
        "orderLogistics.id", "DJUST's own id of the logistic order; only JSON exports give it"
    )

    @pa.check("tax_amount", "shipping_fees", "shipping_tax_amount", "line_total_with_tax", error="TOO_MANY_DECIMALS")
    @classmethod
    def _decimals_fit(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return decimals_fit(data)

    @pa.dataframe_check(error="TOO_LARGE")
    @classmethod
    def _amounts_fit(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(amounts_fit())
