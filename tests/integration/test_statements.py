"""Bank statements are controlled: that they add up, and that they go on where their account stood (domain.md §7)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest

from tests.builders import OWN_ACCOUNT
from tests.world import World

FOUND = """select code, subject, amount, currency, state from findings
    where code in ('STATEMENT_BALANCE_MISMATCH', 'STATEMENT_GAP') order by all"""


@dataclass(frozen=True)
class Statement:
    """A day of an account: what it held before and after, as `CLBD` or `-CLBD`, and its lines, `P` in front of one that is not booked."""

    day: int
    opening: str | None
    closing: str | None
    lines: Sequence[str] = ()
    name: str = ""
    page: int = 0
    number: int = 0

    @property
    def date(self) -> str:
        return f"2026-09-{self.day:02}"

    def camt(self, account: str) -> str:
        head = f"<Id>{self.name or self.day}</Id>"
        head += f"<StmtPgntn><PgNb>{self.page}</PgNb><LastPgInd>false</LastPgInd></StmtPgntn>" if self.page else ""
        head += f"<ElctrncSeqNb>{self.number}</ElctrncSeqNb>" if self.number else ""
        head += f"<FrToDt><ToDtTm>{self.date}T20:00:00Z</ToDtTm></FrToDt><Acct><Id><IBAN>{account}</IBAN></Id></Acct>"
        balances = [("OPBD", self.opening), ("CLBD", self.closing)]
        told = "".join(self._balance(kind, amount) for kind, amount in balances if amount is not None)
        return f"<Stmt>{head}{told}{''.join(map(self._entry, range(len(self.lines))))}</Stmt>"

    def _balance(self, kind: str, amount: str) -> str:
        return (
            f"<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp>{_money(amount)}<Dt><Dt>{self.date}</Dt></Dt></Bal>"
        )

    def _entry(self, at: int) -> str:
        line = self.lines[at]
        status = "PDNG" if line.startswith("P") else "BOOK"
        ref = f"{self.day}-{self.page}-{at}"
        return f"<Ntry>{_money(line.lstrip('P'))}<Sts>{status}</Sts><BookgDt><Dt>{self.date}</Dt></BookgDt><AcctSvcrRef>{ref}</AcctSvcrRef></Ntry>"


def _money(amount: str) -> str:
    sign = "DBIT" if amount.startswith("-") else "CRDT"
    return f'<Amt Ccy="EUR">{amount.lstrip("-")}</Amt><CdtDbtInd>{sign}</CdtDbtInd>'


def drop(world: World, name: str, account: str, *statements: Statement) -> None:
    scope = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
    file = world.landing / "bank" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    inner = "".join(statement.camt(account) for statement in statements)
    file.write_text(f'<Document xmlns="{scope}"><BkToCstmrStmt>{inner}</BkToCstmrStmt></Document>', encoding="utf-8")


def found(world: World, account: str) -> set[tuple[str, str, Decimal]]:
    """The open findings about an account's statements: code, subject, amount."""
    rows = [row for row in world.query(FOUND) if row["state"] == "OPEN" and row["subject"].startswith(account)]
    assert {row["currency"] for row in rows} <= {"EUR"}
    return {(row["code"], row["subject"], row["amount"]) for row in rows}


FIRST = Statement(1, "100.00", "150.00", ("50.00",))
SECOND = Statement(2, "150.00", "120.00", ("-40.00", "10.00"))
THIRD = Statement(3, "120.00", "125.00", ("5.00",))
PAGE_1 = Statement(4, "125.00", None, ("1.00", "2.00"), "PAGED", 1)
PAGE_2 = Statement(4, None, "130.00", ("2.00",), "PAGED", 2)
MISMATCH, GAP = "STATEMENT_BALANCE_MISMATCH", "STATEMENT_GAP"


def told(code: str, statement: Statement, amount: str, account: str) -> tuple[str, str, Decimal]:
    """A finding as it is named."""
    return code, f"{account} {statement.date} {statement.name or statement.day}", Decimal(amount)


CASES: dict[str, tuple[list[list[Statement]], list[tuple[str, Statement, str]]]] = {
    "it adds up": ([[FIRST]], []),
    "three in one file": ([[FIRST, SECOND, THIRD]], []),
    "three in three files": ([[FIRST], [SECOND], [THIRD]], []),
    "money is missing": ([[wrong := Statement(1, "100.00", "150.00", ("40.00",))]], [(MISMATCH, wrong, "10.00")]),
    "a cent too much": ([[wrong := Statement(1, "100.00", "150.00", ("50.00", "0.01"))]], [(MISMATCH, wrong, "-0.01")]),
    "without lines": ([[wrong := Statement(1, "100.00", "99.00")]], [(MISMATCH, wrong, "-1.00")]),
    "without lines it stands": ([[Statement(1, "100.00", "100.00")]], []),
    "in debt": ([[Statement(1, "-100.00", "-150.00", ("-50.00",))]], []),
    "what is not booked is no money": ([[Statement(1, "100.00", "150.00", ("50.00", "P7.00"))]], []),
    "without an opening balance nobody knows": ([[Statement(1, None, "150.00", ("50.00",))]], []),
    "a line is refused": ([[wrong := Statement(1, "100.00", "150.00", ("5x.00", "45.00"))]], [(MISMATCH, wrong, "5.00")]),
    "one is missing": ([[FIRST], [THIRD]], [(GAP, THIRD, "-30.00")]),
    "one is missing in a file": ([[FIRST, THIRD]], [(GAP, THIRD, "-30.00")]),
    "both": (
        [[FIRST], [wrong := Statement(3, "120.00", "125.00", ("6.00",))]],
        [(GAP, wrong, "-30.00"), (MISMATCH, wrong, "-1.00")],
    ),
    "one is missing, and the next one comes twice": (
        [[FIRST], [THIRD], [again := replace(THIRD, name="AGAIN")]], [(GAP, THIRD, "-30.00"), (GAP, again, "-30.00")],
    ),
    "days without lines": ([[FIRST], [Statement(2, "150.00", "150.00")], [Statement(3, "150.00", "150.00")]], []),
    "days and their week": (
        [
            [FIRST], [SECOND], [THIRD], [Statement(4, "125.00", "126.00", ("1.00",))],
            [Statement(3, "100.00", "125.00", ("50.00", "-40.00", "10.00", "5.00"), "WEEK")],
        ],
        [],
    ),
    "two on one day": (
        [
            [Statement(1, "100.00", "150.00", ("50.00",), "A", number=1), Statement(1, "150.00", "160.00", ("10.00",), "B", number=2)],
            [Statement(2, "160.00", "160.00")],
        ],
        [],
    ),
    "pages in one file": ([[THIRD], [PAGE_1, PAGE_2]], []),
    "pages in two files": ([[THIRD], [PAGE_1], [PAGE_2]], []),
    "known lines count in every statement": ([[FIRST], [Statement(1, "100.00", "150.00", ("50.00",), "AGAIN")]], []),
}  # fmt: skip


def account(number: int) -> str:
    """An account of its own for every case, so that all of them share a world."""
    return f"FR76{number:023}"


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World(tmp_path_factory.mktemp("statements"))
    for case, (files, _) in enumerate(CASES.values()):
        for number, statements in enumerate(files):
            drop(world, f"{case}-{number}.xml", account(case), *statements)
    world.run("2026-10-01T22:00:00Z")
    return world


@pytest.mark.parametrize("case", CASES)
def test_what_is_found(case: str, night: World) -> None:
    number, (_, expected) = list(CASES).index(case), CASES[case]
    assert found(night, account(number)) == {told(*one, account=account(number)) for one in expected}


def test_the_order_of_arrival_does_not_matter(tmp_path: Path) -> None:
    """A day that is missing is told until it comes."""
    world, days, orders = World(tmp_path), (FIRST, SECOND, THIRD), list(permutations(range(3)))
    for night in range(3):
        for case, order in enumerate(orders):
            drop(world, f"{case}-{order[night]}.xml", account(case), days[order[night]])
        world.run(f"2026-10-{night + 1:02}T22:00:00Z")
        for case, order in enumerate(orders):
            gap = {days[one] for one in order[: night + 1]} == {FIRST, THIRD}
            assert found(world, account(case)) == ({told(GAP, THIRD, "-30.00", account(case))} if gap else set())


def test_what_was_missing_or_wrong_is_told_until_it_comes(tmp_path: Path) -> None:
    """A page, a statement that comes again: as its newest file tells it."""
    world = World(tmp_path)
    drop(world, "page-1.xml", account(1), Statement(4, "125.00", None, ("1.00",), "PAGED", 1))
    drop(world, "page-3.xml", account(1), Statement(4, None, "130.00", ("2.00",), "PAGED", 3))
    drop(world, "wrong.xml", account(2), Statement(1, "100.00", "150.00", ("40.00",)))
    drop(world, "unread.xml", account(3), Statement(1, "100.00", "15O.00", ("50.00",)))
    world.run("2026-10-01T22:00:00Z")
    assert found(world, account(1)) == {(MISMATCH, f"{account(1)} PAGED", Decimal("2.00"))}
    assert len(found(world, account(2))) == 1
    (file,) = world.query("select rows_loaded, reason from files where file_name = 'unread.xml'")
    assert (file["rows_loaded"], "not controlled: BAD_NUMBER: Closing Balance" in file["reason"]) == (1, True)
    drop(world, "page-2.xml", account(1), Statement(4, None, None, ("2.00",), "PAGED", 2))
    drop(world, "right.xml", account(2), Statement(1, "100.00", "150.00", ("40.00", "10.00")))
    world.run("2026-10-02T22:00:00Z")
    assert found(world, account(1)) == found(world, account(2)) == set()
    assert {row["state"] for row in world.query(FOUND)} == {"RESOLVED"}


def _mt940(currency: str, opening: str, closing: str) -> str:
    tags = (":20:S", f":25:{OWN_ACCOUNT}", ":28C:12/1", f":60F:C260929{currency}{opening}")
    moved = (":61:2609300930C10,00NTRFNONREF", ":86:VIR", f":62F:C260930{currency}{closing}", "-")
    return "\n".join((*tags, *moved, ""))


@pytest.mark.parametrize("together", [True, False])
def test_the_accounts_of_one_number_are_told_apart_by_their_currency(tmp_path: Path, *, together: bool) -> None:
    world = World(tmp_path)
    told = [_mt940("EUR", "0,00", "11,00"), _mt940("USD", "5,00", "15,00")]
    (world.landing / "bank").mkdir()
    for at, text in enumerate(["".join(told)] if together else told):
        (world.landing / "bank" / f"{at}.sta").write_text(text, encoding="utf-8")
    world.run("2026-10-01T22:00:00Z")
    (found,) = world.query(FOUND)
    assert (found["code"], found["amount"], found["currency"]) == ("STATEMENT_BALANCE_MISMATCH", Decimal("1.00"), "EUR")


def test_two_statements_of_a_day_without_a_number_in_one_file_are_not_added_up(tmp_path: Path) -> None:
    world = World(tmp_path)
    (world.landing / "bank").mkdir()
    both = _mt940("EUR", "0,00", "10,00") + _mt940("EUR", "10,00", "20,00")
    (world.landing / "bank" / "both.sta").write_text(both.replace(":28C:12/1\n", ":28C:0\n"), encoding="utf-8")
    world.run("2026-10-01T22:00:00Z")
    assert not world.query(FOUND)


def test_a_page_without_a_closing_balance_says_nothing_of_the_day_it_was_written(tmp_path: Path) -> None:
    world = World(tmp_path)
    pages = (
        Statement(10, "10.00", None, ["20.00"], name="S", page=1),
        Statement(1, None, "67.00", ["37.00"], name="S", page=2),
    )
    drop(world, "a.xml", OWN_ACCOUNT, *pages)
    drop(world, "b.xml", OWN_ACCOUNT, Statement(2, "67.00", "97.00", ["30.00"], name="T"))
    world.run("2026-10-20T22:00:00Z")
    assert not world.query(FOUND)
