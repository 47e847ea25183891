"""What people decide (contract.md §3.5): every action applied, refused, waiting, replaced, and undone to exactly what was before."""

from pathlib import Path

import pytest

from tests.builders import (
    OWN_ACCOUNT,
    Row,
    account,
    bank_line,
    customer_iban,
    decision,
    order_line,
    payment_id,
    psp_event,
)
from tests.nights import Shop, difference, tables
from tests.world import World

BEFORE, DECIDED, UNDONE = "before", "decided", "undone"
AS_OF = "2026-10-20T22:00:00Z"
MONEY = ["main.orders", "main.logistic_orders", "main.payments", "main.payment_matches", "main.order_lines"]


def wire(number: int, amount: str, text: str, **columns: str) -> Row:
    return bank_line(amount, text, number, **{"payer_iban": customer_iban(number)} | columns)


def wired(number: int, amount: str, currency: str = "EUR") -> str:
    """The id of the wire with that number."""
    return payment_id("bank", OWN_ACCOUNT, "2026-10-01", amount, currency, f"BR{number:08d}", "1")


ORDERS = [order_line(f"20260901-{number}", "100.00", lo) for number in range(1, 15) for lo in (1, 2)]
LINES = [
    wire(1, "200.00", "MERCI"),  # nobody's
    wire(2, "200.00", "20260901-2"),  # matched by a rule
    wire(3, "200.00", "20260901-3"),
    wire(4, "50.00", "MERCI"),
    wire(5, "300.00", "MERCI"),
    wire(6, "80.00", "MERCI", currency="GBP"),
    wire(7, "200.00", "20260901-7"),
    wire(8, "60.00", "MERCI"),
    wire(9, "-30.00", "AVOIR 20260901-2"),  # goes to somebody who did not pay it
    wire(10, "60.00", "MERCI", end_to_end_id="E10"),  # nobody's, and given back
    wire(11, "-60.00", "RETOUR", end_to_end_id="E10", booking_date="2026-10-03"),
    wire(12, "400.00", "20260901-13 20260901-14"),
]
A, B, C = "2026-10-10T08:00:00Z", "2026-10-11T08:00:00Z", "2026-10-12T08:00:00Z"


def assign(number: int, payment: str, order: str, at: str = A, **columns: str) -> Row:
    return decision("ASSIGN", order, number, payment_id=payment, decided_at=at, **columns)


DECISIONS = [
    assign(1, wired(1, "200.00"), "20260901-1"),
    decision("UNASSIGN", "20260901-2", 2, payment_id=wired(2, "200.00"), decided_at=A),
    decision("UNASSIGN", "", 3, payment_id=wired(3, "200.00"), decided_at=A),
    decision("IGNORE_PAYMENT", "", 4, payment_id=wired(4, "50.00"), decided_at=A),
    # Parts of one transfer, and more than is left of it.
    assign(5, wired(5, "300.00"), "20260901-4", amount="120.00"),
    assign(6, wired(5, "300.00"), "20260901-5-2", B, amount="90.00"),
    assign(7, wired(5, "300.00"), "20260901-5", C, amount="90.01"),
    # Pounds for an order in euros.
    assign(8, wired(6, "80.00", "GBP"), "20260901-6", value="92.50"),
    assign(9, wired(6, "80.00", "GBP"), "20260901-8", B),
    # A rule's match is replaced.
    assign(10, wired(7, "200.00"), "20260901-9"),
    # Assigned, taken back, assigned to another.
    assign(11, wired(8, "60.00"), "20260901-8"),
    decision("UNASSIGN", "20260901-8", 12, payment_id=wired(8, "60.00"), decided_at=B),
    assign(13, wired(8, "60.00"), "20260901-10", C),
    assign(14, "pay_0123456789abcdef", "20260901-1"),
    assign(15, wired(1, "200.00"), "20260901-99"),
    assign(16, payment_id("psp", "MANGOPAY", "PSP-20260901-11-1", "EV00000001"), "20260901-11"),
    decision("WRITE_OFF", "20260901-11", 17, amount="300.00", decided_at=A),
    decision("SET_LOGISTIC_STATUS", "20260901-12", 18, value="COMPLETED", decided_at=A),
    decision("SET_PAYMENT_STATUS", "20260901-12", 19, value="PAID", decided_at=A),
    decision("SET_PAYMENT_STATUS", "20260901-12", 20, value="REFUNDED", decided_at=B),
    decision("SET_DUE_DATE", "20260901-12-1", 21, value="2026-10-05", decided_at=A),
    decision("UNDO", "", 22, value="D404", decided_at=A),
    decision("ASSIGN", "20260901-2", 23, payment_id=wired(9, "-30.00"), decided_at=A),
    assign(25, wired(10, "60.00"), "20260901-12"),
    decision("UNASSIGN", "20260901-13", 26, payment_id=wired(12, "400.00"), decided_at=A),
    decision("WRITE_OFF", "20260901-10", 24, amount="1.00", decided_at="2026-10-30T08:00:00Z"),
]
OUTCOMES = {
    1: "APPLIED", 2: "APPLIED", 3: "APPLIED", 4: "APPLIED", 5: "APPLIED", 6: "APPLIED", 7: "REFUSED TOO_MUCH", 8: "APPLIED", 9: "REFUSED CURRENCY",
    10: "APPLIED", 11: "SUPERSEDED", 12: "APPLIED", 13: "APPLIED", 14: "WAITING UNKNOWN_PAYMENT", 15: "WAITING UNKNOWN_ORDER", 16: "REFUSED NO_MONEY",
    17: "APPLIED", 18: "REFUSED NOT_A_LOGISTIC_ORDER", 19: "SUPERSEDED", 20: "APPLIED", 21: "APPLIED", 22: "WAITING UNKNOWN_DECISION", 23: "APPLIED",
    24: "WAITING DATED_AHEAD", 25: "APPLIED", 26: "APPLIED",
}  # fmt: skip
# Of every wire: its status, what is matched of it, and to what; before and after the decisions.
WIRES: dict[int, tuple[str, str]] = {
    1: ("UNMATCHED 0.00", "MATCHED 200.00 20260901-1"),
    2: ("MATCHED 200.00 20260901-2", "UNMATCHED 0.00"),
    3: ("MATCHED 200.00 20260901-3", "UNMATCHED 0.00"),
    4: ("UNMATCHED 0.00", "IGNORED 0.00"),
    5: ("UNMATCHED 0.00", "PARTLY_MATCHED 210.00"),
    6: ("UNMATCHED 0.00", "MATCHED 80.00 20260901-6"),
    7: ("MATCHED 200.00 20260901-7", "MATCHED 200.00 20260901-9"),
    8: ("UNMATCHED 0.00", "MATCHED 60.00 20260901-10"),
    9: ("SUGGESTED 0.00", "MATCHED -30.00 20260901-2"),
    10: ("UNMATCHED 0.00", "MATCHED 60.00 20260901-12"),
    11: ("NOT_MATCHABLE 0.00", "MATCHED -60.00 20260901-12"),
    12: ("MATCHED 400.00", "SUGGESTED 0.00"),
}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    """Three nights at one instant: the money, the decisions about it, and that all of them are undone; a copy of each is kept."""
    world = World(tmp_path_factory.mktemp("decided"))
    world.write("reference", "accounts.csv", [account()])
    world.write("orders", "orders-20261001T180000Z.csv", ORDERS)
    world.write("bank", "bank-20261019.csv", LINES)
    world.write("psp/events", "events.csv", [psp_event("20260901-11", "AUTHORIZATION", "200.00")])
    for night, rows in ((BEFORE, []), (DECIDED, DECISIONS), (UNDONE, _undo_all())):
        world.write("decisions", f"decisions-{night}.csv", rows)
        world.run(AS_OF)
        (world.warehouse / f"{night}.duckdb").write_bytes((world.warehouse / "closeout.duckdb").read_bytes())
    return world


def _undo_all() -> list[Row]:
    undone = [number for number, outcome in OUTCOMES.items() if not outcome.startswith("REFUSED") and number != 22]
    return [
        decision("UNDO", "", 100 + number, value=f"D{number}", decided_at="2026-10-15T08:00:00Z")
        for number in reversed(undone)
    ]


def _at(world: World, night: str, sql: str) -> list[tuple[str, ...]]:
    return [tuple(str(cell) for cell in row.values()) for row in world.query(sql, file=f"{night}.duckdb")]


@pytest.mark.parametrize("number", OUTCOMES)
def test_what_becomes_of_it(world: World, number: int) -> None:
    ((outcome, reason),) = _at(
        world, DECIDED, f"select outcome, outcome_reason from decisions where decision_id = 'D{number}'"
    )
    expected, _, code = OUTCOMES[number].partition(" ")
    assert outcome == expected
    assert reason.startswith(code or ("replaced by D" if outcome == "SUPERSEDED" else "None"))


@pytest.mark.parametrize("number", WIRES)
@pytest.mark.parametrize("night", [BEFORE, DECIDED, UNDONE])
def test_what_becomes_of_the_money(world: World, number: int, night: str) -> None:
    ((status, amount, order),) = _at(
        world,
        night,
        f"select match_status, amount_matched, order_reference from payments where bank_reference = 'BR{number:08d}'",
    )
    before, decided = WIRES[number]
    assert f"{status} {amount}" + ("" if order == "None" else f" {order}") == (decided if night == DECIDED else before)


def test_all_that_is_left_is_an_amount_once_it_was_applied(world: World) -> None:
    # 1 was applied, 15 waits, 9 was refused.
    told = "select decision_id, coalesce(amount::varchar, 'none') from decisions where decision_id in ('D1', 'D9', 'D15') order by 1"
    assert _at(world, DECIDED, told) == [("D1", "200.00"), ("D15", "none"), ("D9", "none")]


def test_parts_go_where_they_were_assigned(world: World) -> None:
    parts = _at(
        world,
        DECIDED,
        f"select logistic_reference, amount, rule from payment_matches where payment_id = '{wired(5, '300.00')}' order by 1",
    )
    # An LO takes what it owes, the order's other LOs the rest; an order's parts are filled one after the other.
    assert parts == [
        ("20260901-4-1", "100.00", "DECISION"), ("20260901-4-2", "20.00", "DECISION"), ("20260901-5-2", "90.00", "DECISION"),
    ]  # fmt: skip


def test_what_went_back_is_nobody_s_work(world: World) -> None:
    assert not _at(world, BEFORE, f"select code from findings where payment_id = '{wired(10, '60.00')}'")


def test_of_several_the_others_are_still_named(world: World) -> None:
    found = _at(
        world,
        DECIDED,
        f"select order_reference, amount, rule from payment_matches where payment_id = '{wired(12, '400.00')}'",
    )
    assert {row[0] for row in found} == {"20260901-14"}
    assert {row[2] for row in found} == {"MULTIPLE"}


def test_the_rest_waits_in_the_queue(world: World) -> None:
    found = _at(
        world,
        DECIDED,
        f"select code, amount from findings where payment_id = '{wired(5, '300.00')}' and state = 'OPEN'",
    )
    assert found == [("UNMATCHED_PAYMENT", "90.00")]


def test_an_amount_in_another_currency_counts_as_decided(world: World) -> None:
    ((received, parts),) = _at(
        world,
        DECIDED,
        """select amount_received, (select sum(amount) from payment_matches m where m.order_reference = o.order_reference)
           from orders o where order_reference = '20260901-6'""",
    )
    assert (received, parts) == ("92.50", "80.00")


def test_no_rule_takes_it_back_to_the_order_it_was_taken_from(world: World) -> None:
    assert _at(world, DECIDED, "select amount_received from orders where order_reference in ('20260901-2', '20260901-3')") == [
        ("0.00",), ("0.00",)
    ]  # fmt: skip


def test_what_is_written_off_is_never_more_than_is_missing(world: World) -> None:
    assert _at(
        world, DECIDED, "select amount_written_off, payment_status from orders where order_reference = '20260901-11'"
    ) == [("200.00", "PAID")]


def test_the_record_is_what_was_set_by_hand_until_a_newer_file(world: World) -> None:
    assert _at(world, DECIDED, "select recorded_payment_status from orders where order_reference = '20260901-12'") == [
        ("REFUNDED",)
    ]


def test_a_due_date_that_was_set(world: World) -> None:
    dated = "select due_date, days_overdue from logistic_orders where logistic_reference = '20260901-12-1'"
    assert _at(world, DECIDED, dated) == [("2026-10-05", "14")]


def test_undone_is_exactly_what_was_before(world: World) -> None:
    before, after = (
        {name: rows for name, rows in tables(world.warehouse / f"{night}.duckdb", ["main"]).items() if name in MONEY}
        for night in (BEFORE, UNDONE)
    )
    assert set(before) == set(MONEY)
    assert not difference(before, after)
    left = _at(world, UNDONE, "select distinct outcome from decisions where decision_id not like 'D1__' order by 1")
    assert left == [("REFUSED",), ("UNDONE",), ("WAITING",)]


def test_a_decision_is_judged_in_its_order_and_once(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.write("reference", "accounts.csv", [account()])
    world.write("orders", "orders.csv", [order_line("20260901-1", "100.00"), order_line("20260901-2", "100.00")])
    world.write("bank", "bank.csv", [wire(1, "100.00", "MERCI")])
    world.write("decisions", "late.csv", [assign(2, wired(1, "100.00"), "20260901-2", B)])
    world.run(AS_OF)
    # Earlier, but it comes when the later one is applied already: nothing is left for it.
    world.write("decisions", "early.csv", [assign(1, wired(1, "100.00"), "20260901-1", A, amount="100.00")])
    world.run(AS_OF)
    assert world.query("select decision_id, outcome from decisions order by 1") == [
        {"decision_id": "D1", "outcome": "REFUSED"}, {"decision_id": "D2", "outcome": "APPLIED"}
    ]  # fmt: skip
    # What was given away is free once that is undone.
    world.write("decisions", "undone.csv", [decision("UNDO", "", 3, value="D2", decided_at=C)])
    world.run("2026-10-21T22:00:00Z")
    late = [
        assign(n, wired(1, "100.00"), f"20260901-{n - 3}", A, amount=amount)
        for n, amount in ((4, "60.00"), (5, "40.00"))
    ]
    world.write("decisions", "late2.csv", late)
    world.run("2026-10-22T22:00:00Z")
    assert (
        world.query("select outcome from decisions where decision_id in ('D4', 'D5')") == [{"outcome": "APPLIED"}] * 2
    )


def test_what_is_decided_of_an_order_takes_the_place_of_what_was_decided_of_its_parts(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.write("reference", "accounts.csv", [account()])
    world.write("orders", "orders.csv", [order_line("20260901-1", "100.00", lo) for lo in (1, 2)])
    world.write("decisions", "d.csv", [
        decision("SET_DUE_DATE", "20260901-1-1", 1, value="2026-12-01", decided_at=A),
        decision("SET_DUE_DATE", "20260901-1", 2, value="2026-12-15", decided_at=B),
        decision("SET_DUE_DATE", "20260901-1-2", 3, value="2026-12-20", decided_at=C),
    ])  # fmt: skip
    world.run(AS_OF)
    told = "select decision_id, outcome from decisions order by 1"
    dues = "select due_date::varchar as due from logistic_orders order by logistic_reference"
    assert [row["outcome"] for row in world.query(told)] == ["SUPERSEDED", "APPLIED", "APPLIED"]
    assert [row["due"] for row in world.query(dues)] == ["2026-12-15", "2026-12-20"]
    world.write("decisions", "undo.csv", [decision("UNDO", "", 4, value="D2", decided_at="2026-10-20T23:00:00Z")])
    world.run("2026-10-21T22:00:00Z")
    assert [row["outcome"] for row in world.query(told)] == ["APPLIED", "UNDONE", "APPLIED", "APPLIED"]
    assert [row["due"] for row in world.query(dues)] == ["2026-12-01", "2026-12-20"]


def test_what_was_taken_back_can_be_assigned_by_one_that_comes_late(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    shop.write("reference", "accounts.csv", [account()])
    shop.write("orders", "orders.csv", [order_line(f"20260901-{n}", "100.00") for n in (1, 2, 3)])
    shop.write("bank", "bank.csv", [wire(1, "100.00", "MERCI")])
    shop.write("decisions", "n1.csv", [
        assign(1, wired(1, "100.00"), "20260901-1", B, amount="60.00"), assign(2, wired(1, "100.00"), "20260901-3", B, amount="40.00"),
        decision("UNASSIGN", "20260901-1", 3, payment_id=wired(1, "100.00"), decided_at=C),
        decision("UNASSIGN", "20260901-3", 4, payment_id=wired(1, "100.00"), decided_at=C),
    ])  # fmt: skip
    shop.run("2026-10-13T22:00:00Z")
    shop.write("decisions", "n2.csv", [assign(5, wired(1, "100.00"), "20260901-2", A, amount="100.00")])
    shop.run("2026-10-14T22:00:00Z")
    told = shop.query("select decision_id, outcome, outcome_reason from decisions order by 1")
    assert [(row["decision_id"], row["outcome"], row["outcome_reason"]) for row in told] == [
        ("D1", "SUPERSEDED", "replaced by D3"), ("D2", "SUPERSEDED", "replaced by D4"), ("D3", "APPLIED", None), ("D4", "APPLIED", None),
        ("D5", "APPLIED", None),
    ]  # fmt: skip
    assert not shop.told_otherwise_anew()


def test_a_decision_that_counts_has_no_reason_whatever_came_later(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    shop.write("reference", "accounts.csv", [account()])
    shop.write("orders", "orders.csv", [order_line(f"20260901-{n}", "100.00") for n in (1, 2)])
    shop.write("bank", "bank.csv", [wire(1, "60.00", "MERCI")])
    shop.write("decisions", "n1.csv", [
        assign(1, wired(1, "60.00"), "20260901-1", A, amount="5.00"), assign(2, wired(1, "60.00"), "20260901-2", B, amount="55.00"),
        decision("UNASSIGN", "20260901-2", 3, payment_id=wired(1, "60.00"), decided_at=B),
        assign(4, wired(1, "60.00"), "20260901-2", C, amount="55.00"),
    ])  # fmt: skip
    shop.run("2026-10-13T22:00:00Z")
    assert [
        row["outcome_reason"] for row in shop.query("select outcome_reason from decisions where outcome = 'APPLIED'")
    ] == [None] * 2
    assert not shop.told_otherwise_anew()


def test_money_out_that_a_person_takes_away_waits_in_the_queue(tmp_path: Path) -> None:
    world, paid = World(tmp_path), {"payer_iban": customer_iban(1)}
    world.write("reference", "accounts.csv", [account(ibans=customer_iban(1))])
    world.write("orders", "orders.csv", [order_line("20260901-1", "100.00"), order_line("20260901-2", "100.00")])
    world.write("bank", "bank.csv", [
        wire(1, "100.00", "20260901-1", **paid), wire(2, "100.00", "20260901-2", **paid), wire(3, "-40.00", "AVOIR 20260901-1", **paid),
        wire(4, "-30.00", "AVOIR 20260901-2", **paid),
    ])  # fmt: skip
    world.write("decisions", "d.csv", [
        decision("UNASSIGN", "", 1, payment_id=wired(3, "-40.00"), decided_at=A),
        assign(2, wired(4, "-30.00"), "20260901-2", A, amount="10.00"),
    ])  # fmt: skip
    world.run(AS_OF)
    found = world.query(
        "select amount, suggested_action from findings where code = 'UNMATCHED_PAYMENT' order by amount"
    )
    assert [(str(row["amount"]), row["suggested_action"]) for row in found] == [
        ("-40.00", "find its order, or ignore it"), ("-20.00", "find its order, or ignore it"),
    ]  # fmt: skip


def test_of_a_split_that_a_person_does_not_want_the_other_order_is_left(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.write("reference", "accounts.csv", [account()])
    world.write("orders", "orders.csv", [order_line("20260901-1", "100.00"), order_line("20260901-2", "100.00")])
    world.write("bank", "bank.csv", [wire(1, "150.00", "20260901-1 20260901-2")])
    world.write(
        "decisions", "d.csv", [decision("UNASSIGN", "20260901-2", 1, payment_id=wired(1, "150.00"), decided_at=A)]
    )
    world.run(AS_OF)
    matches = world.query("select order_reference, status from payment_matches")
    assert matches == [{"order_reference": "20260901-1", "status": "SUGGESTED"}]


# By payment: what is decided of it one after the other, of orders by their number (0: none), and what becomes of it.
TAKEN_AWAY = {
    "every order's, after one": ([("UNASSIGN", 201), ("UNASSIGN", 0), ("ASSIGN", 203), ("UNASSIGN", 203)], "UNMATCHED"),
    "every order's": ([("UNASSIGN", 0), ("ASSIGN", 203), ("UNASSIGN", 203)], "UNMATCHED"),
    "every order's, and ignored in between": (
        [("UNASSIGN", 0), ("ASSIGN", 203), ("IGNORE_PAYMENT", 0), ("UNASSIGN", 202)],
        "UNMATCHED",
    ),
    "one order's, and ignored in between": ([("UNASSIGN", 201), ("IGNORE_PAYMENT", 0), ("UNASSIGN", 202)], "UNMATCHED"),
    "ignored in the end": ([("UNASSIGN", 0), ("IGNORE_PAYMENT", 0)], "IGNORED"),
    "put there again": ([("UNASSIGN", 201), ("ASSIGN", 203), ("ASSIGN", 201)], "MATCHED"),
    "undone": ([("UNASSIGN", 0), ("UNDO", 0)], "MATCHED"),
}


def test_no_rule_takes_a_payment_where_it_was_taken_away_from(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    shop.write("reference", "accounts.csv", [account()])
    shop.write("orders", "orders.csv", [
        order_line(f"2026090{case}-{n}", "100.00") for case in range(1, len(TAKEN_AWAY) + 1) for n in (201, 202, 203)
    ])  # fmt: skip
    shop.write(
        "bank",
        "bank.csv",
        [wire(case, "100.00", f"VIR 2026090{case}-201") for case in range(1, len(TAKEN_AWAY) + 1)],
    )
    shop.run("2026-10-09T22:00:00Z")
    rows = []
    for case, (decided, _) in enumerate(TAKEN_AWAY.values(), 1):
        for turn, (action, number) in enumerate(decided):
            about = {"value": f"D{case}0"} if action == "UNDO" else {"payment_id": wired(case, "100.00")}
            if action == "ASSIGN":
                about["amount"] = "50.00" if number == 203 else ""
            reference = f"2026090{case}-{number}" if number else ""
            rows.append(
                decision(action, reference, int(f"{case}{turn}"), decided_at=f"2026-10-10T0{turn}:00:00Z", **about)
            )
    shop.write("decisions", "d.csv", rows)
    shop.run(AS_OF)
    told = shop.query("select match_status from payments order by bank_reference")
    found = dict(zip(TAKEN_AWAY, (row["match_status"] for row in told), strict=True))
    assert found == {case: status for case, (_, status) in TAKEN_AWAY.items()}
    assert not shop.told_otherwise_anew()


def test_what_was_opened_less_what_was_resolved_is_open(world: World) -> None:
    for night in (BEFORE, DECIDED, UNDONE):
        ((moved, left),) = _at(
            world,
            night,
            "select sum(findings_opened - findings_resolved), (select count(*) from findings where state <> 'RESOLVED') from runs",
        )
        assert moved == left, night
