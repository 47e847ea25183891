"""The elements of a JSON file: a list, a list inside an object, one object, or one object a line (NDJSON), streamed."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import BinaryIO

from pipelines.landing.decoding import RejectedFileError, Source
from pipelines.landing.json_values import BrokenJsonError, Json, is_object, parse

MIB = 1 << 20
LARGEST_DOCUMENT = 64 * MIB  # contract.md §2; also the longest line of NDJSON, which is read whole

_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """A line of NDJSON that is no JSON: what is wrong with it, and its text."""

    sentence: str
    text: str


def elements(source: Source, wrapper: str = "elements") -> Iterator[Json | BrokenLine]:
    """Every element in file order; `wrapper`: the key under which an object holds the list.

    Raises RejectedFileError, for NDJSON possibly after some elements.
    """
    with source.path.open("rb") as file:
        start = len(_BOM) if file.read(len(_BOM)) == _BOM else 0
        file.seek(start)
        ndjson = _is_ndjson([text for _, text in islice(_lines(file), 3)])
        file.seek(start)
        yield from _streamed(file, wrapper) if ndjson else _whole(file, source.path.stat().st_size, wrapper)


def _lines(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """(number, text) of every line with something on it; none is read further than the limit."""
    number = 0
    while line := file.readline(LARGEST_DOCUMENT + 1):
        number += 1
        if len(line) > LARGEST_DOCUMENT:
            raise _too_large(f"line {number}")
        if text := line.strip():
            yield number, text


def _is_ndjson(head: list[bytes]) -> bool:
    """By the first lines: one whole object with more below it, or two below a broken one; no document can look so."""
    if not head or not head[0].startswith(b"{"):
        return False
    whole = [_is_object(line) for line in head] if len(head) > 1 else []
    return whole[:1] == [True] or whole[1:] == [True, True]


def _is_object(line: bytes) -> bool:
    return is_object(line.decode(errors="replace"))


def _streamed(file: BinaryIO, wrapper: str) -> Iterator[Json | BrokenLine]:
    for number, line in _lines(file):
        try:
            value = parse(line.decode())
        except UnicodeDecodeError as error:
            if not _is_cut(error):
                raise _bad_encoding(f"line {number}") from error
            yield BrokenLine(f"line {number} ends inside a letter", line.decode(errors="backslashreplace"))
        except BrokenJsonError as error:
            yield BrokenLine(f"line {number}: {error.sentence}", line.decode())
        else:
            listed = value.get(wrapper) if isinstance(value, dict) else None
            yield from listed if isinstance(listed, list) else [value]


def _whole(file: BinaryIO, size: int, wrapper: str) -> list[Json]:
    if size > LARGEST_DOCUMENT:
        raise _too_large("the document")
    text = _decoded(file.read())
    if not text.strip():
        raise RejectedFileError("EMPTY_FILE", "there is nothing in the file; send it again")
    try:
        value = parse(text)
    except BrokenJsonError as error:
        raise RejectedFileError(error.code, error.sentence) from error
    listed = value.get(wrapper, [value]) if isinstance(value, dict) else value
    if not isinstance(listed, list):
        raise RejectedFileError("UNREADABLE", f"send a list, an object with a list '{wrapper}', or one object a line")
    return listed


def _decoded(text: bytes) -> str:
    try:
        return text.decode()
    except UnicodeDecodeError as error:
        if _is_cut(error):
            raise RejectedFileError("TRUNCATED", "it ends inside a letter; send the whole file again") from error
        line = text.count(b"\n", 0, error.start) + 1
        raise _bad_encoding(f"line {line}") from error


def _is_cut(error: UnicodeDecodeError) -> bool:
    return error.reason == "unexpected end of data"


def _too_large(what: str) -> RejectedFileError:
    most = f"{LARGEST_DOCUMENT // MIB} MiB"
    return RejectedFileError("DOCUMENT_TOO_LARGE", f"{what} is longer than {most}; send NDJSON, one object a line")


def _bad_encoding(place: str) -> RejectedFileError:
    return RejectedFileError("BAD_ENCODING", f"{place} is not UTF-8; export it as UTF-8")
