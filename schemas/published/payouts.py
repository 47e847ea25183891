"""Payouts as they are published: what a provider should have paid out, held against the bank."""

from schemas.fields import Instant, Money, published
from schemas.published import codes
from schemas.published.rules import Published


class Payouts(Published):
    """One row per payout of a payment service provider, held against the bank line that it is."""

    provider: str = published("Payment service provider that pays out.")
    payout_reference: str = published(
        "What the provider calls the payout; in wallet mode the operation that takes the money out."
    )
    currency: str = published("ISO 4217 code of the amounts.")
    mode: str = published(
        "aggregated: one bank line for many operations; wallet: one for each operation that takes money out. A setting.",
        codes=codes.PAYOUT_MODES,
    )
    operations: int = published("Operations that carry its reference; 0 in wallet mode.", at_least=0)
    bank_payment_id: str = published(
        "Bank line that it is, the first where it also came back; the key of `payments`. Null while none is known.",
        nullable=True,
    )
    expected_amount: Money = published(
        "What it should bring, in `currency`: captures less refunds, chargebacks and fees of its operations, with what came back; "
        "without operations what the provider says. 0 for one that failed."
    )
    stated_amount: Money = published(
        "What the provider says that it paid out, in `currency`. Null when it does not say.", nullable=True
    )
    bank_amount: Money = published(
        "What the bank got, less what went back, in `currency`. Null while no bank line is known to be it.",
        nullable=True,
    )
    residual: Money = published(
        "What is left over, in `currency`: bank less expected, the bank being 0 for a MISSING one; before that, stated less expected where "
        "these differ. Null while there is nothing to compare.",
        nullable=True,
    )
    status: str = published(
        "MATCHED: within the tolerance; MISMATCH: a residual beyond it; MISSING: no bank line within the window of days; WAITING: not yet; "
        "NOTHING_DUE: it failed, or comes to 0.",
        codes=codes.PAYOUT_STATUSES,
    )
    paid_at: Instant = published("When the provider paid it out; the newest of its operations where it does not say.")
