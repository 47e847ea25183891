"""The contract checks find what was broken by hand, and nothing else."""

from collections.abc import Iterator

import pytest

from assets.settings import Settings
from assets.store.database import Database
from pipelines.sql import ROOT, query
from tests.builders import bank_line, order_line, psp_event
from tests.world import World

CHECKS = sorted(file.stem for file in (ROOT / "checks").glob("*.sql"))
ORDER, LO = "20260901-1", "20260901-1-1"
TWICE = "insert into {0} select * from {0} limit 1"
WITHOUT_PART = "order_no in (select order_no from facts.order_names where order_reference = '20260901-1')"
BREAKS: list[tuple[str, str, set[str]]] = [
    ("orders_once", TWICE.format("steps.order_states"), {"20260901-1", "20260901-2"}),
    ("orders_once", TWICE.format("steps.lo_states"), {"20260901-1-1", "20260901-2-1"}),
    ("orders_once", TWICE.format("steps.lo_balances"), {"20260901-1-1", "20260901-2-1"}),
    ("orders_once", TWICE.format("facts.order_names"), {"20260901-1", "20260901-2"}),
    ("orders_once", TWICE.format("facts.lo_names"), {"20260901-1-1", "20260901-2-1"}),
    ("orders_once", f"delete from steps.order_states where {WITHOUT_PART}", {ORDER}),
    ("orders_once", f"delete from steps.lo_balances where {WITHOUT_PART}", {LO}),
    ("payments_once", TWICE.format("steps.movements"), {"pay"}),
    ("payments_once", TWICE.format("steps.told_matches"), {"pay"}),
    ("payments_once", TWICE.format("steps.operations"), {"pay"}),
    ("payments_once", "delete from steps.told_matches where amount = 100", {"pay"}),
    ("money_conserved", "update steps.told_matches set amount = 99.99 where amount = 100", {"pay"}),
    ("money_conserved", "update steps.allocations set amount = amount + 0.01 where amount = 100", {"pay"}),
    ("money_conserved", "update steps.movements set amount = 99.99 where amount = 100", {"pay"}),
    (
        "balances_add_up",
        "update steps.order_states set amount_received = amount_received + 0.01 where amount_received = 100",
        {ORDER},
    ),
    (
        "balances_add_up",
        f"update steps.order_states set amount_excess = 1, amount_outstanding = 1 where {WITHOUT_PART}",
        {ORDER},
    ),
    ("totals_proven", "update steps.money_proof set money_in = money_in + 0.01", {"EUR"}),
    ("totals_proven", "update steps.money_proof set allocated = allocated + 0.01", {"EUR"}),
    ("files_add_up", "update meta.read_files set rows_loaded = rows_loaded + 1 where feed = 'bank'", {"bank.csv"}),
    (
        "files_add_up",
        "update meta.read_files set rows_loaded = 0, rows_quarantined = rows_read where feed = 'bank'",
        {"bank.csv"},
    ),
]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The working file of a shop with two orders, one paid in part by transfer, the other by card."""
    world = World(tmp_path_factory.mktemp("checked"))
    world.write("orders", "orders.csv", [order_line("20260901-1", "120.00"), order_line("20260901-2", "80.00")])
    world.write("bank", "bank.csv", [bank_line("100.00", "20260901-1")])
    world.write("psp/events", "events.csv", [psp_event("20260901-2", "CAPTURE", "80.00")])
    world.run("2026-11-22T22:00:00Z")
    db = Database(world.warehouse, Settings())
    yield db
    db.close()


def broken(db: Database, check: str) -> set[str]:
    return {str(name) for (name,) in db.rows(query(f"checks/{check}"))}


@pytest.mark.parametrize("check", CHECKS)
def test_a_sound_night_breaks_none(db: Database, check: str) -> None:
    assert broken(db, check) == set()


def test_each_check_is_broken_here() -> None:
    assert {check for check, _, _ in BREAKS} == set(CHECKS)


@pytest.mark.parametrize(
    ("check", "statement", "named"), BREAKS, ids=lambda told: told if isinstance(told, str) else ""
)
def test_what_is_broken_is_found(db: Database, check: str, statement: str, named: set[str]) -> None:
    db.con.execute("begin")
    try:
        db.con.execute(statement)
        found = broken(db, check)
    finally:
        db.con.execute("rollback")
    assert len(found) == 1
    assert found <= named or {name[:3] for name in found} == named
