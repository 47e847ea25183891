"""A file is one transaction: registered, its rows stored, its refusals kept, what changed noted. Nothing of it, or all of it."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from assets.store.database import Database
from pipelines.landing.decoding import RejectedFileError
from pipelines.landing.feeds import Feed, feed_of
from pipelines.landing.reading import Reading, read, with_raw_lines
from pipelines.landing.validation import refusals
from pipelines.landing.zone import day_in, instant_in
from pipelines.sql import query

_BLOCK = 1 << 20


@dataclass(frozen=True)
class Loaded:
    """What loading a feed came to."""

    files: int = 0
    rejected: int = 0
    rows: int = 0
    quarantined: int = 0
    duplicate: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(*(getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class _File:
    """A found file that is not known by its path, size and time of change."""

    feed: str
    file_name: str
    path: Path
    size: int
    modified: int


def load_feed(db: Database, folder: str) -> Loaded:
    """Load every new file of one feed that the night found, in the order of their names."""
    unknown = db.rows(
        """select f.feed, f.file_name, f.path, f.size, f.modified from meta.found f
           where f.feed = ? and f.batch = (select max(batch) from meta.found) and not exists (
               select 1 from meta.known k where k.feed = f.feed and k.file_name = f.file_name and k.size = f.size and k.modified = f.modified)
           order by f.file_name""",
        [folder],
    )
    db.batch()
    files = [_File(str(feed), str(name), Path(str(path)), int(str(size)), int(str(at))) for feed, name, path, size, at in unknown]
    return sum((_load(db, file) for file in files), Loaded())


def _load(db: Database, file: _File) -> Loaded:
    try:
        file_id = _file_id(file)
    except OSError as fault:
        return _register(db, file, "", Reading("unknown"), _rejected("UNREADABLE", f"the file can't be read ({fault.strerror})"))
    if db.value("select count(*) from meta.read_files where feed = ? and file_name = ? and file_id = ?", [file.feed, file.file_name, file_id]):
        with db.transaction():
            _remember(db, file, file_id)
        return Loaded()
    if db.value("select count(*) from meta.read_files where file_id = ?", [file_id]):
        return _load_twin(db, file, file_id)
    feed = feed_of(file.feed, file.file_name)
    if feed is None:
        known = "suppliers, accounts, customers, products or opening_balances"
        fault = _rejected("UNSUPPORTED_FORMAT", f"its name must begin with {known}, so that its kind is known")
        return _register(db, file, file_id, Reading("unknown"), fault)
    with TemporaryDirectory(prefix="read-", dir=db.work) as folder:
        target = Path(folder) / "rows"
        as_of = datetime.fromisoformat(str(db.rows("select (as_of() at time zone 'UTC')::varchar")[0][0])).replace(tzinfo=UTC)
        try:
            reading = read(file.path, file.file_name, feed, db.settings.rules, as_of, target)
        except RejectedFileError as fault:
            return _register(db, file, file_id, Reading("unknown"), fault)
        except OSError as fault:
            return _register(db, file, file_id, Reading("unknown"), _rejected("UNREADABLE", f"the file can't be read ({fault.strerror})"))
        return _store(db, file, file_id, feed, reading, target)


def _rejected(code: str, sentence: str) -> RejectedFileError:
    return RejectedFileError(code, sentence)


def _file_id(file: _File) -> str:
    told = hashlib.sha256(file.feed.encode() + b"\0")
    with file.path.open("rb") as source:
        while block := source.read(_BLOCK):
            told.update(block)
    return told.hexdigest()[:16]


def _register(db: Database, file: _File, file_id: str, reading: Reading, fault: RejectedFileError) -> Loaded:
    """A file of which nothing is loaded, with the reason. One that changed while it was read is read again next time."""
    with db.transaction():
        if fault.code == "CHANGED_WHILE_READ":
            return Loaded(files=1, rejected=1)
        number = _open(db, file, file_id)
        if file_id:
            _remember(db, file, file_id)
        _close(db, number, reading.format, "REJECTED", str(fault), Loaded())
    return Loaded(files=1, rejected=1)


def _load_twin(db: Database, file: _File, file_id: str) -> Loaded:
    """The same content under another name: no rows, but a newer file that shows the same snapshots (domain.md §2)."""
    with db.transaction():
        number = _open(db, file, file_id)
        first = db.rows("select min_by(file_no, file_no), min_by(file_name, file_no), min_by(rows_read, file_no), min_by(format, file_no) from meta.read_files where file_id = ? and file_no < ?", [file_id, number])[0]
        db.con.execute("insert into facts.sightings select snapshot_no, ? from facts.sightings where file_no = ?", [number, first[0]])
        db.con.execute("update meta.read_files set seen_at = coalesce(seen_at, (select seen_at from meta.read_files where file_no = ?)) where file_no = ?", [first[0], number])
        _view_file(db, number)
        if db.has("steps.lo_states"):
            db.touch("facts.sightings", "order_reference", query("landing/sql/sighting_touches"))
        _remember(db, file, file_id)
        _close(db, number, str(first[3]), "DUPLICATE", f"the same content as {first[1]}", Loaded(duplicate=int(str(first[2]))))
    return Loaded(files=1, duplicate=int(str(first[2])))


def _open(db: Database, file: _File, file_id: str) -> int:
    number = db.value("select coalesce(max(file_no), 0) + 1 from meta.read_files")
    instant, day = instant_in(file.file_name), day_in(file.file_name)
    db.con.execute(
        """insert into meta.read_files(file_no, file_id, feed, file_name, batch, first_seen_at, instant_in_name, end_of_day_in_name, seen_at)
           select ?, ?, ?, ?, (select max(batch) from meta.batches), as_of(), i, d, coalesce(i, d)
           from (select ?::timestamptz as i, (?::date + 1)::timestamp at time zone time_zone() as d)""",
        [number, file_id, file.feed, file.file_name, instant, day],
    )
    return number


def _view_file(db: Database, number: int) -> None:
    db.con.execute(f"create or replace temp view this_file as select * from meta.read_files where file_no = {number}")


def _remember(db: Database, file: _File, file_id: str) -> None:
    db.con.execute("insert into meta.known values (?, ?, ?, ?, ?)", [file.feed, file.file_name, file.size, file.modified, file_id])


def _close(db: Database, number: int, form: str, status: str, reason: str | None, counts: Loaded) -> None:
    read_rows = counts.rows + counts.quarantined + counts.duplicate
    db.con.execute(
        """update meta.read_files set format = ?, status = ?, reason = ?, rows_read = ?, rows_loaded = ?, rows_quarantined = ?, rows_duplicate = ?
           where file_no = ?""",
        [form, status, reason, read_rows, counts.rows, counts.quarantined, counts.duplicate, number],
    )


def _store(db: Database, file: _File, file_id: str, feed: Feed, reading: Reading, target: Path) -> Loaded:
    with db.transaction():
        number = _open(db, file, file_id)
        _view_file(db, number)
        refused, new, right = reading.refused, 0, reading.rows
        if reading.rows:
            refused = pl.concat([refused, _refuse(db, feed, file, target)])
            right = reading.rows - (len(refused) - len(reading.refused))
            new = _insert(db, feed)
        db.con.register("refused", refused.to_arrow())
        db.con.execute(f"insert into meta.refused_rows select {number}, line_number, column_name, reason, raw_row from refused")
        db.con.unregister("refused")
        counts = Loaded(1, 0, new, len(refused), right - new)
        _remember(db, file, file_id)
        _close(db, number, reading.format, "LOADED", "; ".join(reading.warnings) or None, counts)
    return counts


def _refuse(db: Database, feed: Feed, file: _File, target: Path) -> pl.DataFrame:
    """The view `landed`: the file's right rows, less those the file as a whole breaks, which come back."""
    db.con.execute(f"create or replace temp view landed as select * from read_parquet('{target.as_posix()}/*.parquet')")
    for name, source in feed.prepared.items():
        db.con.execute(f"create or replace temp table {name} as {query(f'landing/sql/{source}')}")
    if feed.refused is None:
        return refusals(_NO_FAILURES, ())
    failures: pl.DataFrame = db.con.sql(query(f"landing/sql/{feed.refused}")).pl()
    if failures.is_empty():
        return refusals(_NO_FAILURES, ())
    db.con.register("failures", failures.select("line_number").to_arrow())
    db.con.execute("create or replace temp table broken_lines as select line_number from failures")
    db.con.unregister("failures")
    db.con.execute(f"create or replace temp view landed as select * from read_parquet('{target.as_posix()}/*.parquet') anti join broken_lines using (line_number)")
    for name, source in feed.prepared.items():
        db.con.execute(f"create or replace temp table {name} as {query(f'landing/sql/{source}')}")
    return refusals(failures, [column.header for column in feed.columns])


_NO_FAILURES = pl.DataFrame(schema={"line_number": pl.Int64, "column_name": pl.String, "code": pl.String, "value": pl.String})


def _insert(db: Database, feed: Feed) -> int:
    """Fill the feed's tables, note what changed; the number of rows that were new."""
    first = next(iter(feed.facts))
    for table, source in feed.facts.items():
        db.con.execute(f"insert into facts.{table} by name {query(f'landing/sql/{source}')}")
    if feed.name == "orders":
        db.con.execute("update meta.read_files set seen_at = coalesce(seen_at, (select max(update_date) from landed)) where file_no = (select file_no from this_file)")
    new = db.value(feed.counted.format(first=first))
    for source, key, touched in feed.touches:
        if touched == "sighting_touches" and not db.has("steps.lo_states"):
            continue
        db.touch(source, key, query(f"landing/sql/{touched}").replace("{table}", source))
    return new
