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
    """The same for every row of a statement; all text, null where the bank says nothing.

    `statement_id` is `Stmt/Id` and the account, so that the pages of one statement share it (contract.md §3.4).
    `statement_page` tells pages from the same statement sent again. Balances are signed, and null unless both are there
    and in one currency.
    """

    account_iban: str | None
    statement_id: str | None
    statement_date: str | None
    statement_page: str | None
    statement_sequence: str | None
    opening_balance: str | None
    closing_balance: str | None
    balance_currency: str | None


@dataclass(frozen=True, slots=True)
class Heading:
    """A statement, and what reading its entries needs beside it. `owner`: casefolded, empty if unknown."""

    statement: Statement
    owner: str
    paths: Paths


def heading_of(element: _Element, paths: Paths) -> Heading:
    """Read a `Stmt` as far as it has been parsed; by the schema everything asked here stands before its entries."""
    found = find(element, paths.statement)
    texts, balances = found.texts, found.elements.get("balances", [])
    account = account_number(texts.get("account"))
    opening, closing, currency = _balances(balances)
    statement = Statement(
        account_iban=account,
        statement_id=f"{texts['id']}|{account or ''}" if "id" in texts else None,
        statement_date=moment(_closing_date(balances) or texts.get("until") or texts.get("created")),
        statement_page=texts.get("page") or _page(element),
        statement_sequence=texts.get("sequence") or texts.get("legal_sequence"),
        opening_balance=opening,
        closing_balance=closing,
        balance_currency=currency,
    )
    return Heading(statement, texts.get("owner", "").casefold(), paths)


def _page(element: _Element) -> str | None:
    """The page the message's header tells, where the statement tells none."""
    message = element.getparent()
    return told(message.findtext("{*}GrpHdr/{*}MsgPgntn/{*}PgNb")) if message is not None else None


def _balances(balances: list[_Element]) -> tuple[str | None, str | None, str | None]:
    opening, closing = _balance(balances, _OPENING), _balance(balances, _CLOSING)
    if opening.amount is None or closing.amount is None or opening.currency != closing.currency:
        return None, None, None
    return opening.amount, closing.amount, closing.currency


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
