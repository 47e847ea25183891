"""What a night has narrowed it keeps: the rows of the keys that changed are cut out of a table once, and every later step reads those.

A table of two million rows is looked through in a tenth of a second; a night has some twenty steps that each read four or five.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from assets.store.database import NAME, Database, Scope
from pipelines.tables import Key

_OTHERS_TOO = 0  # in place of a scope's number


def set_scope(db: Database, key: Key, keys: str, sets: frozenset[int] = frozenset()) -> int:
    """The temporary table `scope` holds the keys (`value`) that a select gives, from now on; how many they are.

    Most steps of a night are about the same keys, and what was cut out for them serves again as it is; where the select gives the
    union of `sets`, often nobody even has to look.
    """
    if sets and db.scope.key == key and db.scope.is_union_of(sets):
        return db.scope.size
    db.con.execute(f"create or replace temp table asked as {keys}")
    size = db.value("select count(*) from asked")
    known = "select count(*) from asked where value in (select value from scope)"
    if db.scope.key != key or db.scope.size != size or db.value(known) != size:
        db.con.execute("create or replace temp table scope as from asked")
        db.scope = Scope(key, db.scope.number + 1, size)
    if sets:
        db.scope.sets.append(sets)
    return size


@contextmanager
def narrowed(db: Database, reads: Iterable[str], key: Key, among: str = "scope") -> Iterator[None]:
    """Views of these tables that show the keys of the scope alone, or of `among`, a table of some of them."""
    names = [read.split(".")[1] for read in reads]
    for read, name in zip(reads, names, strict=True):
        cut = _cut_out(db, read, key)
        # A filter that lets everything through costs as much as a join, and a step has some ten of them.
        exact = among == "scope" and db.kept[read, key] == db.scope.number
        only = "" if exact else f" where {key} in (select value from {among})"
        db.con.execute(f"create temp view {name} as select * from {cut}{only}")
    yield
    for name in names:
        db.con.execute(f"drop view temp.{name}")


def keep(db: Database, table: str, key: Key, rows: str) -> None:
    """`rows` are what `table` holds of the scope from now on."""
    cut, keys = _names(table, key)
    db.con.execute(f"create or replace temp table {cut} as select * from {rows}")
    db.con.execute(f"create or replace temp table {keys} as from scope")
    db.kept[table, key] = db.scope.number


def keep_still(db: Database, table: str, key: Key, rows: str, scope: int) -> None:
    """The same where more was kept: `scope` is the one it was all of; what was kept of other keys is as it was."""
    cut, keys = _names(table, key)
    db.con.execute(f"delete from {cut} where {key} in (select value from scope)")
    db.con.execute(f"insert into {cut} by name select * from {rows}")
    db.con.execute(f"insert into {keys} from scope anti join {keys} using (value)")
    db.kept[table, key] = scope if scope == db.scope.number else _OTHERS_TOO


def _cut_out(db: Database, table: str, key: Key) -> str:
    """The temporary table that holds at least the scope's rows of `table`."""
    cut, keys = _names(table, key)
    if (table, key) not in db.kept:
        keep(db, table, key, f"{NAME}.{table} where {key} in (select value from scope)")
    elif db.kept[table, key] != db.scope.number:
        db.con.execute(f"create or replace temp table missing as from scope anti join {keys} using (value)")
        if db.value("select count(*) from missing"):
            db.con.execute(
                f"insert into {cut} by name select * from {NAME}.{table} where {key} in (select value from missing)"
            )
            db.con.execute(f"insert into {keys} from missing")
        same = db.value(f"select (select count(*) from {keys}) = (select count(*) from scope)")
        db.kept[table, key] = db.scope.number if same else _OTHERS_TOO
    return cut


def _names(table: str, key: Key) -> tuple[str, str]:
    name = f"{table.replace('.', '_')}_by_{key}"
    return f"temp.{name}", f"temp.{name}_keys"
