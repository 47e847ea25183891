"""The feeds: which folder holds what, which decoder reads which format, and where its rows go (contract.md §2).

A new feed is a new entry here, a model in schemas/landed/ and its SQL in sql/.
"""

from dataclasses import replace

from pipelines.landing import bank_csv, camt, cfonb, csv_files, json_files, lemonway, mangopay, mirakl, mt940
from pipelines.landing.decoding import RejectedFileError
from pipelines.landing.feed import Feed
from pipelines.table import ORDER, PAYMENT, REFERENCE, SUBJECT, Key
from schemas import vocabulary as words
from schemas.landed.bank import BankLine, BankStatement
from schemas.landed.decisions import DecisionRow
from schemas.landed.incidents import IncidentRow
from schemas.landed.lemonway import LemonwayRow
from schemas.landed.mangopay import MangopayRow
from schemas.landed.mirakl import ALIASES, MiraklOrder, MiraklPart, MiraklShipment, MiraklShipmentLine
from schemas.landed.orders import OrderLine
from schemas.landed.psp import PspEvent
from schemas.landed.reference import AccountRow, CustomerRow, OpeningBalanceRow, ProductRow, SupplierRow
from schemas.landed.rules import Landed
from schemas.landed.statuses import StatusRow

ORDERS = Feed(
    "orders",
    OrderLine,
    {"csv": csv_files.decode, "json": json_files.decode_orders},
    facts={
        "snapshots": "order_snapshots",
        "snapshot_lines": "order_lines",
        "sightings": "order_sightings",
        "order_names": "order_names",
        "lo_names": "lo_names",
    },
    touches=(("facts.snapshots", ORDER, "order_touches"),),
    prepared={"heads": "order_heads", "newcomers": "order_newcomers"},
    refused="order_refused",
    counted="select coalesce(sum(lines), 0) from heads where not known",
    aliases={"order_status": words.STATUS_ALIASES, "order_payment_status": words.PAYMENT_STATUS_ALIASES},
)
MIRAKL_ORDERS = Feed(
    "mirakl/orders",
    MiraklOrder,
    {"json": mirakl.decode_orders},
    parts=MiraklPart,
    facts={
        "mirakl_orders": "mirakl_orders",
        "mirakl_parts": "mirakl_parts",
        "snapshots": "mirakl_snapshots",
        "snapshot_lines": "mirakl_lines",
        "order_names": "order_names",
        "lo_names": "lo_names",
    },
    touches=(
        ("facts.mirakl_orders", ORDER, "mirakl_touches"),
        ("facts.snapshots", ORDER, "mirakl_touches"),
    ),
    prepared={"heads": "mirakl_heads", "newcomers": "mirakl_newcomers", "placed": "mirakl_placed"},
    aliases=ALIASES,
)
MIRAKL_SHIPMENTS = Feed(
    "mirakl/shipments",
    MiraklShipment,
    {"json": mirakl.decode_shipments},
    parts=MiraklShipmentLine,
    facts={"mirakl_shipments": "mirakl_shipments", "mirakl_shipment_lines": "mirakl_shipment_lines"},
    touches=(("facts.mirakl_shipments", REFERENCE, "reference_touches"),),
    aliases=ALIASES,
)
STATUS_IMPORTS = Feed(
    "status_imports",
    StatusRow,
    {"csv": csv_files.decode, "json": json_files.decode_statuses},
    facts={"status_rows": "status_rows"},
    touches=(("facts.status_rows", REFERENCE, "reference_touches"),),
    prepared={"heads": "status_heads"},
    refused="status_refused",
    digested=True,
)


def _told_by(events: str) -> dict[str, str]:
    """What a provider's rows mean, by this query, and which of them another folder told before."""
    return {"events": events, "twins": "psp_twins"}


PSP_EVENTS = Feed(
    "psp/events",
    PspEvent,
    {"csv": csv_files.decode},
    facts={"psp_events": "psp_events"},
    touches=(
        ("facts.psp_events", REFERENCE, "psp_touches"),
        ("facts.psp_events", PAYMENT, "psp_payment_touches"),
    ),
    prepared=_told_by("neutral_events"),
    digested=True,
    aliases={"event_status": words.EVENT_STATUS_ALIASES},
)
WEBHELP = replace(PSP_EVENTS, name="psp/webhelp")
MANGOPAY = replace(
    PSP_EVENTS,
    name="psp/mangopay",
    model=MangopayRow,
    decoders={"csv": mangopay.decode},
    prepared=_told_by("mangopay_events"),
    aliases=mangopay.ALIASES,
    unused=mangopay.UNUSED,
)
LEMONWAY = replace(
    PSP_EVENTS,
    name="psp/lemonway",
    model=LemonwayRow,
    decoders={"csv": lemonway.decode_csv, "json": lemonway.decode_json},
    prepared=_told_by("lemonway_events"),
    aliases={},
    unused=lemonway.UNUSED,
)
BANK = Feed(
    "bank",
    BankLine,
    {
        "csv": bank_csv.decode,
        "camt.053": camt.decode,
        "camt.054": camt.decode,
        "cfonb120": cfonb.decode,
        "mt940": mt940.decode,
    },
    facts={"bank_lines": "bank_lines", "statements": "bank_statements", "bank_days": "bank_days"},
    touches=(
        ("facts.bank_lines", PAYMENT, "bank_touches"),
        ("facts.statements", SUBJECT, "statement_touches"),
        ("facts.bank_days", SUBJECT, "bank_day_touches"),
    ),
    prepared={"heads": "bank_heads", "twins": "bank_twins"},
    counted="select count(*) from {first} where file_no = (select file_no from this_file) and own_no not in (select own_no from twins)",
    statements=BankStatement,
    raw_lines=bank_csv.raw_lines,
)
INCIDENTS = Feed(
    "incidents",
    IncidentRow,
    {"csv": csv_files.decode, "json": json_files.decode_incidents},
    facts={"incident_rows": "incident_rows"},
    touches=(("facts.incident_rows", REFERENCE, "incident_touches"),),
    digested=True,
)
DECISIONS = Feed(
    "decisions",
    DecisionRow,
    {"csv": csv_files.decode},
    facts={"decision_rows": "decision_rows"},
    touches=(
        ("facts.decision_rows", REFERENCE, "reference_touches"),
        ("facts.decision_rows", SUBJECT, "decision_touches"),
    ),
    refused="decision_refused",
    digested=True,
)


def _reference(kind: str, model: type[Landed], *touches: tuple[str, Key, str]) -> Feed:
    return Feed("reference", model, {"csv": csv_files.decode}, facts={kind: kind}, touches=touches)


# The newest file of a kind replaces rows by id; the kind is what its name begins with (contract.md §3.6).
REFERENCE_KINDS = {
    "suppliers": _reference("suppliers", SupplierRow, ("facts.suppliers", ORDER, "supplier_touches")),
    "accounts": _reference("accounts", AccountRow, ("facts.accounts", ORDER, "account_touches")),
    "customers": _reference("customers", CustomerRow),
    "products": _reference("products", ProductRow),
    "opening_balances": replace(
        _reference("opening_balances", OpeningBalanceRow, ("facts.opening_balances", REFERENCE, "opening_touches")),
        decoders={"csv": csv_files.decode_balances},
    ),
}
_FEEDS = (
    ORDERS,
    MIRAKL_ORDERS,
    MIRAKL_SHIPMENTS,
    STATUS_IMPORTS,
    PSP_EVENTS,
    MANGOPAY,
    LEMONWAY,
    WEBHELP,
    BANK,
    INCIDENTS,
    DECISIONS,
)
_BY_FOLDER = {feed.name: feed for feed in _FEEDS}
FOLDERS = (*_BY_FOLDER, "reference")


def feed_of(folder: str, file_name: str) -> Feed:
    """The feed of a file; a reference file whose name begins with no known kind is rejected."""
    if folder != "reference":
        return _BY_FOLDER[folder]
    stem = file_name.rsplit("/", 1)[-1].lower()
    found = next((feed for kind, feed in REFERENCE_KINDS.items() if stem.startswith(kind)), None)
    if found is None:
        sentence = f"its name must begin with one of {', '.join(REFERENCE_KINDS)}, so that its kind is known"
        raise RejectedFileError("UNSUPPORTED_FORMAT", sentence)
    return found
