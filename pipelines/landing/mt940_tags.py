"""The tags of an MT940 file one after the other, and what the library `mt-940` reads in them (formats.md §6).

The library knows how banks really write a tag; signs and dates are ours, since a reversal's sign is wrong in it unless it is asked
for, and a field that is no number must be refused and not raise.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from mt940 import tags

from pipelines.landing.decoding import RejectedFileError

_TAG = re.compile(r":((?:13|20|21|25|28|34|60|61|62|64|65|86|90)[A-Z]?|NS):(.*)", re.DOTALL)
_ENVELOPE = re.compile(r"\{[1-5]:|-\}|-$")
# How banks write `:61:` that do not keep to the standard, by the name a setting gives them.
VARIANTS = {"STANDARD": tags.Statement(), "ASNB": tags.StatementASNB(), "GLS": tags.StatementGLS()}
# The library stops at 16 letters and takes whatever follows for nothing; some banks fill up with zeros, some leave the currency out.
_BALANCE = re.compile("([DC])[0-9]{6}([A-Z]{3})?([0-9,]*) *", re.IGNORECASE)
# What the library calls the parts of a `:61:`.
PARTS = (
    "year", "month", "day", "entry_month", "entry_day", "status", "amount", "id", "customer_reference", "bank_reference",
    "extra_details",
)  # fmt: skip


class Tag(NamedTuple):
    """One tag: the physical line it begins on, its name without colons (`61`, `60F`, `NS`), and its text with its line ends."""

    line: int
    name: str
    text: str


def tags_of(path: Path, encoding: str) -> Iterator[Tag]:
    """The tags of a file; what stands between two messages (SWIFT envelopes, the hyphen at the end) is no part of any."""
    with path.open(encoding=encoding) as file:
        line, name, text = 0, "", list[str]()
        for number, content in _whole(file):
            first = content[0]  # of most lines it says enough
            if first == ":" and (found := _TAG.match(content)):
                if name:
                    yield Tag(line, name, "\n".join(text))
                line, name, text = number, found[1], [found[2]]
            elif first in "{-" and _ENVELOPE.match(content):
                if name:
                    yield Tag(line, name, "\n".join(text))
                name, text = "", []
            else:
                text.append(content)
        if name:
            yield Tag(line, name, "\n".join(text))


def _whole(lines: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, without the blanks behind them and without empty ones; a colon alone belongs to the next one."""
    lone = 0
    for number, line in enumerate(lines, start=1):
        text = line.strip("\x01\x03").rstrip()
        if text == ":":
            lone = number
        elif text:
            yield (lone, ":" + text) if lone else (number, text)
            lone = 0


def movement_of(tag: Tag, variant: str) -> tuple[str | None, ...]:
    """The PARTS of a `:61:`. Raises RejectedFileError where it is none."""
    found = VARIANTS[variant].re.match(tag.text)
    # The library's pattern lets the entry's day and the type of the transaction be missing: what is no such thing would fall to its neighbour,
    # and `1.000,00` be an amount of 1.
    if (
        found is None
        or (found["id"] is None and tag.text[found.end("amount") :][:1] not in {"", "\n"})
        or (found["entry_month"] is None) != (found["entry_day"] is None)
    ):
        raise _broken(tag, "movement")
    return found.group(*PARTS)


def balance_of(tag: Tag) -> tuple[str, str | None, str]:
    """Of a `:60:` or `:62:` the mark (D or C), the currency, and the amount with a point. Raises RejectedFileError where it is none."""
    found = _BALANCE.fullmatch(tag.text.partition("\n")[0])
    if found is None:
        raise _broken(tag, "balance")
    digits = found[3].replace(",", ".").rstrip(".").lstrip("0")
    return found[1].upper(), found[2], f"0{digits}" if digits[:1] in {"", "."} else digits


def _broken(tag: Tag, what: str) -> RejectedFileError:
    sentence = f"line {tag.line} (:{tag.name}:{tag.text[:40]}) is no {what} of MT940; fetch the file again"
    return RejectedFileError("BROKEN_STATEMENT", sentence)
