"""The files of a sample, feed by feed: which rows stand in which file under which name."""

from collections import Counter
from datetime import date, timedelta
from itertools import chain

import polars as pl

from pipelines.sample import camt, cfonb, files, layout, mt940
from pipelines.sample.broken_files import broken_files
from pipelines.sample.files import Sheet, Written
from pipelines.sample.showcase import rows as planted_rows
from pipelines.sample.showcase.names import ACCOUNTS, OWN_ACCOUNTS, SUPPLIER
from pipelines.sample.showcase.rows import Row, table
from pipelines.sample.world import World

OLDER_EXPORT = 5  # days before the last one; macros.sql has the horizon of its rows
_CUT_LINE = b'{"reference":"WEB-99019901","orderLogistics":[{"reference":\n'
_OVERLAP = (12, 10)  # days before the last: the second statement begins, the first ends


def _at(world: World, days: int, clock: str) -> str:
    return f"{world.calendar.day(days):%Y%m%d}T{clock}00Z"


def orders(world: World, written: Written) -> None:
    """Two CSV exports five days apart; a few orders as JSON, as NDJSON and as packed CSV."""
    older, newest = _at(world, OLDER_EXPORT, "1800"), _at(world, 0, "1800")
    for instant, file in ((older, "older"), (newest, "newest")):
        planted = table(planted_rows.order_rows(world.calendar, older=file == "older"), layout.ORDERS)
        sheet = Sheet("orders", f"orders/orders-{instant}.csv", layout.ORDERS, showing=file == "newest")
        written.sheet(sheet, chain(world.order_rows(file), [planted]))
    written.put(f"orders/orders-{_at(world, 0, '1700')}.json", files.elements(world.documents("json")))
    ndjson = f"orders/orders-{_at(world, 0, '1715')}.ndjson"
    # Where a small shop has no order for it, an empty page: a line that is cut would be a document that is cut if it stood alone.
    written.put(ndjson, (files.lines(world.documents("ndjson")) or b'{"elements":[]}\n') + _CUT_LINE)
    written.broken["orders", ndjson] = Counter(BROKEN_JSON=1)
    packed = world.read("order_rows", files=["gz"], first_i=0, end_i=50_000)
    written.packed(Sheet("orders", f"orders/archive/orders-{_at(world, 0, '1730')}.csv.gz", layout.ORDERS), [packed])


def statuses(world: World, written: Written) -> None:
    """Two CSV files, two rows that contradict each other, and a JSON file that comes twice under two names."""
    fight: list[Row] = [{"external_id": "EXT-9901-1", "status": status} for status in ("SHIPPED", "CANCELED")]
    middle, newest = _at(world, 2, "2000"), _at(world, 0, "2000")
    written.sheet(
        Sheet("status_imports", f"status_imports/status-{middle}.csv", layout.IMPORTS),
        [world.read("import_rows", part="middle")],
    )
    last = Sheet("status_imports", f"status_imports/status-{newest}.csv", layout.IMPORTS, showing=True)
    written.sheet(last, [world.read("import_rows", part="newest"), table(fight, layout.IMPORTS)])
    written.found_broken(last, "CONFLICTING_ROWS", len(fight))
    document = files.elements(world.read("import_json", part="json"))
    written.put(f"status_imports/status-{_at(world, 0, '2010')}.json", document)
    written.put(f"status_imports/status-{_at(world, 0, '2010')}-again.json", document)


def money(world: World, written: Written) -> bytes:
    """The PSP's report, overlapping statements in CSV, what an account costs in CFONB 120, statements in camt.053.

    The newest of these comes again as MT940; it is returned.
    """
    psp = Sheet(
        "psp/events", f"psp/events/psp-events-{_at(world, 0, '2000')}.csv", layout.EVENTS, separator=",", showing=True
    )
    written.sheet(psp, [world.read("psp_rows")])
    calendar = world.calendar
    begins, ends = (calendar.day(day) for day in _OVERLAP)
    for own, first, last in (
        ("EUR", date.min, ends),
        ("EUR", begins, calendar.until),
        ("GBP", date.min, calendar.until),
    ):
        name = f"bank/statement-{own.lower()}-{last:%Y%m%d}.csv"
        showing = own == "EUR" and last == calendar.until
        rows = world.read("bank_rows", own=own, from_day=first, to_day=last)
        written.sheet(Sheet("bank", name, layout.BANK, showing=showing), [rows])
    newest = None
    for statement in camt.statements(world.read("camt_entries"), OWN_ACCOUNTS["CAMT"], calendar.until, world.period):
        written.put(f"bank/camt053-{statement.day:%Y%m%d}.xml", statement.content)
        newest = statement
    if newest is not None:
        lines = world.read("mt940_entries", from_day=newest.first, to_day=newest.day)["entries"][0]
        opens = newest.first - timedelta(days=1), newest.day
        again = mt940.statement(OWN_ACCOUNTS["CAMT"], newest.number, opens, newest.balances, lines)
        written.put(f"bank/mt940-{newest.day:%Y%m%d}.sta", again)
    for day, costs in cfonb.statements(calendar.day):
        written.put(f"bank/cfonb120-{day:%Y%m%d}.txt", costs)
    return newest.content if newest is not None else b""


def people(world: World, written: Written) -> None:
    """Incidents, decisions and reference data."""
    calendar, newest = world.calendar, _at(world, 0, "2000")
    incidents = [world.read("incidents"), table(planted_rows.incident_rows(calendar), layout.INCIDENTS)]
    written.sheet(Sheet("incidents", f"incidents/incidents-{newest}.csv", layout.INCIDENTS, showing=True), incidents)
    decisions = table(planted_rows.decision_rows(calendar), layout.DECISIONS)
    written.sheet(Sheet("decisions", f"decisions/decisions-{newest}.csv", layout.DECISIONS, showing=True), [decisions])
    for kind, columns, separator, planted in (
        ("accounts", layout.ACCOUNTS, ",", _accounts(world)),
        ("suppliers", layout.SUPPLIERS, ";", [_SUPPLIER_ROW]),
        ("customers", layout.CUSTOMERS, "\t", _customers(world)),
        ("products", layout.PRODUCTS, ";", _products(world)),
    ):
        name, feed = f"reference/{kind}.csv", f"reference/{kind}"
        sheet = Sheet(feed, name, columns, separator, showing=True, bom=kind == "suppliers")
        written.sheet(sheet, [world.read(f"{kind.removesuffix('s')}_rows"), table(planted, columns)])


_SUPPLIER_ROW: Row = {
    "supplier_id": SUPPLIER,
    "name": "Fabrique d’Échantillons",
    "delay": "30",
    "mode": "SIMPLE",
    "email": "commandes@fabrique.example",
}


def _accounts(world: World) -> list[Row]:
    return [
        {
            "account_id": account.id,
            "name": account.name,
            "mode": "BANK_WIRE_ON_DUE_DATE" if account.trusted else "BANK_WIRE_ON_ACCEPTANCE",
            "roles": "yes" if account.roles else "no",
            "trusted": "yes" if account.trusted else "no",
            "ibans": account.iban,
            "email": f"{account.id.lower()}@client.example",
            "created_at": world.calendar.iso(400, 8),
        }
        for account in ACCOUNTS.values()
    ]


def _customers(world: World) -> list[Row]:
    return [
        {
            "customer_id": account.id.replace("ACC", "CUS"),
            "account_id": account.id,
            "name": "Zoé Lefèvre",
            "created_at": world.calendar.iso(400, 8),
        }
        for account in ACCOUNTS.values()
    ]


def _products(world: World) -> list[Row]:
    return [
        {"variant_id": f"V900{line:03d}", "name": "Échantillon", "created_at": world.calendar.iso(400, 8)}
        for line in (1, 2)
    ]


def broken(world: World, written: Written, statement: bytes) -> dict[str, str]:
    """The files of which nothing is loaded; returns their names and codes."""
    told = {}
    for file in broken_files(world.calendar, statement):
        written.put(file.name, file.content)
        told[file.name] = file.code
    return told


def truth(world: World, written: Written, rejected: dict[str, str]) -> None:
    """What is so, beside the feeds: payments, orders, the showcase, and what was broken on purpose."""
    written.table("truth/payments.csv", world.keep("true_payments"))
    told = pl.DataFrame(planted_rows.story_rows(world.calendar))
    certain = told.drop_nulls("payment_status").select("order_reference", "payment_status", certain=pl.lit(value=True))
    written.table("truth/orders.csv", pl.concat([world.read("true_orders"), certain], how="diagonal"))
    written.table("truth/showcase.csv", told)
    rows = [
        (*where, code, count)
        for where, codes in written.broken.items()
        for code, count in sorted(codes.items())
        if count
    ]
    rows += [(name.rsplit("/", 1)[0], name, code, 0) for name, code in rejected.items()]
    columns = ["feed", "file_name", "code", "rows"]
    written.table("truth/broken.csv", pl.DataFrame(rows, schema=columns, orient="row"))
