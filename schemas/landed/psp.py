"""An event a payment service provider reports (contract.md §3.3)."""

import pandera.polars as pa
import polars as pl

from schemas import vocabulary as words
from schemas.fields import Instant, Number, code, instant, number, text
from schemas.landed.rules import InCurrency, decimals_fit


class PspEvent(InCurrency):
    """One state of one operation on a payment. Amounts positive, in major units, gross of the provider's fee."""

    provider: str = text("Provider", "Payment service provider", required=True)
    psp_reference: str = text("PSP Reference", "The provider's id of the payment", required=True)
    event_id: str = text("Event Id", "The provider's id of one operation on it", required=True)
    event_type: str = code("Event Type", "What the operation does", words.PSP_EVENT_TYPES, required=True)
    event_status: str = code("Event Status", "How far it got", words.PSP_EVENT_STATUSES, required=True)
    amount: Number = number("Amount", "Amount of the operation, never negative", required=True, ge=0)
    currency: str = text("Currency", "ISO 4217 code of the amount", required=True)
    order_reference: str = text(
        "Order Reference", "Order it pays; empty: that of other rows of its PSP Reference", required=True, nullable=True
    )
    occurred_at: Instant = instant("Occurred At", "When the operation took this state", required=True)
    fee_amount: Number = number("Fee Amount", "What the provider keeps of it")
    payment_method: str = text("Payment Method", "Card, wallet, transfer, in the provider's words")
    payout_reference: str = text("Payout Reference", "Payout that brings the money to the bank")
    payer_name: str = text("Payer Name", "Who paid, as the provider knows it")
    payer_iban: str = text("Payer IBAN", "Account it came from, for transfers through the provider")
    message: str = text("Message", "Free text of the operation")

    @pa.check("amount", "fee_amount", error="TOO_MANY_DECIMALS")
    @classmethod
    def _decimals_fit(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return decimals_fit(data)
