"""Completions and exports are facts from the moment they are published; until then a night may still decide otherwise."""

from assets.store.batches import is_published, unpublished
from assets.store.database import Database
from assets.store.narrowing import narrowed, set_scope
from assets.store.telling import EVERYTHING, heard_since_mark, keys_in, next_tick, set_mark, tell
from pipelines.sql import query
from pipelines.table import ORDER
from pipelines.tables import BY_NAME, COMPLETIONS

_FOLD = tuple(BY_NAME[name] for name in ("fold", "lo_states", "completion_clock"))
_FOLDED = {table.name for table in _FOLD}
_LISTENS = tuple({name for table in _FOLD for name in table.listens} - _FOLDED)


def complete(db: Database) -> int:
    """Complete what has fallen due, note what DJUST should import; how many completions this night made. A closed night says no more."""
    batch = db.batch()
    if is_published(db, batch):
        return _completed_in(db, batch)
    with db.transaction():
        for facts in ("exports", "completions_applied"):
            where = f"where {unpublished(db)}"
            tell(db, f"facts.{facts}", ORDER, f"select order_no from facts.{facts} {where}")
            db.con.execute(f"delete from facts.{facts} {where}")
    with db.transaction():
        if _find_candidates(db):
            _foresee(db)
        set_mark(db, COMPLETIONS, next_tick(db))
    return _completed_in(db, batch)


def _completed_in(db: Database, batch: int) -> int:
    return db.value("select count(*) from facts.completions_applied where batch = ?", [batch])


def _find_candidates(db: Database) -> int:
    """The temporary table `candidates`: the orders that might get a completion or an export tonight; how many they are.

    The scope is what the fold will be about, so that what is cut out for it here serves there.
    """
    concerned = heard_since_mark(db, COMPLETIONS, _LISTENS, ORDER)
    db.con.execute(f"create or replace temp table candidates as {query('completions/candidates')}")
    if concerned is EVERYTHING or not db.settings.narrowing:
        return set_scope(db, ORDER, "from candidates")
    set_scope(db, ORDER, keys_in(concerned, ORDER), concerned)
    db.con.execute("delete from candidates where value not in (select value from scope)")
    return db.value("select count(*) from candidates")


def _foresee(db: Database) -> None:
    """The statuses before tonight's completions of the candidates, in temporary tables, and what follows from them.

    What is stored is to be folded once, with the completions in it.
    """
    reads = {read for table in _FOLD for read in table.reads} | {"facts.exports", "facts.completions_applied"}
    narrow = narrowed(db, sorted(reads - _FOLDED), ORDER, "candidates")
    for table in _FOLD:
        db.con.execute(
            f"create or replace temp table {table.name.split('.')[1]} as {narrow} select * from ({table.select})"
        )
    # Who is due is not in conflict, so that its completion is exported at once; both stand before the one fold that follows.
    _append(db, "completions_applied", query("completions/due"))
    _append(db, "exports", query("completions/exports"))
    for table in _FOLD:
        db.con.execute(f"drop table temp.{table.name.split('.')[1]}")


def _append(db: Database, facts: str, select: str) -> None:
    """Add tonight's rows and tell their orders."""
    db.con.execute(f"create or replace temp table added as {select}")
    if db.value("select count(*) from added"):
        db.con.execute(f"insert into facts.{facts} by name select * from added")
        tell(db, f"facts.{facts}", ORDER, "select order_no from added")


def undecided(db: Database) -> int:
    """How many logistic orders have fallen due and were not completed."""
    return db.value(f"select count(*) from ({query('completions/due')})")
