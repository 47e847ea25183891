"""Bad input, from the landing zone to the published tables (contract.md §2): every code, its line and column, its neighbours.

All cases lie in one landing zone and are read in one night, so that each also shows that it does no harm to the others.
"""

import csv
import gzip
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dagster as dg
import duckdb
import pytest

from assets.landing import SOURCE_SPECS, night
from assets.settings import Settings
from assets.store.batches import open_night
from assets.store.database import Database
from assets.store.loading import load_feed
from assets.store.publishing import publish
from assets.store.rebuilding import derive
from assets.store.refresh import refresh
from assets.warehouse import Warehouse
from pipelines.landing import json_elements
from pipelines.landing.decoding import Slice, Source
from pipelines.landing.feeds import FOLDERS, STATUS_IMPORTS
from pipelines.landing.zone import Zone, look
from pipelines.sql import ROOT, query
from pipelines.tables import BY_NAME
from tests.builders import (
    ORDER_COLUMNS,
    OWN_ACCOUNT,
    Row,
    account,
    bank_line,
    decision,
    incident,
    order_line,
    psp_event,
    status_row,
)

AS_OF = datetime(2026, 10, 5, 22, tzinfo=UTC)
LARGEST = 100_000  # instead of 64 MiB, for the night of these tests

Refused = tuple[int, str | None, str]  # line, column, code


@dataclass(frozen=True)
class Case:
    """One file and what it must come to; `reason`: how the reason of the file begins."""

    id: str
    feed: str
    content: str | bytes
    refused: tuple[Refused, ...] = ()
    loaded: int = 0
    duplicate: int = 0
    status: str = "LOADED"
    reason: str | None = None
    suffix: str = ".csv"
    prefix: str = ""

    @property
    def name(self) -> str:
        return self.prefix + self.id.replace(" ", "_") + self.suffix

    @property
    def bytes(self) -> bytes:
        return self.content.encode() if isinstance(self.content, str) else self.content


# --- What files are made of -----------------------------------------------------------------------


def csv_of(*rows: Row) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]), delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


MAKERS: dict[str, Callable[..., Row]] = {
    "orders": lambda ref, **cells: order_line(ref, "120.00", **cells),
    "status_imports": lambda ref, **cells: status_row(ref, "SHIPPED", **cells),
    "psp/events": lambda ref, **cells: psp_event(ref, "CAPTURE", "120.00", **cells),
    "bank": lambda ref, **cells: bank_line("120.00", ref, **({"bank_reference": ref} | cells)),
    "incidents": lambda ref, **cells: incident(ref, **({"incident_id": ref} | cells)),
    "decisions": lambda ref, **cells: decision("HOLD_COMPLETION", ref, **({"decision_id": ref} | cells)),
    "reference": account,
}


def rows(feed: str, tag: str, cells: tuple[dict[str, str], ...]) -> tuple[Row, ...]:
    """A row for each; references and ids are the case's own."""
    return tuple(MAKERS[feed](f"20260901-{tag.replace(' ', '')}{n}", **given) for n, given in enumerate(cells, 1))


def bad_cell(case: str, feed: str, code: str, column: str | None, **cells: str) -> Case:
    """The second of three rows is wrong in one cell."""
    prefix = "accounts-" if feed == "reference" else ""
    return Case(case, feed, csv_of(*rows(feed, case, ({}, cells, {}))), ((3, column, code),), 2, prefix=prefix)


def bad_text(case: str, code: str, column: str | None, text: str) -> Case:
    """The message of the second of three orders is replaced by text that stands in the file as it is."""
    content = csv_of(*rows("orders", case, ({}, {"order_message": "@@"}, {}))).replace("@@", text)
    return Case(case, "orders", content, ((3, column, code),), 2)


def rejected(case: str, feed: str, reason: str, content: str | bytes, suffix: str = ".csv") -> Case:
    return Case(case, feed, content, status="REJECTED", reason=reason, suffix=suffix)


def good(tag: str, feed: str = "status_imports", count: int = 2) -> str:
    return csv_of(*rows(feed, tag, ({},) * count))


def statuses_json(*pairs: tuple[str, str]) -> str:
    return json.dumps({"elements": [{"orderReference": ref, "orderStatus": status} for ref, status in pairs]})


def entry(reference: str, amount: str = "10.00", details: str = "") -> str:
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><BookgDt><Dt>2026-10-01</Dt></BookgDt>'
        f"<AcctSvcrRef>{reference}</AcctSvcrRef>{details}</Ntry>"
    )


def camt(key: str, *entries: str, head: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n{head}<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>'
        f"<GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt><Id>{key}</Id><Acct><Id><IBAN>{OWN_ACCOUNT}</IBAN></Id></Acct>"
        f"{''.join(entries)}</Stmt></BkToCstmrStmt></Document>"
    )


def share(amount: str) -> str:
    return f'<TxDtls><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd></TxDtls>'


# --- Rows -----------------------------------------------------------------------------------------

TOTAL, MESSAGE = "Line Total With Tax", "Order Message"
CELLS = (
    bad_cell("thousands", "orders", "BAD_NUMBER", TOTAL, line_total_with_tax="1,234.56"),
    bad_cell("nan", "orders", "BAD_NUMBER", TOTAL, line_total_with_tax="NaN"),
    bad_cell("exponent", "orders", "BAD_NUMBER", "Net Unit Price", net_unit_price="5e2"),
    bad_cell("a word for a number", "orders", "BAD_NUMBER", "Order Line Quantity", order_line_quantity="ten"),
    bad_cell("decimal comma", "bank", "BAD_NUMBER", "Amount", amount="12,50"),
    bad_cell("a word for a date", "orders", "BAD_DATE", "Creation Date", creation_date="yesterday"),
    bad_cell("31 june", "bank", "BAD_DATE", "Booking Date", booking_date="2026-06-31"),
    bad_cell("a month of one digit", "bank", "BAD_DATE", "Booking Date", booking_date="2026-6-30"),
    bad_cell("an hour of one digit", "orders", "BAD_DATE", "Creation Date", creation_date="2026-09-01T8:00:00Z"),
    bad_cell("too many digits", "bank", "TOO_LARGE", "Amount", amount="9999999999999.99"),
    bad_cell("a word for a flag", "reference", "UNKNOWN_CODE", "Requires Approval", requires_approval="maybe"),
    bad_cell("three decimals of EUR", "orders", "TOO_MANY_DECIMALS", TOTAL, line_total_with_tax="10.005"),
    bad_cell("one decimal of JPY", "orders", "TOO_MANY_DECIMALS", TOTAL, currency="JPY", line_total_with_tax="10.5"),
    bad_cell("decimals of a fee", "psp/events", "TOO_MANY_DECIMALS", "Fee Amount", fee_amount="0.001"),
    bad_cell("decimals of a line", "bank", "TOO_MANY_DECIMALS", "Amount", amount="0.001"),
    bad_cell("seven decimals", "orders", "TOO_MANY_DECIMALS", "Net Unit Price", net_unit_price="0.1234567"),
    bad_cell("unknown currency", "orders", "UNKNOWN_CURRENCY", "Currency", currency="EURO"),
    bad_cell("dinars", "psp/events", "UNSUPPORTED_CURRENCY", "Currency", currency="KWD"),
    bad_cell("unknown status", "orders", "UNKNOWN_CODE", "Order Status", order_status="LOST"),
    bad_cell("unknown status word", "status_imports", "UNKNOWN_CODE", "Order Status", order_status="Perdu"),
    bad_cell("unknown event", "psp/events", "UNKNOWN_CODE", "Event Type", event_type="SALE"),
    bad_cell("unknown kind", "incidents", "UNKNOWN_CODE", "Linked Type", linked_type="PARCEL"),
    bad_cell("1970", "orders", "DATE_OUT_OF_RANGE", "Creation Date", creation_date="1970-01-01T00:00:00Z"),
    bad_cell("2999", "status_imports", "DATE_OUT_OF_RANGE", "Effective Date", effective_date="2999-01-01T00:00:00Z"),
    bad_cell("booked in 2999", "bank", "DATE_OUT_OF_RANGE", "Booking Date", booking_date="2999-01-01"),
    bad_cell("negative quantity", "orders", "NEGATIVE", "Order Line Quantity", order_line_quantity="-1"),
    bad_cell("negative capture", "psp/events", "NEGATIVE", "Amount", amount="-5.00"),
    bad_cell("empty cell", "orders", "MISSING_VALUE", "Supplier External Id", supplier_external_id="  "),
    bad_cell("no id at all", "status_imports", "MISSING_VALUE", "Order Reference", order_reference=""),
    bad_cell("needs an amount", "decisions", "MISSING_VALUE", "Amount", action="WRITE_OFF"),
    bad_cell("needs a value", "decisions", "MISSING_VALUE", "Value", action="SET_LOGISTIC_STATUS"),
    bad_cell("needs a payment", "decisions", "MISSING_VALUE", "Payment Id", action="ASSIGN", amount="1.00"),
    bad_cell("no such action", "decisions", "UNKNOWN_CODE", "Action", action="REVERSE"),
    bad_cell("no such status", "decisions", "UNKNOWN_CODE", "Value", action="SET_LOGISTIC_STATUS", value="LOST"),
    bad_cell("no such day", "decisions", "BAD_DATE", "Value", action="SET_DUE_DATE", value="2026-02-30"),
    bad_cell("too long", "orders", "TOO_LONG", MESSAGE, order_message="x" * 10_001),
    bad_cell("control character", "orders", "CONTROL_CHARACTER", MESSAGE, order_message="ring\x07ring"),
    bad_cell("NUL in a row", "orders", "CONTROL_CHARACTER", MESSAGE, order_message="a\x00b"),
)
TEXTS = (
    bad_text("unclosed quote", "BROKEN_QUOTES", MESSAGE, '"never closed'),
    bad_text("text behind a quote", "BROKEN_QUOTES", MESSAGE, '"closed" too early'),
    bad_text("a cell too many", "CELL_COUNT", None, "one;two"),
    Case(
        "half a line",
        "orders",
        good("half a line", "orders") + "20260901-cut;2026",
        ((4, ORDER_COLUMNS[2], "CELL_COUNT"),),
        2,
    ),
)
SEVERAL = (
    Case(
        "three faults in a row",
        "orders",
        csv_of(*rows("orders", "f3", ({}, {"currency": "EURO", "order_status": "LOST", "net_unit_price": "x"}))),
        ((3, "Order Status", "UNKNOWN_CODE"),),
        1,
    ),
    Case(
        "a line id twice",
        "orders",
        csv_of(*(order_line("20260901-twice", "120.00", order_line_external_id=line) for line in ("L1", "L2", "L1"))),
        ((4, "Order Line External Id", "DUPLICATE_ID"),),
        2,
    ),
    Case(
        "rows that conflict",
        "status_imports",
        csv_of(
            status_row("20260901-both", "SHIPPED"),
            status_row("20260901-one", "SHIPPED"),
            status_row("20260901-both", "CANCELED"),
        ),
        ((2, "Order Status", "CONFLICTING_ROWS"), (4, "Order Status", "CONFLICTING_ROWS")),
        1,
    ),
    Case(
        "a decision told otherwise",
        "decisions",
        csv_of(*(decision("HOLD_COMPLETION", ref, decision_id="D-told") for ref in ("A", "B", "A"))),
        ((3, "Decision Id", "CONFLICTING_DECISION"),),
        1,
        1,
    ),
    Case("an event twice", "psp/events", csv_of(*(psp_event("20260901-again", "CAPTURE", "5.00"),) * 2), (), 1, 1),
    Case("a status twice", "status_imports", csv_of(*(status_row("20260901-again", "SHIPPED"),) * 2), (), 1, 1),
    Case("header only", "orders", ";".join(ORDER_COLUMNS) + "\n"),
    Case("blank lines", "status_imports", good("blank lines").replace("\n", "\n\n"), (), 2),
    Case(
        "unknown column",
        "status_imports",
        csv_of(*(row | {"Colour": "red"} for row in rows("status_imports", "colour", ({},)))),
        loaded=1,
        reason="ignored unknown columns: Colour",
    ),
)
ELEMENTS = (
    Case(
        "a bad element",
        "status_imports",
        statuses_json(("20260901-J1", "SHIPPED"), ("20260901-J2", "LOST"), ("20260901-J3", "SHIPPED")),
        ((2, "Order Status", "UNKNOWN_CODE"),),
        2,
        suffix=".json",
    ),
    Case(
        "elements that conflict",
        "status_imports",
        statuses_json(("20260901-E1", "SHIPPED"), ("20260901-E2", "SHIPPED"), ("20260901-E1", "CANCELED")),
        ((1, "Order Status", "CONFLICTING_ROWS"), (3, "Order Status", "CONFLICTING_ROWS")),
        1,
        suffix=".json",
    ),
    Case(
        "NaN in JSON",
        "incidents",
        json.dumps(
            [incident(f"20260901-N{n}", "OPEN", n, quantity=cell) for n, cell in ((1, "nan"), (2, "1"))]
        ).replace('"nan"', "NaN"),
        ((1, "Quantity", "BAD_NUMBER"),),
        1,
        suffix=".json",
    ),
    Case(
        "a broken line of NDJSON",
        "status_imports",
        '{"orderReference":"20260901-L1","orderStatus":"SHIPPED"}\n{"orderReference":"20260901-L2","orderSta\n'
        '{"orderReference":"20260901-L3","orderStatus":"SHIPPED"}\n',
        ((2, "Order Reference", "BROKEN_JSON"),),
        2,
        suffix=".json",
    ),
    Case(
        "long NDJSON",
        "status_imports",
        "".join(f'{{"orderReference":"20260901-S{n}","orderStatus":"SHIPPED"}}\n' for n in range(LARGEST // 50)),
        loaded=LARGEST // 50,
        suffix=".json",
    ),
    Case(
        "a batch that does not add up",
        "bank",
        camt("SUM", entry("SUM-1"), entry("SUM-2", "10.00", f"<NtryDtls>{share('4.00')}{share('5.00')}</NtryDtls>")),
        ((2, "Amount", "WRONG_SUM"), (3, "Amount", "WRONG_SUM")),
        1,
        suffix=".xml",
    ),
    Case(
        "an entry without a date",
        "bank",
        camt("DAY", entry("DAY-1").replace("2026-10-01", ""), entry("DAY-2")),
        ((1, "Booking Date", "MISSING_VALUE"),),
        1,
        suffix=".xml",
    ),
)

# --- Files ----------------------------------------------------------------------------------------

XML = camt("GOOD", entry("GOOD-1"))
ENTITY = '<!DOCTYPE Document [<!ENTITY who "x">]>\n'
FILES = (
    rejected("no bytes", "orders", "EMPTY_FILE: the file has no bytes", b""),
    rejected("nothing but line ends", "orders", "EMPTY_FILE: ", b"\n\n\n"),
    rejected("nothing in a gzip", "orders", "EMPTY_FILE: ", gzip.compress(b""), ".csv.gz"),
    rejected("no status", "status_imports", "MISSING_COLUMN: the header has no Order Status", "Order Reference\nA\n"),
    rejected(
        "no columns at all", "bank", "MISSING_COLUMN: the header has no Account IBAN, Booking Date, Am", "a;b\n1;2\n"
    ),
    rejected("a column twice", "status_imports", "DUPLICATE_COLUMN: ", "Order Status;order status \nSHIPPED;SHIPPED\n"),
    rejected("a picture", "orders", "UNSUPPORTED_FORMAT: this is a picture", b"\x89PNG\r\n\x1a\n\x00\x00"),
    rejected(
        "a workbook", "reference", "UNSUPPORTED_FORMAT: its name must begin with one of suppliers, ", b"PK\x03\x04"
    ),
    rejected(
        "a zip", "psp/events", "UNSUPPORTED_FORMAT: this is a ZIP archive or an Excel workbook", b"PK\x03\x04\x00"
    ),
    rejected(
        "a web page",
        "mirakl/orders",
        "UNSUPPORTED_FORMAT: this is a web page",
        "\n<!DOCTYPE html>\n<title>Sign in",
        ".json",
    ),
    rejected("NUL bytes", "orders", "UNSUPPORTED_FORMAT: this is binary data or UTF-16, by its NUL", b"a\x00;b\x00\n"),
    rejected(
        "UTF-16", "status_imports", "BAD_ENCODING: line 1 is not UTF-8: this is UTF-16", good("utf16").encode("utf-16")
    ),
    rejected(
        "Latin 1",
        "status_imports",
        "BAD_ENCODING: line 4 is not UTF-8",
        good("l").encode() + "é;;SHIPPED\n".encode("cp1252"),
    ),
    rejected(
        "a cut gzip", "status_imports", "BROKEN_GZIP: ", gzip.compress(good("cut", count=50).encode())[:-50], ".csv.gz"
    ),
    rejected("a spoilt gzip", "status_imports", "BROKEN_GZIP: ", b"\x1f\x8b" + b"\xff" * 40, ".csv.gz"),
    rejected(
        "JSON where CSV is due", "decisions", "UNSUPPORTED_FORMAT: this is JSON, and the feed decisions", "[]", ".json"
    ),
    rejected(
        "XML where CSV is due",
        "orders",
        "UNSUPPORTED_FORMAT: this is a bank statement in camt.053, and the feed orders",
        XML,
        ".xml",
    ),
    rejected("cut JSON", "status_imports", "TRUNCATED: ", statuses_json(("20260901-cut", "SHIPPED"))[:-12], ".json"),
    rejected("no JSON", "status_imports", "UNREADABLE: it is no JSON", "[{'orderReference': 1}]", ".json"),
    rejected("endless nesting", "status_imports", "TOO_DEEP: ", "[" * 50_000, ".json"),
    rejected("deep nesting", "status_imports", "TOO_DEEP: ", "[" * 65 + "]" * 65, ".json"),
    rejected("a large document", "status_imports", "DOCUMENT_TOO_LARGE: ", "[" + " " * LARGEST + "]", ".json"),
    rejected(
        "a doctype", "bank", "DOCTYPE_FORBIDDEN: ", camt("DOC", entry("DOC-1"), head="<!DOCTYPE Document>\n"), ".xml"
    ),
    rejected("entities", "bank", "DOCTYPE_FORBIDDEN: ", camt("ENT", entry("&who;"), head=ENTITY), ".xml"),
    rejected("an entity nobody declared", "bank", "UNREADABLE: ", camt("AMP", entry("&who;")), ".xml"),
    rejected("cut XML", "bank", "TRUNCATED: ", camt("CUT", entry("CUT-1"), entry("CUT-2"))[:-60], ".xml"),
    rejected(
        "deep XML", "bank", "TOO_DEEP: ", camt("DEEP", entry("DEEP-1", details="<a>" * 300 + "</a>" * 300)), ".xml"
    ),
    rejected("no account", "bank", "BROKEN_STATEMENT: ", camt("ACC", entry("A-1")).replace(OWN_ACCOUNT, ""), ".xml"),
    rejected(
        "an intraday report",
        "bank",
        "UNSUPPORTED_FORMAT: this is a camt.052, an intraday report and no statement",
        XML.replace("camt.053", "camt.052").replace("BkToCstmrStmt", "BkToCstmrAcctRpt"),
        ".xml",
    ),
    rejected(
        "an interim report in MT942",
        "bank",
        "UNSUPPORTED_FORMAT: this is an mt942",
        ":20:R1\n:25:FR7630006000011234567890189\n:34F:EUR0,\n:13D:2610011200+0100\n:61:2610011001C12,00NTRFNONREF\n",
        ".sta",
    ),
    rejected(
        "stock", "reference", "UNSUPPORTED_FORMAT: its name must begin with one of suppliers, accounts", "Id\n1\n"
    ),
    Case(
        "a gzip of two members",
        "status_imports",
        gzip.compress(good("members").encode()) + gzip.compress(b";20260901-more;SHIPPED;;;\n"),
        loaded=3,
        suffix=".csv.gz",
    ),
    Case("told once", "psp/events", good("once", "psp/events"), loaded=2),
    Case(
        "told under another name",
        "psp/events",
        good("once", "psp/events"),
        duplicate=2,
        status="DUPLICATE",
        reason="the same content as told_once.csv",
    ),
)
CASES = (*CELLS, *TEXTS, *SEVERAL, *ELEMENTS, *FILES)

# --- Orders that are only looked at when they are published ---------------------------------------

STORIES = {
    "orders/stories-1-newer.csv": csv_of(
        order_line("20260901-old", "120.00", update_date="2026-09-05T08:00:00Z", shipment_date="2026-09-05T08:00:00Z"),
        order_line("20260901-mixed", "100.00", 1),
        order_line("20260901-mixed", "100.00", 2, currency="USD"),
    ),
    "orders/stories-2-older.csv": csv_of(
        order_line("20260901-old", "90.00", update_date="2026-09-03T08:00:00Z", order_status="WAITING_SHIPMENT")
    ),
}
VANISHED = "status_imports/vanished.csv"
PASSED_OVER = (
    "orders/.hidden.csv",
    "orders/.folder/orders.csv",
    "orders/half.csv.part",
    "orders/half.CSV.PART",
    "orders/half.tmp",
    "orders/link.csv",
    "bank/linked/orders.csv",
)
OUTSIDE = ("notes.txt", "psp/other/events.csv")
CONTRACT_CHECKS = sorted(file.stem for file in (ROOT / "checks").glob("*.sql"))


@dataclass(frozen=True)
class Shop:
    """What the night found, what each contract check found broken, and the published database."""

    zone: Zone
    broken: dict[str, list[tuple[Any, ...]]]
    published: duckdb.DuckDBPyConnection

    def query(self, sql: str, *given: object) -> list[dict[str, Any]]:
        found = self.published.execute(sql, list(given))
        names = [column[0] for column in found.description or []]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def put(file: Path, content: str | bytes) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)


def dropped(landing: Path, elsewhere: Path) -> None:
    for case in CASES:
        put(landing / case.feed / case.name, case.bytes)
    for name in (*STORIES, VANISHED, *PASSED_OVER[:-2], *OUTSIDE):
        put(landing / name, STORIES.get(name, good(name)))
    put(elsewhere / "orders.csv", good("elsewhere", "orders"))
    (landing / "orders" / "link.csv").symlink_to(elsewhere / "orders.csv")
    (landing / "bank" / "linked").symlink_to(elsewhere)


def read(db: Database, landing: Path, as_of: datetime = AS_OF) -> Zone:
    zone = open_night(db, landing, as_of, "run")
    (landing / VANISHED).unlink(missing_ok=True)
    for folder in FOLDERS:
        load_feed(db, folder)
    return zone


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    landing, warehouse = tmp_path_factory.mktemp("landing"), tmp_path_factory.mktemp("warehouse")
    dropped(landing, tmp_path_factory.mktemp("elsewhere"))
    db = Database(warehouse, Settings())
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(json_elements, "LARGEST_DOCUMENT", LARGEST)
            zone = read(db, landing)
        derive(db)
        broken = {check: db.con.execute(query(f"checks/{check}")).fetchall() for check in CONTRACT_CHECKS}
        target = publish(db)
    finally:
        db.close()
    with duckdb.connect(str(target), read_only=True) as published:
        yield Shop(zone, broken, published)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_file(shop: Shop, case: Case) -> None:
    told = shop.query("select * from files where feed = ? and file_name = ?", case.feed, case.name)
    assert [file["status"] for file in told] == [case.status], told
    reason = told[0]["reason"]
    assert reason is None if case.reason is None else reason.startswith(case.reason), reason
    counts = [told[0][f"rows_{name}"] for name in ("loaded", "quarantined", "duplicate", "read")]
    assert counts == [case.loaded, len(case.refused), case.duplicate, case.loaded + len(case.refused) + case.duplicate]


REFUSING = pytest.mark.parametrize("case", [pytest.param(case, id=case.id) for case in CASES if case.refused])


def quarantined(shop: Shop, case: Case) -> list[dict[str, Any]]:
    return shop.query(
        "select line_number, column_name, reason, raw_row from quarantine where feed = ? and file_name = ? order by all",
        case.feed,
        case.name,
    )


@REFUSING
def test_refused_rows(shop: Shop, case: Case) -> None:
    found = quarantined(shop, case)
    assert tuple((row["line_number"], row["column_name"], row["reason"].split(":")[0]) for row in found) == case.refused


@REFUSING
def test_refused_rows_stand_there_as_in_the_file(shop: Shop, case: Case) -> None:
    lines = case.bytes.decode().split("\n")
    for row in quarantined(shop, case):
        if case.suffix == ".csv":
            assert row["raw_row"] == lines[row["line_number"] - 1]
        else:
            assert row["raw_row"]


def test_a_row_tells_all_its_faults(shop: Shop) -> None:
    [row] = shop.query("select reason from quarantine where file_name = 'three_faults_in_a_row.csv'")
    assert [fault.split(":")[0] for fault in row["reason"].split("; ")] == [
        "UNKNOWN_CODE",
        "UNKNOWN_CURRENCY",
        "BAD_NUMBER",
    ]


def test_nothing_of_a_rejected_file_is_kept_and_everything_counted_is_there(shop: Shop) -> None:
    rejected_files = "select file_no from meta.read_files where status = 'REJECTED'"
    for feed, table in [
        ("status_imports", "status_rows"),
        ("psp/events", "psp_events"),
        ("bank", "bank_lines"),
        ("incidents", "incident_rows"),
        ("decisions", "decision_rows"),
        ("reference", "accounts"),
        ("orders", "snapshot_lines"),
    ]:
        [kept] = shop.query(
            f"select count(*) = (select sum(rows_loaded) from files where feed = ?) as right from facts.{table}", feed
        )
        assert kept["right"], table
    for table in ("status_rows", "psp_events", "bank_lines", "incident_rows", "decision_rows", "accounts", "snapshots"):
        assert shop.query(f"select * from facts.{table} where file_no in ({rejected_files})") == []


@pytest.mark.parametrize("check", CONTRACT_CHECKS)
def test_the_contract_checks_hold(shop: Shop, check: str) -> None:
    assert shop.broken[check] == []


CODES_OF_FILES = """EMPTY_FILE, UNREADABLE, BROKEN_GZIP, BAD_ENCODING, MISSING_COLUMN, DUPLICATE_COLUMN, UNSUPPORTED_FORMAT,
    TRUNCATED, DOCTYPE_FORBIDDEN, TOO_DEEP, DOCUMENT_TOO_LARGE, BROKEN_STATEMENT"""
CODES_OF_ROWS = """CELL_COUNT, BROKEN_QUOTES, BROKEN_JSON, CONTROL_CHARACTER, MISSING_VALUE, TOO_LONG, BAD_NUMBER, TOO_MANY_DECIMALS,
    NEGATIVE, BAD_DATE, DATE_OUT_OF_RANGE, UNKNOWN_CURRENCY, UNSUPPORTED_CURRENCY, UNKNOWN_CODE, DUPLICATE_ID, CONFLICTING_ROWS,
    WRONG_SUM, CONFLICTING_DECISION, TOO_LARGE"""


def test_every_code_has_a_case() -> None:
    """The codes of contract.md §2, but UNKNOWN_CODE_SET, which no feed has yet, and what a file does meanwhile (below)."""
    of_files = {case.reason.split(":")[0] for case in CASES if case.status == "REJECTED" and case.reason}
    of_rows = {code for case in CASES for _, _, code in case.refused}
    assert of_files == set(re.findall("[A-Z_]+", CODES_OF_FILES))
    assert of_rows == set(re.findall("[A-Z_]+", CODES_OF_ROWS))


def test_a_file_that_cannot_be_read(shop: Shop) -> None:
    [file] = shop.query("select * from files where file_name = 'vanished.csv'")
    assert (file["status"], file["reason"].split(":")[0], file["rows_read"]) == ("REJECTED", "UNREADABLE", 0)


def test_what_is_passed_over_and_what_lies_outside(shop: Shop) -> None:
    expected = {f"{case.feed}/{case.name}" for case in CASES} | STORIES.keys() | {VANISHED}
    assert {f"{file.feed}/{file.file_name}" for file in shop.zone.files} == expected
    assert shop.zone.ignored == OUTSIDE
    [count] = shop.query("select count(*) as files from files")
    assert count["files"] == len(expected)


def test_files_outside_are_told_by_the_night(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    landing = tmp_path / "landing"
    put(landing / "notes.txt", "a note")
    warehouse = Warehouse(path=str(tmp_path / "warehouse"), landing=str(landing))
    config = {"ops": {"night": {"config": {"as_of": AS_OF.isoformat()}}}}
    with dg.DagsterInstance.ephemeral(tempdir=str(tmp_path), settings={"telemetry": {"enabled": False}}) as instance:
        dg.materialize([*SOURCE_SPECS, night], resources={"warehouse": warehouse}, run_config=config, instance=instance)
    assert "1 files lie outside every feed's folder and are ignored, such as notes.txt" in capfd.readouterr().err


def test_an_order_in_two_currencies_has_no_amounts(shop: Shop) -> None:
    [order] = shop.query("select * from orders where order_reference = '20260901-mixed'")
    assert order["currency"] == "MIXED"
    assert {name: cell for name, cell in order.items() if name.startswith(("amount_", "total_", "net_")) and cell} == {}
    found = shop.query("select * from findings where order_reference = '20260901-mixed' order by code")
    # Its account is not among those that were dropped.
    assert [(row["code"], row["severity"], row["amount"]) for row in found] == [
        ("DUE_DATE_NOT_ALLOWED", "CHECK", None),
        ("MIXED_CURRENCY_ORDER", "ACTION", None),
    ]


def test_an_older_export_after_a_newer_adds_to_the_history_alone(shop: Shop) -> None:
    [order] = shop.query(
        "select logistic_status, amount_due::varchar as due from orders where order_reference = '20260901-old'"
    )
    assert order == {"logistic_status": "SHIPPED", "due": "120.00"}
    events = shop.query(
        "select to_status, verdict from status_events where logistic_reference = '20260901-old-1' order by effective_at"
    )
    assert [tuple(event.values()) for event in events] == [("WAITING_SHIPMENT", "APPLIED"), ("SHIPPED", "APPLIED")]


def test_the_next_night(tmp_path: Path) -> None:
    """A corrected file loads, a known one gives no row, a decision told otherwise in another file is refused."""
    landing, first = tmp_path / "landing", decision("HOLD_COMPLETION", "20260901-1")
    put(landing / "orders" / "orders.csv", "Order Reference\nA\n")
    put(landing / "decisions" / "a.csv", csv_of(first))
    put(landing / "status_imports" / "a.csv", good("known"))
    db = Database(tmp_path / "warehouse", Settings())
    try:
        read(db, landing)
        put(landing / "orders" / "orders.csv", good("corrected", "orders"))
        put(landing / "decisions" / "b.csv", csv_of(first, first | {"Reason": "changed my mind"}))
        read(db, landing, datetime(2026, 10, 6, 22, tzinfo=UTC))
        told = db.rows(
            "select feed, file_name, batch, status, rows_loaded, rows_quarantined, rows_duplicate from meta.read_files"
        )
        refused = db.rows("select line_number, column_name, split_part(reason, ':', 1) from meta.refused_rows")
    finally:
        db.close()
    assert sorted(told, key=str) == [
        ("decisions", "a.csv", 1, "LOADED", 1, 0, 0),
        ("decisions", "b.csv", 2, "LOADED", 0, 1, 1),
        ("orders", "orders.csv", 1, "REJECTED", 0, 0, 0),
        ("orders", "orders.csv", 2, "LOADED", 2, 0, 0),
        ("status_imports", "a.csv", 1, "LOADED", 2, 0, 0),
    ]
    assert refused == [(3, "Decision Id", "CONFLICTING_DECISION")]


def test_a_file_that_changes_while_it_is_read_is_read_in_the_next_night(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    landing, file = tmp_path / "landing", tmp_path / "landing" / "status_imports" / "growing.csv"
    put(file, good("growing"))
    real = STATUS_IMPORTS.decoders["csv"]

    def growing(source: Source) -> Iterator[Slice]:
        yield from real(source)
        with file.open("a", encoding="utf-8") as more:
            more.write(";20260901-grown;SHIPPED;;;\n")

    db = Database(tmp_path / "warehouse", Settings())
    try:
        with monkeypatch.context() as patch:
            patch.setitem(STATUS_IMPORTS.decoders, "csv", growing)
            read(db, landing)
        assert db.value("select count(*) from facts.status_rows") == 0
        read(db, landing, datetime(2026, 10, 6, 22, tzinfo=UTC))
        told = db.rows("select status, rows_loaded from meta.read_files order by file_no")
    finally:
        db.close()
    assert told[-1] == ("LOADED", 3)


@pytest.mark.parametrize(
    "cells",
    [
        {"order_line_quantity": "999999999999", "net_unit_price": "999999999999"},
        {"tax_rate": "1000000"},
        {"tax_amount": "999999999999", "confirmed_quantity": "999999999999"},
    ],
    ids=["quantity times price", "rate", "tax in proportion"],
)
def test_numbers_too_large_for_a_row_stop_no_night(tmp_path: Path, cells: dict[str, str]) -> None:
    row = order_line("20260901-large", "1.00", **({"line_total_with_tax": ""} | cells))
    put(tmp_path / "landing" / "orders" / "orders.csv", csv_of(row))
    db = Database(tmp_path / "warehouse", Settings())
    try:
        read(db, tmp_path / "landing")
        for name in ("mirakl_los", "lo_snapshots", "kept_lines", "line_amounts"):
            refresh(db, BY_NAME[name])
    finally:
        db.close()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        pytest.param(
            "suppliers.csv",
            "Supplier External Id;Payment Due Date Delay\nA;99999999999\n",
            "TOO_LARGE",
        ),
        pytest.param(
            "suppliers.csv",
            "Supplier External Id;Payment Due Date Delay\nA;2.5\n",
            "TOO_MANY_DECIMALS",
        ),
        pytest.param(
            "opening_balances.csv",
            "Order Reference;Received\nA;0.005\n",
            "TOO_MANY_DECIMALS",
        ),
        pytest.param(
            "decisions.csv",
            csv_of(decision("WRITE_OFF", "20260901-1", amount="0.001")),
            "TOO_MANY_DECIMALS",
        ),
    ],
    ids=["a delay of ages", "half a day", "decimals of a balance", "decimals of a decision"],
)
def test_numbers_are_never_bent(tmp_path: Path, name: str, content: str, code: str) -> None:
    put(tmp_path / "landing" / ("decisions" if name == "decisions.csv" else "reference") / name, content)
    db = Database(tmp_path / "warehouse", Settings())
    try:
        read(db, tmp_path / "landing")
        refused = db.rows("select line_number, split_part(reason, ':', 1) from meta.refused_rows")
    finally:
        db.close()
    assert refused == [(2, code)]


def test_a_link_to_itself_is_passed_over(tmp_path: Path) -> None:
    put(tmp_path / "orders" / "orders.csv", "x")
    (tmp_path / "orders" / "loop").symlink_to(tmp_path / "orders" / "loop")
    assert [file.file_name for file in look(tmp_path).files] == ["orders.csv"]


def test_a_link_to_a_folder_above_shows_each_file_once(tmp_path: Path) -> None:
    put(tmp_path / "orders" / "orders.csv", "x")
    (tmp_path / "orders" / "above").symlink_to(tmp_path)
    assert [file.file_name for file in look(tmp_path).files] == ["orders.csv"]
