"""The register of files: what was found under which name, what came of it, and how it is known again without reading it."""

from dataclasses import dataclass
from pathlib import Path

from assets.store.database import Database
from assets.store.reading import NewFile
from pipelines.landing.zone import day_in, instant_in


@dataclass(frozen=True)
class Loaded:
    """What loading came to, in files and rows."""

    files: int = 0
    rejected: int = 0
    rows: int = 0
    quarantined: int = 0
    duplicate: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


def new_files(db: Database, folder: str | None = None) -> list[NewFile]:
    """The files that the newest night found and nobody has read, of one feed or of all, in the order of their names.

    One of which nothing was loaded is new again for another version of what reads it.
    """
    night = db.batch()
    rows = db.rows(
        """select f.feed, f.file_name, f.path, f.size, f.modified from meta.found f
           where f.batch = ? and f.feed = coalesce(?, f.feed) and not exists (
               select 1 from meta.known k where k.feed = f.feed and k.file_name = f.file_name
                   and k.size = f.size and k.modified = f.modified and (k.reader = ? or exists (
                       select 1 from meta.read_files r where r.file_id = k.file_id and r.status = 'LOADED')))
           order by f.file_name""",
        [night, folder, db.recipe],
    )
    return [
        NewFile(str(feed), str(name), Path(str(path)), int(str(size)), int(str(at)))
        for feed, name, path, size, at in rows
    ]


def open_file(db: Database, file: NewFile, file_id: str, kind: str) -> int:
    """Register a file of this format; its number. `this_file` shows it to the SQL that loads it."""
    number = db.value("select coalesce(max(file_no), 0) + 1 from meta.read_files")
    db.con.execute(
        """insert into meta.read_files(
               file_no, file_id, feed, file_name, format, batch, first_seen_at, instant_in_name, end_of_day_in_name, seen_at)
           select ?, ?, ?, ?, ?, (select max(batch) from meta.batches), as_of(), i, d, coalesce(i, d)
           from (select ?::timestamptz as i, (?::date + 1)::timestamp at time zone time_zone() as d)""",
        [number, file_id, file.feed, file.file_name, kind, instant_in(file.file_name), day_in(file.file_name)],
    )
    db.con.execute(f"create or replace temp view this_file as select * from meta.read_files where file_no = {number}")
    return number


def remember(db: Database, file: NewFile, file_id: str) -> None:
    """Know the file again by its path, size and time of change, and by what has read it."""
    # In `reference/` the newest file of a name applies: an older state that is put back must be new again.
    if file.feed == "reference":
        db.con.execute("delete from meta.known where feed = ? and file_name = ?", [file.feed, file.file_name])
    known = [file.feed, file.file_name, file.size, file.modified, file_id, db.recipe]
    db.con.execute("insert into meta.known values (?, ?, ?, ?, ?, ?)", known)


def close_file(db: Database, number: int, outcome: tuple[str, str | None], counts: Loaded) -> None:
    """Write down what came of a file: (status, reason), and its rows by outcome."""
    status, reason = outcome
    read_rows = counts.rows + counts.quarantined + counts.duplicate
    db.con.execute(
        """update meta.read_files set status = ?, reason = ?, rows_read = ?, rows_loaded = ?,
               rows_quarantined = ?, rows_duplicate = ? where file_no = ?""",
        [status, reason, read_rows, counts.rows, counts.quarantined, counts.duplicate, number],
    )
