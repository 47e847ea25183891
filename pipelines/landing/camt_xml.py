"""XML from strangers, read piece by piece: nothing is expanded or fetched, and what is wrong has its code."""

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from lxml import etree
from lxml.etree import _Element

from pipelines.landing.decoding import RejectedFileError

_PIECE = 1 << 16
_LONGEST_PROLOGUE = 1 << 20
_TAIL = 4096
_ENCODING_FAULTS = (etree.ErrorTypes.ERR_INVALID_ENCODING, etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING)

# The name of a message in its namespace: `urn:iso:std:iso:20022:tech:xsd:camt.053.001.08`.
_MESSAGE = re.compile(r"\b([a-z]{4}\.[0-9]{3})\.[0-9]{3}\.[0-9]{2}\b")
_VERSION = re.compile(r"V[0-9]{2}$")  # of an element in the first versions, `BkToCstmrStmtV01`
_BUSINESS_HEADERS = ("head.001", "head.002")


@dataclass(frozen=True, slots=True)
class Prologue:
    """What a file's first elements tell: its root, the element of the message, the message that its namespace names."""

    root: str
    element: str | None
    message: str | None


class _Decided(Exception):  # noqa: N818 - no error: the way a target stops its parser
    """The parser has seen what it was asked for."""


class _Watcher:
    """A parser target that stops at a DOCTYPE, before its declarations are read, or at the first element of a message.

    It is the parser that reads the file afterwards, so no encoding can hide from the one what the other obeys.
    """

    def __init__(self, known: Container[str]) -> None:
        self.known = known
        self.has_doctype = False
        self.root: str | None = None
        self.element: str | None = None
        self.message: str | None = None
        self._open: list[str] = []

    def doctype(self, *_: object) -> NoReturn:
        """`<!DOCTYPE` and its name were read."""
        self.has_doctype = True
        raise _Decided

    def start(self, tag: str, _: object) -> None:
        """An element opens."""
        name = etree.QName(tag)
        self.root = self.root or name.localname
        named = _MESSAGE.search(name.namespace or "")
        if named and named[1] not in _BUSINESS_HEADERS:
            self.message = named[1]
        local = _VERSION.sub("", name.localname)
        if local in self.known or (self._open and self._open[-1] == "Document"):
            self.element = local
            raise _Decided
        self._open.append(name.localname)

    def end(self, _: str) -> None:
        """An element closes."""
        self._open.pop()

    def close(self) -> None:
        """The document ends."""


def prologue(path: Path, known: Container[str]) -> Prologue:
    """Read as far as an element of these names or the first one below `Document`, through any envelope and header.

    Raises RejectedFileError for a DOCTYPE, which no bank sends and which could expand to anything, and for what is no
    XML up to there.
    """
    watcher = _Watcher(known)
    try:
        _watch(path, watcher)
    except _Decided:
        if watcher.has_doctype:
            sentence = "the file declares a document type (DOCTYPE), which statements never do; nothing of it was read"
            raise RejectedFileError("DOCTYPE_FORBIDDEN", sentence) from None
    return Prologue(watcher.root or "", watcher.element, watcher.message)


def _watch(path: Path, watcher: _Watcher) -> None:
    # lxml asks a target for the methods it has, its stubs for all of them.
    parser = etree.XMLParser(target=watcher, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)  # type: ignore[call-overload]
    read, ended = 0, False
    with path.open("rb") as file:
        try:
            while read < _LONGEST_PROLOGUE and (piece := file.read(_PIECE)):
                parser.feed(piece)
                read += len(piece)
            if ended := read < _LONGEST_PROLOGUE:
                parser.close()
        except etree.XMLSyntaxError as fault:
            raise _rejection(fault, whole=not ended or _ends_with(path, watcher.root)) from fault


def closed_elements(path: Path, root: str, tags: tuple[str, ...]) -> Iterator[_Element]:
    """Every element of these tags (`{*}Ntry`) when it has been read.

    The caller removes what it no longer needs: never more than the siblings before the element at hand, for the parser
    may still be writing behind it.

    Raises RejectedFileError: TRUNCATED, UNREADABLE with the line, TOO_DEEP, BAD_ENCODING.
    """
    parser = etree.XMLPullParser(
        events=("end",), tag=tags, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_blank_text=True, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            try:
                parser.feed(piece)
            except etree.XMLSyntaxError as fault:
                raise _rejection(fault, whole=True) from fault
            yield from (element for _, element in parser.read_events())
    try:
        parser.close()
    except etree.XMLSyntaxError as fault:
        raise _rejection(fault, whole=_ends_with(path, root)) from fault


def _ends_with(path: Path, root: str | None) -> bool:
    """Whether the last tag of the file closes its root.

    What is cut off reads well until the parser is told that no more comes. So does a bare `&`, for the parser waits for
    its `;`; but that file has its end.
    """
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _TAIL))
        tail = file.read().replace(b"\0", b"").rstrip()  # without NULs UTF-16 reads like ASCII
    last = rb"</([^<>]*:)?" + re.escape((root or "").encode()) + rb"\s*>\s*(<!--|<\?|\Z)"
    return root is not None and re.search(last, tail) is not None


def _rejection(fault: etree.XMLSyntaxError, *, whole: bool) -> RejectedFileError:
    line = fault.lineno or 0
    where, what = (f"line {line}: ", fault.msg) if line else ("", "an `&` that begins no known entity")
    if fault.code in _ENCODING_FAULTS:
        return RejectedFileError("BAD_ENCODING", f"{where}the bytes are not in the encoding the file declares ({what})")
    if fault.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT and "depth" in (fault.msg or ""):
        return RejectedFileError("TOO_DEEP", f"{where}elements nested more than 256 deep; statements never are")
    if not whole:
        return RejectedFileError("TRUNCATED", f"{where}the file ends before its last tag; fetch it again from the bank")
    return RejectedFileError("UNREADABLE", f"{where}not well-formed XML ({what}); fetch it again from the bank")
