"""A warehouse of an older version opens: its facts are brought to this version's tables, and nothing of them is lost."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from assets.settings import Settings
from assets.store.batches import open_night
from assets.store.database import MIGRATIONS, Database
from assets.store.rebuilding import derive, rebuild_warehouse

OF_VERSION_2 = """
insert into facts.snapshots(snapshot_no, order_reference, logistic_reference, lines, file_no) values
    (4294967298, 'O-7', 'O-7-2', 1, 1), (4294967299, 'O-7', 'O-7-1', 1, 1), (8589934594, 'O-7', 'O-7-1', 1, 2), (8589934595, 'O-8', 'O-8', 1, 2);
insert into facts.snapshot_lines(snapshot_no, line_id) values (4294967298, 'a'), (4294967299, 'a'), (8589934594, 'a'), (8589934595, 'b');
insert into facts.psp_events(payment_id, provider, amount) values ('pay_02576a9aa20686a6', 'MANGOPAY', 12.00);
insert into facts.bank_lines(payment_id, amount) values ('pay_ce1302e601c53594', -3.00);
insert into facts.completions_applied(order_reference, logistic_reference, batch) values ('O-7', 'O-7-2', 1);
insert into facts.exports(order_reference, logistic_reference, source, source_id) values
    ('O-7', 'O-7-2', 'COMPLETION', 'O-7-2'), ('O-8', 'O-8', 'DECISION', 'D1');
insert into facts.standing_matches(payment_id, order_reference, amount, returns_payment_id) values
    ('pay_02576a9aa20686a6', 'O-7', 12.00, null), ('pay_ce1302e601c53594', null, -3.00, 'pay_02576a9aa20686a6');
insert into facts.finding_openings(finding_id, order_reference, logistic_reference, payment_id) values
    ('fnd_1', 'O-7', 'O-7-1', null), ('fnd_2', 'X-1', null, null), ('fnd_3', null, null, 'pay_ce1302e601c53594');
create table main.orders(order_reference varchar);
create table steps.lo_states(order_reference varchar);
insert into meta.marks values ('steps.lo_states', 3, 'old');
create table meta.version(version integer);
insert into meta.version values (2);
"""
PAYMENT_ID = "format('pay_{{:016x}}', {})"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Database:
    warehouse = tmp_path_factory.mktemp("warehouse")
    (warehouse / "work").mkdir()
    with duckdb.connect(str(warehouse / "work" / "closeout.duckdb")) as con:
        for file in MIGRATIONS[:2]:
            con.execute(file.read_text(encoding="utf-8"))
        con.execute(OF_VERSION_2)
    return Database(warehouse, Settings())


@pytest.mark.parametrize(
    ("query", "rows"),
    [
        pytest.param("select max(version) from meta.version", [(len(MIGRATIONS),)], id="version"),
        pytest.param(
            """select o.order_reference, l.logistic_reference, l.lo_number, count(*) from facts.snapshots s
               join facts.order_names o using (order_no)
               join facts.lo_names l on l.lo_no = s.lo_no and l.order_no = s.order_no group by all order by 2""",
            [("O-7", "O-7-1", 1, 2), ("O-7", "O-7-2", 2, 1), ("O-8", "O-8", 8, 1)],
            id="snapshots",
        ),
        pytest.param("select count(distinct line_no), max(line_no) < 4294967296 from facts.snapshot_lines", [(4, True)], id="lines"),
        pytest.param(
            f"select {PAYMENT_ID.format('payment_no')}, provider, amount::varchar from facts.psp_events",
            [("pay_02576a9aa20686a6", "MANGOPAY", "12.00")],
            id="events",
        ),
        pytest.param(
            f"select {PAYMENT_ID.format('payment_no')}, amount::varchar from facts.bank_lines", [("pay_ce1302e601c53594", "-3.00")], id="bank lines"
        ),
        pytest.param(
            "select logistic_reference, batch from facts.completions_applied join facts.lo_names using (lo_no, order_no)",
            [("O-7-2", 1)], id="completions"
        ),
        pytest.param(
            """select logistic_reference, source, source_id = lo_no::varchar or source_id = 'D1' from facts.exports
               join facts.lo_names using (lo_no, order_no) order by 1""",
            [("O-7-2", "COMPLETION", True), ("O-8", "DECISION", True)],
            id="exports",
        ),
        pytest.param(
            f"""select {PAYMENT_ID.format("payment_no")}, order_reference, {PAYMENT_ID.format("returns_payment_no")}
                from facts.standing_matches left join facts.order_names using (order_no) order by 1""",
            [("pay_02576a9aa20686a6", "O-7", None), ("pay_ce1302e601c53594", None, "pay_02576a9aa20686a6")],
            id="matches",
        ),
        pytest.param(
            f"""select f.finding_id, o.order_reference, l.logistic_reference, {PAYMENT_ID.format("f.payment_no")}, f.reference
                from facts.finding_openings f
                left join facts.order_names o using (order_no) left join facts.lo_names l on l.lo_no = f.lo_no order by 1""",
            [("fnd_1", "O-7", "O-7-1", None, None), ("fnd_2", None, None, None, "X-1"), ("fnd_3", None, None, "pay_ce1302e601c53594", None)],
            id="findings",
        ),
        pytest.param(
            """select count(*) from duckdb_tables() where database_name = 'closeout' and (schema_name in ('main', 'steps')
               or schema_name = 'facts' and table_name like 'numbered%')""",
            [(0,)],
            id="derived tables are made anew",
        ),
        pytest.param("select count(*) from meta.marks", [(0,)], id="marks"),
    ],
)  # fmt: skip
def test_the_facts_are_what_they_were(opened: Database, query: str, rows: list[tuple[object, ...]]) -> None:
    assert opened.rows(query) == rows


def test_a_published_file_of_the_version_before_is_rebuilt(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "closeout.duckdb")) as con:
        for file in MIGRATIONS[:2]:
            con.execute(file.read_text(encoding="utf-8"))
        con.execute(OF_VERSION_2)
        con.execute(
            "insert into meta.batches(batch, as_of, run_id, status) values (1, '2026-10-01', 'run', 'PUBLISHED')"
        )
    rebuild_warehouse(tmp_path, Settings())
    with duckdb.connect(str(tmp_path / "closeout.duckdb"), read_only=True) as con:
        assert con.execute("select order_reference from facts.order_names order by 1").fetchall() == [
            ("O-7",),
            ("O-8",),
        ]


def test_the_file_before_is_kept(opened: Database) -> None:
    assert (opened.work / "closeout-version-2.duckdb").exists()


def test_matches_that_were_one_table_are_derived_anew(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    with duckdb.connect(str(tmp_path / "work" / "closeout.duckdb")) as con:
        for file in MIGRATIONS[:10]:
            con.execute(file.read_text(encoding="utf-8"))
        con.execute("create table steps.matches(payment_no ubigint)")
        con.execute("create table meta.version as select 10 as version")
    db = Database(tmp_path, Settings())
    try:
        open_night(db, tmp_path, datetime(2026, 10, 1, tzinfo=UTC), "run")
        derive(db)
        assert db.rows("select count(*) from steps.matches where rule is not null") == [(0,)]
    finally:
        db.close()
