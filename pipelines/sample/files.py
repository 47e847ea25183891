"""How the sample's files are written: CSV in slices with broken rows between them, gzip, JSON."""

import struct
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from pipelines.sample.damage import lines_of, planted, spoiled

_SLICES = 4
_STORED_BLOCK = 0xFFFF


@dataclass(frozen=True)
class Sheet:
    """A CSV file to be: its feed (a key of DAMAGES), its name in the zone, its columns and separator.

    `showing`: one broken row of every kind of the feed stands in it.
    """

    feed: str
    name: str
    columns: dict[str, str]
    separator: str = ";"
    showing: bool = False
    bom: bool = False


@dataclass
class Written:
    """What was written so far: files, good rows and broken rows by file and code."""

    folder: Path
    files: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    broken: dict[tuple[str, str], Counter[str]] = field(default_factory=dict)

    def put(self, name: str, content: bytes) -> None:
        """Write a whole file."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.files += 1

    def sheet(self, sheet: Sheet, frames: Iterable[pl.DataFrame]) -> None:
        """Write a CSV file in one pass; `frames` may be large, and are never held together."""
        path = self.folder / sheet.name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.writelines(self._lines(sheet, frames))
        self.files += 1

    def packed(self, sheet: Sheet, frames: Iterable[pl.DataFrame]) -> None:
        """Write a CSV file inside gzip."""
        self.put(sheet.name, stored(b"".join(self._lines(sheet, frames))))

    def table(self, name: str, rows: pl.DataFrame) -> None:
        """Write a CSV file that is no feed's, as it is."""
        self.put(name, (";".join(rows.columns) + "\n").encode() + lines_of(rows, ";"))

    def found_broken(self, sheet: Sheet, code: str, rows: int) -> None:
        """Rows of a sheet that were written as good ones are broken as they stand."""
        self.rows[sheet.feed] -= rows
        self.broken[sheet.feed, sheet.name][code] += rows

    def _lines(self, sheet: Sheet, frames: Iterable[pl.DataFrame]) -> Iterator[bytes]:
        told = self.broken.setdefault((sheet.feed, sheet.name), Counter())
        yield b"\xef\xbb\xbf" * sheet.bom + (sheet.separator.join(sheet.columns.values()) + "\n").encode()
        showing = sheet.showing
        for frame in frames:
            text = frame.select(pl.col(name).cast(pl.String).alias(header) for name, header in sheet.columns.items())
            self.rows[sheet.feed] += len(text)
            for rows in text.iter_slices(max(len(text) // _SLICES, 200)):
                if rows.is_empty():
                    continue
                yield lines_of(rows, sheet.separator)
                yield from spoiled(rows, sheet.feed, sheet.separator, told)
                if showing:
                    yield from planted(rows, sheet.feed, sheet.separator, told)
                    showing = False


def stored(content: bytes) -> bytes:
    """A gzip file whose blocks are stored, not compressed: compressors differ from machine to machine."""
    blocks = [content[at : at + _STORED_BLOCK] for at in range(0, len(content), _STORED_BLOCK)] or [b""]
    body = b"".join(
        struct.pack("<BHH", number == len(blocks), len(block), len(block) ^ 0xFFFF) + block
        for number, block in enumerate(blocks, start=1)
    )
    return (
        b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
        + body
        + struct.pack("<II", zlib.crc32(content), len(content) & 0xFFFFFFFF)
    )


def elements(documents: pl.DataFrame) -> bytes:
    """One JSON document around the column `document`."""
    return ('{"elements":[\n' + ",\n".join(documents["document"]) + "\n]}\n").encode()


def lines(documents: pl.DataFrame) -> bytes:
    """NDJSON of the column `document`."""
    return "".join(f"{document}\n" for document in documents["document"]).encode()
