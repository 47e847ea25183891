"""What a night has narrowed it keeps: the rows of the keys that changed are cut out of a table once, and every later step reads those.

A table of two million rows is looked through in a tenth of a second; a night has some twenty steps that each read four or five.
"""

from collections.abc import Iterable

from assets.store.database import NAME, Database
from assets.store.scope import Scope
from pipelines.table import Key


def set_scope(db: Database, key: Key, keys: str, sets: frozenset[int] = frozenset()) -> int:
    """The temporary view `scope` shows the keys (`value`) that a select gives, from now on; how many they are.

    Most steps of a night are about the same keys, and what was cut out for them serves again as it is; where the select gives the
    union of `sets`, often nobody even has to look.
    """
    if sets and db.scope.key == key and db.scope.is_union_of(sets):
        return db.scope.size
    number = next(db.numbers)
    size = _keys(db, number, keys)
    known = f"select count(*) from temp.scope_{number} where value in (select value from scope)"
    if db.scope.key != key or db.scope.size != size or db.value(known) != size:
        db.con.execute(f"create or replace temp view scope as from temp.scope_{number}")
        db.scope = Scope(key, number, size)
    if sets:
        db.scope.sets.append(sets)
    return size


def narrowed(db: Database, reads: Iterable[str], key: Key, among: str = "scope") -> str:
    """What to put before a select so that it reads these tables for the keys of the scope alone, or of `among`, a table of some of them."""
    views = []
    for read in reads:
        _cut_out(db, read, key)
        # A filter that lets everything through costs as much as a join, and a step has some ten of them.
        exact = among == "scope" and db.kept[read, key] == db.scope.number
        only = "" if exact else f" where {key} in (select value from {among})"
        views.append(f"{read.split('.')[1]} as not materialized (select * from temp.{_cut(read, key)}{only})")
    return f"with {', '.join(views)}"


def keep_fresh(db: Database, table: str, key: Key, before: int | None) -> None:
    """The temporary table `fresh` is what `table` holds of the scope from now on; `before`: the keys of what was kept of it so far."""
    cut = _cut(table, key)
    if before is None:
        db.con.execute(f"drop table if exists temp.{cut}")
        db.con.execute(f"alter table temp.fresh rename to {cut}")
        db.kept[table, key] = db.scope.number
    else:
        db.con.execute(f"delete from temp.{cut} where {key} in (select value from scope)")
        db.con.execute(f"insert into temp.{cut} by name from fresh")
        db.kept[table, key] = _gap(db, before)[1]


def _cut_out(db: Database, table: str, key: Key) -> None:
    """A temporary table holds at least the scope's rows of `table`."""
    cut, rows = _cut(table, key), f"select * from {NAME}.{table} where {key} in"
    if (table, key) not in db.kept:
        db.con.execute(f"create or replace temp table {cut} as {rows} (select value from scope)")
        db.kept[table, key] = db.scope.number
    elif db.kept[table, key] != db.scope.number:
        missing, together = _gap(db, db.kept[table, key])
        if missing:
            db.con.execute(f"insert into temp.{cut} by name {rows} (select value from temp.scope_{missing})")
        db.kept[table, key] = together


def _gap(db: Database, kept: int) -> tuple[int | None, int]:
    """The keys of the scope that are not among the kept ones, if any, and both together, as numbers of tables of keys."""
    if kept == db.scope.number:
        return None, kept
    if kept not in db.scope.gaps:
        missing = next(db.numbers)
        size = _keys(db, missing, f"from scope anti join temp.scope_{kept} using (value)")
        inside = db.scope.size - size  # of the kept keys that many are in the scope
        together = db.scope.number if inside == db.sizes[kept] else kept
        if size and together == kept:
            together = next(db.numbers)
            _keys(db, together, f"from temp.scope_{kept} union all from temp.scope_{missing}")
        db.scope.gaps[kept] = (missing if size else None, together)
    return db.scope.gaps[kept]


def _keys(db: Database, number: int, select: str) -> int:
    """A temporary table of keys, `scope_<number>`; how many they are."""
    db.sizes[number] = db.value(f"create temp table scope_{number} as {select}")
    return db.sizes[number]


def _cut(table: str, key: Key) -> str:
    return f"{table.replace('.', '_')}_by_{key}"
