"""A file looked at before it is dropped: loaded into a warehouse of its own, which is thrown away (contract.md §1, `check`)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl

from assets.settings import Settings
from assets.store.batches import open_night
from assets.store.database import Database
from assets.store.loading import desk_of, load_file
from assets.store.reading import NewFile, read_file
from pipelines.landing.decoding import RejectedFileError
from pipelines.landing.feeds import FOLDERS
from pipelines.landing.guess import feed_for

_COUNTS = "rows_read, rows_loaded, rows_quarantined, rows_duplicate"


class UnknownFeedError(Exception):
    """Neither the path nor the content says which feed a file is for."""


@dataclass
class Checked:
    """What would become of a file: as `files` and `quarantine` would show it, and its right rows as they are read."""

    file: str
    feed: str
    format: str
    status: str
    reason: str | None
    counts: dict[str, int]
    refused: list[dict[str, Any]]
    rows: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_right(self) -> bool:
        """Whether all of it would load."""
        return self.status == "LOADED" and not self.refused


def check_file(path: Path, feed: str | None, settings: Settings, most_rows: int | None) -> Checked:
    """Read one file as a run would, with at most so many of its right rows. Raises UnknownFeedError and OSError."""
    folder = feed or _folder_of(path) or feed_for(path, settings.rules)
    if folder is None:
        message = f"nothing says which feed {path} is for: give --feed, one of {', '.join(FOLDERS)}"
        raise UnknownFeedError(message)
    told = path.stat()
    file = NewFile(folder, path.name, path.resolve(), told.st_size, told.st_mtime_ns)
    with _empty_warehouse(settings) as db:
        load_file(db, file)
        counts, (kind, status, reason) = _registered(db)
        refused = db.rows(
            "select line_number, column_name, reason, raw_row from meta.refused_rows order by line_number"
        )
        names = ("line_number", "column_name", "reason", "raw_row")
        lines = {int(str(line)) for line, *_ in refused}
        rows = _right_rows(db, file, lines, most_rows) if status == "LOADED" else []
        return Checked(
            str(path),
            folder,
            kind,
            status,
            reason,
            counts,
            [dict(zip(names, row, strict=True)) for row in refused],
            rows,
        )


@contextmanager
def _empty_warehouse(settings: Settings) -> Iterator[Database]:
    with TemporaryDirectory(prefix="closeout-check-") as folder:
        (Path(folder) / "landing").mkdir()
        db = Database(Path(folder) / "warehouse", settings)
        try:
            open_night(db, Path(folder) / "landing", datetime.now(UTC), "check")
            yield db
        finally:
            db.close()


def _folder_of(path: Path) -> str | None:
    """The feed whose folder the file lies in, the innermost."""
    parents = f"{path.resolve().parent.as_posix()}/"
    around = [folder for folder in FOLDERS if f"/{folder}/" in parents]
    # `mirakl/orders` ends where `orders` does, and says more.
    return max(around, key=lambda folder: (parents.rfind(f"/{folder}/") + len(folder), len(folder)), default=None)


def _registered(db: Database) -> tuple[dict[str, int], tuple[str, str, str | None]]:
    row = db.rows(f"select format, status, reason, {_COUNTS} from meta.read_files")[0]
    counts = {name: int(str(count)) for name, count in zip(_COUNTS.split(", "), row[3:], strict=True)}
    return counts, (str(row[0]), str(row[1]), None if row[2] is None else str(row[2]))


def _right_rows(db: Database, file: NewFile, refused: set[int], most: int | None) -> list[dict[str, Any]]:
    """The rows as the model types them; those that only the whole file refuses are left out."""
    read = read_file(desk_of(db), file)
    try:
        if isinstance(read.found, RejectedFileError) or not list(read.rows.glob("*.parquet")):
            return []
        rows = pl.scan_parquet(read.rows / "*.parquet").filter(~pl.col("line_number").is_in(sorted(refused)))
        found = (rows if most is None else rows.head(most)).collect()
        # Amounts are kept with six decimals; two say all of most.
        plain = pl.selectors.decimal().cast(pl.String).str.replace(r"(\.[0-9]{2}[0-9]*?)0+$", "$1")
        told = found.with_columns(plain).to_dicts()
        return [{name: cell for name, cell in row.items() if cell is not None and name != "raw_row"} for row in told]
    finally:
        read.discard()


def in_words(checked: Checked) -> str:
    """What would become of the file, for a person."""
    counts = checked.counts
    lines = [f"{checked.file}: {checked.format} for {checked.feed}/"]
    if checked.status == "REJECTED":
        return f"{lines[0]}\n  REJECTED  {checked.reason}"
    lines.append(
        f"  {counts['rows_read']} rows: {counts['rows_loaded']} load, {counts['rows_quarantined']} refused, {counts['rows_duplicate']} repeat others"
    )
    lines += [f"  warning: {checked.reason}"] if checked.reason else []
    lines += [f"  line {row['line_number']}  {row['reason']}\n    {row['raw_row']}" for row in checked.refused]
    for row in checked.rows:
        told = ", ".join(f"{name} {cell}" for name, cell in row.items() if name != "line_number" and cell is not False)
        lines.append(f"  line {row['line_number']}  {told}")
    more = counts["rows_read"] - len(checked.rows) - len(checked.refused)
    return "\n".join([*lines, *([f"  and {more} more"] if more > 0 else [])])
