"""Findings over nights (domain.md §7): resolved and snoozed by decision, one a fact, new ones where something else is at stake."""

from pathlib import Path

import pytest

from tests.builders import Row, account, bank_line, decision, order_line
from tests.world import World

ORDER = "20260901-1"


def paid(amount: str, number: int, day: str) -> Row:
    return bank_line(amount, ORDER, number, booking_date=day, value_date=day)


class Shop(World):
    """An order of 100 for which more came, night after night."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.night = 0
        self.write("reference", "accounts.csv", [account()])
        self.write("reference", "suppliers.csv", [{"Supplier External Id": "SUP1"}])
        self.write("orders", "orders.csv", [order_line(ORDER, "100.00")])

    def next(self, bank: list[Row] = [], decisions: list[Row] = []) -> list[tuple[str, str, str]]:  # noqa: B006  # never changed
        """The night after; the findings about money paid beyond the due, oldest first: id, state, amount."""
        self.night += 1
        self.write("bank", f"bank-202610{self.night:02}.csv", bank)
        self.write("decisions", f"decisions-{self.night}.csv", decisions)
        self.run(f"2026-10-{self.night + 10:02}T20:00:00Z")
        found = self.query(
            "select finding_id, state, amount from findings where code = 'OVERPAID' order by first_seen_at, finding_id"
        )
        return [(row["finding_id"], row["state"], str(row["amount"])) for row in found]


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    return Shop(tmp_path)


def resolve(finding: str, number: int) -> Row:
    return decision("RESOLVE_FINDING", "", number, value=finding, decided_at=f"2026-10-{number + 10:02}T08:00:00Z")


def test_what_comes_in_the_night_it_is_resolved_is_something_else(shop: Shop) -> None:
    ((first, _, _),) = shop.next([paid("120.00", 1, "2026-10-01")])
    (_, state, _), (second, *found) = shop.next([paid("10.00", 2, "2026-10-02")], [resolve(first, 2)])
    assert (state, *found) == ("RESOLVED", "OPEN", "30.00")
    # What it was told with since it was opened counts, not what it began with.
    assert shop.next([paid("5.00", 3, "2026-10-03")])[1] == (second, "OPEN", "35.00")
    assert shop.next(decisions=[resolve(second, 4)])[1:] == [(second, "RESOLVED", "35.00")]
    assert shop.next()[1:] == [(second, "RESOLVED", "35.00")]


def test_it_stays_resolved_until_its_amount_is_another(shop: Shop) -> None:
    ((first, _, _),) = shop.next([paid("120.00", 1, "2026-10-01")])
    assert shop.next(decisions=[resolve(first, 2)]) == [(first, "RESOLVED", "20.00")]
    assert shop.next() == [(first, "RESOLVED", "20.00")]
    _, (second, state, amount) = shop.next([paid("10.00", 2, "2026-10-02")])
    assert (state, amount) == ("OPEN", "30.00")
    shop.next(decisions=[resolve(second, 5)])
    # The first amount again is a new one all the same.
    *resolved, last = shop.next(
        [bank_line("-10.00", f"REMBOURSEMENT {ORDER}", 3, booking_date="2026-10-05", value_date="2026-10-05")]
    )
    assert [state for _, state, _ in resolved] == ["RESOLVED", "RESOLVED"]
    assert last[1:] == ("OPEN", "20.00")


def test_undone_it_is_the_same_one_again_and_never_a_second_one(shop: Shop) -> None:
    ((first, _, _),) = shop.next([paid("120.00", 1, "2026-10-01")])
    shop.next(decisions=[resolve(first, 2)])
    undone = decision("UNDO", "", 9, value="D2", decided_at="2026-10-13T09:00:00Z")
    assert shop.next(decisions=[undone]) == [(first, "OPEN", "20.00")]
    shop.next(decisions=[resolve(first, 4)])
    shop.next([paid("10.00", 2, "2026-10-02")])
    again = shop.next(decisions=[decision("UNDO", "", 10, value="D4", decided_at="2026-10-16T09:00:00Z")])
    assert [state for _, state, _ in again] == ["RESOLVED", "OPEN"]


def test_it_sleeps_until_a_day(shop: Shop) -> None:
    ((first, _, _),) = shop.next([paid("120.00", 1, "2026-10-01")])
    snoozed = decision("SNOOZE_FINDING", "", 1, value=f"{first}@2026-10-14", decided_at="2026-10-12T08:00:00Z")
    assert shop.next(decisions=[snoozed]) == [(first, "SNOOZED", "20.00")]
    assert shop.query("select count(*) as n from queue where code = 'OVERPAID'") == [{"n": 0}]
    assert shop.next() == [(first, "SNOOZED", "20.00")]
    assert shop.next() == [(first, "OPEN", "20.00")]
    (row,) = shop.query(f"select * from queue where order_reference = '{ORDER}'")
    assert (row["code"], row["severity"], row["codes"]) == ("OVERPAID", "ACTION", ["OVERPAID"])


def test_a_match_that_stands_is_questioned_and_stays(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.write("reference", "accounts.csv", [account()])
    world.write("orders", "orders.csv", [order_line("20260901-7", "100.00"), order_line("20260901-8", "90.00")])
    late = {"booking_date": "2026-10-05", "value_date": "2026-10-05", "payer_iban": ""}
    world.write("bank", "bank-20261010.csv", [bank_line("100.00", "20260901 7", 1, **late)])
    world.run("2026-10-10T22:00:00Z")
    assert world.query("select rule from payment_matches") == [{"rule": "NORMALISED"}]
    # Booked before it, so that the order did not owe that any more.
    world.write(
        "bank", "bank-20261011.csv", [bank_line("40.00", "20260901-7", 2, **(late | {"booking_date": "2026-10-02"}))]
    )
    world.run("2026-10-11T22:00:00Z")
    found = world.query(
        "select code, severity, order_reference, p.bank_reference from findings join payments p using (payment_id, order_reference)"
    )
    assert found == [
        {
            "code": "MATCH_QUESTIONED",
            "severity": "INFO",
            "order_reference": "20260901-7",
            "bank_reference": "BR00000001",
        }
    ]
    assert world.query("select count(*) as n from payment_matches where status = 'MATCHED'") == [{"n": 3}]
