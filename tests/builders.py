"""Rows of the landing zone with the contract's column names.

A builder fills in what a test is not about; what it is about is given by the column's name in snake case:
`order_line("20260901-1", "120.00", order_status="CANCELED")`.
"""

import hashlib

from stdnum import iban

Row = dict[str, str]

OWN_ACCOUNT = "FR7630006000011234567890189"
ORDER_COLUMNS = (
    *(
        "Order Commercial Reference",
        "Order Reference",
        "Order External Id",
        "External Source",
        "Order Status",
        "Order Status Reason",
    ),
    *(
        "Order Payment Status",
        "Order Payment Option",
        "Payment Provider",
        "Customer Account External Id",
        "Customer External Id",
    ),
    *(
        "Supplier External Id",
        "Currency",
        "Creation Date",
        "Update Date",
        "Shipment Date",
        "Order Message",
        "Order Line External Id",
    ),
    *(
        "Order Line Status",
        "Variant External Id",
        "Product Name",
        "Order Line Quantity",
        "Confirmed Quantity",
        "Net Unit Price",
    ),
    *("Confirmed Unit Price", "Tax Rate", "Tax Amount", "Shipping Fees", "Shipping Tax Amount", "Line Total With Tax"),
)
BANK_COLUMNS = (
    *(
        "Account IBAN",
        "Booking Date",
        "Value Date",
        "Amount",
        "Currency",
        "Payer Name",
        "Payer IBAN",
        "Remittance Information",
    ),
    *("End To End Id", "Bank Reference"),
)
PSP_COLUMNS = (
    *(
        "Provider",
        "PSP Reference",
        "Event Id",
        "Event Type",
        "Event Status",
        "Amount",
        "Currency",
        "Order Reference",
        "Occurred At",
    ),
    *("Fee Amount", "Payment Method", "Payout Reference", "Payer Name", "Payer IBAN", "Message"),
)
STATUS_COLUMNS = ("Order External Id", "Order Reference", "Order Status", "Effective Date", "Reason", "Tracking Url")
DECISION_COLUMNS = (
    *(
        "Decision Id",
        "Action",
        "Payment Id",
        "Order Reference",
        "Amount",
        "Value",
        "Reason",
        "Decided By",
        "Decided At",
    ),
)
INCIDENT_COLUMNS = (
    *(
        "Incident Id",
        "Order Reference",
        "Order Line External Id",
        "Linked Type",
        "Reason",
        "Status",
        "Quantity",
        "Opened At",
    ),
    *("Updated At", "Message"),
)
ACCOUNT_COLUMNS = (
    *(
        "Account External Id",
        "Name",
        "Bank Transfer Mode",
        "Requires Approval",
        "Trusted For Due Date",
        "IBANs",
        "Email",
        "Created At",
    ),
)

_SHIPPED = ("PARTIALLY_SHIPPED", "SHIPPED", "COMPLETED")
_SINCE = "2026-09-02T08:00:00Z"


def order_line(reference: str, total: str, lo: int = 1, /, **columns: str) -> Row:
    """The one line of an LO that is shipped and paid by transfer on its due date."""
    row = {
        "Order Commercial Reference": reference,
        "Order Reference": f"{reference}-{lo}",
        "Order Status": "SHIPPED",
        "Order Payment Option": "BANK_WIRE_ON_DUE_DATE",
        "Customer Account External Id": "ACC1",
        "Supplier External Id": "SUP1",
        "Currency": "EUR",
        "Creation Date": "2026-09-01T08:00:00Z",
        "Update Date": _SINCE,
        "Order Line External Id": f"{reference}-{lo}-L1",
        "Order Line Quantity": "1",
        "Net Unit Price": total,
        "Line Total With Tax": total,
    }
    given = _given(ORDER_COLUMNS, columns)
    shipped = given.get("Order Status", row["Order Status"]) in _SHIPPED
    return _row(ORDER_COLUMNS, row | {"Shipment Date": _SINCE if shipped else ""}, given)


def bank_line(amount: str, remittance: str, number: int = 1, /, **columns: str) -> Row:
    """A booked line of the own account; `number` makes the bank's reference. A debit has a minus."""
    row = {
        "Account IBAN": OWN_ACCOUNT,
        "Booking Date": "2026-10-01",
        "Value Date": "2026-10-01",
        "Amount": amount,
        "Currency": "EUR",
        "Payer Name": "ACME SAS",
        "Payer IBAN": "FR1420041010050500013M02606",
        "Remittance Information": remittance,
        "Bank Reference": f"BR{number:08d}",
    }
    return _row(BANK_COLUMNS, row, _given(BANK_COLUMNS, columns))


def payment_id(*fields: str) -> str:
    """A payment's id, made of its key's fields as published (contract.md §4)."""
    digest = hashlib.sha256("\x1f".join(fields).encode()).hexdigest()
    return f"pay_{digest[:16]}"


def psp_event(reference: str, event_type: str, amount: str, number: int = 1, /, **columns: str) -> Row:
    """A succeeded operation of a payment of its own; `number` makes its ids."""
    row = {
        "Provider": "MANGOPAY",
        "PSP Reference": f"PSP-{reference}-{number}",
        "Event Id": f"EV{number:08d}",
        "Event Type": event_type,
        "Event Status": "SUCCEEDED",
        "Amount": amount,
        "Currency": "EUR",
        "Order Reference": reference,
        "Occurred At": "2026-10-01T10:00:00Z",
    }
    return _row(PSP_COLUMNS, row, _given(PSP_COLUMNS, columns))


def status_row(reference: str, status: str, **columns: str) -> Row:
    """A supplier's word that an LO took a status."""
    row = {"Order Reference": reference, "Order Status": status}
    return _row(STATUS_COLUMNS, row, _given(STATUS_COLUMNS, columns))


def decision(action: str, reference: str, number: int = 1, /, **columns: str) -> Row:
    """What a person decided about an order; `number` makes its id."""
    row = {
        "Decision Id": f"D{number}",
        "Action": action,
        "Order Reference": reference,
        "Reason": "looked it up",
        "Decided By": "me",
        "Decided At": "2026-10-01T10:00:00Z",
    }
    return _row(DECISION_COLUMNS, row, _given(DECISION_COLUMNS, columns))


def incident(reference: str, status: str = "OPEN", number: int = 1, /, **columns: str) -> Row:
    """A complaint about a whole order; `number` makes its id."""
    row = {
        "Incident Id": f"I{number}",
        "Order Reference": reference,
        "Linked Type": "ORDER",
        "Reason": "DAMAGED",
        "Status": status,
        "Opened At": "2026-10-01T10:00:00Z",
    }
    return _row(INCIDENT_COLUMNS, row, _given(INCIDENT_COLUMNS, columns))


def account(account_id: str = "ACC1", **columns: str) -> Row:
    """A company without approvers that may pay after delivery."""
    row = {
        "Account External Id": account_id,
        "Name": account_id,
        "Requires Approval": "false",
        "Trusted For Due Date": "true",
        "Created At": "2025-01-01T00:00:00Z",
    }
    return _row(ACCOUNT_COLUMNS, row, _given(ACCOUNT_COLUMNS, columns))


def customer_iban(number: int) -> str:
    """The account of the customer with that number; its check digits are right."""
    body = f"{number:018d}"
    return f"DE{iban.calc_check_digits(f'DE00{body}')}{body}"


def _given(names: tuple[str, ...], columns: dict[str, str]) -> Row:
    """What the test says, by column name; a column that the contract does not know is a mistake of the test."""
    known = {name.lower().replace(" ", "_"): name for name in names}
    if unknown := sorted(set(columns) - set(known)):
        message = f"no such columns: {', '.join(unknown)}"
        raise TypeError(message)
    return {known[name]: value for name, value in columns.items()}


def _row(names: tuple[str, ...], filled: Row, given: Row) -> Row:
    return dict.fromkeys(names, "") | filled | given
