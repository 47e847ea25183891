"""JSON as exact text: a number stays as it is written, a key stands once, nothing nests without end.

Text in, values out; no file is opened here.
"""

import json
import re
from collections import Counter
from functools import lru_cache
from json.encoder import encode_basestring

DEEPEST = 64


class Number(str):
    """A JSON number as the file writes it, so that 0.1 never passes through a float."""

    __slots__ = ()


class NotANumber(Number):
    """NaN or an infinity, which are no JSON: passed on as text, so that the row is refused and not the file."""

    __slots__ = ()


Json = dict[str, "Json"] | list["Json"] | str | bool | None
JsonObject = dict[str, Json]


class BrokenJsonError(Exception):
    """Text that is no JSON we accept: a code of contract.md §2 for files, and what is wrong."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(f"{code}: {sentence}")
        self.code = code
        self.sentence = sentence


def parse(text: str) -> Json:
    """The value `text` holds, numbers as `Number`; BrokenJsonError says UNREADABLE, TRUNCATED or TOO_DEEP."""
    try:
        value: Json = _DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise _broken(error, text) from None
    except RecursionError:
        raise _too_deep() from None
    if _is_too_deep(text):
        raise _too_deep()
    return value


def is_object(text: str) -> bool:
    """Whether `text` is one whole JSON object, whatever stands in it."""
    try:
        return isinstance(json.loads(text, parse_int=str, parse_float=str), dict)
    except RecursionError:
        return True
    except ValueError:
        return False


def compact(value: Json, *, by_key: bool = False) -> str:
    """`value` as JSON without blanks, numbers as they were written; `by_key`: keys sorted."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, dict):
        items = sorted(value.items()) if by_key else value.items()
        return "{" + ",".join([f"{encode_basestring(key)}:{compact(item, by_key=by_key)}" for key, item in items]) + "}"
    if isinstance(value, list):
        return "[" + ",".join([compact(item, by_key=by_key) for item in value]) + "]"
    return {None: "null", True: "true", False: "false"}[value]


def _object(pairs: list[tuple[str, Json]]) -> JsonObject:
    whole = dict(pairs)
    if len(whole) != len(pairs):
        twice = Counter(key for key, _ in pairs).most_common(1)[0][0]
        # Most readers let the last one win, which for an amount is a guess.
        raise BrokenJsonError("UNREADABLE", f"key {encode_basestring(twice[:100])} stands twice in one object")
    return whole


# Prices, rates and quantities repeat: to know them again takes half the time of making them anew.
_number = lru_cache(maxsize=100_000)(Number)
_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=_number, parse_int=_number, parse_constant=NotANumber
)

_BRACKETS = bytes.maketrans(b"{}", b"[]")
_REST = bytes(set(range(256)) - set(b'[]{}"'))
_STRING = re.compile(rb'"[^"]*"')
# What is left of a number, a word or an escape when a file ends inside it.
_CUT_SHORT = re.compile(r"[-.+\\\w]{0,9}")


def _too_deep() -> BrokenJsonError:
    return BrokenJsonError("TOO_DEEP", f"lists and objects lie in each other more than {DEEPEST} times")


def _is_too_deep(text: str) -> bool:
    """Well-formed text only. One round takes the innermost brackets away, all of them at C speed."""
    if text.count("[") + text.count("{") <= DEEPEST:
        return False
    plain = text.encode()
    if b"\\" in plain:
        plain = plain.replace(rb"\\", b"").replace(rb"\"", b"")
    brackets = _STRING.sub(b"", plain.translate(_BRACKETS, _REST).replace(b'""', b""))
    for _ in range(DEEPEST):
        brackets = brackets.replace(b"[]", b"")
    return bool(brackets)


def _broken(error: json.JSONDecodeError, text: str) -> BrokenJsonError:
    place = f"line {error.lineno}, column {error.colno}: {error.msg}"
    rest = text[error.pos :].strip()
    if (
        error.pos
        and error.msg != "Extra data"
        and (error.msg.startswith("Unterminated string") or _CUT_SHORT.fullmatch(rest))
    ):
        return BrokenJsonError("TRUNCATED", f"it ends in the middle ({place}); send the whole file again")
    return BrokenJsonError("UNREADABLE", f"it is no JSON ({place})")
