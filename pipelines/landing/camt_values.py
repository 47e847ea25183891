"""How camt.053 writes single values: texts, moments, account numbers, amounts with their sign (formats.md §5)."""

import re
from decimal import Decimal
from typing import NamedTuple

from lxml.etree import _Element

# What banks write where they have nothing to say (contract.md §4).
_SAYS_NOTHING = frozenset({"NOTPROVIDED", "NONREF"})
_THEIR_LENGTHS = frozenset(map(len, _SAYS_NOTHING))

# CdtDbtInd gives the sign as it stands, in reversals too; the balances prove it (OCA/bank-statement-import#375).
_SIGNS = {"CRDT": "", "DBIT": "-"}
_PLAIN_AMOUNT = re.compile(r"-?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
_ISO_DAY = len("2026-10-01")
_DAY_WITH_OFFSET = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(Z|[+-][0-9]{2}:[0-9]{2})")
_NANOSECONDS = re.compile(r"(\.[0-9]{6})[0-9]+")


class Money(NamedTuple):
    """A signed amount as text and its currency, or the reason (`CODE: ...`) why there is no amount to take."""

    amount: str | None
    currency: str | None
    fault: str | None = None


def told(text: str | None) -> str | None:
    """The text without blanks around it; null where it is empty or a bank's word for nothing."""
    text = text.strip() if text else None
    return None if not text or (len(text) in _THEIR_LENGTHS and text.upper() in _SAYS_NOTHING) else text


def account_number(text: str | None) -> str | None:
    """An IBAN or another account number in capitals and without blanks, as accounts are compared."""
    return "".join(text.split()).upper() if text else None


def moment(text: str | None) -> str | None:
    """A date as it stands (the offset that XML Schema lets it carry cut off), or an instant with its offset.

    An instant stays one, so that the shop's time zone says which day it is (contract.md §4). Some banks write
    nanoseconds (genkgo/camt, `only-Dt-with-DtTm`); the suite keeps microseconds.
    """
    if text is None or len(text) == _ISO_DAY:
        return text
    if day := _DAY_WITH_OFFSET.fullmatch(text):
        return day[1]
    return _NANOSECONDS.sub(r"\1", text)


def money(element: _Element | None, indicator: str | None) -> Money:
    """An `Amt` with the sign of its `CdtDbtInd`. Text that is no number is passed on for the validator to refuse."""
    if element is None:
        return Money(None, None, "MISSING_VALUE: Amount - the entry states no amount (Amt)")
    text, currency = told(element.text), told(element.get("Ccy"))
    if text is None:
        return Money(None, currency, "MISSING_VALUE: Amount - the entry states no amount (Amt)")
    sign = _SIGNS.get(indicator or "")
    if sign is None:
        return Money(None, currency, _no_sign(indicator))
    # The schema allows no sign: with one beside CdtDbtInd nobody knows which of the two the bank means.
    if text[0] in "+-":
        return Money(None, currency, f"BAD_NUMBER: Amount - a sign of its own beside CdtDbtInd ('{text[:60]}')")
    return Money(sign + text, currency)


def _no_sign(indicator: str | None) -> str:
    if indicator is None:
        return "MISSING_VALUE: Amount - the entry does not say whether it is a credit or a debit (CdtDbtInd)"
    return f"UNKNOWN_CODE: Amount - CdtDbtInd is neither CRDT nor DBIT ('{indicator[:60]}')"


def exact(amount: str | None) -> Decimal | None:
    """The amount as a number, or null where its text is none."""
    return Decimal(amount) if amount and _PLAIN_AMOUNT.fullmatch(amount) else None
