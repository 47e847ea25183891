"""A row of the incident feed (contract.md §2): a complaint about an order or its lines."""

from schemas import vocabulary as words
from schemas.fields import Instant, Number, code, instant, number, text
from schemas.landed.rules import Landed


class IncidentRow(Landed):
    """One state of one incident; the newest `Updated At` counts. A commercial reference means all its logistic orders."""

    incident_id: str = text("Incident Id", "Id of the incident", required=True)
    order_reference: str = text("Order Reference", "Order it is about", required=True)
    linked_type: str = code(
        "Linked Type", "Whether it concerns the whole order or lines of it", words.LINKED_TYPES, required=True
    )
    status: str = code("Status", "OPEN and ON_GOING hold a completion", words.INCIDENT_STATUSES, required=True)
    opened_at: Instant = instant("Opened At", "When it was opened", required=True)
    order_line_external_id: str = text("Order Line External Id", "Line it is about")
    reason: str = text("Reason", "Subject of the thread; an unknown one is kept")
    quantity: Number = number("Quantity", "Pieces concerned", ge=0)
    updated_at: Instant = instant("Updated At", "When it took this state; empty: when it was opened")
    message: str = text("Message", "What was written")
