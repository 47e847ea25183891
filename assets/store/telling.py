"""What changed: which keys, told by which table, at which tick; and up to which tick each table has heard of it, its mark.

A set of keys is stored once, however many tables tell it. A night asks some two hundred times, so that both are kept in memory as well.
"""

from collections.abc import Iterable

from assets.store.database import Database
from pipelines.table import TYPES, Key

# Heard in place of sets: any key may be another.
EVERYTHING = None
Sets = frozenset[int] | None


def next_tick(db: Database) -> int:
    """The next tick of the one sequence all marks and all that is told go by."""
    ticks = db.ticks
    ticks.last += 1
    return ticks.last


def mark_of(db: Database, name: str) -> int | None:
    """The tick of a valid mark; None without one: one made by another recipe is none."""
    return db.ticks.marks.get(name)


def set_mark(db: Database, name: str, tick: int) -> None:
    """The table is current up to this tick."""
    with db.transaction():
        db.ticks.mark(name, tick)


def tell(db: Database, source: str, key: Key, select: str) -> None:
    """Note the keys of `source` that changed: what a select gives, nulls apart, each once."""
    db.forget(source)
    if not db.ticks.marks:  # nobody needs to know more before any table was made
        _note(db, source, key, None)
        return
    number = next_tick(db)
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
        alone = frozenset((next_tick(db),))
        db.con.execute(f"insert into meta.told_keys select {min(alone)}, value::varchar from scope")
        db.scope.sets.append(alone)
    _note(db, source, key, min(alone))


def _note(db: Database, source: str, key: Key, keys: int | None) -> None:
    with db.transaction():
        db.ticks.tell((source, key, next_tick(db), keys))


def heard(db: Database, listens: Iterable[str], key: Key, mark: int) -> Sets:
    """The sets of keys that these tables told after a mark; EVERYTHING where one could not say."""
    sources = set(listens)
    sets = {keys for source, of, tick, keys in db.ticks.told if of == key and tick > mark and source in sources}
    return EVERYTHING if None in sets else frozenset(number for number in sets if number is not None)


def heard_since_mark(db: Database, name: str, listens: Iterable[str], key: Key) -> Sets:
    """The sets that these tables told after the mark of `name`; EVERYTHING where it has none."""
    mark = mark_of(db, name)
    return EVERYTHING if mark is None else heard(db, listens, key, mark)


def keys_in(sets: frozenset[int], key: Key) -> str:
    """A select of the keys of these sets (`value`), each once."""
    numbers = ", ".join(map(str, sorted(sets))) or "null"
    once = "distinct " if len(sets) > 1 else ""
    return f"select {once}value::{TYPES[key]} as value from meta.told_keys where keys in ({numbers})"


def forget_before(db: Database, tick: int) -> None:
    """What was told up to a tick has been heard by all."""
    db.save_ticks()
    db.con.execute(f"delete from meta.told where tick <= {tick}")
    db.con.execute("delete from meta.told_keys where keys not in (select keys from meta.told where keys is not null)")
    db.forget_ticks()
