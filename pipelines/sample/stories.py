"""What a planted order is made of. The stories themselves stand in showcase_orders.py and showcase_money.py.

Days are counted back from the last day of the sample: `at=12` is twelve days before it.
"""

from dataclasses import dataclass, field

OWN = "BANK_WIRE_ON_DUE_DATE"
FIRST = "BANK_WIRE_ON_ACCEPTANCE"
CARD = "CREDIT_CARD"


@dataclass(frozen=True)
class Part:
    """A logistic order as one export shows it. `shipped`: its Shipment Date, if that is not `at`; `undated`: it has none.

    `lines`: what each line costs. `confirmed`: pieces the supplier confirmed of two ordered, for the only line.
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


@dataclass(frozen=True)
class Event:
    """A row of the PSP's report. `op` names the operation: rows with one `op` are states of it."""

    kind: str
    amount: str
    at: int
    state: str = "SUCCEEDED"
    op: int = 1
    named: bool = True


@dataclass(frozen=True)
class Line:
    """A line of a bank statement; in `text` and `e2e` {ref} is the order, {rf} its RF reference, {other} another order.

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
    """A decision; `lo` 0: about the commercial order."""

    action: str
    at: int
    why: str
    lo: int = 1
    amount: str | None = None
    value: str | None = None


@dataclass(frozen=True)
class Story:
    """A planted order. `shows`: the codes of contract.md §4 and domain.md §7 that it brings about, once as_of is past the
    sample's last day. `status`: its payment status. Without parts no export knows the order.
    """

    number: int
    what: str
    shows: tuple[str, ...]
    status: str | None = None
    option: str = OWN
    account: str = "A"
    created: int = 40
    parts: tuple[Part, ...] = (Part(),)
    events: tuple[Event, ...] = ()
    lines: tuple[Line, ...] = ()
    imports: tuple[Import, ...] = ()
    incidents: tuple[Incident, ...] = ()
    decisions: tuple[Decision, ...] = field(default=())
