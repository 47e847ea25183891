"""Files are read beside what is stored: the few new ones of an ordinary night while the steps before them still run."""

import hashlib
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.landing.decoding import RejectedFileError
from pipelines.landing.feeds import Feed, feed_of
from pipelines.landing.reading import Reading, read
from pipelines.rules import Rules

_BLOCK = 1 << 20


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
    """The id of a file's content, and its rows, in `folder` until that is cleaned up; or why it is rejected."""

    file_id: str
    found: tuple[Feed, Reading, Path] | RejectedFileError
    folder: TemporaryDirectory[str]


class ReadAhead:
    """Files that one thread reads beside, in their order, until they are asked for."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1)
        self._coming: dict[Path, Future[ReadFile]] = {}

    def begin(self, desk: Desk, files: Iterable[NewFile]) -> None:
        """Read these one after the other; what was begun already, before the step was tried again, stays."""
        for file in files:
            if file.path not in self._coming:
                self._coming[file.path] = self._worker.submit(read_file, desk, file)

    def take(self, desk: Desk, file: NewFile) -> ReadFile:
        """What came of a file; it is read now where that was not begun."""
        coming = self._coming.pop(file.path, None)
        return coming.result() if coming else read_file(desk, file)

    def close(self) -> None:
        """Nobody asks any more."""
        self._worker.shutdown(cancel_futures=True)
        for coming in self._coming.values():
            if not coming.cancelled() and coming.exception() is None:
                coming.result().folder.cleanup()
        self._coming.clear()


def read_file(desk: Desk, file: NewFile) -> ReadFile:
    """Read a file, and hash it at the same time. Raises OSError where it can't be read."""
    folder = TemporaryDirectory(prefix="read-", dir=desk.folder)
    try:
        return _read(desk, file, folder)
    except BaseException:
        folder.cleanup()
        raise


def _read(desk: Desk, file: NewFile, folder: TemporaryDirectory[str]) -> ReadFile:
    target = Path(folder.name) / "rows"
    found: tuple[Feed, Reading, Path] | RejectedFileError
    with ThreadPoolExecutor(1) as beside:
        hashing = beside.submit(file.content_id)
        try:
            feed = feed_of(file.feed, file.file_name)
            found = (feed, read(file.path, feed, desk.rules, desk.as_of, target), target)
        except RejectedFileError as fault:
            found = fault
        return ReadFile(hashing.result(), found, folder)
