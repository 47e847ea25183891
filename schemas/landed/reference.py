"""Reference data (contract.md §3.6): who buys, who sells, what is sold."""

import pandera.polars as pa
import polars as pl

from schemas import vocabulary as words
from schemas.fields import Instant, Number, code, flag, instant, number, text
from schemas.landed.rules import Landed, two_decimals

LONGEST_DELAY = 3660  # days: ten years


class SupplierRow(Landed):
    """A supplier and when it wants to be paid."""

    supplier_external_id: str = text("Supplier External Id", "Id of the supplier", required=True)
    name: str = text("Name", "Name of the supplier")
    payment_due_date_delay: Number = number(
        "Payment Due Date Delay", "Days from shipment to payment", ge=0, le=LONGEST_DELAY
    )
    payment_due_date_mode: str = code(
        "Payment Due Date Mode", "Whether the month's end is waited for", words.DUE_DATE_MODES
    )
    email: str = text("Email", "Where purchase orders go")
    creditor_name: str = text("Creditor Name", "Name on its bank account")
    iban: str = text("IBAN", "Its bank account")
    bic: str = text("BIC", "Its bank")

    @pa.check("payment_due_date_delay", error="TOO_MANY_DECIMALS")
    @classmethod
    def _whole_days(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col(data.key) == pl.col(data.key).round(0))


class AccountRow(Landed):
    """A buying company and how it may pay."""

    account_external_id: str = text("Account External Id", "Id of the account", required=True)
    name: str = text("Name", "Name of the company")
    bank_transfer_mode: str = code("Bank Transfer Mode", "What a plain BANK_WIRE means for it", words.TRANSFER_MODES)
    requires_approval: bool = flag("Requires Approval", "Its orders pass an approver of its own")
    trusted_for_due_date: bool = flag("Trusted For Due Date", "It may pay after delivery")
    ibans: str = text("IBANs", "Bank accounts it pays from, with | between")
    email: str = text("Email", "Where it is written to")
    created_at: Instant = instant("Created At", "When it was opened")


class CustomerRow(Landed):
    """A person who orders for an account."""

    customer_external_id: str = text("Customer External Id", "Id of the person", required=True)
    account_external_id: str = text("Account External Id", "Company the person orders for")
    name: str = text("Name", "Name of the person")
    email: str = text("Email", "Where the person is written to")
    created_at: Instant = instant("Created At", "When the person was registered")


class ProductRow(Landed):
    """A product variant."""

    variant_external_id: str = text("Variant External Id", "Id of the variant", required=True)
    name: str = text("Name", "Name of the product")
    created_at: Instant = instant("Created At", "When it was first offered")
    custom_fields: str = text("*", "Attributes: every other column, as JSON")


class OpeningBalanceRow(Landed):
    """What stood on an order when the suite began."""

    order_reference: str = text("Order Reference", "Order", required=True)
    received: Number = number("Received", "Money in before the opening date", ge=0)
    refunded: Number = number("Refunded", "Money given back before the opening date", ge=0)
    written_off: Number = number("Written Off", "Written off before the opening date", ge=0)

    @pa.check("received", "refunded", "written_off", error="TOO_MANY_DECIMALS")
    @classmethod
    def _two_decimals(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return two_decimals(data)
