"""Marks are ticks: a derived table is recomputed for the keys touched, in what it listens to, since it was last refreshed."""

from collections.abc import Iterable

from assets.store.database import NAME, Database
from assets.store.narrowing import keep, keep_still, narrowed, set_scope
from pipelines.sql import literal
from pipelines.tables import MATCHING_LISTENS, TABLES, TYPES, Table

# Past this share of its rows, one in so many, to make a table anew costs less than to replace keys.
WORTH_A_REBUILD = 5


def mark_of(db: Database, name: str) -> int | None:
    """The tick of a valid mark; None without one."""
    found = db.rows("select max(tick) from meta.marks where name = ? and recipe = ?", [name, db.recipe])[0][0]
    return None if found is None else int(str(found))


def set_mark(db: Database, name: str, tick: int) -> None:
    """The table is current up to this tick."""
    db.con.execute("delete from meta.marks where name = ?", [name])
    db.con.execute("insert into meta.marks values (?, ?, ?)", [name, tick, db.recipe])


def told_since(listens: Iterable[str], mark: int | None) -> str:
    """SQL for the rows of meta.touched that these tables told after a mark."""
    return f"source in ({', '.join(map(literal, listens))}) and tick > {mark}"


def refresh(db: Database, table: Table, *, rebuild: bool = False) -> int:
    """Bring one table up to what lies upstream, in one transaction; the number of keys recomputed, -1 for all. Twice is once."""
    db.batch()
    with db.transaction():
        keys = None if rebuild else _scope(db, table)
        if keys == 0:
            return 0
        tick = db.tick()
        if keys is None:
            db.make(table.name, table.select)
            for key in filter(None, (table.key, table.tells)):
                db.touch(table.name, key, "select null::varchar")
        else:
            _recompute(db, table, keys)
        set_mark(db, table.name, tick)
    return -1 if keys is None else keys


def _scope(db: Database, table: Table) -> int | None:
    """The temporary table `scope`: the keys to recompute, and their number; None where only the whole table will do."""
    mark = mark_of(db, table.name)
    if mark is None or not db.settings.narrowing or not db.has(table.name):
        return None
    touched = f"from meta.touched where key = '{table.key}' and {told_since(table.listens, mark)}"
    if db.value(f"select count(*) {touched} and value is null"):
        return None
    return set_scope(db, table.key, f"select distinct value::{TYPES[table.key]} as value {touched}")


def _recompute(db: Database, table: Table, keys: int) -> None:
    """The rows of the scope anew; its keys are told, and those of the other space that its rows hung on or hang on now."""
    inside = f"where {table.key} in (select value from scope)"
    hanging = f", {table.tells}" if table.tells else ""
    db.con.execute(
        f"create or replace temp table old as select rowid as place{hanging} from {NAME}.{table.name} {inside}"
    )
    whole = keys * WORTH_A_REBUILD > _size(db, table) + 1000
    if whole:
        db.make(table.name, table.select)
    else:
        _replace(db, table, inside)
    kept = db.kept.get((table.name, table.key))
    if whole or db.value(
        "select count(*) from (from (select 1 from old limit 1) union all from (select 1 from fresh limit 1))"
    ):
        _tell(db, table, f"{NAME}.{table.name} {inside}" if whole else "fresh")
    if not any(table.name in other.reads and table.key == other.key for other in TABLES):
        return
    if not whole and kept is None:
        keep(db, table.name, table.key, "fresh")
    elif not whole and kept is not None:
        keep_still(db, table.name, table.key, "fresh", kept)


def _tell(db: Database, table: Table, rows: str) -> None:
    """Note the keys of the scope, and the other keys that its rows hung on or, as `rows`, hang on now."""
    db.touch(table.name, table.key, "select value from scope")
    if table.tells:
        told = f"select {table.tells} from old union select {table.tells} from {rows}"
        db.touch(table.name, table.tells, f"select * from ({told}) t(value) where value is not null")


def _size(db: Database, table: Table) -> int:
    """Rows of the table, or of the largest that it reads: a table of exceptions has few rows and much to read."""
    names = ", ".join(f"'{name}'" for name in (table.name, *table.reads))
    return db.value(
        f"select max(estimated_size) from duckdb_tables() where schema_name || '.' || table_name in ({names})"
    )


def _replace(db: Database, table: Table, inside: str) -> None:
    """In place of the `old` rows of the scope, what the same select gives over narrowed views of what it reads."""
    with narrowed(db, table.reads, table.key):
        db.con.execute(f"create or replace temp table fresh as select * from ({table.select}) {inside}")
    db.con.execute(f"delete from {NAME}.{table.name} where rowid in (select place from old)")
    db.con.execute(f"insert into {NAME}.{table.name} by name select * from fresh")


def behind(db: Database) -> list[str]:
    """The tables that are not current, in the order of the flow."""
    late = [table.name for table in TABLES if _touched_since(db, table.name, table.listens, table.key)]
    matching = "steps.matches" if _touched_since(db, "steps.matches", MATCHING_LISTENS, None) else None
    return [*late, *([matching] if matching else [])]


def touched_since_mark(db: Database, name: str, listens: tuple[str, ...]) -> bool:
    """Whether a step that works on whole tables has anything to do."""
    return _touched_since(db, name, listens, None)


def _touched_since(db: Database, name: str, listens: tuple[str, ...], key: str | None) -> bool:
    mark = mark_of(db, name)
    if mark is None:
        return True
    of_key = f"and key = '{key}'" if key else ""
    return bool(
        db.value(
            f"select count(*) from (select 1 from meta.touched where {told_since(listens, mark)} {of_key} limit 1)"
        )
    )
