"""What a file is, judged by its bytes; its name only decides nothing (contract.md §2)."""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pipelines.landing import camt, cfonb, mt940
from pipelines.landing.decoding import RejectedFileError

_HEAD = 4096
_MAGIC = {
    b"PK\x03\x04": "a ZIP archive or an Excel workbook",
    b"%PDF": "a PDF",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"PAR1": "a Parquet file",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a zstandard archive",
}
_WEB_PAGE = (b"<!doctype html", b"<html")
_BLANKS = b" \t\r\n"
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_COPY_BYTES = 1 << 20


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """The file itself, or what a gzip file (of any number of members) holds, in a temporary place."""
    with path.open("rb") as file:
        packed = file.read(2) == b"\x1f\x8b"
    if not packed:
        yield path
        return
    with TemporaryDirectory(prefix="closeout-") as folder:
        plain = Path(folder) / "plain"
        try:
            with gzip.open(path, "rb") as source, plain.open("wb") as target:
                while block := source.read(_COPY_BYTES):
                    target.write(block)
        except (OSError, EOFError, zlib.error) as fault:
            code, sentence = "BROKEN_GZIP", f"the archive can't be unpacked ({fault}); send it again"
            raise RejectedFileError(code, sentence) from fault
        yield plain


def format_of(path: Path) -> str:
    """`csv`, `json`, `cfonb120`, `mt940`, `camt.053` or another kind of XML; binary files are rejected by what they are."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if not head:
        raise RejectedFileError("EMPTY_FILE", "the file has no bytes; send it again")
    for magic, what in _MAGIC.items():
        if head.startswith(magic):
            raise RejectedFileError("UNSUPPORTED_FORMAT", f"this is {what}; send CSV, JSON or XML as the feed asks for")
    text = _without_bom(head).replace(b"\x00", b"") if head.startswith(_BOMS) else head
    begins = text.lstrip(_BLANKS)
    if begins.lower().startswith(_WEB_PAGE):
        raise RejectedFileError(
            "UNSUPPORTED_FORMAT", "this is a web page, such as one that asks to sign in; fetch the file again"
        )
    if begins.startswith(b"<"):
        return camt.kind(path)
    # SWIFT puts its messages in braces, too.
    return cfonb.kind(text) or mt940.kind(text) or ("json" if begins.startswith((b"{", b"[")) else "csv")


def _without_bom(head: bytes) -> bytes:
    return next((head[len(bom) :] for bom in _BOMS if head.startswith(bom)), head)
