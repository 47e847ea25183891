"""What lies in a landing zone: files per feed, and the instant or day a file's name tells (contract.md §2, domain.md §2)."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from pipelines.landing.feeds import FOLDERS

_INSTANT = re.compile(r"(?<![0-9])([0-9]{8}T[0-9]{6})Z")
_DAY = re.compile(r"(?<![0-9])([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?![0-9])")
_UNFINISHED = (".part", ".tmp")
# What stands in a name for each of its letters that is no UTF-8.
NO_UTF8 = "\ufffd"


@dataclass(frozen=True)
class FoundFile:
    """A file as found: its feed, its name inside the feed's folder, where it lies, its size in bytes and time of change in ns."""

    feed: str
    file_name: str
    path: Path
    size: int
    modified: int


@dataclass(frozen=True)
class Zone:
    """The files of a landing zone, in the order of their names, and what lies there that nobody reads."""

    files: tuple[FoundFile, ...]
    ignored: tuple[str, ...]


def look(landing: Path) -> Zone:
    """List a landing zone. Hidden and unfinished files and links that leave the zone are passed over in silence."""
    root = landing.resolve()
    found: list[FoundFile] = []
    ignored: list[str] = []
    for path in sorted(_walk(root, root)):
        name = in_utf8(path.relative_to(root).as_posix())
        folder = next((folder for folder in FOLDERS if name.startswith(f"{folder}/")), None)
        if folder is None:
            ignored.append(name)
            continue
        stat = path.stat()
        lies_at = Path(in_utf8(str(path)))
        found.append(FoundFile(folder, name.removeprefix(f"{folder}/"), lies_at, stat.st_size, stat.st_mtime_ns))
    return Zone(tuple(found), tuple(ignored))


def in_utf8(name: str) -> str:
    """A name as it can be written down: of one that is no UTF-8 the letters that are none are marked, and nothing opens it by that."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _walk(folder: Path, root: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name.lower().endswith(_UNFINISHED):
            continue
        # A linked folder is not walked: it may hold its own parent.
        if path.is_symlink() and (path.is_dir() or not Path(os.path.realpath(path)).is_relative_to(root)):
            continue
        if path.is_dir():
            yield from _walk(path, root)
        elif path.is_file():
            yield path


def instant_in(name: str) -> datetime | None:
    """`20260904T103000Z` anywhere in the file's name; None if there is none or it is no instant."""
    told = _INSTANT.search(Path(name).name)
    try:
        return datetime.strptime(told[1], "%Y%m%dT%H%M%S").replace(tzinfo=UTC) if told else None
    except ValueError:
        return None


def day_in(name: str) -> str | None:
    """`20260904` or `2026-09-04` in the file's name as ISO text; None where an instant or no day stands there."""
    told = _DAY.search(Path(name).name)
    if told is None or instant_in(name) is not None:
        return None
    text = "-".join(told.groups())
    try:
        datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)
    except ValueError:
        return None
    return text
