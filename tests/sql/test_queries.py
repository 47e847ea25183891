"""Every SQL file runs, says what its rows are, and a derived table declares what it is made from."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

import duckdb
import pytest

from assets.settings import Settings
from assets.store.asking import ROUND, TEXTS
from assets.store.batches import open_night
from assets.store.collection import note_collection
from assets.store.completions import complete
from assets.store.database import Database
from assets.store.decisions import judge
from assets.store.loading import load_feed
from assets.store.matching import PERSONS, PLAINLY, match
from assets.store.outbox import deliver
from assets.store.payouts import hold_against_the_bank
from assets.store.publishing import publish
from assets.store.rebuilding import derive
from assets.store.refresh import refresh
from pipelines.landing.feeds import FOLDERS
from pipelines.rules import Rules
from pipelines.sql import ROOT, query
from pipelines.table import COMPRESSION, SLIM, TYPES, WITH_TEXTS, Key, Table
from pipelines.tables import AFTER_DECISIONS, AFTER_MATCHES, BY_NAME, MATCHES, MATCHING_LISTENS, TABLES
from tests.builders import Row, account, bank_line, decision, incident, order_line, psp_event, status_row

FILES = sorted(file.relative_to(ROOT).with_suffix("").as_posix() for file in ROOT.rglob("*.sql"))
SELECTS = [
    name
    for name in FILES
    if re.search(r"^(?!--).*\bselect\b", (ROOT / f"{name}.sql").read_text(encoding="utf-8"), re.MULTILINE)
]
# Definitions, no queries; the queries of the sample run in test_sample.py, those of a story in test_explain.py.
NOT_RUN = tuple(
    name for name in SELECTS if name.endswith("macros") or name.startswith(("facts/", "sample/", "explain/"))
)

# What a table may look up whole without reading or hearing it, and why nothing of it can change unheard.
WHOLE = {
    "read_files": "a file is registered before its rows, and never changes",
    "snapshot_lines": "lines belong to a snapshot, which is read",
    "refused_rows": "refused rows belong to a file, as the snapshots that it shows",
    "transitions": "it is the same for ever",
    "account_now": "a view on accounts, which are heard",
    "supplier_now": "a view on suppliers, which are heard",
    "order_names": "a name is given once, with its number",
    "psp_events": "told by namings, which reads them and tells their orders",
    "status_rows": "told by namings",
    "incident_rows": "told by namings",
    "decision_rows": "told by namings",
    "mirakl_shipments": "told by namings",
    "opening_balances": "told by namings",
    "balance_references": "told by namings",
    "mirakl_shipment_lines": "lines belong to a shipment, which is told by namings",
    "namings": "told by operations, which are heard",
    "movements": "told by matches, with the orders of those whose money is another",
    "lo_names": "a name is given once, with its number",
}
MATCHING_WHOLE = {
    "account_now": "a view on accounts, which are listened to",
    "bank_lines": "told by movements",
    "standing_matches": "tonight's matches, once they are published",
    "batches": "the number of this night",
    "snapshot_heads": "told by lo_dues",
    "order_names": "a name is given once, with its number",
    "lo_names": "a name is given once, with its number",
}


def rows(*made: Row) -> str:
    return "\n".join([";".join(made[0]), *(";".join(row.values()) for row in made), ""])


MANGOPAY = (
    "TransactionId,CreationDate,DebitedFundsAmount,DebitedFundsCurrency,CreditedFundsAmount,CreditedFundsCurrency,Type,Nature,Tag\n"
    "P1,1788000000,100,EUR,100,EUR,PAYIN,REGULAR,20260901-1\n"
)
MIRAKL = {
    "order_id": "M-1-A", "commercial_id": "20260901-2", "order_state": "SHIPPING", "currency_iso_code": "EUR", "total_price": 1,
    "created_date": "2026-09-02T08:00:00Z", "last_updated_date": "2026-09-02T08:00:00Z",
    "order_lines": [{"order_line_id": "L1", "order_line_state": "SHIPPING", "quantity": 1, "total_price": 1}],
}  # fmt: skip
LANDING = {
    "orders/orders.csv": rows(order_line("20260901-1", "120.00")),
    "status_imports/status.csv": rows(status_row("20260901-1-1", "COMPLETED")),
    "psp/events/events.csv": rows(psp_event("20260901-1", "CAPTURE", "20.00")),
    "psp/mangopay/report.csv": MANGOPAY,
    "psp/lemonway/report.csv": "ID;DATE;CRED;TYPE;STATUS;MTOKEN\nL1;02/09/2026 10:00:00;1.00;0;3;20260901-1\n",
    "psp/webhelp/events.csv": rows(psp_event("20260901-1", "CAPTURE", "20.00", 2, provider="WEBHELP")),
    "mirakl/orders/or11.json": json.dumps({"orders": [MIRAKL]}),
    "mirakl/shipments/st11.json": '{"data": [{"id": "S1", "order_id": "M-1-A", "status": "SHIPPED"}]}',
    "bank/bank.csv": rows(bank_line("100.00", "20260901-1")),
    "incidents/incidents.csv": rows(incident("20260901-1")),
    "decisions/decisions.csv": rows(decision("HOLD_COMPLETION", "20260901-1")),
    "reference/accounts.csv": rows(account()),
    "reference/suppliers.csv": "Supplier External Id\nSUP1\n",
    "reference/customers.csv": "Customer External Id\nCUS1\n",
    "reference/products.csv": "Variant External Id\nV1\n",
    "reference/opening_balances.csv": "Order Reference;Received\n20260901-1;5.00\n",
}


class Recorder:
    """A connection that remembers what it was asked."""

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        self.asked: list[str] = []

    def execute(self, text: str, *given: object) -> duckdb.DuckDBPyConnection:
        self.asked.append(text)
        return self.con.execute(text, *given)

    def sql(self, text: str, **given: object) -> duckdb.DuckDBPyRelation:
        self.asked.append(text)
        return self.con.sql(text, **given)  # type: ignore[arg-type]

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401  # whatever else a connection can do
        return getattr(self.con, name)


@dataclass(frozen=True)
class Ran:
    """`asked`: every statement of a night without files, and of two with some up to their matches; `rows` and `types` of every derived table
    after the first, `told` the types as the selects say them."""

    asked: str
    rows: dict[str, int]
    types: dict[str, dict[str, str]]
    told: dict[str, dict[str, str]]
    broken: dict[str, list[tuple[object, ...]]]


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    landing = tmp_path_factory.mktemp("landing")
    db = Database(tmp_path_factory.mktemp("warehouse"), Settings(rules=Rules(cart_columns=("CF_COLOUR",))))
    recorder = Recorder(db.con)
    db.con = cast("duckdb.DuckDBPyConnection", recorder)
    try:
        open_night(db, landing, datetime(2026, 10, 1, 22, tzinfo=UTC), "first")
        for name in (
            "mirakl_los",
            "lo_snapshots",
            "kept_lines",
            "line_amounts",
            "known_references",
            "namings",
            "operations",
            "movements",
            "incident_states",
        ):
            refresh(db, BY_NAME[name])
        judge(db)
        complete(db)
        derive(db)
        publish(db)
        deliver(db)
        counts = {table.name: db.value(f"select count(*) from {table.name}") for table in TABLES}
        types = {
            table.name: {str(name): str(kind) for name, kind, *_ in db.rows(f"describe {table.name}")}
            for table in TABLES
        }
        selects = {table.name: table.select for table in TABLES}
        told = {
            name: {str(column): str(kind) for column, kind, *_ in db.rows(f"describe {select}")}
            for name, select in selects.items()
        }
        broken = {name: db.rows(query(name)) for name in SELECTS if name.startswith("checks/")}
        for name in ("statuses/account_now", "ageing/supplier_now", *(source for source, _ in SLIM.values())):
            db.rows(query(name))  # views that are made when the file is opened
        for name, content in LANDING.items():
            (landing / name).parent.mkdir(parents=True, exist_ok=True)
            (landing / name).write_text(content, encoding="utf-8")
        open_night(db, landing, datetime(2026, 10, 2, 22, tzinfo=UTC), "second")
        loaded = sum(load_feed(db, folder).rows for folder in FOLDERS)
        assert loaded == len(LANDING)
        for table in TABLES[: TABLES.index(BY_NAME[AFTER_MATCHES.split(".")[1]])]:
            if table.name == AFTER_DECISIONS:
                judge(db)
                complete(db)
            refresh(db, table)
        derive(db)
        publish(db)
        # Of the same payer, and booked before the one that stands.
        earlier = bank_line("1.00", "nobody", booking_date="2026-09-30", value_date="2026-09-30")
        plain = bank_line("1.00", "20260901-2", 2)
        (landing / "bank/more.csv").write_text(rows(earlier, plain), encoding="utf-8")
        open_night(db, landing, datetime(2026, 10, 3, 22, tzinfo=UTC), "third")
        load_feed(db, "bank")
        refresh(db, BY_NAME["movements"])
        judge(db)
        hold_against_the_bank(db)
        match(db)
        note_collection(db)
    finally:
        db.close()
    return Ran("\n".join(recorder.asked), counts, types, told, broken)


@pytest.mark.parametrize("name", [name for name in SELECTS if name not in NOT_RUN])
def test_runs(ran: Ran, name: str) -> None:
    pattern = re.escape(query(name)).replace(re.escape("{table}"), r"[a-z_.]+")
    assert re.search(pattern, ran.asked), f"nothing runs {name}.sql"


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_nothing_comes_of_nothing(ran: Ran, table: Table) -> None:
    assert ran.rows[table.name] == 0
    keys: dict[Key, str | None] = {key: ran.types[table.name].get(key) for key in (table.key, table.tells) if key}
    assert keys == {key: TYPES[key].upper() for key in keys}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_it_is_known_which_texts_it_has(ran: Ran, table: Table) -> None:
    texts = {column for column, kind in ran.told[table.name].items() if kind == "VARCHAR"} & COMPRESSION.keys()
    assert bool(texts) == (table.name in WITH_TEXTS)
    # What is null in every row would be stored as a number.
    assert table.name in WITH_TEXTS or '"NULL"' not in ran.told[table.name].values()


def test_the_checks_find_nothing_in_nothing(ran: Ran) -> None:
    assert ran.broken
    assert {name: found for name, found in ran.broken.items() if found} == {}


@pytest.mark.parametrize("name", SELECTS)
def test_says_what_a_row_is(name: str) -> None:
    text = (ROOT / f"{name}.sql").read_text(encoding="utf-8")
    comment = re.match(r"(?:-- .*\n)+", text)
    assert comment, "the file begins with a comment"
    assert len(comment[0].split()) > 5, "the comment says something"


def names_in(text: str) -> set[str]:
    """The tables and views that stand behind FROM and JOIN, without the query's own parts and table functions."""
    text = re.sub(r"'(?:[^']|'')*'", "''", re.sub(r"--[^\n]*", "", text))
    text = re.sub(r"\bdistinct\s+from\b", "", text)
    own = set(re.findall(r"\b(\w+)\s+as\s+(?:materialized\s+)?\(", text))
    named = {found.split(".")[-1] for found in re.findall(r"\b(?:from|join)\s+([a-z_.]+)\b(?!\s*\()", text)}
    return named - own


def shadowed(table: Table) -> set[str]:
    return short(table.reads) & set(re.findall(r"\b(\w+)\s+as\s+\(", table.select))


def short(tables: tuple[str, ...]) -> set[str]:
    return {table.split(".")[1] for table in tables}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_what_a_table_is_made_from_is_declared(table: Table) -> None:
    # A part of the query may stand in the place of a table it reads.
    named = names_in(table.select) | shadowed(table)
    assert named - short(table.reads) - short(table.hears) - WHOLE.keys() == set()
    assert short(table.reads) <= named, "it is narrowed to what it does not use"


def test_who_asks_the_clock_has_a_term_of_it() -> None:
    asking = {table.name for table in TABLES if "as_of()" in table.select} | {MATCHES}
    assert "as_of()" in query("reconciliation/waiting")
    assert set(re.findall(r"'(steps\.\w+)'", query("clock"))) == asking


def test_what_matching_is_made_from_is_declared() -> None:
    own = {
        *(name for name, _ in ROUND),
        *TEXTS,
        *PERSONS,
        "unread",
        "was_read",
        "sought_orders",
        "sought_marks",
        "sought_accounts",
        "unsettled",
        "unsettled_operations",
        "waiting",
        "told",
        "simply_named",
        *PLAINLY,
        "turned_to",
        "touched_payments",
        "touched_orders",
        "changed_orders",
        "renamed_orders",
        "answers",
        "asked_once",
        "looked_at",
        "otherwise",
        "suspects",
        "fresh",
        "matches",
        "told_matches",
        "answered_matches",
        "newly_told",
        "passed_over",
        "renamed_marks",
    }
    sources = [source for _, source in ROUND if " " not in source]
    sources += [
        *TEXTS,
        *PERSONS,
        "newly_standing",
        "unread",
        "waiting",
        "told",
        "simply_named",
        *PLAINLY,
        "supposed",
        "plainly_told",
        "simple_marks",
        "turned_to_again",
        "questioned",
        "remembered",
        "otherwise",
        "stirred",
        "matches",
        "answered_matches",
        "moved",
    ]
    named = set[str]().union(*(names_in(query(f"reconciliation/{source}")) for source in sources))
    assert named - own - short(MATCHING_LISTENS) - MATCHING_WHOLE.keys() == set()


def test_the_names_of_tables_are_found() -> None:
    text = """with a as (select 1 from facts.first f join second using (x)) -- from comment
        select 'from text', x is distinct from y, extract(epoch from days()) from a, range(3) cross join third where x in (select y from unnest(z))"""
    assert names_in(text) == {"first", "second", "third"}
