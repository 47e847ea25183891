"""Findings have a life: opened when their condition first holds, closed when it ends; both are facts (domain.md §7)."""

from dataclasses import dataclass

from assets.store.batches import unpublished
from assets.store.database import NAME, Database
from pipelines.sql import query


@dataclass(frozen=True)
class Changed:
    """How many findings this night opened and resolved."""

    opened: int
    resolved: int


def keep(db: Database) -> Changed:
    """Open what holds now and was not open, close what has ended."""
    batch = db.batch()
    with db.transaction():
        for facts in ("finding_openings", "finding_closings"):
            db.con.execute(f"delete from facts.{facts} where {unpublished(db)}")
        db.con.execute(f"create or replace view {NAME}.steps.findings_now as {query('findings/now')}")
        db.con.execute(f"create or replace temp table findings_now as from {NAME}.steps.findings_now")
        db.con.execute("""create or replace temp table open_findings as
            select * from facts.finding_openings where finding_id not in (select finding_id from facts.finding_closings)""")
        closings, openings = query("findings/closings"), query("findings/openings")
        db.con.execute(f"create or replace temp table opened as {openings}")
        db.con.execute(f"insert into facts.finding_closings by name {closings}")
        db.con.execute("insert into facts.finding_openings by name select * from opened")
    return changed_in(db, batch)


def changed_in(db: Database, batch: int) -> Changed:
    """What one batch opened and resolved."""
    return Changed(
        db.value("select count(*) from facts.finding_openings where batch = ?", [batch]),
        db.value("select count(*) from facts.finding_closings where batch = ?", [batch]),
    )
