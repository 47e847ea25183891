"""A file is read into a folder of its own, from where it is stored or put away."""

import hashlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp

from pipelines.landing.decoding import RejectedFileError
from pipelines.landing.feeds import feed_of
from pipelines.landing.reading import Reading, read
from pipelines.rules import Rules

_BLOCK = 1 << 20
_PREFIX = "read-"


@dataclass(frozen=True)
class NewFile:
    """A found file that is not known by its path, size in bytes and time of change in ns."""

    feed: str
    file_name: str
    path: Path
    size: int
    modified: int

    def content_id(self) -> str:
        """16 hex digits of the SHA-256 of feed and bytes (contract.md §4)."""
        told = hashlib.sha256(self.feed.encode() + b"\0")
        with self.path.open("rb") as source:
            while block := source.read(_BLOCK):
                told.update(block)
        return told.hexdigest()[:16]


@dataclass(frozen=True)
class Desk:
    """How a night reads: by which rules, at which instant, and the folder for what was read until it is stored."""

    rules: Rules
    as_of: datetime
    folder: Path


@dataclass(frozen=True)
class ReadFile:
    """The id of a file's content, and what was found in it, its rows as Parquet files in `rows`; or why it is rejected."""

    file_id: str
    found: Reading | RejectedFileError
    rows: Path

    def discard(self) -> None:
        """Put the rows away: they are stored, or nobody wants them."""
        shutil.rmtree(self.rows, ignore_errors=True)


def read_file(desk: Desk, file: NewFile) -> ReadFile:
    """Read a file, and hash it at the same time. Raises OSError where it can't be read."""
    rows = Path(mkdtemp(prefix=_PREFIX, dir=desk.folder))
    try:
        return _read(desk, file, rows)
    except BaseException:
        shutil.rmtree(rows, ignore_errors=True)
        raise


def discard_all(folder: Path) -> None:
    """Put away what was read and never asked for, by a run that was killed for instance."""
    for rows in folder.glob(f"{_PREFIX}*"):
        shutil.rmtree(rows, ignore_errors=True)


def _read(desk: Desk, file: NewFile, rows: Path) -> ReadFile:
    found: Reading | RejectedFileError
    with ThreadPoolExecutor(1) as beside:
        hashing = beside.submit(file.content_id)
        try:
            found = read(file.path, feed_of(file.feed, file.file_name), desk.rules, desk.as_of, rows)
        except RejectedFileError as fault:
            found = fault
        return ReadFile(hashing.result(), found, rows)
