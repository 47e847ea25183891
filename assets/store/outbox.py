"""What DJUST should import: one folder a batch, written after publishing, the same bytes however often (contract.md §5)."""

import csv
import io
import shutil

from assets.store.database import Database

COLUMNS = ("Order External Id", "Order Reference", "Order Status")
_RISKY = ("=", "+", "-", "@", "\t", "\r")


def deliver(db: Database) -> list[str]:
    """Write the outbox of every published batch that has none yet; warnings about rows that can't be written safely."""
    warnings: list[str] = []
    waiting = db.rows(
        """select batch, strftime(as_of at time zone time_zone(), '%Y-%m-%d') from meta.batches
           where status = 'PUBLISHED' and outbox_written_at is null order by batch"""
    )
    for batch, day in waiting:
        rows = db.rows(
            "select external_id, logistic_reference, order_status from facts.exports where batch = ? order by logistic_reference, order_status",
            [batch],
        )
        safe = [row for row in rows if not str(row[0] or "").startswith(_RISKY) and not str(row[1]).startswith(_RISKY)]
        warnings += [
            f"{row[1]}: not exported, its id begins with a character a spreadsheet would run"
            for row in rows
            if row not in safe
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
