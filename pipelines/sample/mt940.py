"""The newest camt statement once more as MT940, in the letters of Windows: one account in two formats is counted once."""

from datetime import date
from decimal import Decimal


def statement(
    iban: str, number: int, days: tuple[date, date], balances: tuple[Decimal, Decimal], entries: str
) -> bytes:
    """`days` and `balances`: those on which and with which it opens and closes; `entries`: its lines, each with its end."""
    opening, closing = (_balance(day, held) for day, held in zip(days, balances, strict=True))
    text = f":20:STMT{number:04}\n:25:{iban}EUR\n:28C:{number:05}/001\n:60F:{opening}\n{entries}:62F:{closing}\n-\n"
    return text.replace("\n", "\r\n").encode(
        "cp1252", errors="replace"
    )  # banks put a question mark for letters they lack


def _balance(day: date, held: Decimal) -> str:
    return f"{'D' if held < 0 else 'C'}{day:%y%m%d}EUR{abs(held):.2f}".replace(".", ",")
