"""Decisions as they are published: what people decided, and what became of it."""

from schemas import vocabulary as words
from schemas.fields import Instant, Money, published
from schemas.published import codes
from schemas.published.rules import Published


class Decisions(Published):
    """One row per decision that was ever dropped, with its outcome by now."""

    decision_id: str = published("Id of the decision, as it was dropped.")
    action: str = published("What was decided.", codes=words.DECISION_ACTIONS)
    payment_id: str = published(
        "Payment it is about; the key of `payments`. Null when it is about none.", nullable=True
    )
    order_reference: str = published(
        "Order or logistic order it is about, spelled as `orders` and `logistic_orders` do if it is known by that reference, else in capitals. "
        "Null when it is about none.",
        nullable=True,
    )
    amount: Money = published(
        "ASSIGN: the part of the payment that was put against the order, in the payment's currency, positive, also where none was "
        "named; WRITE_OFF: what is written off, in the order's currency. Null for other actions, and where it waits or was refused without one.",
        nullable=True,
    )
    value: str = published(
        "What else the action needs: a status, a date, a finding, a decision, or the amount of an ASSIGN in the order's currency. "
        "Null when it needs nothing.",
        nullable=True,
    )
    reason: str = published("Why, in the words of whoever decided.")
    decided_by: str = published("Person who is answerable for it, as written.")
    decided_at: Instant = published("When it was decided; decisions are judged in this order.")
    outcome: str = published(
        "APPLIED: it counts; WAITING: what it is about is not known yet; REFUSED: it can't be done, for good; SUPERSEDED: a later "
        "decision took its place; UNDONE: a later one took it back.",
        codes=codes.DECISION_OUTCOMES,
    )
    outcome_reason: str = published("Code and sentence. Null for one that counts.", nullable=True)
    file_id: str = published("File it came in; the key of `files`.")
    line_number: int = published("Where in that file it stands, header 1.")
