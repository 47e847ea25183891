"""Where rules of the ladder meet (domain.md §5): each shop of its own account, all in one warehouse."""

from dataclasses import dataclass, field
from decimal import Decimal

import pytest

from tests.builders import Row, account, bank_line, customer_iban, order_line, status_row
from tests.nights import Shop

Night = tuple[list[Row], list[Row]]  # orders, lines of the bank
LATER = {"update_date": "2026-10-05T08:00:00Z"}


def owes(number: int, amount: str, lo: int = 1, /, **columns: str) -> Row:
    """An order `@-number`, where @ is the day of the shop."""
    return order_line(f"@-{number}", amount, lo, **columns)


def paid(amount: str, text: str, day: str = "10-01", /, **columns: str) -> Row:
    return bank_line(
        amount, text, **{"payer_iban": "", "booking_date": f"2026-{day}", "value_date": f"2026-{day}"} | columns
    )


@dataclass(frozen=True)
class Edge:
    """What becomes of the lines of a shop, night by night, in the order of their days: status, rules, and what is put against which order."""

    nights: list[Night]
    told: list[tuple[str, set[str], dict[int, str]]]
    refunded: str = ""
    known: bool = False  # whether the shop's payer is in the accounts file
    findings: set[str] = field(default_factory=set)


ONE, TWO = [owes(42, "100.00")], [owes(42, "100.00"), owes(55, "70.00")]
OPEN, NONE = "SUGGESTED", dict[int, str]()
BACK = {"RtrInf": "AC04"}  # what the bank calls a return
PAID_BY_HAND = paid("100.00", "@-42", "09-10", end_to_end_id="E@", payer_iban="PAYER")
EXACTLY, STRANGER = [("MATCHED", {"EXACT"}, {42: "100.00"})], customer_iban(99)
TWICE_MISREAD = "two words that are one edit from the same order"
EDGES = {
    "a return without an id, of the same counterparty and text": Edge(
        [(ONE, [paid("100.00", "@-42", "09-10"), paid("-100.00", "@-42", "09-12") | BACK])],
        [("MATCHED", {"EXACT"}, {42: "100.00"}), ("MATCHED", {"STRUCTURED"}, {42: "-100.00"})],
    ),
    "a return without an id, of the same account and text": Edge(
        [
            (
                ONE,
                [
                    paid("100.00", "@-42", "09-10", payer_iban="PAYER"),
                    paid("-100.00", "@-42", "09-12", payer_iban="PAYER") | BACK,
                ],
            )
        ],
        [("MATCHED", {"EXACT"}, {42: "100.00"}), ("MATCHED", {"STRUCTURED"}, {42: "-100.00"})],
    ),
    "a payout to a supplier that comes back": Edge(
        [
            (
                ONE,
                [
                    paid("-100.00", "@-42", "09-10", payer_name="S"),
                    paid("100.00", "@-42", "09-12", payer_name="S") | BACK,
                ],
            )
        ],
        [(OPEN, {"EXACT"}, NONE), ("NOT_MATCHABLE", set(), NONE)],
    ),
    "a credit that is called a return of what nobody knows": Edge(
        [(ONE, [paid("100.00", "@-42") | BACK])], [(OPEN, {"EXACT"}, NONE)]
    ),
    "a credit that is called a return and names nobody": Edge(
        [(ONE, [paid("100.00", "FRAIS") | BACK])], [("NOT_MATCHABLE", set(), NONE)]
    ),
    "a return that is told before its credit": Edge(
        [
            (ONE, [paid("-100.00", "@-42", "09-12", end_to_end_id="E@", payer_iban="PAYER") | BACK]),
            ([], [paid("100.00", "@-42", "09-10", end_to_end_id="E@", payer_iban="PAYER")]),
        ],
        [("MATCHED", {"EXACT"}, {42: "100.00"}), ("MATCHED", {"STRUCTURED"}, {42: "-100.00"})],
        known=True,
    ),
    "a return without an id leaves alone what another return names by its id": Edge(
        [
            (
                ONE,
                [
                    paid("100.00", "@-42", "09-10", payer_iban="PAYER"),
                    paid("100.00", "@-42", "09-11", end_to_end_id="E@", payer_iban="PAYER"),
                    paid("-100.00", "@-42", "09-12", payer_iban="PAYER") | BACK,
                    paid("-100.00", "@-42", "09-13", end_to_end_id="E@", payer_iban="PAYER") | BACK,
                ],
            )
        ],
        [
            ("MATCHED", {"EXACT"}, {42: "100.00"}),
            ("MATCHED", {"EXACT"}, {42: "100.00"}),
            ("MATCHED", {"STRUCTURED"}, {42: "-100.00"}),
            ("MATCHED", {"STRUCTURED"}, {42: "-100.00"}),
        ],
    ),
    "a return of a return": Edge(
        [
            (
                ONE,
                [
                    paid("100.00", "@-42", "09-10", end_to_end_id="E@", payer_iban="PAYER"),
                    paid("-100.00", "RETOUR", "09-11", end_to_end_id="E@", payer_iban="PAYER") | BACK,
                    paid("100.00", "@-42", "09-12", end_to_end_id="E@", payer_iban="PAYER") | BACK,
                ],
            )
        ],
        [
            ("MATCHED", {"EXACT"}, {42: "100.00"}),
            ("MATCHED", {"STRUCTURED"}, {42: "-100.00"}),
            (OPEN, {"EXACT"}, NONE),
        ],
    ),
    "some of a payment goes back, and the bank calls it a return": Edge(
        [
            (
                ONE,
                [
                    paid("100.00", "@-42", "09-10", end_to_end_id="E@", payer_iban="PAYER"),
                    paid("-60.00", "R", "09-12", end_to_end_id="E@", payer_iban="PAYER") | BACK,
                ],
            )
        ],
        [("MATCHED", {"EXACT"}, {42: "100.00"}), (OPEN, {"STRUCTURED"}, NONE)],
    ),
    "some of a refund comes back, and the bank says so": Edge(
        [
            (
                ONE,
                [
                    paid("150.00", "@-42", "09-10", payer_iban="PAYER"),
                    paid("-50.00", "@-42", "09-12", end_to_end_id="R@", payer_iban="PAYER"),
                    paid("45.00", "RETOUR", "09-15", end_to_end_id="R@", payer_iban="PAYER") | BACK,
                ],
            )
        ],
        [
            ("MATCHED", {"EXACT"}, {42: "150.00"}),
            ("MATCHED", {"EXACT"}, {42: "-50.00"}),
            ("MATCHED", {"STRUCTURED"}, {42: "45.00"}),
        ],
        refunded="5.00",
    ),
    "a refund that stands is none before itself": Edge(
        [
            (
                ONE,
                [
                    paid("150.00", "@-42", "09-10", end_to_end_id="E@", payer_iban="PAYER"),
                    paid("-150.00", "ANNULE", "09-12", end_to_end_id="E@", payer_iban="PAYER"),
                ],
            ),
            ([], [paid("5.00", "@-42", "09-20")]),
        ],
        [
            ("MATCHED", {"EXACT"}, {42: "150.00"}),
            ("MATCHED", {"STRUCTURED"}, {42: "-150.00"}),
            ("MATCHED", {"EXACT"}, {42: "5.00"}),
        ],
        refunded="150.00",
    ),
    "an id from elsewhere with points in it": Edge(
        [([owes(42, "100.00", order_external_id="WEB.@.7")], [paid("5.00", "VIR WEB.@.7, MERCI")])],
        [("MATCHED", {"EXACT"}, {42: "5.00"})],
    ),
    "a reference that goes on beside its order": Edge(
        [(ONE, [paid("70.00", "@-42 @-42-9")])], [(OPEN, {"NORMALISED"}, NONE)]
    ),
    "a reference that goes on in the text, its order in the end-to-end id": Edge(
        [(ONE, [paid("100.00", "@-42-9", end_to_end_id="@-42")])], [(OPEN, {"NORMALISED"}, NONE)]
    ),
    "an unknown reference in the text, an order in the end-to-end id": Edge(
        [(ONE, [paid("100.00", "20251231-7", end_to_end_id="@-42")])], [(OPEN, {"MULTIPLE"}, NONE)]
    ),
    "it owed more when it was paid": Edge(
        [(ONE, []), ([owes(42, "80.00", **LATER)], [paid("80.00", "@ 42")])], [(OPEN, {"NORMALISED"}, NONE)]
    ),
    "it owed all of that when it was paid": Edge(
        [(ONE, []), ([owes(42, "80.00", **LATER)], [paid("100.00", "@ 42")])],
        [("MATCHED", {"NORMALISED"}, {42: "100.00"})],
        findings={"OVERPAID", "AMOUNT_CHANGED_AFTER_PAYMENT"},
    ),
    "a line that was canceled later counts in full": Edge(
        [
            ([owes(42, "60.00"), owes(42, "40.00", order_line_external_id="L2")], []),
            (
                [
                    owes(42, "60.00", **LATER),
                    owes(42, "40.00", order_line_external_id="L2", order_line_status="CANCELED", **LATER),
                ],
                [paid("100.00", "@ 42")],
            ),
        ],
        [("MATCHED", {"NORMALISED"}, {42: "100.00"})],
    ),
    "a lower due questions no match of before": Edge(
        [(ONE, [paid("100.00", "@ 42")]), ([owes(42, "80.00", **LATER)], [])],
        [("MATCHED", {"NORMALISED"}, {42: "100.00"})],
        findings={"OVERPAID", "AMOUNT_CHANGED_AFTER_PAYMENT"},
    ),
    "a refund goes out again after it came back": Edge(
        [
            (
                ONE,
                [
                    paid("100.00", "@-42", "09-10", end_to_end_id="E@", payer_iban="PAYER"),
                    paid("-100.00", "REMB", "09-20", end_to_end_id="E@", payer_iban="PAYER"),
                    paid("100.00", "RETOUR", "09-22", end_to_end_id="E@"),
                    paid("-100.00", "REMB", "09-25", end_to_end_id="E@", payer_iban="PAYER"),
                ],
            )
        ],
        [
            ("MATCHED", {rule}, {42: amount})
            for rule, amount in (
                ("EXACT", "100.00"),
                ("STRUCTURED", "-100.00"),
                ("STRUCTURED", "100.00"),
                ("STRUCTURED", "-100.00"),
            )
        ],
        refunded="100.00",
    ),
    "a refund goes out twice": Edge(
        [
            (
                ONE,
                [
                    paid("100.00", "@-42", "09-10", end_to_end_id="E@", payer_iban="PAYER"),
                    paid("-100.00", "REMB", "09-20", end_to_end_id="E@", payer_iban="PAYER"),
                    paid("-100.00", "REMB", "09-25", end_to_end_id="E@", payer_iban="PAYER"),
                ],
            )
        ],
        [
            ("MATCHED", {rule}, {42: amount})
            for rule, amount in (("EXACT", "100.00"), ("STRUCTURED", "-100.00"), ("STRUCTURED", "-100.00"))
        ],
        refunded="200.00",
        findings={"OVER_REFUNDED"},
    ),
    "a refund of a part": Edge(
        [(ONE, [PAID_BY_HAND, paid("-30.00", "REMB", "09-20", end_to_end_id="E@", payer_iban="PAYER")])],
        [*EXACTLY, ("MATCHED", {"STRUCTURED"}, {42: "-30.00"})],
        refunded="30.00",
    ),
    "a refund of a part, to somebody else": Edge(
        [(ONE, [PAID_BY_HAND, paid("-30.00", "REMB", "09-20", end_to_end_id="E@", payer_iban=STRANGER)])],
        [*EXACTLY, (OPEN, {"STRUCTURED"}, NONE)],
    ),
    "a refund of all, to somebody else": Edge(
        [(ONE, [PAID_BY_HAND, paid("-100.00", "REMB", "09-20", end_to_end_id="E@", payer_iban=STRANGER)])],
        [*EXACTLY, (OPEN, {"STRUCTURED"}, NONE)],
    ),
    "a part of what paid two orders is refunded": Edge(
        [
            (
                TWO,
                [
                    paid("170.00", "@-42 @-55", "09-10", end_to_end_id="E@", payer_iban="PAYER"),
                    paid("-30.00", "REMB", "09-20", end_to_end_id="E@", payer_iban="PAYER"),
                ],
            )
        ],
        [("MATCHED", {"MULTIPLE"}, {42: "100.00", 55: "70.00"}), (OPEN, {"STRUCTURED"}, NONE)],
    ),
    "a refund comes back, less what the bank took": Edge(
        [
            (
                ONE,
                [
                    PAID_BY_HAND,
                    paid("-100.00", "REMB", "09-20", end_to_end_id="E@", payer_iban="PAYER"),
                    paid("95.00", "RETOUR", "09-22", end_to_end_id="E@"),
                ],
            )
        ],
        [*EXACTLY, ("MATCHED", {"STRUCTURED"}, {42: "-100.00"}), ("MATCHED", {"STRUCTURED"}, {42: "95.00"})],
        refunded="5.00",
    ),
    "a return of the nearest of two instalments": Edge(
        [
            (
                [owes(42, "200.00")],
                [
                    paid("100.00", "@-42", "09-01", end_to_end_id="E@"),
                    paid("100.00", "@-42", "09-20", end_to_end_id="E@"),
                    paid("-100.00", "RETOUR", "09-22", end_to_end_id="E@"),
                ],
            )
        ],
        [*EXACTLY, *EXACTLY, ("MATCHED", {"STRUCTURED"}, {42: "-100.00"})],
        refunded="0.00",
    ),
    "a new payment with the id of a refund names its order": Edge(
        [
            (
                TWO,
                [
                    PAID_BY_HAND,
                    paid("-100.00", "REMB", "09-20", end_to_end_id="E@", payer_iban="PAYER"),
                    paid("70.00", "@-55", "09-22", end_to_end_id="E@"),
                ],
            )
        ],
        [*EXACTLY, ("MATCHED", {"STRUCTURED"}, {42: "-100.00"}), ("MATCHED", {"EXACT"}, {55: "70.00"})],
    ),
    "a reference behind an RF reference is none of its groups": Edge(
        [(ONE, [paid("70.00", "RF12 @-42")])], [("MATCHED", {"EXACT"}, {42: "70.00"})]
    ),
    "a date in pieces, a hyphen before the number": Edge(
        [(ONE, [paid("60.00", "CDE DATED-42", "09-10"), paid("10.00", "@--42")])],
        [("MATCHED", {"NORMALISED"}, {42: "60.00"}), ("MATCHED", {"NORMALISED"}, {42: "10.00"})],
    ),
    "a reference of an order and of another's part": Edge(
        [
            (
                [owes(42, "70.00"), owes(42, "30.00", 2), order_line("@-42-1", "55.00")],
                [paid("55.00", "MERCI", end_to_end_id="@-42-1")],
            )
        ],
        [("MATCHED", {"STRUCTURED"}, {421: "55.00"})],
    ),
    "a word or a sum behind the number": Edge(
        [(ONE, [paid("60.00", "VIR @-42MERCI", "09-10"), paid("40.00", "VIR @-42EUR40.00", "09-12")])],
        [("MATCHED", {"NORMALISED"}, {42: "60.00"}), ("MATCHED", {"NORMALISED"}, {42: "40.00"})],
    ),
    "a letter or two behind the number": Edge([(ONE, [paid("70.00", "VIR @-42EU")])], [(OPEN, {"NORMALISED"}, NONE)]),
    "figures in front of the word in front": Edge(
        [(ONE, [paid("70.00", "FACT12CDE@-42")])], [("MATCHED", {"NORMALISED"}, {42: "70.00"})]
    ),
    "a return after a refund of what was too much": Edge(
        [
            (
                ONE,
                [
                    PAID_BY_HAND,
                    paid("100.00", "@-42", "09-11", end_to_end_id="F@", payer_iban="PAYER"),
                    paid("-100.00", "AVOIR @-42", "09-12", payer_iban="PAYER"),
                    paid("-100.00", "RETOUR", "09-13", end_to_end_id="E@", payer_iban="PAYER"),
                ],
            )
        ],
        [*EXACTLY, *EXACTLY, ("MATCHED", {"EXACT"}, {42: "-100.00"}), ("MATCHED", {"STRUCTURED"}, {42: "-100.00"})],
        refunded="100.00",
    ),
    "two customers, one end-to-end id": Edge(
        [
            (
                [*ONE, owes(55, "100.00")],
                [
                    PAID_BY_HAND,
                    paid("100.00", "@-55", "09-11", end_to_end_id="E@", payer_iban=STRANGER),
                    paid("-100.00", "RETOUR", "09-12", end_to_end_id="E@", payer_iban="PAYER"),
                ],
            )
        ],
        [*EXACTLY, ("MATCHED", {"EXACT"}, {55: "100.00"}), ("MATCHED", {"STRUCTURED"}, {42: "-100.00"})],
        refunded="0.00",
    ),
    "an id of two orders names neither": Edge(
        [
            (
                [owes(42, "100.00", order_external_id="PO-@"), owes(55, "70.00", order_external_id="PO-@")],
                [paid("170.00", "X", end_to_end_id="PO-@")],
            )
        ],
        [(OPEN, {"STRUCTURED"}, NONE)],
    ),
    "a field names one and the text the other": Edge(
        [(TWO, [paid("170.00", "@-55", end_to_end_id="@-42")])],
        [("MATCHED", {"MULTIPLE"}, {42: "100.00", 55: "70.00"})],
    ),
    "one of two owes nothing any more": Edge(
        [(TWO, [paid("70.00", "@-55", "09-15"), paid("100.00", "@-42 @-55")])],
        [("MATCHED", {"EXACT"}, {55: "70.00"}), ("MATCHED", {"MULTIPLE"}, {42: "100.00"})],
    ),
    "two orders in two currencies": Edge(
        [([owes(42, "100.00"), owes(55, "70.00", currency="USD")], [paid("170.00", "@-42 @-55")])],
        [(OPEN, {"MULTIPLE"}, NONE)],
    ),
    "an order and its only part": Edge(
        [(ONE, [paid("100.00", "@-42 1 ARTICLE")])], [("MATCHED", {"NORMALISED"}, {42: "100.00"})]
    ),
    "an id of both parts of an order": Edge(
        [
            (
                [owes(42, "60.00", order_external_id="ERP-@"), owes(42, "40.00", 2, order_external_id="ERP-@")],
                [paid("100.00", "ERP-@")],
            )
        ],
        [("MATCHED", {"MULTIPLE"}, {42: "100.00"})],
    ),
    "a broken RF reference of somebody who is known": Edge(
        [(ONE, [paid("100.00", "RF10 9999 9999 1 MERCI", payer_iban="PAYER")])],
        [(OPEN, {"AMOUNT_PAYER"}, NONE)],
        known=True,
    ),
    "what an overpaid order gets back by a copied id, a night later": Edge(
        [
            (
                ONE,
                [
                    paid("100.00", "@-42", "09-10", end_to_end_id="E@", payer_iban="PAYER"),
                    paid("100.00", "@-42", "09-10", bank_reference="B2@"),
                ],
            ),
            ([], [paid("-100.00", "REMBOURSEMENT", "09-12", end_to_end_id="E@", payer_iban="PAYER")]),
        ],
        [
            ("MATCHED", {"EXACT"}, {42: "100.00"}),
            ("MATCHED", {"EXACT"}, {42: "100.00"}),
            ("MATCHED", {"STRUCTURED"}, {42: "-100.00"}),
        ],
        refunded="100.00",
    ),
    TWICE_MISREAD: Edge(
        [([owes(9056, "45.00")], [paid("181.07", "VIR @-9054 @-9053", payer_iban="PAYER")])],
        [(OPEN, {"FUZZY"}, NONE)],
        known=True,
    ),
    "two orders are named, and only one of them owes anything": Edge(
        [([owes(42, "100.00"), owes(55, "50.00")], [paid("50.00", "@-55", "09-10"), paid("90.00", "@-42 ET @-55")])],
        [("MATCHED", {"EXACT"}, {55: "50.00"}), (OPEN, {"MULTIPLE"}, NONE)],
        findings={"SUGGESTED_MATCH"},
    ),
}


def _of(place: int, rows: list[Row]) -> list[Row]:
    """The rows of a shop: its day, its account, its payer."""
    told, day = [], _day(place)
    for row in rows:
        named = {
            name: cell.replace("@", day)
            .replace("DATED", f"{day[:4]}.{day[4:6]} {day[6:]}")
            .replace("PAYER", customer_iban(place))
            for name, cell in row.items()
        }
        if "Bank Reference" in named:
            named["Bank Reference"] = f"B{place}-{named['Booking Date']}"
        told.append(
            named
            | (
                {"Customer Account External Id": f"ACC{place}"}
                if "Currency" in named and "Order Reference" in named
                else {}
            )
        )
    return told


def _day(place: int) -> str:
    return f"202609{place + 1:02}"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    shop = Shop(tmp_path_factory.mktemp("edges"))
    edges = list(enumerate(EDGES.values()))
    accounts = [account(f"ACC{place}", ibans=customer_iban(place) if edge.known else "") for place, edge in edges]
    shop.write("reference", "accounts.csv", accounts)
    for night in range(2):
        for feed, of in (("orders", 0), ("bank", 1)):
            rows = [
                row
                for place, edge in edges
                for row in _of(place, edge.nights[night][of] if night < len(edge.nights) else [])
            ]
            shop.write(feed, f"{feed}-2026101{night}.csv", rows)
        shop.run(f"2026-10-1{night}T22:00:00Z")
    return shop


@pytest.mark.parametrize("name", EDGES)
def test_what_becomes_of_it(shop: Shop, name: str) -> None:
    place, edge = list(EDGES).index(name), EDGES[name]
    payments = shop.query(
        f"select payment_id, match_status from payments where starts_with(bank_reference, 'B{place}-') order by bank_reference"
    )
    found = []
    for payment in payments:
        matches = shop.query(
            f"select order_reference, rule, status, amount, explanation from payment_matches where payment_id = '{payment['payment_id']}'"
        )
        assert all(match["explanation"] for match in matches)
        amounts: dict[int, Decimal] = {}
        for match in matches:
            if match["status"] == "MATCHED":
                number = int("".join(match["order_reference"].split("-")[1:]))
                amounts[number] = amounts.get(number, Decimal(0)) + match["amount"]
        found.append(
            (
                payment["match_status"],
                {match["rule"] for match in matches},
                {number: str(amount) for number, amount in amounts.items()},
            )
        )
    assert found == edge.told
    if edge.refunded:
        (order,) = shop.query(f"select amount_refunded from orders where order_reference = '{_day(place)}-42'")
        assert str(order["amount_refunded"]) == edge.refunded
    codes = {
        row["code"]
        for row in shop.query(
            f"select code from findings where state = 'OPEN' and starts_with(order_reference, '{_day(place)}-')"
        )
    }
    assert edge.findings <= codes
    assert "MATCH_QUESTIONED" not in {row["code"] for row in shop.query("select code from findings")}


def test_of_two_words_that_speak_for_one_order_the_same_is_told_in_any_order(shop: Shop) -> None:
    day = _day(list(EDGES).index(TWICE_MISREAD))
    (match,) = shop.query(f"select explanation from payment_matches where order_reference = '{day}-9056'")
    assert match["explanation"].startswith(f"one edit from {day}-9053;")


def test_the_second_night_is_what_a_rebuild_gives(shop: Shop) -> None:
    assert not shop.told_otherwise_anew()


def test_a_payer_that_turns_out_to_be_the_shop_itself_questions_its_match(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = Shop(tmp_path_factory.mktemp("own"))
    shop.write("orders", "orders.csv", [order_line("20260901-42", "100.00")])
    shop.write("bank", "bank-20261001.csv", [bank_line("100.00", "20260901-42", payer_iban=customer_iban(1))])
    shop.run("2026-10-02T22:00:00Z")
    shop.write(
        "bank", "bank-20261003.csv", [bank_line("5.00", "FRAIS", 2, account_iban=customer_iban(1), payer_iban="")]
    )
    shop.run("2026-10-03T22:00:00Z")
    assert shop.query("select code from findings where code = 'MATCH_QUESTIONED' and state = 'OPEN'")
    assert not shop.told_otherwise_anew()


def test_what_was_canceled_before_its_first_export_counts_in_full_before(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = Shop(tmp_path_factory.mktemp("grace"))
    shop.write(
        "orders",
        "orders.csv",
        [order_line("20260901-42", "100.00", order_status="WAITING_SHIPMENT", update_date="2026-10-01T09:00:00Z")],
    )
    shop.write(
        "status_imports",
        "status.csv",
        [status_row("20260901-42-1", "CANCELED", effective_date="2026-09-30T10:00:00Z")],
    )
    booked = {"booking_date": "2026-09-28", "value_date": "2026-09-28"}
    shop.write("bank", "bank.csv", [bank_line("100.00", "20260901 42", payer_iban="", **booked)])
    shop.run("2026-10-02T22:00:00Z")
    (order,) = shop.query("select logistic_status, amount_received from orders")
    assert (order["logistic_status"], str(order["amount_received"])) == ("CANCELED", "100.00")


@pytest.mark.parametrize("debit", [42, 55])
def test_one_line_that_paid_a_direct_debit_and_a_transfer_was_no_debit(
    debit: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shop = Shop(tmp_path_factory.mktemp("debit"))
    option = {debit: {"order_payment_option": "DIRECT_PAYMENT"}}
    shop.write("orders", "orders.csv", [order_line(f"20260901-{n}", "50.00", **option.get(n, {})) for n in (42, 55)])
    shop.write("bank", "bank.csv", [
        bank_line("100.00", "20260901-42 20260901-55", 1, end_to_end_id="E1"),
        bank_line("-100.00", "RETOUR", 2, end_to_end_id="E1", booking_date="2026-10-02", value_date="2026-10-02") | BACK,
    ])  # fmt: skip
    shop.run("2026-10-03T22:00:00Z")
    rows = shop.query("select kind, match_status, amount_matched from payments order by kind")
    assert [(row["kind"], row["match_status"], str(row["amount_matched"])) for row in rows] == [
        ("PAYMENT_RETURN", "MATCHED", "-100.00"), ("TRANSFER", "MATCHED", "100.00"),
    ]  # fmt: skip
    assert not shop.query("select code from findings where code = 'CHARGEBACK'")


def test_a_reading_without_a_witness_does_not_hide_what_the_account_owes(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    shop = Shop(tmp_path_factory.mktemp("witness"))
    orders = [
        order_line("20260901-42", "77.00"),
        order_line("20260901-55", "33.00", customer_account_external_id="ACC2"),
    ]
    shop.write("orders", "orders.csv", orders)
    shop.write("reference", "accounts.csv", [account("ACC1", ibans=customer_iban(1)), account("ACC2")])
    shop.write("bank", "bank.csv", [bank_line("77.00", "VIR 20260901-56", payer_iban=customer_iban(1))])
    for night in ("2026-10-01T22:00:00Z", "2026-10-04T22:00:00Z"):
        shop.run(night)
        rows = shop.query("select order_reference, rule, status from payment_matches")
        assert rows == [{"order_reference": "20260901-42", "rule": "AMOUNT_PAYER", "status": OPEN}]
