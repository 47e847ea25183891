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
_BALANCE = tags.BalanceBase()
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
    return _parsed(VARIANTS[variant], tag).group(*PARTS)


def balance_of(tag: Tag) -> tuple[str, str | None, str]:
    """Of a `:60:` or `:62:` the mark (D or C), the currency, and the amount with a point. Raises RejectedFileError where it is none."""
    told = {name: text or "" for name, text in _parsed(_BALANCE, tag).groupdict().items()}
    currency, amount = told["currency"], told["amount"]
    if not currency.isalpha():  # some banks leave it out, and the pattern takes the first digits of the amount for it
        currency, amount = "", currency + amount
    digits = amount.replace(",", ".").rstrip(".").lstrip("0")
    return told["status"].upper(), currency or None, f"0{digits}" if digits[:1] in {"", "."} else digits


def _parsed(kind: tags.Tag, tag: Tag) -> re.Match[str]:
    found = kind.re.match(tag.text)
    if found is None:
        what = "balance" if kind is _BALANCE else "movement"
        sentence = f"line {tag.line} (:{tag.name}:{tag.text[:40]}) is no {what} of MT940; fetch the file again"
        raise RejectedFileError("BROKEN_STATEMENT", sentence)
    return found
