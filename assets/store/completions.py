"""Completions and exports are facts from the moment they are published; until then a night may still decide otherwise."""

from assets.store.batches import unpublished
from assets.store.database import Database
from assets.store.refresh import refresh
from pipelines.sql import query
from pipelines.tables import BY_NAME, ORDER

_FOLD = ("fold", "lo_states", "completion_clock")


def complete(db: Database, *, rebuild: bool = False) -> int:
    """Complete what has fallen due, note what DJUST should import; how many completions this night made."""
    batch = db.batch()
    with db.transaction():
        for facts in ("exports", "completions_applied"):
            where = f"where {unpublished(db)}"
            db.touch(f"facts.{facts}", ORDER, f"select order_reference from facts.{facts} {where}")
            db.con.execute(f"delete from facts.{facts} {where}")
    refold(db, rebuild=rebuild)
    # Who is due is not in conflict, so that its completion is exported at once; both stand before the one fold that follows.
    _append(db, "completions_applied", "completions/due")
    _append(db, "exports", "completions/exports")
    refold(db)
    refresh(db, BY_NAME["completions"], rebuild=rebuild)
    return db.value("select count(*) from facts.completions_applied where batch = ?", [batch])


def refold(db: Database, *, rebuild: bool = False) -> None:
    """The statuses with whatever was completed and exported up to now."""
    for name in _FOLD:
        refresh(db, BY_NAME[name], rebuild=rebuild)


def _append(db: Database, facts: str, source: str) -> None:
    """Add tonight's rows and tell their orders, in one transaction."""
    with db.transaction():
        db.con.execute(f"create or replace temp table added as {query(source)}")
        if not db.value("select count(*) from added"):
            return
        db.con.execute(f"insert into facts.{facts} by name select * from added")
        db.touch(f"facts.{facts}", ORDER, "select order_reference from added")
