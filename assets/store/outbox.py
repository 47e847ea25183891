"""What DJUST should import and a person should edit: one folder a batch, after publishing, the same bytes however often (contract.md §5)."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import polars as pl

from assets.store.database import Database
from pipelines.sql import query

COLUMNS = ("Order External Id", "Order Reference", "Order Status")


def deliver(db: Database) -> list[str]:
    """Write the outbox of every published batch that has none yet; warnings about rows that can't be written safely."""
    warnings: list[str] = []
    waiting = db.rows(
        """select batch, strftime(as_of at time zone time_zone(), '%Y-%m-%d') from meta.batches
           where status = 'PUBLISHED' and outbox_written_at is null order by batch"""
    )
    for batch, day in waiting:
        updates = db.con.sql(query("completions/status_updates"), params=[batch]).pl()
        safe = updates.filter("safe").select(pl.exclude("safe"))
        warnings += [
            f"{reference}: not exported, its id begins with a character a spreadsheet would run"
            for reference in updates.filter(~pl.col("safe"))
            .select(pl.coalesce("logistic_reference", "external_id"))
            .to_series()
        ]
        files = {
            "status_updates.csv": safe.rename(dict(zip(safe.columns, COLUMNS, strict=True))),
            "payment_updates.csv": db.con.sql(query("orders/payment_updates_of"), params=[batch]).pl(),
        }
        _write(db, int(str(batch)), str(day), {name: rows for name, rows in files.items() if len(rows)})
        with db.transaction():
            db.con.execute("update meta.batches set outbox_written_at = now() where batch = ?", [batch])
    return warnings


def _write(db: Database, batch: int, day: str, files: dict[str, pl.DataFrame]) -> None:
    """A folder with the files that have something to say; none where none has."""
    if not files:
        return
    outbox = db.warehouse / "outbox"
    part = outbox / f".{batch}.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    for name, rows in files.items():
        rows.write_csv(part / name, separator=";")
    for folder in (outbox / name for name in _folder_names(db, batch, day)):
        if not folder.exists():
            part.rename(folder)
            return
        if _says_the_same(folder, part):  # killed before it was noted as written
            shutil.rmtree(part)
            return


def _says_the_same(folder: Path, other: Path) -> bool:
    said = [{file.name: file.read_bytes() for file in where.glob("*.csv")} for where in (folder, other)]
    return said[0] == said[1]


def _folder_names(db: Database, batch: int, day: str) -> Iterator[str]:
    """The first batch of a date that says something has the date alone, the second `<date>.2`; where something else lies, the next that is free."""
    nth = db.value(
        """select count(*) from meta.batches b where b.batch <= ? and b.status = 'PUBLISHED'
           and strftime(b.as_of at time zone time_zone(), '%Y-%m-%d') = ?
           and (exists (select 1 from facts.exports x where x.batch = b.batch)
               or exists (select 1 from facts.payment_updates u where u.batch = b.batch))""",
        [batch, day],
    )
    return (day if number <= 1 else f"{day}.{number}" for number in count(nth))
