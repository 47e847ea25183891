"""The planted orders as rows of the feeds, in the shapes of the bulk's tables."""

import hashlib
from collections.abc import Iterator

import polars as pl

from pipelines.sample.showcase.completions import COMPLETIONS
from pipelines.sample.showcase.findings import FINDINGS
from pipelines.sample.showcase.matching import MATCHING
from pipelines.sample.showcase.names import ACCOUNTS, OWN_ACCOUNTS, STRANGER, SUPPLIER, Calendar, rf
from pipelines.sample.showcase.orders import ORDERS
from pipelines.sample.showcase.people import PEOPLE
from pipelines.sample.showcase.statuses import STATUSES
from pipelines.sample.showcase.stories import CARD, Line, Part, Story
from pipelines.sample.showcase.vendors import VENDORS

STORIES = (*ORDERS, *COMPLETIONS, *STATUSES, *FINDINGS, *MATCHING, *PEOPLE, *VENDORS)

Row = dict[str, object]


def order_rows(calendar: Calendar, *, older: bool) -> list[Row]:
    """The rows of one of the two exports."""
    return [
        row
        for story in STORIES
        for part in story.parts
        if part.older == older
        for row in _part_rows(story, part, calendar)
    ]


def _part_rows(story: Story, part: Part, calendar: Calendar) -> Iterator[Row]:
    reference, account = calendar.reference(story), ACCOUNTS[story.account]
    sent = part.status in {"SHIPPED", "COMPLETED"} and not part.undated
    for number, amount in enumerate(part.lines, start=1):
        yield {
            "commercial_reference": reference,
            "logistic_reference": f"{reference}-{part.lo}",
            "external_id": _external_id(story, part.lo),
            "source": "MIRAKL" if part.mirakl else None,
            "status": part.status,
            "status_reason": part.reason,
            "recorded": part.recorded,
            "option": story.option,
            "provider": {CARD: "MANGOPAY", "NO_PAYMENT": None}.get(story.option, "OFFLINE"),
            "account_id": account.id,
            "customer_id": account.id.replace("ACC", "CUS"),
            "supplier_id": SUPPLIER,
            "currency": part.currency,
            "created_at": calendar.iso(story.created, 6),
            "updated_at": calendar.iso(part.at, 8),
            "shipped_at": calendar.iso(part.at if part.shipped is None else part.shipped, 8) if sent else None,
            "message": story.what,
            "line_id": f"{reference}-{part.lo}-L{number}",
            "variant_id": f"V900{number:03d}",
            "product_name": f"Échantillon {story.number}",
            "quantity": "2" if part.confirmed else "1",
            "confirmed_quantity": str(part.confirmed) if part.confirmed else None,
            "price": amount,
            "tax": part.taxed[0] if part.taxed else None,
            "stated_total": part.taxed[1] if part.taxed else None if part.confirmed else amount,
        }


def _external_id(story: Story, lo: int) -> str:
    return f"EXT-{story.number}-{lo}"


def event_rows(calendar: Calendar) -> list[Row]:
    """Rows of the PSP's report."""
    return [
        {
            "provider": event.provider,
            "payment": f"P{story.number}",
            "event": f"E{story.number}-{event.op}",
            "kind": event.kind,
            "state": event.state,
            "amount": event.amount,
            "currency": "EUR",
            "reference": calendar.reference(story) if event.named else None,
            "fee": event.fee,
            "payout": event.payout,
            "moment": calendar.moment(event.at, 9 if event.state == "PENDING" else 10),
            "method": "CB_VISA",
            "payer_name": ACCOUNTS[story.account].name,
            "noise": "refund" if event.kind in {"REFUND", "CHARGEBACK"} else "psp",
        }
        for story in STORIES
        for event in story.events
    ]


def line_rows(calendar: Calendar) -> list[Row]:
    """Lines of bank statements; `i` is below zero, so that they never meet an order of the bulk."""
    return [
        _line_row(calendar, story, line, place, copy)
        for story in STORIES
        for place, line in enumerate(story.lines)
        for copy in range(1, line.copies + 1)
    ]


def _line_row(calendar: Calendar, story: Story, line: Line, place: int, copy: int) -> Row:
    name, iban = (ACCOUNTS[story.account].name, ACCOUNTS[story.account].iban) if line.payer else STRANGER
    return {
        "i": _leader(story, place),
        "leader": _leader(story, place),
        "own": line.own,
        "currency": "GBP" if line.own == "GBP" else "EUR",
        "booked_on": calendar.day(line.at),
        "amount": line.amount,
        "payer_name": name,
        "payer_iban": iban,
        "remittance": calendar.written(line.text, story),
        "end_to_end_id": calendar.written(line.e2e, story),
        "bank_reference": None if line.copies > 1 else f"BS{story.number}{place:04d}",
        "structured_reference": rf(calendar.reference(story)) if line.structured else None,
        "return_reason": line.reason,
        "noise": line.noise,
        "copy": copy,
    }


def _payment_id(calendar: Calendar, story: Story, place: int) -> str:
    """The id of the payment that a line is, made of its key's fields (contract.md §4)."""
    row = _line_row(calendar, story, story.lines[place], place, 1)
    fields = (
        "bank",
        OWN_ACCOUNTS[str(row["own"])],
        row["booked_on"],
        row["amount"],
        row["currency"],
        row["bank_reference"],
        1,
    )
    return f"pay_{hashlib.sha256(chr(31).join(map(str, fields)).encode()).hexdigest()[:16]}"


def _leader(story: Story, place: int) -> int:
    return -(story.number * 10 + place)


def paid_rows(calendar: Calendar) -> list[Row]:
    """Which order each line of a statement truly pays, and how much of it."""
    numbers = {story.number: calendar.reference(story) for story in STORIES}
    return [
        {"leader": _leader(story, place), "reference": numbers[number], "amount": amount}
        for story in STORIES
        for place, line in enumerate(story.lines)
        for number, amount in (((story.number, line.amount),) if line.pays is None else line.pays)
    ]


def import_rows(calendar: Calendar) -> list[Row]:
    """Rows of status files."""
    names = {"reference": "{ref}-{lo}", "order": "{ref}", "external": ""}
    return [
        {
            "external_id": _external_id(story, row.lo) if row.by == "external" else None,
            "reference": names[row.by].format(ref=calendar.reference(story), lo=row.lo) or None,
            "status": row.status,
            "moment": None if row.at is None else calendar.moment(row.at, 10),
            "reason": f"Commande {story.number}",
        }
        for story in STORIES
        for row in story.imports
    ]


def incident_rows(calendar: Calendar) -> list[Row]:
    """States of incidents."""
    return [
        {
            "incident_id": f"INC-{story.number}",
            "reference": calendar.reference(story) + (f"-{row.lo}" if row.lo else ""),
            "linked_type": "ORDERLINES" if row.on_line else "ORDER",
            "status": row.status,
            "opened_at": calendar.iso(story.incidents[0].at, 9),
            "line_id": f"{calendar.reference(story)}-{row.lo}-L1" if row.on_line else None,
            "reason": "Colis endommagé",
            "quantity": "1" if row.on_line else None,
            "updated_at": calendar.iso(row.at, 9),
            "message": "Le carton est arrivé ouvert; il manque une pièce",
        }
        for story in STORIES
        for row in story.incidents
    ]


def decision_rows(calendar: Calendar) -> list[Row]:
    """Decisions."""
    return [
        {
            "decision_id": f"DEC-{story.number}-{place}",
            "action": row.action,
            "payment_id": _payment_id(calendar, story, row.payment) if isinstance(row.payment, int) else row.payment,
            "reference": None if row.lo is None else calendar.reference(story) + (f"-{row.lo}" if row.lo else ""),
            "amount": row.amount,
            "value": row.value and row.value.format(due=calendar.day(row.at)),
            "reason": row.why,
            "decided_by": "zoe@shop.example",
            "decided_at": calendar.iso(row.at, 15),
        }
        for story in STORIES
        for place, row in enumerate(story.decisions, start=1)
    ]


def story_rows(calendar: Calendar) -> list[Row]:
    """The showcase told: which order shows what."""
    return [
        {
            "order_reference": calendar.reference(story),
            "what": story.what,
            "shows": story.shows,
            "payment_status": story.payment_status,
        }
        for story in STORIES
    ]


def table(rows: list[Row], columns: dict[str, str]) -> pl.DataFrame:
    """Rows of text as a frame with every column of the layout."""
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String))
