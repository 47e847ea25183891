"""The story of an order or a payment in words, on one screen. It is told from published rows; no rule is applied here."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

Row = dict[str, Any]
Story = dict[str, list[Row]]

# Why an order has its payment status (domain.md §4), by what its amounts are.
_WHY = {
    "PAID": "what came and what was written off cover what is due",
    "OVER_PAID": "more came than is due",
    "PARTIALLY_PAID": "a part of what is due came",
    "PARTIALLY_REFUNDED": "a part of what came went back",
    "REFUNDED": "all that came went back",
    "REFUSED": "the newest attempt failed, and none succeeded",
    "AUTHORIZED": "nothing moved yet: a valid authorisation, or a transfer that may come after shipment",
    "WAITING_AUTHORIZATION": "nothing moved yet, and nothing is authorised",
    "WAITING_PAYMENT": "nothing came yet, and it should have",
}
_NOTHING_DUE = "nothing is due, and nothing moved"


def of_order(story: Story) -> str:
    """The story of an order."""
    (order,) = story["order"]
    blocks = [
        _head(order),
        _block("Parts", map(_part, story["logistic_orders"])),
        _block("Statuses", map(_event, story["events"])),
        _block("Money", map(_payment, story["payments"])),
        _block("Put against it", map(_match, story["matches"])),
        _block("Complaints", map(_incident, story["incidents"])),
        _block("Decisions", map(_decision, story["decisions"])),
        _block("Findings", map(_finding, story["findings"])),
    ]
    return "\n\n".join(filter(None, blocks))


def of_payment(story: Story) -> str:
    """The story of a payment."""
    (payment,) = story["payment"]
    told = [
        f"Payment {payment['payment_id']}: {payment['match_status']}, {payment['amount_matched']} of {payment['amount']} {payment['currency']}",
        f"  why          {payment['explanation']}",
        f"  text         {payment['remittance'] or '-'}",
        f"  counterparty {payment['payer_name'] or '-'} {payment['payer_iban'] or ''}".rstrip(),
        f"  booked       {payment['booked_on']}, {payment['provider']}, {payment['kind']}, {payment['state']}, {_place(payment)}",
    ]
    blocks = [
        "\n".join(told),
        _block("Put against", map(_match, story["matches"])),
        _block("Decisions", map(_decision, story["decisions"])),
        _block("Findings", map(_finding, story["findings"])),
    ]
    return "\n\n".join(filter(None, blocks))


def _head(order: Row) -> str:
    status, word = order["payment_status"], order["recorded_payment_status"]
    why = _NOTHING_DUE if status == "PAID" and not order["amount_due"] else _WHY[status]
    money = (
        f"due {order['amount_due']}, received {order['amount_received']}, refunded {order['amount_refunded']}, "
        f"written off {order['amount_written_off']}: outstanding {order['amount_outstanding']}, excess {order['amount_excess']}"
    )
    record = f"the record says {word or 'nothing'}"
    action = f"; to do: {order['payment_action']}" if order["payment_action"] else ""
    due = f", due on {order['due_date']}" if order["due_date"] else ""
    late = f", {order['days_overdue']} days late" if order["days_overdue"] else ""
    return "\n".join(
        [
            f"Order {order['order_reference']} of {order['account_id']}, placed {_at(order['created_at'])}, by {order['payment_option']}",
            f"  goods        {order['logistic_status']}",
            f"  payment      {status}: {why}",
            f"  amounts      {order['currency']}: {money}{due}{late}",
            f"  record       {record}{action}",
        ]
    )


def _part(lo: Row) -> str:
    late = f", {lo['days_overdue']} days late" if lo["days_overdue"] else ""
    due = f", due on {lo['due_date']}{late}" if lo["due_date"] else ""
    record = (
        ""
        if lo["recorded_logistic_status"] == lo["logistic_status"]
        else f" (record: {lo['recorded_logistic_status']})"
    )
    return (
        f"{lo['logistic_reference']} of {lo['supplier_id']}: {lo['logistic_status']}{record} since {_at(lo['status_since'])}; "
        f"{lo['payment_status']}, "
        f"{lo['amount_allocated']} of {lo['amount_due']}{due}"
    )


def _event(event: Row) -> str:
    before = f"{event['from_status']} -> " if event["from_status"] else ""
    told = [event["verdict"], event["warning"], event["reason"], event["status_reason"]]
    said = "; ".join(str(word) for word in told if word)
    return f"{_at(event['effective_at'])} {event['logistic_reference']} {before}{event['to_status']} ({event['source']}): {said}, {_place(event)}"


def _payment(payment: Row) -> str:
    return (
        f"{payment['booked_on']} {payment['payment_id']} {payment['provider']} {payment['kind']} {payment['state']} {payment['amount']} "
        f"{payment['currency']}: {payment['match_status']}, {_place(payment)}"
    )


def _match(match: Row) -> str:
    to = match["logistic_reference"] or f"{match['order_reference']} (credit)"
    return (
        f"{match['payment_id']} -> {to} {match['amount']}, {match['status']} by {match['rule']}: {match['explanation']}"
    )


def _incident(incident: Row) -> str:
    return f"{incident['incident_id']} {incident['status']} since {_at(incident['opened_at'])}: {incident['reason'] or incident['message'] or '-'}"


def _decision(decision: Row) -> str:
    about = " ".join(
        str(decision[name])
        for name in ("payment_id", "order_reference", "amount", "value")
        if decision[name] is not None
    )
    because = f" ({decision['outcome_reason']})" if decision["outcome_reason"] else ""
    return (
        f"{_at(decision['decided_at'])} {decision['decision_id']} {decision['action']} {about} by {decision['decided_by']}: "
        f"{decision['outcome']}{because}; {decision['reason']}"
    )


def _finding(finding: Row) -> str:
    amount = f" {finding['amount']} {finding['currency']}" if finding["amount"] is not None else ""
    return (
        f"{finding['state']} {finding['severity']} {finding['code']}{amount}, {finding['age_days']} days: {finding['message']}; "
        f"{finding['suggested_action']}"
    )


def _block(title: str, lines: Iterable[str]) -> str:
    told = list(lines)
    return "\n".join([title, *(f"  {line}" for line in told)]) if told else ""


def _place(row: Row) -> str:
    return f"{row['file_name']} line {row['line_number']}" if row.get("file_name") else "by Closeout"


def _at(moment: datetime | None) -> str:
    return moment.strftime("%Y-%m-%d %H:%M") if moment else "?"


def plain(value: object) -> object:
    """A cell as JSON writes it: amounts and instants as text, so that no amount passes through a float."""
    if isinstance(value, Decimal):
        return str(value)
    return value.isoformat() if hasattr(value, "isoformat") else value
