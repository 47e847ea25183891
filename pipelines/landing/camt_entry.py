"""What an entry (`Ntry`) of a camt.053 statement says, as rows: one each, one per transfer of a batch (formats.md §5).

Money is never invented: the amount of a row is the entry's own, or a share of a batch whose shares add up to it.
"""

from dataclasses import dataclass
from typing import NamedTuple

from lxml.etree import _Element

from pipelines.landing.camt_paths import Found, find
from pipelines.landing.camt_statement import Heading
from pipelines.landing.camt_values import Money, account_number, exact, moment, money, told

_TRUE = ("true", "1")  # the two spellings of yes in XML Schema
_NO_DETAIL = Found({}, {})

# Column of contract.md §3.4, and the reason (`CODE: ...`) for which the format itself refuses the row.
Fault = tuple[str, str]


class Row(NamedTuple):
    """One movement as text, null where the bank says nothing. With `faults` it is refused."""

    faults: tuple[Fault, ...]
    booking_date: str | None
    value_date: str | None
    amount: str | None
    currency: str | None
    payer_name: str | None
    payer_iban: str | None
    remittance_information: str | None
    remittance_joined: str | None
    structured_reference: str | None
    end_to_end_id: str | None
    bank_reference: str | None
    entry_status: str | None
    is_return: str | None
    return_reason: str | None
    original_amount: str | None
    batch_reference: str | None
    batch_amount: str | None


class _Party(NamedTuple):
    name: str | None
    account: str | None


@dataclass(slots=True)
class _Movement:
    """One row in the making. `whole`: what the entry moved of which this is a part; null where it is the entry, whose text is then its own."""

    entry: Found
    detail: Found
    money: Money
    heading: Heading
    faults: tuple[Fault, ...]
    whole: Money | None = None


def rows_of(element: _Element, heading: Heading) -> list[Row]:
    """The rows of an `Ntry`.

    One `TxDtls`: the amount of the entry, whatever the detail says of other currencies and charges. Several: a row
    each with its own amount; unless they add up to the entry, exactly, every row is refused (`WRONG_SUM`). If none of
    several states an amount in the entry's currency, nobody knows who paid what, and the entry is one row like a batch
    without details: the money is there, and a person can say whose it is.
    """
    entry = _dated(find(element, heading.paths.entry))
    whole = money(_first(entry, "amount"), entry.texts.get("indicator"))
    faults = _faults(entry, whole, heading)
    details = [find(detail, heading.paths.detail) for detail in entry.elements.get("details", ())]
    shares = _shares(details, entry, whole) if len(details) > 1 else []
    if not any(shares):
        detail = details[0] if len(details) == 1 else _NO_DETAIL
        return [_row(_Movement(entry, detail, whole, heading, faults))]
    if fault := _wrong_sum(whole, shares):
        faults = (*faults, ("Amount", fault))
    parts = zip(details, shares, strict=True)
    return [_row(_Movement(entry, detail, share or whole, heading, faults, whole)) for detail, share in parts]


def _dated(entry: Found) -> Found:
    """An entry that is only expected need not have a booking date yet; its value date is when it should come."""
    texts = entry.texts
    if "booking_date" not in texts and "value_date" in texts and _status(entry) not in {None, "BOOK"}:
        texts["booking_date"] = texts["value_date"]
    return entry


def _first(found: Found, field: str) -> _Element | None:
    elements = found.elements.get(field)
    return elements[0] if elements else None


def _faults(entry: Found, whole: Money, heading: Heading) -> tuple[Fault, ...]:
    """What every row of the entry lacks, in the order of the feed's columns."""
    account, dated = heading.statement.account_iban, "booking_date" in entry.texts
    if whole.amount and whole.currency and account and dated:
        return ()
    faults = (
        ("Account IBAN", None if account else "MISSING_VALUE: Account IBAN - the statement names no account (Acct/Id)"),
        ("Booking Date", None if dated else "MISSING_VALUE: Booking Date - the entry has no booking date (BookgDt)"),
        ("Amount", whole.fault),
        ("Currency", None if whole.currency else "MISSING_VALUE: Currency - the amount has no currency (Amt/@Ccy)"),
    )
    return tuple((column, reason) for column, reason in faults if reason)


def _shares(details: list[Found], entry: Found, whole: Money) -> list[Money | None]:
    """What each transfer of a batch moved: its `Amt`, else its `AmtDtls/TxAmt`, the first in the entry's currency.

    Where no transfer has either, `InstdAmt`, if that adds up: what was instructed is what moved unless somebody took fees of it.
    """
    shares = [_share(detail, entry, whole.currency, "amount", "transaction") for detail in details]
    instructed = [_share(detail, entry, whole.currency, "instructed") for detail in details]
    return shares if any(shares) or _wrong_sum(whole, instructed) else instructed


def _share(detail: Found, entry: Found, currency: str | None, *fields: str) -> Money | None:
    indicator = detail.texts.get("indicator") or entry.texts.get("indicator")
    for field in fields:
        for element in detail.elements.get(field, ()):
            share = money(element, indicator)
            if share.currency in {None, currency}:
                return Money(share.amount, currency, share.fault)
    return None


def _wrong_sum(whole: Money, shares: list[Money | None]) -> str | None:
    """The reason to refuse a batch, or null if its transfers add up to the entry."""
    count, silent = len(shares), shares.count(None)
    if silent:
        return f"WRONG_SUM: {silent} of the {count} transfers state no amount in the entry's currency"
    amounts = [exact(share.amount) for share in shares if share]
    readable = [amount for amount in amounts if amount is not None]
    total, added = exact(whole.amount), sum(readable)
    if total is None or len(readable) < count:
        return f"WRONG_SUM: the {count} transfers can't be added up, an amount or sign among them can't be read"
    return None if added == total else f"WRONG_SUM: the {count} transfers add up to {added}, the entry is {total}"


def _row(part: _Movement) -> Row:
    entry, detail = part.entry.texts, part.detail.texts
    back = part.detail.elements.get("return_information", [])
    returned = bool(back) or entry.get("reversal") in _TRUE
    party = _counterparty(part, returned=returned)
    text, joined = _remittance(part)
    reference, other = _references(part)
    return Row(
        faults=part.faults,
        booking_date=moment(entry.get("booking_date")),
        value_date=moment(entry.get("value_date")),
        amount=part.money.amount,
        currency=part.money.currency,
        payer_name=party.name,
        payer_iban=account_number(party.account),
        remittance_information=text,
        remittance_joined=joined,
        structured_reference=_joined(part.detail, "creditor_references"),
        end_to_end_id=detail.get("end_to_end_id"),
        bank_reference=reference,
        entry_status=_status(part.entry),
        is_return="true" if returned else None,
        return_reason=_reason(back[0]) if back else None,
        original_amount=_original_amount(part) if returned else None,
        batch_reference=other,
        batch_amount=part.whole.amount if part.whole else None,
    )


def _counterparty(part: _Movement, *, returned: bool) -> _Party:
    """The other side: the debtor of a credit, the creditor of a debit.

    Banks swap the two in a reversal or leave them as they were in the first payment, so there, and wherever the usual
    side is the own account, the party with another account wins. A credit that names its creditor alone names no payer.
    """
    texts = part.detail.texts
    debtor = _Party(texts.get("debtor") or texts.get("ultimate_debtor"), texts.get("debtor_account"))
    creditor = _Party(texts.get("creditor") or texts.get("ultimate_creditor"), texts.get("creditor_account"))
    sides = (creditor, debtor) if (part.money.amount or "").startswith("-") else (debtor, creditor)
    if returned or (sides[0].account and account_number(sides[0].account) == part.heading.statement.account_iban):
        return max(sides, key=lambda side: _foreignness(side, part.heading))
    return sides[0]


def _foreignness(party: _Party, heading: Heading) -> int:
    """How surely a party is not the own account: 0 it is, or nothing is known; 1 another name; 2 another account."""
    if party.account:
        return 0 if account_number(party.account) == heading.statement.account_iban else 2
    return 1 if party.name and party.name.casefold() != heading.owner else 0


def _remittance(part: _Movement) -> tuple[str | None, str | None]:
    """The text joined with blanks, and joined with nothing if `Ustrd` came in several parts (a reference cut in two).

    Without a `Ustrd`: the texts beside a structured reference, else what is added to the transfer and, if it stands for
    the whole entry, to the entry; never `AddtlNtryInf` for the transfers of a batch (OCA/bank-statement-import#1006).
    """
    parts = [element.text or "" for element in part.detail.elements.get("texts", ()) if told(element.text)]
    if parts:
        text = " ".join(map(str.strip, parts))
        return text, "".join(parts).strip() if len(parts) > 1 else None
    if text_beside := _joined(part.detail, "structured_texts"):
        return text_beside, None
    added = (part.detail.texts.get("additional"), None if part.whole else part.entry.texts.get("additional"))
    return " ".join(dict.fromkeys(filter(None, added))) or None, None


def _joined(found: Found, field: str) -> str | None:
    elements = found.elements.get(field)
    return " ".join(filter(None, (told(element.text) for element in elements))) or None if elements else None


def _references(part: _Movement) -> tuple[str | None, str | None]:
    """`AcctSvcrRef` of the entry, or first of the transfer where there are several; and the other one, by which another file may call it.

    `NtryRef` is none: many banks number the entries of each statement with it, and a reference that differs between two
    statements with the same line would make two payments of it.
    """
    entry, detail = part.entry.texts.get("bank_reference"), part.detail.texts.get("bank_reference")
    if part.whole:
        return detail or entry, entry
    return entry or detail, detail if entry and detail != entry else None


def _status(entry: Found) -> str | None:
    """`Sts` is a text in older versions (.02) and holds `Cd` or `Prtry` in newer ones (.08)."""
    element = _first(entry, "status")
    if element is None:
        return None
    return told(element[0].text if len(element) else element.text)


def _reason(back: _Element) -> str | None:
    return told(back.findtext("{*}Rsn/{*}Cd")) or told(back.findtext("{*}Rsn/{*}Prtry"))


def _original_amount(part: _Movement) -> str | None:
    """What a return gives back without the bank's fee, unsigned: `InstdAmt`, else `TxAmt`, in the row's currency."""
    levels = (part.detail,) if part.whole else (part.detail, part.entry)
    fields = ((level, field) for field in ("instructed", "transaction") for level in levels)
    elements = (element for level, field in fields for element in level.elements.get(field, ()))
    return next((told(element.text) for element in elements if element.get("Ccy") == part.money.currency), None)
