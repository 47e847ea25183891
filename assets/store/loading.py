"""A file is one transaction: registered, its rows stored, its refusals kept, what changed noted. Nothing of it, or all of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path

import duckdb
import polars as pl

from assets.store.database import Database
from assets.store.reading import Desk, NewFile, ReadFile
from assets.store.registry import Loaded, close_file, new_files, open_file, remember
from assets.store.telling import mark_of, tell
from pipelines.landing.decoding import RejectedFileError
from pipelines.landing.feed import Feed
from pipelines.landing.feeds import FOLDERS, feed_of
from pipelines.landing.reading import NONE_REFUSED, Reading, with_raw_rows
from pipelines.landing.validation import refusals
from pipelines.landing.zone import NO_UTF8
from pipelines.sql import files_in, query
from pipelines.table import ORDER, SUBJECT
from pipelines.tables import DECISIONS

# Rows that are read ahead lie on the disk until they are stored; those of a large CSV of orders in two fifths of its space.
READ_AHEAD_BYTES = 256 << 20


def read_ahead(db: Database) -> None:
    """Begin to read what is new tonight: the smaller files, while others are read and stored, up to READ_AHEAD_BYTES together."""
    known = set(db.rows("select distinct feed, size from meta.known"))
    files = [file for file in new_files(db) if (file.feed, file.size) not in known]
    files.sort(key=lambda file: FOLDERS.index(file.feed))  # the order in which they are asked for
    by_size = sorted(files, key=lambda file: file.size)
    together = accumulate(file.size for file in by_size)
    small = {file for file, size in zip(by_size, together, strict=True) if size <= READ_AHEAD_BYTES}
    db.reader.begin(desk_of(db), [file for file in files if file in small])


def load_feed(db: Database, folder: str) -> Loaded:
    """Load every new file of one feed."""
    return sum((load_file(db, file) for file in new_files(db, folder)), Loaded())


def desk_of(db: Database) -> Desk:
    """How files are read tonight."""
    return Desk(db.settings.rules, db.as_of(), db.work)


def load_file(db: Database, file: NewFile) -> Loaded:
    """Load one file, or note why nothing of it is loaded."""
    try:
        if _may_be_known(db, file) and _is_known(db, file_id := file.content_id()):
            return _load_known(db, file, file_id)
        read = db.reader.take(desk_of(db), file)
    except OSError as fault:
        sentence = f"the file can't be read ({fault.strerror}); see to its permissions"
        if NO_UTF8 in file.file_name:
            sentence = "its name is not written in UTF-8; rename it"
        return _reject(db, file, "", RejectedFileError("UNREADABLE", sentence))
    try:
        if isinstance(read.found, RejectedFileError):
            return _reject(db, file, read.file_id, read.found)
        return _store(db, file, read, read.found)
    except duckdb.DataError as fault:
        # Rows that are right one by one, and whose sums nobody can keep: one such file must not stop every night.
        told = str(fault).splitlines()[0]
        sentence = (
            f"its numbers can't be kept together; correct the amounts that are far too large and drop it again ({told})"
        )
        return _reject(db, file, read.file_id, RejectedFileError("TOO_LARGE", sentence))
    finally:
        read.discard()


def _may_be_known(db: Database, file: NewFile) -> bool:
    """The same content is of the same size: a file of a new size is read while it is still being hashed."""
    return bool(db.value("select count(*) from meta.known where feed = ? and size = ?", [file.feed, file.size]))


def _is_known(db: Database, file_id: str) -> bool:
    """Whether the content was loaded, or rejected by the very version that would read it now."""
    return bool(
        db.value(
            """select count(*) from meta.read_files r where r.file_id = ? and (r.status = 'LOADED'
               or exists (select 1 from meta.known k where k.file_id = r.file_id and k.reader = ?))""",
            [file_id, db.recipe],
        )
    )


def _reject(db: Database, file: NewFile, file_id: str, fault: RejectedFileError) -> Loaded:
    """A file of which nothing is loaded, with the reason."""
    if fault.code == "CHANGED_WHILE_READ":
        file_id = ""  # what was read is no file that ever lay there: it is read again next time
    told = "select count(*) from meta.read_files where feed = ? and file_name = ? and file_id = ? and reason = ?"
    with db.transaction():
        if file_id:  # what nobody could open is tried again every night: permissions change without the file
            remember(db, file, file_id)
        if db.value(told, [file.feed, file.file_name, file_id, str(fault)]):
            return Loaded()
        number = open_file(db, file, file_id, "unknown")
        close_file(db, number, ("REJECTED", str(fault)), Loaded())
    return Loaded(files=1, rejected=1)


def _load_known(db: Database, file: NewFile, file_id: str) -> Loaded:
    """A known file met again says nothing; under another name it is a newer file that shows the same (domain.md §2)."""
    with db.transaction():
        remember(db, file, file_id)
        if _says_nothing(db, file, file_id):
            return Loaded()
        first = db.rows(
            """select file_no, file_name, rows_read, format, seen_at, status from meta.read_files where file_id = ?
               order by status <> 'LOADED', file_no limit 1""",
            [file_id],
        )[0]
        number = open_file(db, file, file_id, str(first[3]))
        db.con.execute(
            "update meta.read_files set seen_at = coalesce(seen_at, ?) where file_no = ?", [first[4], number]
        )
        db.con.execute(
            "insert into facts.sightings select snapshot_no, ? from facts.sightings where file_no = ?",
            [number, first[0]],
        )
        db.con.execute(
            "insert into facts.bank_days by name select * replace (?::integer as file_no) from facts.bank_days where file_no = ?",
            [number, first[0]],
        )
        tell(db, "facts.bank_days", SUBJECT, f"select account_iban from facts.bank_days where file_no = {number}")
        if file.feed == "reference" and first[5] == "LOADED":
            _apply_again(db, number, first)
        _touch_sightings(db)
        counts = Loaded(duplicate=int(str(first[2])))
        close_file(db, number, ("DUPLICATE", f"the same content as {first[1]}"), counts)
    return Loaded(files=1, duplicate=counts.duplicate)


def _says_nothing(db: Database, file: NewFile, file_id: str) -> bool:
    """Whether a known content lies under its own name; in `reference/` the newest file of a name applies, even one put back (domain.md §5)."""
    here = db.rows(
        "select file_id from meta.read_files where feed = ? and file_name = ? order by file_no desc",
        [file.feed, file.file_name],
    )
    return (file_id,) in (here[:1] if file.feed == "reference" else here)


def _apply_again(db: Database, number: int, first: tuple[object, ...]) -> None:
    """Reference data that was loaded as the file `first` applies as this newer one."""
    feed = feed_of("reference", str(first[1]))
    for table in feed.facts:
        again = f"select * replace ({number}::integer as file_no) from facts.{table} where file_no = ?"
        db.con.execute(f"insert into facts.{table} by name {again}", [first[0]])
        db.forget(f"facts.{table}")
    _tell_what_changed(db, feed)


def _tell_what_changed(db: Database, feed: Feed) -> None:
    for source, key, touched in feed.touches:
        tell(db, source, key, query(f"landing/sql/{touched}").replace("{table}", source))


def _touch_sightings(db: Database) -> None:
    # Until the statuses were folded once, by this version, there is nothing a sighting could change.
    if all(mark_of(db, name) is not None for name in ("steps.lo_states", DECISIONS)):
        tell(db, "facts.sightings", ORDER, query("landing/sql/sighting_touches"))


def _store(db: Database, file: NewFile, read: ReadFile, reading: Reading) -> Loaded:
    feed = feed_of(file.feed, file.file_name)
    with db.transaction():
        number = open_file(db, file, read.file_id, reading.format)
        refused, new, right = reading.refused, 0, reading.rows
        if reading.rows or len(reading.statements):
            parts = NONE_REFUSED if reading.parts is None else reading.parts
            with (
                _shown(db, "landed_statements", reading.statements),
                _shown(db, "landed_parts", parts),
                _shown(db, "landed_refused", refused),
            ):
                broken = with_raw_rows(_refuse(db, feed, read.rows), file.path, feed, reading.format, db.settings.rules)
                refused, right = pl.concat([refused, broken]), right - len(broken)
                new = _insert(db, feed)
        if len(refused):
            into = (
                f"insert into meta.refused_rows select {number}, line_number, column_name, reason, raw_row from refused"
            )
            with _shown(db, "refused", refused):
                db.con.execute(into)
        counts = Loaded(1, 0, new, len(refused), right - new)
        remember(db, file, read.file_id)
        close_file(db, number, ("LOADED", "; ".join(reading.warnings) or None), counts)
    return counts


@contextmanager
def _shown(db: Database, name: str, frame: pl.DataFrame) -> Iterator[None]:
    """A view of a frame, as long as it is needed; an error ends the transaction, and the view with it."""
    db.con.register(name, frame.to_arrow())
    yield
    db.con.unregister(name)


def _refuse(db: Database, feed: Feed, target: Path) -> pl.DataFrame:
    """The view `landed`: the file's right rows, less those the file as a whole breaks, which come back."""
    rows = f"select * from read_parquet({files_in(target, 'parquet')})"
    _prepare(db, feed, rows)
    failures = db.con.sql(query(f"landing/sql/{feed.refused}")).pl() if feed.refused else None
    if failures is None or failures.is_empty():
        return NONE_REFUSED
    lines = ", ".join(map(str, failures["line_number"].unique().to_list()))
    _prepare(db, feed, f"{rows} where line_number not in ({lines})")
    return refusals(failures, [column.header for column in feed.columns])


def _prepare(db: Database, feed: Feed, rows: str) -> None:
    db.con.execute(f"create or replace temp view landed as {rows}")
    for name, source in feed.prepared.items():
        db.con.execute(f"create or replace temp table {name} as {query(f'landing/sql/{source}')}")


def _insert(db: Database, feed: Feed) -> int:
    """Fill the feed's tables, note what changed; the number of rows that were new."""
    for table, source in feed.facts.items():
        db.con.execute(f"insert into facts.{table} by name {query(f'landing/sql/{source}')}")
        db.forget(f"facts.{table}")
    if feed.name == "orders":
        db.con.execute(query("landing/sql/order_seen_at"))
    new = db.value(feed.counted.format(first=next(iter(feed.facts))))
    _tell_what_changed(db, feed)
    if feed.name == "orders":
        _touch_sightings(db)
    return new
