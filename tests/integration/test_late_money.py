"""Money that was booked earlier and comes in a later file: what waits is asked again, and what a published return gave back stays given back (§5)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from tests.builders import OWN_ACCOUNT, Row, account, bank_line, customer_iban, decision, order_line, payment_id
from tests.nights import Shop, money_lost

NIGHTS = ("2026-10-01T22:00:00Z", "2026-10-02T22:00:00Z", "2026-10-03T22:00:00Z")
Told = tuple[str, str]  # kind, and what became of it


@dataclass(frozen=True)
class Line:
    """A bank line of the case's one customer: `{0}`, `{1}` are its orders, `again` where it copies the case's end-to-end id."""

    day: str
    amount: str
    text: str
    told: Told
    night: int = 0
    again: bool = False
    of: str = ""  # the original amount that the bank says of a return


@dataclass(frozen=True)
class Case:
    """Orders by what they owe, lines, what a person took away from whom or assigned, and what each order has received and given back in the end."""

    owed: Sequence[str]
    lines: Sequence[Line]
    balances: Sequence[tuple[str, str]]
    taken_away: Sequence[tuple[int, int | None]] = field(default_factory=tuple)  # the line, and the order or all
    assigned: Sequence[tuple[int, int]] = field(default_factory=tuple)  # the line, and the order


PAID, BACK, REFUND, BOUNCED = (
    ("TRANSFER", "MATCHED"),
    ("PAYMENT_RETURN", "MATCHED"),
    ("REFUND", "MATCHED"),
    ("REFUND_RETURN", "MATCHED"),
)
NOBODYS = ("PAYMENT_RETURN", "NOT_MATCHABLE")
CASES = {
    "a refund before the payment that it pays back": Case(
        ["100.00"],
        [Line("2026-10-01", "-30.00", "refund {0}", REFUND), Line("2026-09-30", "130.00", "{0}", PAID, 1)],
        [("130.00", "30.00")],
    ),
    "the amount is exact after an earlier one": Case(
        ["100.00"],
        [Line("2026-10-01", "60.00", "{0}X", PAID), Line("2026-09-30", "40.00", "{0}", PAID, 1)],
        [("100.00", "0.00")],
    ),
    "several add up after an earlier one": Case(
        ["100.00", "50.00"],
        [Line("2026-10-01", "110.00", "{0} {1}", PAID), Line("2026-09-30", "40.00", "{0}", PAID, 1)],
        [("100.00", "0.00"), ("50.00", "0.00")],
    ),
    "two orders, one id, and the return of the first is published": Case(
        ["50.00", "50.00"],
        [
            Line("2026-09-24", "50.00", "{0}", PAID, again=True), Line("2026-09-27", "-50.00", "retour", BACK, again=True),
            Line("2026-09-25", "50.00", "{1}", PAID, 1, again=True), Line("2026-09-29", "-50.00", "retour", BACK, 1, again=True),
        ],
        [("0.00", "0.00"), ("0.00", "0.00")],
    ),
    "the same in one night": Case(
        ["50.00", "50.00"],
        [
            Line("2026-09-24", "50.00", "{0}", PAID, again=True), Line("2026-09-27", "-50.00", "retour", BACK, again=True),
            Line("2026-09-25", "50.00", "{1}", PAID, again=True), Line("2026-09-29", "-50.00", "retour", BACK, again=True),
        ],
        [("0.00", "0.00"), ("0.00", "0.00")],
    ),
    "a further debit, and what came went back already": Case(
        ["50.00"],
        [
            Line("2026-09-24", "50.00", "{0}", PAID, again=True), Line("2026-09-27", "-50.00", "retour", BACK, again=True),
            Line("2026-09-29", "-50.00", "retour", REFUND, 1, again=True),
        ],
        [("0.00", "50.00")],
    ),
    "a person takes the second one away": Case(
        ["50.00", "50.00"],
        [
            Line("2026-09-24", "50.00", "{0}", PAID, again=True), Line("2026-09-27", "-50.00", "retour", BACK, again=True),
            Line("2026-09-25", "50.00", "{1}", ("TRANSFER", "UNMATCHED"), 1, again=True),
            Line("2026-09-29", "-50.00", "retour", NOBODYS, 1, again=True),
        ],
        [("0.00", "0.00"), ("0.00", "0.00")],
        [(2, None)],
    ),
    "a person takes what came back of a refund away from its order": Case(
        ["100.00"],
        [
            Line("2026-09-20", "150.00", "{0}", PAID), Line("2026-09-24", "-50.00", "{0}", REFUND, again=True),
            Line("2026-09-28", "50.00", "bounced", ("REFUND_RETURN", "UNMATCHED"), again=True),
        ],
        [("150.00", "50.00")],
        [(2, 0)],
    ),
    "what a person assigned came back before, and its order is paid in another night": Case(
        ["100.00"],
        [
            Line("2026-09-20", "100.00", "merci", PAID, again=True), Line("2026-09-24", "-100.00", "retour", BACK, again=True),
            Line("2026-09-30", "100.00", "{0}X", PAID, 2),
        ],
        [("100.00", "0.00")],
        assigned=[(0, 0)],
    ),
    "less than all that two orders had comes back": Case(
        ["60.00", "40.00"],
        [
            Line("2026-09-20", "100.00", "{0} {1}", PAID, again=True),
            Line("2026-09-24", "-95.00", "retour", BACK, again=True, of="100.00"),
        ],
        [("0.00", "0.00"), ("5.00", "0.00")],
    ),
}  # fmt: skip
NUMBERS = {name: number for number, name in enumerate(CASES, start=1)}


def order(name: str, number: int) -> str:
    return f"20260901-{10 * NUMBERS[name] + number}"


def written(name: str, place: int) -> Row:
    line, number = CASES[name].lines[place], NUMBERS[name]
    return bank_line(
        line.amount, line.text.format(*(order(name, n) for n in range(len(CASES[name].owed)))), 100 * number + place,
        payer_iban=customer_iban(number), booking_date=line.day, value_date=line.day, end_to_end_id=f"E2E-{number}" if line.again else "",
    ) | ({"RtrInf": "AC04", "OrgnlAmt": line.of} if line.of else {})  # fmt: skip


def paid_by(name: str, place: int) -> str:
    row = written(name, place)
    return payment_id("bank", OWN_ACCOUNT, row["Booking Date"], row["Amount"], "EUR", row["Bank Reference"], "1")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """All cases in one shop; what a person decides comes in the second night, and in the third nothing does."""
    shop = Shop(tmp_path_factory.mktemp("late") / "shop")
    shop.write("orders", "n1.csv", [
        order_line(order(name, number), amount, customer_account_external_id=f"ACC{NUMBERS[name]}")
        for name, case in CASES.items() for number, amount in enumerate(case.owed)
    ])  # fmt: skip
    shop.write("reference", "accounts.csv", [account(f"ACC{number}") for number in NUMBERS.values()])
    decided = [("UNASSIGN", name, *taken) for name, case in CASES.items() for taken in case.taken_away]
    decided += [("ASSIGN", name, *given) for name, case in CASES.items() for given in case.assigned]
    shop.write("decisions", "n2-20261002T210000Z.csv", [
        decision(action, "" if whom is None else order(name, whom), number, payment_id=paid_by(name, place), decided_at=NIGHTS[1])
        for number, (action, name, place, whom) in enumerate(decided)
    ])  # fmt: skip
    for night, as_of in enumerate(NIGHTS):
        rows = [
            written(name, place)
            for name, case in CASES.items()
            for place, line in enumerate(case.lines)
            if line.night == night
        ]
        shop.write("bank", f"n{night}.csv", rows)
        shop.run(as_of)
        assert not money_lost(shop.published_file)
        assert not shop.told_otherwise_anew()
    return shop


@pytest.mark.parametrize("name", CASES)
def test_each_order_has_what_it_would_have_had(shop: Shop, name: str) -> None:
    rows = shop.query("select order_reference, amount_received, amount_refunded from orders")
    found = {row["order_reference"]: (str(row["amount_received"]), str(row["amount_refunded"])) for row in rows}
    case = CASES[name]
    assert [found[order(name, number)] for number in range(len(case.owed))] == case.balances


@pytest.mark.parametrize("name", CASES)
def test_each_line_is_what_it_would_have_been(shop: Shop, name: str) -> None:
    rows = shop.query("select payment_id, kind, match_status from payments")
    found = {row["payment_id"]: (row["kind"], row["match_status"]) for row in rows}
    lines = CASES[name].lines
    assert [found[paid_by(name, place)] for place in range(len(lines))] == [line.told for line in lines]
