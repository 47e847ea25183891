"""What DJUST should import: one folder a batch, written after publishing, the same bytes however often (contract.md §5)."""

import csv
import io
import shutil

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
        updates = db.rows(query("completions/status_updates"), [batch])
        safe: list[tuple[object, ...]] = [tuple(told) for *told, is_safe in updates if is_safe]
        warnings += [
            f"{reference}: not exported, its id begins with a character a spreadsheet would run"
            for _, reference, _, is_safe in updates
            if not is_safe
        ]
        if safe:
            _write(db, int(str(batch)), str(day), safe)
        with db.transaction():
            db.con.execute("update meta.batches set outbox_written_at = now() where batch = ?", [batch])
    return warnings


def _write(db: Database, batch: int, day: str, rows: list[tuple[object, ...]]) -> None:
    folder = db.warehouse / "outbox" / _folder_name(db, batch, day)
    part = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    (part / "status_updates.csv").write_bytes(_rendered(rows).encode())
    if folder.exists():
        shutil.rmtree(part)
        return
    part.rename(folder)


def _folder_name(db: Database, batch: int, day: str) -> str:
    """The first batch of a date that says something has the date alone, the second `<date>.2`."""
    nth = db.value(
        """select count(*) from meta.batches b where b.batch <= ? and b.status = 'PUBLISHED'
           and strftime(b.as_of at time zone time_zone(), '%Y-%m-%d') = ?
           and exists (select 1 from facts.exports x where x.batch = b.batch)""",
        [batch, day],
    )
    return day if nth <= 1 else f"{day}.{nth}"


def _rendered(rows: list[tuple[object, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([[cell or "" for cell in row] for row in rows])
    return text.getvalue()
