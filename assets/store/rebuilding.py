"""A new working file from the facts alone: of the old working file, or of the published copy where that is lost."""

import shutil
from pathlib import Path

from assets.settings import Settings
from assets.store.batches import is_published
from assets.store.collection import note_collection
from assets.store.database import NAME, Database
from assets.store.decisions import judge
from assets.store.findings import keep
from assets.store.matching import match
from assets.store.payouts import hold_against_the_bank
from assets.store.proof import prove
from assets.store.publishing import publish
from assets.store.refresh import refresh
from pipelines.sql import literal
from pipelines.tables import AFTER_BALANCES, AFTER_DECISIONS, AFTER_MATCHES, TABLES

_KEPT = ("facts", "meta")


class NothingToRebuildError(Exception):
    """There is neither a working file nor a published one."""


class UnfinishedNightError(Exception):
    """The newest night was not published: what it has read is kept, and the next run tells the rest."""


def rebuild_warehouse(warehouse: Path, settings: Settings) -> tuple[int, int]:
    """Copy the facts into a new file, derive everything anew, publish; sizes in bytes before and after.

    The old working file stays until the new one is whole: a kill at any moment leaves one of the two. What a night has read that was never
    published is half of it: nothing is derived from it or published then, and UnfinishedNightError raised once the new file is in its place.
    """
    old = warehouse / "work" / f"{NAME}.duckdb"
    lost = not old.exists()
    if lost:
        _restore(warehouse, old)
    before = old.stat().st_size
    db = Database(warehouse, settings)  # its facts are of this version from now on
    try:
        if not db.value("select count(*) from meta.batches"):
            message = f"{warehouse} holds no night: run one first"
            raise NothingToRebuildError(message)
        if lost:  # the copy was made before its outbox was written, and what DJUST was told once it is not told again
            db.con.execute("update meta.batches set outbox_written_at = finished_at where outbox_written_at is null")
    finally:
        db.close()
    fresh = _fresh(warehouse, old, settings)
    fresh.replace(old)
    db = Database(warehouse, settings)
    try:
        if not is_published(db, db.batch()):
            message = "the working file is made anew; its last night was not finished, and nothing was published: run it again"
            raise UnfinishedNightError(message)
        derive(db)
        publish(db)
    finally:
        db.close()
    return before, old.stat().st_size


def _restore(warehouse: Path, old: Path) -> None:
    """The published copy, which is a whole backup, in the place of a working file that is lost."""
    published = warehouse / f"{NAME}.duckdb"
    if not published.exists():
        message = f"{warehouse} holds no database: run a night first"
        raise NothingToRebuildError(message)
    old.parent.mkdir(parents=True, exist_ok=True)
    part = old.with_name("restored.duckdb")
    shutil.copyfile(published, part)
    part.replace(old)


def _fresh(warehouse: Path, source: Path, settings: Settings) -> Path:
    """A new file beside the old one, with this version's facts filled from it."""
    beside = warehouse / "work" / "rebuild"
    shutil.rmtree(beside, ignore_errors=True)
    db = Database(beside, settings)
    try:
        db.con.execute(f"attach {literal(source.as_posix())} as old (read_only)")
        with db.transaction():
            db.con.execute("delete from meta.version")
            for schema in _KEPT:
                for (table,) in db.rows(
                    "select table_name from duckdb_tables() where database_name = 'old' and schema_name = ? order by 1",
                    [schema],
                ):
                    if table not in ("told", "told_keys", "marks"):
                        db.con.execute(
                            f"insert into {NAME}.{schema}.{table} by name select * from old.{schema}.{table}"
                        )
    finally:
        db.close()
    target = warehouse / "work" / "rebuilt.duckdb"
    (beside / "work" / f"{NAME}.duckdb").replace(target)
    shutil.rmtree(beside)
    return target


def derive(db: Database) -> None:
    """Every derived table anew, at the newest batch's instant, in the order of the flow."""
    for table in TABLES:
        if table.name == AFTER_DECISIONS:
            judge(db)
        if table.name == AFTER_MATCHES:
            hold_against_the_bank(db)
            match(db, rebuild=True)
        if table.name == AFTER_BALANCES:
            prove(db)
            note_collection(db)
        refresh(db, table, rebuild=True)
    keep(db)
