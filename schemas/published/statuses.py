"""Statuses as they are published: every event with its verdict, completions, and the incidents that hold them."""

from schemas import vocabulary as words
from schemas.fields import Instant, Number, published
from schemas.published import codes
from schemas.published.rules import Published


class StatusEvents(Published):
    """One row per status event, whoever told it, and what became of it."""

    logistic_reference: str = published(
        "Logistic order it is about; for an event that waits, or names no single one, the reference as it was written."
    )
    from_status: str = published(
        "Status just before it. Null for the first snapshot, and for an event that did not take its turn.",
        nullable=True,
        codes=words.LOGISTIC_STATUSES,
    )
    to_status: str = published("Status it asks for, whether or not it was applied.", codes=words.LOGISTIC_STATUSES)
    effective_at: Instant = published(
        "Instant that decides its turn: its own date, else that of the file's name, else when the file was first seen."
    )
    source: str = published("Who told it, or what moved it.", codes=codes.EVENT_SOURCES)
    verdict: str = published(
        "APPLIED: it counts; NO_OP: it changes nothing; REJECTED: not allowed; WAITING: order unknown, or dated ahead.",
        codes=codes.VERDICTS,
    )
    warning: str = published(
        "SKIPPED_STATUS for a legal step that left statuses out. Null when there is nothing to warn of.",
        nullable=True,
        codes=codes.EVENT_WARNINGS,
    )
    reason: str = published(
        "Code and sentence that explain the verdict. Null when it needs no explanation.", nullable=True
    )
    status_reason: str = published(
        "Why the status changed, in the words of whoever told it. Null when nobody said.", nullable=True
    )
    file_id: str = published("File it stands in; the key of `files`. Null for an automatic completion.", nullable=True)
    line_number: int = published(
        "Where in the file it stands, header 1. Null for an automatic completion.", nullable=True
    )
    order_reference: str = published(
        "Commercial order it concerns. Null while no known order is called so.", nullable=True
    )


class Completions(Published):
    """One row per Mirakl logistic order that is SHIPPED, or that Closeout completed: what its term came to."""

    logistic_reference: str = published("Logistic order whose term runs; the key of `logistic_orders`.")
    shipped_at: Instant = published(
        "Instant the term runs from. Null when nobody said when it was shipped.", nullable=True
    )
    due_at: Instant = published("Instant the term ends, days of 24 hours. Null without a shipment date.", nullable=True)
    outcome: str = published(
        "WAITING: the term runs; COMPLETED: done by us; BLOCKED: something holds it, see `reason`.",
        codes=codes.OUTCOMES,
    )
    reason: str = published(
        "Code and sentence: what it waits for or what holds it. Null when COMPLETED.", nullable=True
    )
    effective_at: Instant = published(
        "Date reported for the completion, the end of the term. Null unless COMPLETED.", nullable=True
    )
    applied_at: Instant = published("As-of of the run that did it. Null unless COMPLETED.", nullable=True)
    order_reference: str = published("Commercial order it is a part of; the key of `orders`.")


class Incidents(Published):
    """One row per incident, a complaint about an order or lines of it, in its newest state."""

    incident_id: str = published("Key in the feed.")
    order_reference: str = published(
        "Order or logistic order, spelled as `orders` and `logistic_orders` do if it is known by that reference, else in capitals; "
        "a commercial reference concerns all its logistic orders."
    )
    order_line_external_id: str = published("Line complained about. Null when the whole order is meant.", nullable=True)
    linked_type: str = published("Whether the whole order is concerned or lines of it.", codes=words.LINKED_TYPES)
    reason: str = published("Subject of the thread, unknown ones kept. Null when the feed gives none.", nullable=True)
    status: str = published("OPEN and ON_GOING hold an automatic completion.", codes=words.INCIDENT_STATUSES)
    quantity: Number = published("Pieces concerned. Null when the feed does not say.", nullable=True, at_least=0)
    opened_at: Instant = published("When somebody complained first.")
    updated_at: Instant = published("When it took this state; when it was opened, if the feed does not say.")
    message: str = published("What was written. Null when nothing.", nullable=True)
    warning: str = published(
        "UNKNOWN_REASON: the reason is none of the shop's list (`incident_reasons`). Null otherwise, and without a list.",
        nullable=True,
    )
