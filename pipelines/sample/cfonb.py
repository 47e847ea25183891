"""An own account at a French bank, told day by day in CFONB 120: what it costs. One day is missing, and one does not add up."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

_BANK, _BRANCH, _ACCOUNT = "30004", "00274", "00010089012"
_OPENING = 1_250_000  # cents
_LAST_DIGITS = ("{ABCDEFGHI", "}JKLMNOPQR")


@dataclass(frozen=True)
class Day:
    """One day's statement. `costs`: label and cents; `unsaid`: cents of a line that it does not show; `kept_back`: no file tells it."""

    age: int
    costs: tuple[tuple[str, int], ...]
    unsaid: int = 0
    kept_back: bool = False


_DAYS = (
    Day(7, (("COTISATION CARTE AFFAIRES", 4_500), ("ABONNEMENT EBICS", 3_900))),
    Day(6, ()),
    Day(5, (("FRAIS DE TENUE DE COMPTE", 2_500),), kept_back=True),
    Day(4, (("COMMISSION DE MOUVEMENT", 1_873),)),
    Day(3, (("FRAIS VIREMENT HORS SEPA", 1_650),), unsaid=990),
)


def statements(day_of: Callable[[int], date]) -> Iterator[tuple[date, bytes]]:
    """The day and the bytes of each file, oldest first, one of them without line ends. `day_of`: the day that many days before the last."""
    held = _OPENING
    for told in _DAYS:
        day, before = day_of(told.age), held
        held -= sum(cents for _, cents in told.costs) + told.unsaid
        if told.kept_back:
            continue
        records = [_balance("01", before, day), *_movements(told, day), _balance("07", held, day)]
        end = "" if told.age == _DAYS[0].age else "\r\n"
        yield day, "".join(record + end for record in records).encode("latin-1")


def _movements(told: Day, day: date) -> Iterator[str]:
    for number, (label, cents) in enumerate(told.costs, start=1):
        head = f"{_BANK}0099{_BRANCH}EUR2 {_ACCOUNT}62{day:%d%m%y}  "
        yield f"04{head}{day:%d%m%y}{label:<31}  {number:07} 0{_amount(-cents)}{day:%y%m%d}{number:010}"
        yield f"05{head}   LIB{'Prélèvement de la banque':<70}  "


def _balance(code: str, cents: int, day: date) -> str:
    return f"{code}{_BANK}    {_BRANCH}EUR2 {_ACCOUNT}  {day:%d%m%y}{'':50}{_amount(cents)}{'':16}"


def _amount(cents: int) -> str:
    digits = f"{abs(cents):014}"
    return digits[:-1] + _LAST_DIGITS[cents < 0][int(digits[-1])]
