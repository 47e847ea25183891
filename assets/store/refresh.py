"""Marks are ticks: a derived table is recomputed for the keys touched, in what it listens to, since it was last refreshed."""

from assets.store.database import NAME, Database
from assets.store.narrowing import keep_fresh, narrowed, set_scope
from assets.store.telling import (
    EVERYTHING,
    heard,
    heard_since_mark,
    keys_in,
    mark_of,
    next_tick,
    set_mark,
    tell,
    tell_everything,
    tell_scope,
)
from pipelines.table import ORDER, PAYMENT, SUBJECT, Key, Table
from pipelines.tables import (
    COLLECTION,
    COLLECTION_LISTENS,
    CONDITIONS,
    DECISIONS,
    DECISIONS_LISTEN,
    FINDINGS,
    MATCHES,
    MATCHING_LISTENS,
    PAYOUTS,
    PAYOUTS_LISTEN,
    TABLES,
)

# Past this share of its rows, one in so many, to make a table anew costs less than to replace keys.
WORTH_A_REBUILD = 5
# Steps that are no single table's, what they listen to and under which keys.
_STEPS = (
    (DECISIONS, DECISIONS_LISTEN, (SUBJECT, ORDER, PAYMENT)),
    (COLLECTION, COLLECTION_LISTENS, (SUBJECT, ORDER, PAYMENT)),
    (PAYOUTS, PAYOUTS_LISTEN, (PAYMENT,)),
    (MATCHES, MATCHING_LISTENS, (ORDER, PAYMENT)),
)


def refresh(db: Database, table: Table, *, rebuild: bool = False) -> int:
    """Bring one table up to what lies upstream, in one transaction; the number of keys recomputed, -1 for all. Twice is once."""
    db.batch()
    mark = None if rebuild or not db.settings.narrowing else mark_of(db, table.name)
    with db.transaction():
        told = EVERYTHING if mark is None else heard(db, table.listens, table.key, mark)
        if told == frozenset():
            return 0
        tick = next_tick(db)
        if told is EVERYTHING or mark is None:
            keys = -1
            db.make(table.name, table.select)
            tell_everything(db, table.name, table.key)
            if table.tells:
                tell_everything(db, table.name, table.tells)
        elif keys := _set_scope(db, table, told, mark):
            _recompute(db, table, keys)
        set_mark(db, table.name, tick)
    return keys


def _set_scope(db: Database, table: Table, told: frozenset[int], mark: int) -> int:
    """The temporary view `scope` shows the keys to recompute; their number."""
    if not table.mentioned_in:
        return set_scope(db, table.key, keys_in(told, table.key), told)
    mentioned = heard(db, table.mentioned_in, table.key, mark) or frozenset()
    known = f"select value from ({keys_in(told - mentioned, table.key)}) where value in (select {table.key} from {table.name})"
    return set_scope(db, table.key, f"{keys_in(mentioned, table.key)} union {known}")


def _recompute(db: Database, table: Table, keys: int) -> None:
    """The rows of the scope anew; its keys are told, and those of the other space that its rows hung on or hang on now."""
    inside = f"where {table.key} in (select value from scope)"
    if table.tells:
        db.con.execute(
            f"create or replace temp table hung_on as select {table.tells} as value from {table.name} {inside}"
        )
    # A table of exceptions has few rows and much to read.
    if keys * WORTH_A_REBUILD > db.size((table.name, *table.reads)) + 1000:
        db.make(table.name, table.select)
        _tell(db, table, f"{table.name} {inside}")
        return
    reads = narrowed(db, table.reads, table.key)
    db.con.execute(f"create or replace temp table fresh as {reads} select * from ({table.select}) {inside}")
    kept = db.kept.get((table.name, table.key))
    if table.steady:
        _replace_changed(db, table, inside)
    else:
        gone = db.value(f"delete from {NAME}.{table.name} {inside}")
        came = db.value(f"insert into {NAME}.{table.name} by name from fresh")
        if gone or came:
            _tell(db, table, "fresh")
    if any(table.name in other.reads and table.key == other.key for other in TABLES):
        keep_fresh(db, table.name, table.key, kept)


def _replace_changed(db: Database, table: Table, inside: str) -> None:
    """The rows of `fresh` in place of those of the scope, for the keys alone where they differ; these are told."""
    db.con.execute(f"create or replace temp table before as select * from {table.name} {inside}")
    other = "(from fresh except all from before) union all (from before except all from fresh)"
    db.con.execute(f"create or replace temp table changed as select distinct {table.key} from ({other})")
    db.con.execute(f"delete from {NAME}.{table.name} where {table.key} in (from changed)")
    db.con.execute(f"insert into {NAME}.{table.name} by name from fresh semi join changed using ({table.key})")
    tell(db, table.name, table.key, "from changed")


def _tell(db: Database, table: Table, rows: str) -> None:
    """Note the keys of the scope, and the other keys that its rows hung on or, as `rows`, hang on now."""
    tell_scope(db, table.name, table.key)
    if table.tells:
        tell(db, table.name, table.tells, f"from hung_on union all select {table.tells} from {rows}")


def behind(db: Database) -> list[str]:
    """What is not current, in the order of the flow."""
    late = [table.name for table in TABLES if told_since_mark(db, table.name, table.listens, (table.key,))]
    late += [name for name, listens, keys in _STEPS if told_since_mark(db, name, listens, keys)]
    if any(told_since_mark(db, FINDINGS, (name,), (key,)) for name, key in (*CONDITIONS, (DECISIONS, SUBJECT))):
        late.append(FINDINGS)
    return late


def told_since_mark(
    db: Database, name: str, listens: tuple[str, ...], keys: tuple[Key, ...] = (ORDER, PAYMENT)
) -> bool:
    """Whether a step has anything to do."""
    return any(heard_since_mark(db, name, listens, key) != frozenset() for key in keys)
