"""Findings as they are published: what a person should know or do."""

import polars as pl

from schemas.fields import Instant, Money, published
from schemas.published import codes
from schemas.published.rules import Published


class Findings(Published):
    """One row per finding ever opened: an open one as it is now, a resolved one as it was first told."""

    finding_id: str = published(
        "fnd_ and 16 hex digits, the same as long as it lives; one that comes back is a new one."
    )
    code: str = published("What kind of thing was found.", codes=codes.FINDINGS)
    severity: str = published("ACTION: today; CHECK: when there is time; INFO: good to know.", codes=codes.SEVERITIES)
    order_reference: str = published(
        "Commercial order concerned; for UNKNOWN_ORDER the reference as written. Null when it is about no order.",
        nullable=True,
    )
    logistic_reference: str = published(
        "Logistic order concerned. Null when it is about the whole order, or about none.", nullable=True
    )
    payment_id: str = published(
        "Payment concerned; the key of `payments`. Null when it is about no single one.", nullable=True
    )
    subject: str = published(
        "Feed, account (of a bank statement with its day and name), payout or file of a finding that has no order; else empty."
    )
    amount: Money = published(
        "What is at stake, in `currency`; negative for a payment that went out. Null when it is not about an amount.",
        nullable=True,
    )
    currency: str = published(
        f"ISO 4217 code of the amount; {codes.MIXED_CURRENCY} for an order of several. Null when there is no amount.",
        nullable=True,
    )
    message: str = published("What is wrong, in a sentence.")
    suggested_action: str = published("What to do about it, in a sentence.")
    first_seen_at: Instant = published("As-of of the run that opened it.")
    age_days: pl.Int32 = published(
        "Whole days from the business date (booking, due, shipped) to the newest run's as-of.", at_least=0
    )
    state: str = published(
        "OPEN; SNOOZED until a date by decision; RESOLVED when its condition ended, or by decision.",
        codes=codes.FINDING_STATES,
    )
