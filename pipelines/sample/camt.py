"""Statements as camt.053.001.08: one file a period, numbered, each opening where the one before closed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import polars as pl

_OPENING = Decimal("125000.00")
_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"


@dataclass(frozen=True)
class Statement:
    """The days between which it tells, its number, its balances, and the file's bytes."""

    first: date
    day: date
    number: int
    balances: tuple[Decimal, Decimal]
    content: bytes


def statements(periods: pl.DataFrame, iban: str, until: date, days: int) -> Iterator[Statement]:
    """One per row of `periods` (`age` in periods of `days` before `until`, `moved`, `entries`), oldest first."""
    balance = _OPENING
    for number, (age, moved, entries) in enumerate(periods.iter_rows(), start=1):
        last = until - timedelta(days=days * age)
        head = _head(number, iban, last, days)
        balances = _balance("OPBD", balance, last - timedelta(days=days)) + _balance("CLBD", balance + moved, last)
        content = f"{head}{balances}{entries}\n  </Stmt>\n </BkToCstmrStmt>\n</Document>\n".encode()
        yield Statement(last - timedelta(days=days - 1), last, number, (balance, balance + moved), content)
        balance += moved


def _head(number: int, iban: str, last: date, days: int) -> str:
    first = last - timedelta(days=days - 1)
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="{_NAMESPACE}">
 <BkToCstmrStmt>
  <GrpHdr><MsgId>STMT-{number:04d}</MsgId><CreDtTm>{last}T19:00:00Z</CreDtTm></GrpHdr>
  <Stmt>
   <Id>STMT-{number:04d}</Id><ElctrncSeqNb>{number}</ElctrncSeqNb><CreDtTm>{last}T19:00:00Z</CreDtTm>
   <FrToDt><FrDtTm>{first}T00:00:00Z</FrDtTm><ToDtTm>{last}T18:59:59Z</ToDtTm></FrToDt>
   <Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy><Ownr><Nm>PLACE DE MARCHE SAS</Nm></Ownr></Acct>
"""


def _balance(kind: str, amount: Decimal, day: date) -> str:
    sign = "CRDT" if amount >= 0 else "DBIT"
    return (
        f"   <Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>"
        f'<Amt Ccy="EUR">{abs(amount)}</Amt><CdtDbtInd>{sign}</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>\n'
    )
