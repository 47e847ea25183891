"""Money as it is published: every payment, and the orders it is put against."""

import polars as pl

from schemas import vocabulary as words
from schemas.fields import Instant, Money, published
from schemas.published import codes
from schemas.published.rules import Published


class Payments(Published):
    """One row per operation of a payment service provider (PSP) or line of a bank statement, and what became of it."""

    payment_id: str = published(
        "pay_ and 16 hex digits, made from the payment's own fields: the same in every run, for ever."
    )
    provider: str = published("Payment service provider, or BANK for a line of a statement.")
    psp_reference: str = published("The provider's id of the payment. Null for a bank line.", nullable=True)
    event_id: str = published("The provider's id of this one operation. Null for a bank line.", nullable=True)
    kind: str = published(
        "What it does. TRANSFER is a bank credit, PAYMENT_RETURN one that went back, "
        "OTHER a line that is no customer's payment.",
        codes=words.PAYMENT_KINDS,
    )
    state: str = published("Whether the money moved: only SUCCEEDED counts.", codes=words.PSP_EVENT_STATUSES)
    amount: Money = published(
        "In `currency`, before the provider's fee; positive for money that comes or is held (AUTHORIZATION, CAPTURE, "
        "TRANSFER, REFUND_RETURN, CHARGEBACK_REVERSAL, other credits), else negative."
    )
    currency: str = published("ISO 4217 code of the amounts of the row.")
    booked_at: Instant = published("When the operation took its state; for a bank line the start of its booking date.")
    booked_on: pl.Date = published("Booking date at the bank, or the operation's day in the shop's time zone.")
    value_date: pl.Date = published(
        "Day from which the bank counts interest. Null for a PSP operation, and when the statement gives none.",
        nullable=True,
    )
    account_iban: str = published("Our account, the one of the statement. Null for a PSP operation.", nullable=True)
    payer_name: str = published("Counterparty, who paid or was paid. Null when the source does not say.", nullable=True)
    payer_iban: str = published(
        "Account of the counterparty, without blanks. Null when the source does not say.", nullable=True
    )
    remittance: str = published("Free text that came with it. Null when there is none.", nullable=True)
    end_to_end_id: str = published(
        "Id the payer's bank passes through. Null for a PSP operation, and when it says NOTPROVIDED.", nullable=True
    )
    bank_reference: str = published(
        "The bank's own id of the line. Null for a PSP operation, and when it says NONREF.", nullable=True
    )
    order_reference: str = published(
        "The one commercial order it is matched to, else the order the PSP names, known or not. "
        "Null when there is neither.",
        nullable=True,
    )
    match_status: str = published(
        "Whether an order was found for it; NOT_MATCHABLE for what can't pay one: authorisations, fees, "
        "whatever moved no money.",
        codes=codes.MATCH_STATUSES,
    )
    amount_matched: Money = published(
        "The part put against orders, in `currency`, with the sign of `amount`: "
        "the sum of its MATCHED rows in `payment_matches`."
    )
    explanation: str = published("Why it is matched or not: the text it rests on, and what spoke against others.")
    file_id: str = published("File whose row is shown here; the key of `files`.")
    line_number: int = published("Where in that file it stands, header 1; in XML and JSON the position of the element.")


class PaymentMatches(Published):
    """One row per payment, order and logistic order: which part of a payment pays what, by which rule, and why."""

    payment_id: str = published("The payment that is put against the order; the key of `payments`.")
    order_reference: str = published("Commercial order it pays or is taken from; the key of `orders`.")
    logistic_reference: str = published(
        "Logistic order this part is allocated to. Null for credit, the part that no logistic order needs.",
        nullable=True,
    )
    amount: Money = published(
        "This part, in the payment's currency and with its sign: negative for money that goes out."
    )
    kind: str = published("What the payment does, as in `payments`.", codes=words.PAYMENT_KINDS)
    rule: str = published("The first rule of the matching that holds.", codes=codes.RULES)
    status: str = published(
        "MATCHED counts; SUGGESTED waits for a person and changes no amount.", codes=codes.ALLOCATION_STATUSES
    )
    rank: pl.Int32 = published("1 for MATCHED; suggestions of one payment from 1, the best first.", at_least=1)
    explanation: str = published("The text it rests on, what was rejected and why, in words.")
