"""Transfers that say one reference and nothing else are matched without a question, as the rounds would have matched them (domain.md §5)."""

import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.builders import Row, account, bank_line, customer_iban, order_line
from tests.nights import Shop, difference, tables

AS_OF = "2026-10-20T22:00:00Z"
KNOWN, UNKNOWN = customer_iban(1), customer_iban(2)
NEXT_DAY = {"booking_date": "2026-10-02", "value_date": "2026-10-02"}
EXACT: list[tuple[str, str | None]] = [("MATCHED", "EXACT")]
LOOSELY: list[tuple[str, str | None]] = [("MATCHED", "NORMALISED")]
NOTHING: list[tuple[str, str | None]] = [("UNMATCHED", None)]


def order(number: int, amount: str = "100.00", **columns: str) -> Row:
    return order_of_day(1, number, amount, **columns)


def order_of_day(day: int, number: int, amount: str = "100.00", **columns: str) -> Row:
    return order_line(
        f"2026090{day}-{number}",
        amount,
        **{"customer_account_external_id": f"ACC{number}", "external_source": ""} | columns,
    )


def paid(text: str, amount: str = "100.00", **columns: str) -> Row:
    return bank_line(amount, text, **{"payer_iban": UNKNOWN} | columns)


@dataclass(frozen=True)
class Said:
    """What lies in a shop of its own numbers, and what becomes of its transfers, as (status, rule) in the order in which they stand."""

    orders: list[Row]
    transfers: list[Row]
    told: list[tuple[str, str | None]] = field(default_factory=lambda: EXACT)


SHOPS = {
    "alone": Said([order(1)], [paid("VIR SEPA 20260901-1")]),
    "its part": Said([order(2)], [paid("20260901-2-1")]),
    "too little, of nobody known": Said([order(3)], [paid("COMMANDE: 20260901-3", "40.00", payer_iban="")]),
    "too much": Said([order(4)], [paid("VIREMENT 20260901-4", "400.00")]),
    "another amount than it owes, from a payer of another account": Said(
        [order(5)], [paid("VIR 20260901-5", "40.00", payer_iban=KNOWN)], [("SUGGESTED", "EXACT")]
    ),
    "the exact amount, from a payer of another account": Said([order(6)], [paid("VIR 20260901-6", payer_iban=KNOWN)]),
    "twice": Said([order(7)], [paid("VIR 20260901-7"), paid("VIR 20260901-7")], [*EXACT, *EXACT]),
    "twice, and the second may mean another": Said(
        [order(8), order(9, customer_account_external_id="ACC8")],
        [paid("VIR 20260901-8"), paid("VIR 20260901-8", **NEXT_DAY)],
        [*EXACT, ("SUGGESTED", "EXACT")],
    ),
    "paid before by one who writes it otherwise": Said(
        [order(10), order(11, customer_account_external_id="ACC10")],
        [paid("VIR 20260901/10", booking_date="2026-09-30", value_date="2026-09-30"), paid("VIR 20260901-10")],
        [("MATCHED", "NORMALISED"), ("SUGGESTED", "EXACT")],
    ),
    "a word is an id from elsewhere": Said(
        [order(12), order(13, order_external_id="MAGNOLIA")], [paid("MAGNOLIA 20260901-12")], [("SUGGESTED", "MULTIPLE")]
    ),
    "a word alone is an id from elsewhere": Said([order(14, order_external_id="FORSYTHIA")], [paid("VIR Forsythia")]),
    "a word that is too short for one": Said([order(15, order_external_id="ROSE")], [paid("VIR ROSE")], NOTHING),
    "the date is an id from elsewhere": Said(
        [order(16, order_line_external_id="X"), order_line("20260902-17", "100.00", order_external_id="20260901")],
        [paid("VIR 20260901-16")],
    ),
    "in another currency": Said(
        [order(18, currency="GBP")], [paid("VIR 20260901-18")], [("UNMATCHED", None)]
    ),
    "it owes nothing": Said([order(19, order_status="CANCELED")], [paid("VIR 20260901-19")]),
    "too little, of somebody who pays nothing else": Said([order(21)], [paid("VIR 20260901-21", "40.00", payer_iban=customer_iban(3))]),
    "too little, of somebody who pays that account alone": Said(
        [order(22), order(23, customer_account_external_id="ACC22")],
        [paid("VIR 20260901-22", payer_iban=customer_iban(4)), paid("VIR 20260901-23", "40.00", payer_iban=customer_iban(4), **NEXT_DAY)],
        [*EXACT, *EXACT],
    ),
    "too little, of somebody who paid another account the day before": Said(
        [order(24), order(25)],
        [paid("VIR 20260901-24", payer_iban=customer_iban(5)), paid("VIR 20260901-25", "40.00", payer_iban=customer_iban(5), **NEXT_DAY)],
        [*EXACT, ("SUGGESTED", "EXACT")],
    ),
    "too little, of somebody whose bank said the day before that he pays another account": Said(
        [order(26), order(27)],
        [
            paid("", end_to_end_id="20260901-26", payer_iban=customer_iban(6)),
            paid("VIR 20260901-27", "40.00", payer_iban=customer_iban(6), **NEXT_DAY),
        ],
        [("MATCHED", "STRUCTURED"), ("SUGGESTED", "EXACT")],
    ),
    "too little, of somebody who pays another account the day after": Said(
        [order(28), order(29)],
        [
            paid("", end_to_end_id="20260901-28", payer_iban=customer_iban(7), **NEXT_DAY),
            paid("VIR 20260901-29", "40.00", payer_iban=customer_iban(7)),
        ],
        [("MATCHED", "STRUCTURED"), *EXACT],
    ),
    "too little, of somebody who paid another account twice the day before": Said(
        [order(31, "200.00"), order(32)],
        [
            *[paid("VIR 20260901-31", payer_iban=customer_iban(8))] * 2,
            paid("VIR 20260901-32", "40.00", payer_iban=customer_iban(8), **NEXT_DAY),
        ],
        [*EXACT, *EXACT, ("SUGGESTED", "EXACT")],
    ),
    "too little, of somebody who paid another account for nothing the day before": Said(
        [order(33, order_status="CANCELED"), order(34)],
        [paid("VIR 20260901-33", payer_iban=customer_iban(9)), paid("VIR 20260901-34", "40.00", payer_iban=customer_iban(9), **NEXT_DAY)],
        [*EXACT, ("SUGGESTED", "EXACT")],
    ),
    "its letters are also those of another's part": Said(
        [order(30), order(3, order_reference="20260901-3-0", customer_account_external_id="ACC3")], [paid("VIR 20260901-30")]
    ),
    "a blank for the hyphen, and the date is an id from elsewhere": Said(
        [order(39)], [paid("VIR 20260901 39")], [("SUGGESTED", "NORMALISED")]
    ),
    "a blank for the hyphen": Said([order_of_day(3, 40)], [paid("VIR CDE 20260903 40", payer_iban=KNOWN)], LOOSELY),
    "a slash for the hyphen": Said([order_of_day(3, 41)], [paid("20260903/41")], LOOSELY),
    "a point for the hyphen": Said([order_of_day(3, 42)], [paid("Commande 20260903.42")], LOOSELY),
    "a line for the hyphen": Said([order_of_day(3, 43)], [paid("COMMANDE: 20260903_43")], LOOSELY),
    "a blank for the hyphen, too little": Said([order_of_day(3, 44)], [paid("VIR 20260903 44", "40.00")], [("SUGGESTED", "NORMALISED")]),
    "a slash for the hyphen, too little": Said([order_of_day(3, 45)], [paid("VIR 20260903/45", "40.00")], LOOSELY),
    "a slash for the hyphen, too little, from a payer of another account": Said(
        [order_of_day(3, 46)], [paid("VIR 20260903/46", "40.00", payer_iban=KNOWN)], [("SUGGESTED", "NORMALISED")]
    ),
    "a blank for the hyphen, and another writes it well": Said(
        [order_of_day(3, 47)], [paid("VIR 20260903 47"), paid("VIR 20260903-47", payer_iban="", **NEXT_DAY)], [*LOOSELY, *EXACT]
    ),
    "a blank for the hyphen, behind one who writes it well": Said(
        [order_of_day(3, 48)], [paid("VIR 20260903-48"), paid("VIR 20260903 48", **NEXT_DAY)], [*EXACT, ("SUGGESTED", "NORMALISED")]
    ),
    "a blank for the hyphen, behind one who writes it worse": Said(
        [order_of_day(3, 49)], [paid("VIR 2026090349"), paid("VIR 20260903 49", **NEXT_DAY)], [*LOOSELY, ("SUGGESTED", "NORMALISED")]
    ),
    "a blank for the hyphen, and the number is an id from elsewhere": Said(
        [order_of_day(3, 87654321), order_of_day(3, 51, order_external_id="87654321")], [paid("VIR 20260903 87654321")], [("SUGGESTED", "NORMALISED")]
    ),
    "a blank for the hyphen, and a word is an id from elsewhere": Said(
        [order_of_day(3, 52), order_of_day(3, 53, order_external_id="HORTENSIA")], [paid("HORTENSIA 20260903 52")], [("SUGGESTED", "MULTIPLE")]
    ),
    "a blank for the hyphen, and a part has the same letters": Said(
        [order_of_day(3, 54), order_of_day(3, 5, order_reference="20260903-5-4", customer_account_external_id="ACC5")],
        [paid("VIR 20260903 54")],
        [("SUGGESTED", "NORMALISED")],
    ),
    "a blank for the hyphen, in another currency": Said([order_of_day(3, 55, currency="GBP")], [paid("VIR 20260903 55")], NOTHING),
    "a blank for the hyphen, of an order that owes nothing": Said(
        [order_of_day(3, 56, order_status="CANCELED")], [paid("VIR 20260903 56")], [("SUGGESTED", "NORMALISED")]
    ),
    "said loosely, it teaches nothing of who pays": Said(
        [order_of_day(3, 57), order_of_day(3, 58)],
        [paid("VIR 20260903 57", payer_iban=customer_iban(10)), paid("VIR 20260903-58", "40.00", payer_iban=customer_iban(10), **NEXT_DAY)],
        [*LOOSELY, *EXACT],
    ),
    "where its field is full": Said([order(20)], [paid(f"{'REGLEMENT DE NOTRE COMMANDE':24} 20260901-20".rjust(35), "40.00")]),
}  # fmt: skip


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    shop = Shop(tmp_path_factory.mktemp("shop"))
    shop.write("orders", "orders.csv", [row for said in SHOPS.values() for row in said.orders])
    shop.write(
        "bank",
        "bank.csv",
        [_numbered(row, n, at) for n, said in enumerate(SHOPS.values()) for at, row in enumerate(said.transfers)],
    )
    shop.write("reference", "accounts.csv", [account("ELSEWHERE", ibans=KNOWN)])
    shop.run(AS_OF)
    return shop


def _numbered(row: Row, shop: int, place: int) -> Row:
    return row | {"Bank Reference": f"BR{shop:03}-{place}"}


@pytest.mark.parametrize("name", SHOPS)
def test_what_becomes_of_it(shop: Shop, name: str) -> None:
    number = list(SHOPS).index(name)
    found = shop.query(
        f"""select match_status, min_by(rule, rank) as rule from payments p left join payment_matches m using (payment_id)
            where bank_reference like 'BR{number:03}-%' group by p.payment_id, bank_reference, match_status order by bank_reference"""
    )
    assert [(row["match_status"], row["rule"]) for row in found] == SHOPS[name].told


def test_it_is_what_the_rounds_say(shop: Shop, tmp_path: Path) -> None:
    assert not shop.told_otherwise_anew()
    asked = shop.copy(tmp_path / "asked")
    shutil.rmtree(asked.warehouse)
    asked.settle({}, narrowing=False)  # where everybody is asked
    asked.run(AS_OF)
    told, answered = (
        tables(each.published_file, ("main",), but=("main.runs",), without=("run_id",)) for each in (shop, asked)
    )
    assert not difference(told, answered)


def test_a_name_that_comes_later_questions_it(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.write("orders", "orders-20261001.csv", [order(1)])
    shop.write("bank", "bank-20261002.csv", [paid("MAGNOLIA 20260901-1")])
    shop.run("2026-10-02T22:00:00Z")
    shop.write("orders", "orders-20261003.csv", [order(2, order_external_id="MAGNOLIA")])
    shop.run("2026-10-03T22:00:00Z")
    assert shop.query("select code from findings where state = 'OPEN' and code = 'MATCH_QUESTIONED'")
    assert not shop.told_otherwise_anew()
