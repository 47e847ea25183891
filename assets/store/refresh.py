"""Marks are ticks: a derived table is recomputed for the keys touched, in what it listens to, since it was last refreshed."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from assets.store.database import NAME, Database
from pipelines.tables import MATCHING_LISTENS, TABLES, Table

# Past this share of a table's keys one rebuild costs less than deleting and inserting them.
WORTH_A_REBUILD = 5


def mark_of(db: Database, name: str) -> int | None:
    """The tick of a valid mark; None without one."""
    found = db.rows("select max(tick) from meta.marks where name = ? and recipe = ?", [name, db.recipe])[0][0]
    return None if found is None else int(str(found))


def set_mark(db: Database, name: str, tick: int) -> None:
    """The table is current up to this tick."""
    db.con.execute("delete from meta.marks where name = ?", [name])
    db.con.execute("insert into meta.marks values (?, ?, ?)", [name, tick, db.recipe])


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
    sources = ", ".join(f"'{source}'" for source in table.listens)
    db.con.execute(f"""create or replace temp table scope as select distinct value from meta.touched
        where source in ({sources}) and key = '{table.key}' and tick > {mark}""")
    all_of_them, keys = db.rows("select coalesce(bool_or(value is null), false), count(*) from scope")[0]
    return None if all_of_them else int(str(keys))


def _recompute(db: Database, table: Table, keys: int) -> None:
    """The rows of the scope anew; its keys are told, and those of the other space that its rows hung on or hang on now."""
    inside = f"where {table.key} in (select value from scope)"
    _tell_hanging(db, table, inside)
    size = db.value(
        "select estimated_size from duckdb_tables() where schema_name || '.' || table_name = ?", [table.name]
    )
    if keys * WORTH_A_REBUILD > size + 1000:
        db.make(table.name, table.select)
    else:
        _replace(db, table, inside)
    db.touch(table.name, table.key, "select value from scope")
    _tell_hanging(db, table, inside)


def _tell_hanging(db: Database, table: Table, inside: str) -> None:
    if table.tells:
        hanging = f"select {table.tells} from {NAME}.{table.name} {inside} and {table.tells} is not null"
        db.touch(table.name, table.tells, hanging)


def _replace(db: Database, table: Table, inside: str) -> None:
    """Delete the rows of the scope and insert what the same select gives over narrowed views of what it reads."""
    with narrowed(db, table.reads, table.key):
        db.con.execute(f"delete from {NAME}.{table.name} {inside}")
        db.con.execute(f"insert into {NAME}.{table.name} by name select * from ({table.select}) {inside}")


@contextmanager
def narrowed(db: Database, reads: Iterable[str], key: str) -> Iterator[None]:
    """Views of these tables that show the keys of the scope alone."""
    for read in reads:
        inside = f"where {key} in (select value from scope)"
        db.con.execute(f"create temp view {read.split('.')[1]} as select * from {NAME}.{read} {inside}")
    yield
    for read in reads:
        db.con.execute(f"drop view temp.{read.split('.')[1]}")


def behind(db: Database) -> list[str]:
    """The tables that are not current, in the order of the flow."""
    late = [table.name for table in TABLES if _touched_since(db, table.name, table.listens, table.key)]
    matching = "steps.matches" if _touched_since(db, "steps.matches", (*MATCHING_LISTENS, "night"), None) else None
    return [*late, *([matching] if matching else [])]


def touched_since_mark(db: Database, name: str, listens: tuple[str, ...]) -> bool:
    """Whether a step that works on whole tables has anything to do."""
    return _touched_since(db, name, listens, None)


def _touched_since(db: Database, name: str, listens: tuple[str, ...], key: str | None) -> bool:
    mark = mark_of(db, name)
    if mark is None:
        return True
    sources = ", ".join(f"'{source}'" for source in listens)
    of_key = f"and key = '{key}'" if key else ""
    return bool(
        db.value(
            f"select count(*) from (select 1 from meta.touched where source in ({sources}) {of_key} and tick > {mark} limit 1)"
        )
    )
