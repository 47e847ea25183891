"""Payouts held against the bank (domain.md §5): by reference or by name and window, aggregated and wallet, residuals shown."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.builders import OWN_ACCOUNT, Row, account, bank_line, decision, order_line, payment_id, psp_event
from tests.nights import Shop
from tests.world import World

AS_OF = "2026-10-20T22:00:00Z"
PAID_OUT = "2026-10-08T10:00:00Z"


def event(provider: str, number: int, kind: str, amount: str, payout: str = "", **columns: str) -> Row:
    told = {"provider": provider, "payout_reference": payout, "occurred_at": PAID_OUT, "payer_iban": ""} | columns
    order = "" if kind in ("PAYOUT", "FEE") else f"20260901-{number}"
    return psp_event(order, kind, amount, number, **{"psp_reference": f"P-{provider}-{number}"} | told)


def line(number: int, amount: str, text: str, payer: str = "", **columns: str) -> Row:
    dated = {"booking_date": "2026-10-10", "value_date": "2026-10-10"} | columns
    return bank_line(amount, text, number, payer_name=payer, payer_iban="", **dated)


# Of each provider: its events, the bank lines, and per payout its status, what it should bring and what is left over.
STORIES: dict[str, tuple[list[Row], list[Row], dict[str, tuple[str, str, str | None]]]] = {
    "by end-to-end id, fees and refunds inside": (
        [
            event("ALPHA", 1, "CAPTURE", "100.00", "PO-A-1", fee_amount="1.50"), event("ALPHA", 2, "CAPTURE", "50.00", "PO-A-1", fee_amount="0.75"),
            event("ALPHA", 3, "REFUND", "20.00", "PO-A-1"), event("ALPHA", 4, "CHARGEBACK", "10.00", "PO-A-1"),
            event("ALPHA", 5, "FEE", "2.00", "PO-A-1"),
            event("ALPHA", 6, "CHARGEBACK_REVERSAL", "5.00", "PO-A-1"), event("ALPHA", 7, "PAYOUT", "120.75", "PO-A-1"),
        ],
        [line(1, "120.75", "WHATEVER", end_to_end_id="PO-A-1")],
        {"PO-A-1": ("MATCHED", "120.75", "0.00")},
    ),
    "by a word of the text, with a residual": (
        [event("BETA", 11, "CAPTURE", "80.00", "PO-B-1")],
        [line(2, "79.50", "VERSEMENT PO-B-1 MERCI")],
        {"PO-B-1": ("MISMATCH", "80.00", "-0.50")},
    ),
    "by name and window, equal amounts one after the other": (
        [
            event("GAMMA", 21, "CAPTURE", "40.00", "G1"), event("GAMMA", 22, "CAPTURE", "40.00", "G2", occurred_at="2026-10-09T10:00:00Z"),
        ],
        [line(3, "40.00", "PAYOUT", "GAMMA BANK AB"), line(4, "40.00", "PAYOUT", "GAMMA BANK AB", booking_date="2026-10-11")],
        {"G1": ("MATCHED", "40.00", "0.00"), "G2": ("MATCHED", "40.00", "0.00")},
    ),
    "by an end-to-end id that is a short number, or letters alone": (
        [event("LAMBDA", 111, "CAPTURE", "50.00", "123456"), event("LAMBDA", 112, "CAPTURE", "51.00", "PAYOUTX")],
        [line(11, "50.00", "VIREMENT", end_to_end_id="123456"), line(12, "51.00", "VIREMENT", end_to_end_id="payoutx")],
        {"123456": ("MATCHED", "50.00", "0.00"), "PAYOUTX": ("MATCHED", "51.00", "0.00")},
    ),
    "by the label of a wallet": (
        [
            event("LEMONWAY", n, "PAYOUT", f"{n}.00", event_id=own, psp_reference=own)
            for n, own in ((121, "70001"), (122, "70002"), (123, "4700150003"))
        ],
        [line(21, "121.00", "PROD-70001 PAYOUT WEEK 40"), line(22, "122.00", "PROD70002 PAYOUT"), line(23, "123.00", "PROD 4700150003 PAYOUT")],
        {"70001": ("MATCHED", "121.00", "0.00"), "70002": ("MATCHED", "122.00", "0.00"), "4700150003": ("MATCHED", "123.00", "0.00")},
    ),
    "of two providers, one called as the beginning of the other": (
        [event("MU", 131, "CAPTURE", "33.00", "M1"), event("MU PLUS", 132, "CAPTURE", "33.00", "M2")],
        [line(31, "33.00", "MU PLUS SETTLEMENT"), line(32, "33.00", "MU SETTLEMENT")],
        {"M1": ("MATCHED", "33.00", "0.00"), "M2": ("MATCHED", "33.00", "0.00")},
    ),
    "of the provider with the shorter name of two that a line names": (
        [event("RHO", 171, "CAPTURE", "35.00", "R1"), event("SIGMATAU", 172, "CAPTURE", "97.00", "S1", occurred_at="2026-10-11T10:00:00Z")],
        [line(71, "35.00", "SIGMATAU BANK FOR RHO")],
        {"R1": ("MATCHED", "35.00", "0.00"), "S1": ("MISSING", "97.00", "-97.00")},
    ),
    "taken back by the bank, by the id that it gave it": (
        [event("NU", 141, "CAPTURE", "53.00", "PO-N-1")],
        [line(41, "53.00", "VERSEMENT PO-N-1", end_to_end_id="BANKE2E5"), line(42, "-53.00", "RETOUR VIREMENT", end_to_end_id="BANKE2E5")],
        {"PO-N-1": ("MISMATCH", "53.00", "-53.00")},
    ),
    "a customer's transfer that says the payout's id as well": (
        [event("XI", 151, "PAYOUT", "55.00", event_id="E-151", occurred_at="2026-10-18T10:00:00Z")],
        [line(51, "88.00", "VIR 20260901-152 LOT E-151")],
        {"P-XI-151": ("WAITING", "55.00", None)},
    ),
    "never came": ([event("DELTA", 31, "CAPTURE", "60.00", "D1")], [], {"D1": ("MISSING", "60.00", "-60.00")}),
    "not yet": (
        [event("EPSILON", 41, "CAPTURE", "60.00", "E1", occurred_at="2026-10-18T10:00:00Z")], [], {"E1": ("WAITING", "60.00", None)},
    ),
    "it failed": (
        [event("ZETA", 51, "CAPTURE", "70.00", "Z1"), event("ZETA", 52, "PAYOUT", "70.00", "Z1", event_status="FAILED")],
        [], {"Z1": ("NOTHING_DUE", "0.00", None)},
    ),
    "it came back": (
        [event("ETA", 61, "CAPTURE", "75.00", "H-1"), event("ETA", 62, "PAYOUT", "75.00", "H-1", event_status="FAILED")],
        [line(5, "75.00", "H-1"), line(6, "-75.00", "H-1", booking_date="2026-10-12")], {"H-1": ("MATCHED", "0.00", "0.00")},
    ),
    "more was refunded than captured": (
        [event("THETA", 71, "REFUND", "30.00", "T1")], [line(7, "-30.00", "PRELEVEMENT THETA")], {"T1": ("MATCHED", "-30.00", "0.00")},
    ),
    "one line for each operation": (
        [event("LEMONWAY", 81, "PAYOUT", "25.00"), event("LEMONWAY", 82, "PAYOUT", "26.00"), event("LEMONWAY", 83, "PAYOUT", "27.00", "W-83")],
        [line(8, "25.00", "VIR LEMONWAY")],
        {"EV00000081": ("MATCHED", "25.00", "0.00"), "EV00000082": ("WAITING", "26.00", None), "W-83": ("WAITING", "27.00", None)},
    ),
    "the provider says another sum than its operations": (
        [
            event("IOTA", 91, "CAPTURE", "90.00", "I1", occurred_at="2026-10-18T10:00:00Z"),
            event("IOTA", 92, "PAYOUT", "88.00", "I1", occurred_at="2026-10-18T10:00:00Z"),
        ],
        [], {"I1": ("MISMATCH", "90.00", "-2.00")},
    ),
    "one of its operations failed since, and says no more in which payout it was": (
        [
            event("KAPPA", 101, "CAPTURE", "100.00", "K1"), event("KAPPA", 102, "CAPTURE", "80.00", "K1", event_id="K102"),
            event("KAPPA", 102, "CAPTURE", "80.00", event_id="K102", event_status="FAILED", occurred_at="2026-10-09T10:00:00Z"),
        ],
        [line(10, "100.00", "KAPPA K1")], {"K1": ("MATCHED", "100.00", "0.00")},
    ),
}  # fmt: skip
PAYOUTS = [(story, payout) for story, (_, _, payouts) in STORIES.items() for payout in payouts]
# A customer who is called like a provider and names an order pays it.
NAMESAKE = line(99, "45.00", "VIR 20260901-99", "DELTA DUPONT")


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World(tmp_path_factory.mktemp("paid_out"))
    world.write("reference", "accounts.csv", [account()])
    world.write("orders", "orders.csv", [order_line("20260901-99", "45.00"), order_line("20260901-152", "88.00")])
    world.write("psp/events", "events.csv", [row for events, _, _ in STORIES.values() for row in events])
    world.write("bank", "bank.csv", [NAMESAKE, *(row for _, lines, _ in STORIES.values() for row in lines)])
    world.run(AS_OF)
    return world


@pytest.mark.parametrize(("story", "payout"), PAYOUTS)
def test_what_it_brought(world: World, story: str, payout: str) -> None:
    (found,) = world.query(f"select * from payouts where payout_reference = '{payout}'")
    status, expected, residual = STORIES[story][2][payout]
    assert (found["status"], str(found["expected_amount"])) == (status, expected)
    assert found["residual"] == (None if residual is None else Decimal(residual))
    opened = world.query(f"select amount from findings where code = 'PAYOUT_MISMATCH' and subject like '% {payout}'")
    assert opened == ([{"amount": found["residual"]}] if status in ("MISMATCH", "MISSING") else [])


def test_a_payout_is_no_payment_of_a_customer(world: World) -> None:
    lines = world.query(
        "select match_status, explanation from payments where provider = 'BANK' and bank_reference not in ('BR00000051', 'BR00000099')"
    )
    assert {row["match_status"] for row in lines} == {"NOT_MATCHABLE"}
    assert all(row["explanation"].startswith("payout ") for row in lines)


def test_who_names_an_order_pays_it(world: World) -> None:
    told = "select match_status, order_reference from payments where bank_reference in ('BR00000051', 'BR00000099') order by 2"
    assert world.query(told) == [
        {"match_status": "MATCHED", "order_reference": reference} for reference in ("20260901-152", "20260901-99")
    ]


def test_a_line_that_a_person_puts_against_an_order_is_no_payout(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    shop.write("orders", "orders.csv", [order_line("20260901-1", "100.00"), order_line("20260901-2", "100.00")])
    shop.write("psp/events", "events.csv", [event("STRIPE", 2, "CAPTURE", "100.00", "PO-500X")])
    shop.write("bank", "bank.csv", [line(1, "100.00", "STRIPE SETTLE PO-500X")])
    paid = payment_id("bank", OWN_ACCOUNT, "2026-10-10", "100.00", "EUR", "BR00000001", "1")
    nights: tuple[tuple[str, list[Row], tuple[str, str], str], ...] = (
        ("2026-10-20T22:00:00Z", [], ("MATCHED", "0.00"), "NOT_MATCHABLE"),
        (
            "2026-10-21T22:00:00Z",
            [decision("ASSIGN", "20260901-1", payment_id=paid)],
            ("MISSING", "-100.00"),
            "MATCHED",
        ),
        ("2026-10-22T22:00:00Z", [decision("UNDO", "", 2, value="D1")], ("MATCHED", "0.00"), "NOT_MATCHABLE"),
    )
    for as_of, decided, stands, status in nights:
        shop.write("decisions", f"decisions-{as_of[:10]}.csv", decided)
        shop.run(as_of)
        assert shop.query("select status, residual::varchar as residual from payouts") == [
            dict(zip(("status", "residual"), stands, strict=True))
        ]
        assert shop.query(f"select match_status from payments where payment_id = '{paid}'") == [
            {"match_status": status}
        ]
    assert not shop.told_otherwise_anew()
