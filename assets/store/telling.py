"""What changed: which keys, told by which table, at which tick. A set of keys is stored once, however many tables tell it."""

from collections.abc import Iterable

from assets.store.database import Database
from pipelines.sql import literal
from pipelines.tables import TYPES, Key

# Heard in place of sets: any key may be another.
EVERYTHING = None
Sets = frozenset[int] | None


def tell(db: Database, source: str, key: Key, select: str) -> None:
    """Note the keys of `source` that changed: what a select gives, nulls apart, each once."""
    db.forget(source)
    if not db.value("select count(*) from meta.marks"):  # nobody needs to know more before any table was made
        _note(db, source, key, None)
        return
    number = db.tick()
    keys = f"select distinct {number}, value::varchar from ({select}) t(value) where value is not null"
    if db.value(f"insert into meta.told_keys {keys}"):
        _note(db, source, key, number)


def tell_everything(db: Database, source: str, key: Key) -> None:
    """Note that any key of `source` may be another."""
    db.forget(source)
    _note(db, source, key, None)


def tell_scope(db: Database, source: str, key: Key) -> None:
    """Note the keys of the present scope, which most tables of a night tell one after the other."""
    db.forget(source)
    alone = next((sets for sets in db.scope.sets if len(sets) == 1), None)
    if alone is None:
        alone = frozenset((db.tick(),))
        db.con.execute(f"insert into meta.told_keys select {min(alone)}, value::varchar from scope")
        db.scope.sets.append(alone)
    _note(db, source, key, min(alone))


def _note(db: Database, source: str, key: Key, number: int | None) -> None:
    db.con.execute("insert into meta.told values (?, ?, ?, ?)", [source, key, db.tick(), number])


def heard(db: Database, listens: Iterable[str], key: Key, mark: int) -> Sets:
    """The sets of keys that these tables told after a mark; EVERYTHING where one could not say."""
    sources = ", ".join(map(literal, listens))
    rows = db.rows(
        f"select distinct keys from meta.told where key = '{key}' and tick > {mark} and source in ({sources})"
    )
    numbers = [number for (number,) in rows]
    return EVERYTHING if None in numbers else frozenset(int(str(number)) for number in numbers)


def keys_in(sets: frozenset[int], key: Key) -> str:
    """A select of the keys of these sets (`value`), each once."""
    numbers = ", ".join(map(str, sorted(sets))) or "null"
    once = "distinct " if len(sets) > 1 else ""
    return f"select {once}value::{TYPES[key]} as value from meta.told_keys where keys in ({numbers})"


def forget_before(db: Database, tick: int) -> None:
    """What was told up to a tick has been heard by all."""
    db.con.execute(f"delete from meta.told where tick <= {tick}")
    db.con.execute("delete from meta.told_keys where keys not in (select keys from meta.told where keys is not null)")
