"""Files of which nothing may be loaded: one for each code of a file (contract.md §2)."""

from dataclasses import dataclass
from datetime import date

from pipelines.sample.files import stored
from pipelines.sample.showcase.names import Calendar

_NESTED = 1_000
_STATUS_HEADER = "Order External Id;Order Reference;Order Status;Effective Date\n"


@dataclass(frozen=True)
class BrokenFile:
    """What lies under a name, and the code it is rejected with."""

    code: str
    name: str
    content: bytes


def broken_files(calendar: Calendar, statement: bytes) -> tuple[BrokenFile, ...]:
    """One file of each kind; `statement`: a good camt.053, which some are made from."""
    day = calendar.day(15)
    at = f"{day:%Y%m%d}T090000Z"
    row = f"EXT-9901-1;;SHIPPED;{day}T08:00:00Z\n"
    intraday = statement.replace(b"camt.053.001.08", b"camt.052.001.08").replace(b"BkToCstmrStmt", b"BkToCstmrAcctRpt")
    doctype = b'<!DOCTYPE Document [<!ENTITY note "x">]>\n<Document'
    return (
        BrokenFile("EMPTY_FILE", f"orders/orders-{at}.csv", b""),
        BrokenFile(
            "MISSING_COLUMN",
            f"status_imports/status-without-status-{at}.csv",
            f"Order Reference;Reason\n{row}".encode(),
        ),
        BrokenFile("BAD_ENCODING", f"incidents/incidents-latin1-{at}.csv", _latin(day)),
        BrokenFile(
            "BROKEN_GZIP", f"status_imports/status-cut-{at}.csv.gz", stored((_STATUS_HEADER + 40 * row).encode())[:-200]
        ),
        BrokenFile("TRUNCATED", f"bank/camt053-cut-{day:%Y%m%d}.xml", statement[: len(statement) * 3 // 4]),
        BrokenFile(
            "DOCTYPE_FORBIDDEN", f"bank/camt053-doctype-{day:%Y%m%d}.xml", statement.replace(b"<Document", doctype, 1)
        ),
        BrokenFile(
            "UNSUPPORTED_FORMAT",
            f"bank/camt052-intraday-{day:%Y%m%d}.xml",
            intraday.replace(b"<Stmt>", b"<Rpt>").replace(b"</Stmt>", b"</Rpt>"),
        ),
        BrokenFile(
            "DUPLICATE_COLUMN",
            f"status_imports/status-twice-{at}.csv",
            f"Order Reference;Order Status;Effective Date;Order Status\n{row}".encode(),
        ),
        BrokenFile(
            "UNREADABLE", f"mirakl/orders/or11-{at}.json", b'{"orders":[{"order_id":"EXT-9901" "commercial_id":1}]}\n'
        ),
        BrokenFile("TOO_DEEP", f"orders/orders-nested-{at}.json", _NESTED * b'{"reference":' + b"1" + _NESTED * b"}"),
        BrokenFile("BROKEN_STATEMENT", f"bank/mt940-without-account-{day:%Y%m%d}.sta", _without_account(day)),
    )


def _without_account(day: date) -> bytes:
    balance = f"C{day:%y%m%d}EUR1200,00"
    return f":20:STMT\r\n:28C:00001/001\r\n:60F:{balance}\r\n:62F:{balance}\r\n-\r\n".encode()


def _latin(day: date) -> bytes:
    header = "Incident Id;Order Reference;Linked Type;Status;Opened At;Message\n"
    return (header + f"INC-9901;{day:%Y%m%d}-9901-1;ORDER;OPEN;{day}T08:00:00Z;Colis écrasé à l’arrivée\n").encode(
        "cp1252"
    )
