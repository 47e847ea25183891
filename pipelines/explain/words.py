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
    "AUTHORIZED": "nothing came yet, and it may come after shipment",
    "WAITING_AUTHORIZATION": "nothing came yet, and nothing is authorised",
    "WAITING_PAYMENT": "nothing came yet",
}
_NOTHING_DUE = "nothing is due"
_NOTHING_MOVED = "nothing is due, and nothing moved"
_NOTHING_LEFT = "nothing is left of what came"
_HELD = "an authorisation is valid, and nothing was captured"
_STILL_HELD = "an authorisation is valid, and nothing is left of what was captured"
_MORE_WENT_BACK = "more went back than came"
_CARD = ("CREDIT_CARD", "DIRECT_PAYMENT")  # what these authorise counts (domain.md §4)


def of_order(story: Story) -> str:
    """The story of an order."""
    (order,) = story["order"]
    blocks = [
        _head(order, _why(order, story)),
        _block("Parts", map(_part, story["logistic_orders"])),
        _block("Statuses", map(_event, story["events"])),
        _block("Money", [*map(_opening, story["opening"]), *map(_payment, story["payments"])]),
        _block("Put against it", _matches(story["matches"], story["payments"])),
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
        _block("Put against", _matches(story["matches"], story["payment"])),
        _block("Decisions", map(_decision, story["decisions"])),
        _block("Findings", map(_finding, story["findings"])),
    ]
    return "\n\n".join(filter(None, blocks))


def _why(order: Row, story: Story) -> str:
    status = order["payment_status"]
    moved = [match["amount"] for match in story["matches"] if match["status"] == "MATCHED"]
    moved += [amount for told in story["opening"] for amount in (told["received"], -told["refunded"]) if amount]
    if status == "PAID" and not order["amount_due"]:
        return _NOTHING_DUE if moved else _NOTHING_MOVED
    if (order["net_received"] or 0) < 0 or (moved and max(moved) < 0):  # in several currencies there is no net
        return _MORE_WENT_BACK
    if status == "AUTHORIZED" and order["payment_option"] in _CARD:
        return _STILL_HELD if moved else _HELD
    if status in {"AUTHORIZED", "WAITING_AUTHORIZATION", "WAITING_PAYMENT"} and moved:
        return _NOTHING_LEFT
    return _WHY[status]


def _amounts(order: Row) -> str:
    if order["amount_due"] is None:
        return "in several currencies"
    return (
        f"{order['currency']}: due {order['amount_due']}, received {order['amount_received']}, refunded {order['amount_refunded']}, "
        f"written off {order['amount_written_off']}: outstanding {order['amount_outstanding']}, excess {order['amount_excess']}"
    )


def _head(order: Row, why: str) -> str:
    status, word = order["payment_status"], order["recorded_payment_status"]
    buyer = order["account_id"] or "an account nobody told"
    record = f"the record says {word or 'nothing'}"
    action = f"; to do: {order['payment_action']}" if order["payment_action"] else ""
    due = f", due on {order['due_date']}" if order["due_date"] else ""
    late = f", {_days(order['days_overdue'])} late" if order["days_overdue"] else ""
    return "\n".join(
        [
            f"Order {order['order_reference']} of {buyer}, placed {_at(order['created_at'])}, by {order['payment_option']}",
            f"  goods        {order['logistic_status']}",
            f"  payment      {status}: {why}",
            f"  amounts      {_amounts(order)}{due}{late}",
            f"  record       {record}{action}",
        ]
    )


def _part(lo: Row) -> str:
    late = f", {_days(lo['days_overdue'])} late" if lo["days_overdue"] else ""
    due = f", due on {lo['due_date']}{late}" if lo["due_date"] else ""
    recorded = lo["recorded_logistic_status"]
    record = "" if recorded == lo["logistic_status"] else f" (record: {recorded or 'none'})"
    term = (
        f", its term ends {_at(lo['completion_due_at'])}" if lo["completion_due_at"] and not lo["completed_at"] else ""
    )
    complaint = ", a complaint is open" if lo["has_open_incident"] else ""
    paid = "" if lo["amount_due"] is None else f", {lo['amount_allocated']} of {lo['amount_due']}"
    return (
        f"{lo['logistic_reference']} of {lo['supplier_id']}: {lo['logistic_status']}{record} since {_at(lo['status_since'])}{term}{complaint}; "
        f"{lo['payment_status']}{paid}{due}"
    )


def _event(event: Row) -> str:
    before = f"{event['from_status']} -> " if event["from_status"] else ""
    told = [event["verdict"], event["warning"], event["reason"], event["status_reason"]]
    said = "; ".join(str(word) for word in told if word)
    return f"{_at(event['effective_at'])} {event['logistic_reference']} {before}{event['to_status']} ({event['source']}): {said}, {_place(event)}"


def _opening(opening: Row) -> str:
    return (
        f"before the opening date: received {opening['received']}, refunded {opening['refunded']}, "
        f"written off {opening['written_off']}"
    )


def _payment(payment: Row) -> str:
    # What is put against an order says why below.
    why = f": {payment['explanation']}" if payment["match_status"] in {"UNMATCHED", "NOT_MATCHABLE", "IGNORED"} else ""
    return (
        f"{payment['booked_on']} {payment['payment_id']} {payment['provider']} {payment['kind']} {payment['state']} {payment['amount']} "
        f"{payment['currency']}: {payment['match_status']}, {_place(payment)}{why}"
    )


def _matches(matches: Iterable[Row], payments: Iterable[Row]) -> Iterable[str]:
    currencies = {payment["payment_id"]: payment["currency"] for payment in payments}
    for match in matches:
        credit = " (credit)" if match["status"] == "MATCHED" else ""
        to = match["logistic_reference"] or f"{match['order_reference']}{credit}"
        amount = f"{match['amount']} {currencies[match['payment_id']]}"
        yield f"{match['payment_id']} -> {to} {amount}, {match['status']} by {match['rule']}: {match['explanation']}"


def _incident(incident: Row) -> str:
    opened = "" if incident["updated_at"] in {None, incident["opened_at"]} else f", opened {_at(incident['opened_at'])}"
    return (
        f"{incident['incident_id']} {incident['status']} since {_at(incident['updated_at'] or incident['opened_at'])}{opened}: "
        f"{incident['reason'] or incident['message'] or '-'}"
    )


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
    about = " ".join(str(finding[name]) for name in ("logistic_reference", "payment_id") if finding[name])
    return (
        f"{finding['state']} {finding['severity']} {finding['code']}{amount}, {_days(finding['age_days'])}: {finding['message']}; "
        f"{finding['suggested_action']} ({' '.join(filter(None, (about, finding['finding_id'])))})"
    )


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


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
