"""What a camt.053 statement (`Stmt`) says of itself before its first entry: account, key, date, balances."""

from dataclasses import dataclass

from lxml.etree import _Element

from pipelines.landing.camt_paths import Paths, find
from pipelines.landing.camt_values import Money, account_number, moment, money, told

_OPENING = ("OPBD", "PRCD")  # German banks give the closing balance of the statement before instead
_CLOSING = ("CLBD",)
_NO_MONEY = Money(None, None)


@dataclass(frozen=True, slots=True)
class Statement:
    """What a statement says of itself, as STATEMENT_SCHEMA asks for it; all text, null where the bank says nothing.

    `statement_id` is `Stmt/Id` and the account, so that the pages of one statement share it (contract.md §3.4). Balances
    are signed; in two currencies they are null, because nothing can be held against them.
    """

    account_iban: str | None
    statement_id: str | None
    statement_name: str | None
    page: str | None
    sequence: str | None
    statement_date: str | None
    currency: str | None
    opening_balance: str | None
    closing_balance: str | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A statement, and what reading its entries needs beside it. `owner`: casefolded, empty if unknown."""

    statement: Statement
    owner: str
    paths: Paths


def heading_of(element: _Element, paths: Paths, number: int) -> Heading:
    """Read a `Stmt`, the file's so-manieth, as far as it has been parsed; by the schema all that is asked here stands before its entries."""
    found = find(element, paths.statement)
    texts, balances = found.texts, found.elements.get("balances", [])
    account = account_number(texts.get("account"))
    opening, closing, currency = _balances(balances)
    statement = Statement(
        account_iban=account,
        statement_id=f"{texts.get('id', number)}|{account or ''}",
        statement_name=texts.get("id"),
        page=texts.get("page") or _page(element),
        sequence=texts.get("sequence") or texts.get("legal_sequence"),
        statement_date=moment(_closing_date(balances) or texts.get("until") or texts.get("created")),
        currency=currency,
        opening_balance=opening,
        closing_balance=closing,
    )
    return Heading(statement, texts.get("owner", "").casefold(), paths)


def _page(element: _Element) -> str | None:
    """The page the message's header tells, where the statement tells none."""
    message = element.getparent()
    return told(message.findtext("{*}GrpHdr/{*}MsgPgntn/{*}PgNb")) if message is not None else None


def _balances(balances: list[_Element]) -> tuple[str | None, str | None, str | None]:
    opening, closing = _balance(balances, _OPENING), _balance(balances, _CLOSING)
    if opening.currency and closing.currency and opening.currency != closing.currency:
        return None, None, None
    return opening.amount, closing.amount, opening.currency or closing.currency


def _balance(balances: list[_Element], types: tuple[str, ...]) -> Money:
    balance = _of_type(balances, types)
    return _NO_MONEY if balance is None else money(balance.find("{*}Amt"), told(balance.findtext("{*}CdtDbtInd")))


def _closing_date(balances: list[_Element]) -> str | None:
    balance = _of_type(balances, _CLOSING)
    if balance is None:
        return None
    return told(balance.findtext("{*}Dt/{*}Dt")) or told(balance.findtext("{*}Dt/{*}DtTm"))


def _of_type(balances: list[_Element], types: tuple[str, ...]) -> _Element | None:
    """The first balance of the first of these types that the statement has."""
    by_type = {told(balance.findtext("{*}Tp//{*}Cd")): balance for balance in reversed(balances)}
    return next((by_type[code] for code in types if code in by_type), None)
