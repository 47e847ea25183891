"""What a planted order is made of; the stories themselves are the data of the modules beside this one.

Days are counted back from the last day of the sample: `at=12` is twelve days before it.
"""

from dataclasses import dataclass

from schemas.vocabulary import PAYMENT_STATUSES

DUE = "BANK_WIRE_ON_DUE_DATE"
FIRST = "BANK_WIRE_ON_ACCEPTANCE"
CARD = "CREDIT_CARD"


@dataclass(frozen=True)
class Part:
    """A logistic order as one export shows it.

    `shipped`: when, if that is not `at`; `undated`: it has no Shipment Date. `older`: it stands in the older export.
    `lines`: what each line costs. `confirmed`: pieces the supplier confirmed of two ordered, for the only line. `taxed`: the tax on the
    only line, and the total that is stated for it.
    """

    status: str = "SHIPPED"
    at: int = 12
    lo: int = 1
    lines: tuple[str, ...] = ("100.00",)
    shipped: int | None = None
    undated: bool = False
    mirakl: bool = False
    older: bool = False
    currency: str = "EUR"
    recorded: str | None = None
    reason: str | None = None
    confirmed: int | None = None
    taxed: tuple[str, str] | None = None


@dataclass(frozen=True)
class Event:
    """A row of the PSP's report. `op` names the operation: rows with one `op` are states of it. `payout`: the payout it is in, or is."""

    kind: str
    amount: str
    at: int
    state: str = "SUCCEEDED"
    op: int = 1
    named: bool = True
    provider: str = "MANGOPAY"
    fee: str | None = None
    payout: str | None = None


@dataclass(frozen=True)
class Line:
    """A line of a bank statement; names.py knows what {ref} and the like in `text` and `e2e` stand for.

    `pays`: the orders it truly pays with the amounts, if that is not the story's order. `own`: EUR, GBP or CAMT, the
    account. `payer`: the account of ACCOUNTS whose IBAN it comes from; None: nobody knows it.
    """

    amount: str
    text: str
    at: int
    noise: str = "clean"
    e2e: str = "NOTPROVIDED"
    own: str = "EUR"
    payer: str | None = "story"
    structured: bool = False
    reason: str | None = None
    copies: int = 1
    pays: tuple[tuple[int, str], ...] | None = None


@dataclass(frozen=True)
class Import:
    """A row of a status file. `at` None: it has no date of its own. `by`: how it names the logistic order."""

    status: str
    at: int | None
    by: str = "reference"
    lo: int = 1


@dataclass(frozen=True)
class Incident:
    """A state of the story's incident; `lo` 0: it names the commercial order."""

    status: str
    at: int
    lo: int = 1
    on_line: bool = False


@dataclass(frozen=True)
class Decision:
    """A decision; `lo` 0: about the commercial order, None: about none. `payment`: which of the story's lines, or the id of one."""

    action: str
    at: int
    why: str
    lo: int | None = 1
    amount: str | None = None
    value: str | None = None
    payment: int | str | None = None


@dataclass(frozen=True)
class Story:
    """A planted order.

    `shows`: the codes of contract.md §4 and domain.md §7 that it brings about once as_of is past the sample's last day,
    with a blank between. Without parts no export knows the order.
    """

    number: int
    what: str
    shows: str
    option: str = DUE
    account: str = "A"
    created: int = 40
    parts: tuple[Part, ...] = (Part(),)
    events: tuple[Event, ...] = ()
    lines: tuple[Line, ...] = ()
    imports: tuple[Import, ...] = ()
    incidents: tuple[Incident, ...] = ()
    decisions: tuple[Decision, ...] = ()

    @property
    def payment_status(self) -> str | None:
        """The payment status among what it shows."""
        return next((word for word in self.shows.split() if word in PAYMENT_STATUSES), None)


def owes(amount: str, status: str = "SHIPPED", at: int = 12, *, recorded: str | None = None, lo: int = 1) -> Part:
    """A logistic order of one line."""
    return Part(status, at=at, lines=(amount,), recorded=recorded, lo=lo)


def bought(number: int, what: str, shows: str, *events: Event, part: Part) -> Story:
    """A card order, placed the day before its first event happened or its part was seen."""
    created = max([event.at for event in events] + [part.at]) + 1
    return Story(number, what, shows, CARD, parts=(part,), events=events, created=created)


def wired(number: int, what: str, shows: str, *lines: Line, part: Part) -> Story:
    """A transfer on due date."""
    return Story(number, what, shows, parts=(part,), lines=lines)
