"""A night is a row: its number, its instant, the files it found. Opening it is the only time the clock moves."""

import json
from datetime import datetime
from pathlib import Path

from assets.settings import as_dict
from assets.store.database import NAME, Database, NoBatchError
from assets.store.telling import mark_of, tell, tell_everything
from pipelines.landing.zone import Zone, look
from pipelines.sql import literal, query
from pipelines.table import PAYMENT
from pipelines.tables import MATCHES, STANDING, TABLES

# What is changed by the passing of time alone, under which name and key that is told.
_CLOCKS = {table.name: (table.clock, table.key) for table in TABLES} | {MATCHES: (f"clock of {MATCHES}", PAYMENT)}


class EarlierThanLastBatchError(Exception):
    """The clock of a warehouse never goes back."""


def last_as_of(db: Database) -> datetime | None:
    """The instant of the newest batch."""
    try:
        return db.as_of()
    except NoBatchError:
        return None


def open_night(db: Database, landing: Path, as_of: datetime, run_id: str) -> Zone:
    """Open a batch: note the files that lie there, and touch whatever time alone has changed since the last one."""
    _take_back_unseen(db)
    last = last_as_of(db)
    if last is not None and as_of < last:
        message = (
            f"as-of {as_of.isoformat()} lies before the last batch's, {last.isoformat()}: give that or a later instant"
        )
        raise EarlierThanLastBatchError(message)
    zone = look(landing)
    with db.transaction():
        number = db.value("select coalesce(max(batch), 0) + 1 from meta.batches")
        db.con.execute(
            "insert into meta.batches(batch, as_of, started_at, run_id, settings) values (?, ?, now(), ?, ?)",
            [number, as_of, run_id, json.dumps(as_dict(db.settings), sort_keys=True)],
        )
        if zone.files:
            db.con.executemany(
                "insert into meta.found values (?, ?, ?, ?, ?, ?)",
                [[number, f.feed, f.file_name, str(f.path), f.size, f.modified] for f in zone.files],
            )
        _touch_what_time_changed(db, last, as_of)
    db.set_clock()
    return zone


def _take_back_unseen(db: Database) -> None:
    """A batch that was closed and whose copy never came to stand where readers look was not published: what it let stand never happened."""
    closed = db.value("select max(batch) from meta.batches where status = 'PUBLISHED' and outbox_written_at is null")
    if not closed or closed < db.value(PUBLISHED) or _newest_seen(db) >= closed:
        return
    with db.transaction():
        for facts in ("standing_matches", "payment_updates", "money_proofs"):
            db.con.execute(f"delete from facts.{facts} where batch = ?", [closed])
        db.con.execute("delete from meta.marks where name = ?", [STANDING])
        db.con.execute(
            "update meta.batches set status = null, finished_at = null, last_tick = null where batch = ?", [closed]
        )
    db.forget_ticks()


def _newest_seen(db: Database) -> int:
    """The newest batch of the published database; 0 where there is none."""
    target = db.warehouse / f"{NAME}.duckdb"
    if not target.exists():
        return 0
    db.con.execute(f"attach {literal(target.as_posix())} as seen (read_only)")
    try:
        return db.value(PUBLISHED.replace("meta.batches", "seen.meta.batches"))
    finally:
        db.con.execute("detach seen")


def _touch_what_time_changed(db: Database, since: datetime | None, until: datetime) -> None:
    if since is None or since == until:
        return
    if any(mark_of(db, name) is None for name in _CLOCKS):
        for clock, key in _CLOCKS.values():
            tell_everything(db, clock, key)
        return
    for name, instant in (("since", since), ("until", until)):
        db.con.execute(f"create or replace temp macro {name}() as timestamptz '{instant.isoformat()}'")
    db.con.execute(f"create or replace temp table changed_by_time as {query('clock')}")
    for name in sorted(str(name) for (name,) in db.rows("select distinct clocked from changed_by_time")):
        tell(db, *_CLOCKS[name], f"select value from changed_by_time where clocked = '{name}'")


def is_published(db: Database, batch: int) -> bool:
    """Whether a batch was closed: what it decided stands."""
    return bool(db.value("select count(*) from meta.batches where batch = ? and status = 'PUBLISHED'", [batch]))


def unpublished(db: Database) -> str:
    """SQL for the batches nobody outside has seen: what they decided may still be decided otherwise."""
    return f"batch > {db.value(PUBLISHED)}"


PUBLISHED = "select coalesce(max(batch), 0) from meta.batches where status = 'PUBLISHED'"
