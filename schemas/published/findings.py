"""Findings as they are published: what a person should know or do."""

from typing import Annotated

import polars as pl

from schemas.fields import Instant, Money, published
from schemas.published import codes
from schemas.published.rules import Published


class Findings(Published):
    """One row per finding ever opened: an open one as it is now, a resolved one as it was told last."""

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


class Queue(Published):
    """One row per order, payment, feed or account that a person should look at, the worst first; of its open findings the worst."""

    about: str = published("Order, payment or subject it is about.")
    code: str = published(
        "The worst of its findings: ACTION before CHECK, then the largest amount.", codes=codes.FINDINGS
    )
    severity: str = published("ACTION: today; CHECK: when there is time.", codes=codes.SEVERITIES)
    order_reference: str = published("Commercial order. Null when it is about none.", nullable=True)
    payment_id: str = published("Payment of the worst finding. Null when that is about none.", nullable=True)
    amount: Money = published(
        "What is at stake in the worst one, in `currency`. Null when it is about no amount.", nullable=True
    )
    currency: str = published("ISO 4217 code of the amount. Null when there is none.", nullable=True)
    message: str = published("What is wrong, in a sentence.")
    suggested_action: str = published("What to do about it, in a sentence.")
    codes: Annotated[pl.List, pl.String()] = published("The codes of all its open findings, each once, sorted.")
    findings: int = published("How many they are.", at_least=1)
    age_days: pl.Int32 = published("Age of the oldest, in days.", at_least=0)
