"""What providers' own reports come to: Mangopay, Lemonway, Webhelp, and one operation told in two folders (formats.md §3 and §4)."""

import json
import re
from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.builders import Row, bank_line, order_line, psp_event
from tests.world import World

NIGHT = "2026-11-20T22:00:00Z"
AT = 1793613600  # 2026-11-02T10:00:00Z
REFERENCE = "20261101-81"
IDS = re.compile(r"\b[PLETWS][0-9]\b")


PAID = ("120.00", "0.00", "PAID")
UNPAID = ("0.00", "0.00", "WAITING_AUTHORIZATION")


def mangopay(number: str, debited: int, fees: int = 0, /, **cells: str) -> Row:
    """A transaction of the newer report: a card payment of the buyer, unless it says otherwise."""
    return {
        "TransactionId": number, "CreationDate": str(AT), "ExecutionDate": str(AT), "AuthorId": "BUYER",
        "DebitedFundsAmount": str(debited), "DebitedFundsCurrency": "EUR", "CreditedFundsAmount": str(debited - fees),
        "CreditedFundsCurrency": "EUR", "FeesAmount": str(fees), "FeesCurrency": "EUR", "Type": "PAYIN", "Nature": "REGULAR",
        "CreditedWalletId": "WALLET", "PaymentType": "CARD", "WireReference": "", "Tag": REFERENCE, **cells,
    }  # fmt: skip


def lemonway(number: str, credit: str = "0.00", commission: str = "0.00", debit: str = "0.00", **cells: str) -> Row:
    """A transaction by the names of the first API: money that comes in, unless it says otherwise."""
    return {
        "ID": number, "DATE": "02/11/2026 11:00:00", "SEN": "", "REC": "SHOP", "DEB": debit, "CRED": credit, "COM": commission,
        "MSG": "", "STATUS": "3", "MTOKEN": REFERENCE, "TYPE": "0", "METHOD": "0", "ORIGIN_ID": "", **cells,
    }  # fmt: skip


def event(number: str, kind: str, amount: str, at: str = "2026-11-02T10:00:00Z", **cells: str) -> Row:
    named = {"psp_reference": number, "event_id": number, "occurred_at": at, **cells}
    return psp_event(REFERENCE, kind, amount, **named)


def order(reference: str = REFERENCE) -> Row:
    """A card order of 120.00 that is done."""
    dates = {"creation_date": "2026-11-01T08:00:00Z", "update_date": "2026-11-09T08:00:00Z"}
    return order_line(reference, "120.00", order_status="COMPLETED", order_payment_option="CREDIT_CARD", **dates)


def told_of(case: int, rows: list[Row]) -> list[Row]:
    """The rows of one of many cases that lie in one landing zone: with an order and ids of its own."""
    renamed = [{name: cell.replace(REFERENCE, f"20261101-{100 + case}") for name, cell in row.items()} for row in rows]
    return [{name: IDS.sub(rf"\g<0>n{case}", cell) for name, cell in row.items()} for row in renamed]


def dropped(world: World, folder: str, name: str, cases: Sequence[list[Row]]) -> None:
    world.write(folder, name, [row for case, rows in enumerate(cases) for row in told_of(case, rows)])


def shop(folder: Path, cases: int) -> World:
    """A shop with an order for each case."""
    world = World(folder)
    world.write("orders", "orders.csv", [order(f"20261101-{100 + case}") for case in range(cases)])
    return world


def balances(world: World) -> list[tuple[str, str, str]]:
    """What came of the order of each case."""
    told = world.query("select amount_received, amount_refunded, payment_status from orders order by order_reference")
    return [(str(row["amount_received"]), str(row["amount_refunded"]), row["payment_status"]) for row in told]


def named(cases: Sequence[tuple[Any, ...]], found: Sequence[Any]) -> dict[str, Any]:
    return {case[0]: it for case, it in zip(cases, found, strict=True)}


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A shop with one order."""
    made = World(tmp_path)
    made.write("orders", "orders.csv", [order()])
    return made


def balance(world: World) -> tuple[str, str, str]:
    (found,) = balances(world)
    return found


def payment_id(*key: str) -> str:
    return f"pay_{sha256(chr(31).join(('psp', *key)).encode()).hexdigest()[:16]}"


def kinds(world: World) -> dict[str, tuple[str, str, str]]:
    told = world.query("select event_id, kind, state, amount from payments where provider <> 'BANK'")
    return {row["event_id"]: (row["kind"], row["state"], str(row["amount"])) for row in told}


MANGOPAY = [
    ("the buyer pays", [mangopay("P1", 12000, 120)], PAID),
    ("a wire names the order in its reference", [mangopay("P1", 12000, Tag="", WireReference="20261101-81")], PAID),
    ("the tag is JSON", [mangopay("P1", 12000, Tag='{"order_reference": "20261101-81", "n": 1}')], PAID),
    ("the tag is a sentence", [mangopay("P1", 12000, Tag="Order 20261101-81, thank you")], PAID),
    ("the tag says something else", [mangopay("P1", 12000, Tag="VIP", WireReference="20261101-81")], PAID),
    ("old spellings", [mangopay("P1", 12000, Type="PAY_IN", Nature="NORMAL")], PAID),
    (
        "a refund hands the fees back",
        [mangopay("P1", 12000, 120), mangopay("P2", 5940, -60, Nature="REFUND")],
        ("120.00", "60.00", "PARTIALLY_REFUNDED"),
    ),
    (
        "the buyer takes it back",
        [mangopay("P1", 12000), mangopay("P2", 12000, Type="PAYOUT", Nature="REPUDIATION")],
        UNPAID,
    ),
    (
        "the dispute is won",
        [
            mangopay("P1", 12000),
            mangopay("P2", 12000, Type="PAYOUT", Nature="REPUDIATION"),
            mangopay("P3", 12000, Nature="REFUND", CreditedWalletId="CREDIT_EUR"),
        ],
        PAID,
    ),
    (
        "more is won than was disputed",
        [
            mangopay("P1", 12000),
            mangopay("P2", 12000, Nature="REPUDIATION"),
            mangopay("P3", 12000, Nature="REFUND", CreditedWalletId="CREDIT_EUR"),
            mangopay("P4", 12000, Nature="REFUND", CreditedWalletId="CREDIT_EUR"),
        ],
        PAID,
    ),
    (
        "a won dispute that nobody lost",
        [mangopay("P1", 12000), mangopay("P3", 12000, Nature="REFUND", CreditedWalletId="CREDIT_EUR")],
        PAID,
    ),
    (
        "a wire is refunded by a payout to its payer",
        [mangopay("P1", 12000), mangopay("P2", 12000, Type="PAYOUT")],
        ("120.00", "120.00", "REFUNDED"),
    ),
    (
        "a payout named by the logistic order",
        [mangopay("P1", 12000), mangopay("P2", 2000, Type="PAYOUT", Tag="20261101-81-1")],
        ("120.00", "20.00", "PARTIALLY_REFUNDED"),
    ),
    ("the seller is paid out", [mangopay("P1", 12000), mangopay("P2", 11880, Type="PAYOUT", AuthorId="SELLER")], PAID),
    (
        "a refund as Mangopay's own pages write it",
        [mangopay("P1", 12000), mangopay("P2", 12000, Type="PAYOUT", Nature="REFUND")],
        ("120.00", "120.00", "REFUNDED"),
    ),
    (
        "a payout to the buyer came back",
        [
            mangopay("P1", 12000),
            mangopay("P2", 12000, Type="PAYOUT"),
            mangopay("P3", 12000, Type="PAYOUT", Nature="REFUND", ExecutionDate=str(AT + 60)),
        ],
        PAID,
    ),
    ("a known id elsewhere", [mangopay("P1", 12000, Tag="VIP", WireReference="20261101-81")], PAID),
    (
        "between wallets",
        [
            mangopay("P1", 12000),
            mangopay("P2", 3000, Type="TRANSFER"),
            mangopay("P3", 3000, Type="TRANSFER", Nature="SETTLEMENT"),
        ],
        PAID,
    ),
    (
        "an unpaid wire",
        [
            mangopay(
                "P1",
                0,
                DebitedFundsCurrency="XXX",
                CreditedFundsCurrency="XXX",
                FeesCurrency="XXX",
                ExecutionDate="",
                DeclaredDebitedFundsAmount="12000",
                DeclaredDebitedFundsCurrency="EUR",
            )
        ],
        UNPAID,
    ),
]


def test_mangopay(tmp_path: Path) -> None:
    world = shop(tmp_path, len(MANGOPAY))
    dropped(world, "psp/mangopay", "report.csv", [rows for _, rows, _ in MANGOPAY])
    world.run(NIGHT)
    assert named(MANGOPAY, balances(world)) == named(MANGOPAY, [expected for *_, expected in MANGOPAY])
    assert world.query("select reason from files where feed = 'psp/mangopay'") == [{"reason": None}]


def test_an_unpaid_wire_is_pending(world: World) -> None:
    unpaid: Row = {"DebitedFundsCurrency": "XXX", "CreditedFundsCurrency": "XXX", "ExecutionDate": ""}
    world.write("psp/mangopay", "1.csv", [mangopay("P1", 0, **unpaid)])
    world.run("2026-11-03T22:00:00Z")
    assert kinds(world) == {"P1": ("CAPTURE", "PENDING", "0.00")}
    world.write("psp/mangopay", "2.csv", [mangopay("P1", 12000, 120, ExecutionDate=str(AT + 86400))])
    world.run(NIGHT)
    assert kinds(world) == {"P1": ("CAPTURE", "SUCCEEDED", "120.00")}


def test_the_older_report(world: World) -> None:
    def older(row: Row, status: str) -> Row:
        return {("Id" if name == "TransactionId" else name): cell for name, cell in row.items()} | {
            "Status": status,
            "ResultCode": "000000",
        }

    rows = [
        older(mangopay("P1", 12000), "FAILED"),
        older(mangopay("P2", 12000), "SUCCEEDED"),
        older(mangopay("P3", 12000), "CREATED"),
    ]
    world.write("psp/mangopay", "report.csv", rows)
    world.run(NIGHT)
    assert kinds(world) == {
        name: ("CAPTURE", state, "120.00")
        for name, state in zip(("P1", "P2", "P3"), ("FAILED", "SUCCEEDED", "PENDING"), strict=True)
    }
    assert balance(world) == PAID


REFUSED = [
    (mangopay("P1", 12000, CreditedFundsAmount="11999"), "WRONG_SUM: row"),
    (mangopay("P1", 12000, DebitedFundsAmount="120.00"), "TOO_MANY_DECIMALS: DebitedFundsAmount"),
    (mangopay("P1", -12000), "NEGATIVE: DebitedFundsAmount"),
    (mangopay("P1", 12000, DebitedFundsAmount="a lot"), "BAD_NUMBER: DebitedFundsAmount"),
    (mangopay("P1", 12000, DebitedFundsAmount=""), "MISSING_VALUE: DebitedFundsAmount"),
    (mangopay("P1", 12000, DebitedFundsCurrency="XXX"), "UNKNOWN_CURRENCY: row"),
    (mangopay("P1", 12000, DebitedFundsCurrency="EURO"), "UNKNOWN_CURRENCY: DebitedFundsCurrency"),
    (mangopay("P1", 12000, DebitedFundsCurrency="KWD"), "UNSUPPORTED_CURRENCY: DebitedFundsCurrency"),
    (mangopay("P1", 12000, Type="GIFT"), "UNKNOWN_CODE: Type"),
    (mangopay("P1", 12000, ResultCode="101001"), "UNKNOWN_CODE_SET: row"),
    (mangopay("P1", 12000, ExecutionDate="yesterday"), "BAD_DATE: ExecutionDate"),
]


def test_mangopay_rows_that_cannot_be_trusted(world: World) -> None:
    world.write("psp/mangopay", "report.csv", [*(row for row, _ in REFUSED), mangopay("P2", 2000)])
    world.run(NIGHT)
    refused = world.query("select reason, raw_row from quarantine order by line_number")
    assert [row["reason"][: len(reason)] for row, (_, reason) in zip(refused, REFUSED, strict=True)] == [
        reason for _, reason in REFUSED
    ]
    assert all(row["raw_row"].startswith("P1;") for row in refused)
    assert list(kinds(world)) == ["P2"]


def test_minor_units_of_a_currency_without_cents(world: World) -> None:
    yen: Row = {"DebitedFundsCurrency": "JPY", "CreditedFundsCurrency": "JPY"}
    world.write("psp/mangopay", "report.csv", [mangopay("P1", 12000, **yen)])
    world.run(NIGHT)
    assert kinds(world) == {"P1": ("CAPTURE", "SUCCEEDED", "12000.00")}


LEMONWAY = [
    ("the buyer pays, gross", [lemonway("L1", "118.80", "1.20")], PAID),
    ("a wire", [lemonway("L1", "120.00", METHOD="1")], PAID),
    ("a direct debit", [lemonway("L1", "120.00", METHOD="14")], PAID),
    ("the order stands in the comment", [lemonway("L1", "120.00", MTOKEN="", MSG="Order 20261101-81")], PAID),
    ("the token is Lemonway's own", [lemonway("L1", "120.00", MTOKEN="tok-9", MSG="20261101-81")], PAID),
    (
        "a refund names its original",
        [lemonway("L1", "120.00"), lemonway("L2", debit="20.00", TYPE="1", MTOKEN="", MSG="Refund", ORIGIN_ID="L1")],
        ("120.00", "20.00", "PARTIALLY_REFUNDED"),
    ),
    (
        "a refund names its original in the comment",
        [lemonway("L1", "120.00"), lemonway("L2", debit="120.00", TYPE="1", MTOKEN="", MSG="Refund L1 of today")],
        ("120.00", "120.00", "REFUNDED"),
    ),
    (
        "a chargeback",
        [lemonway("L1", "120.00"), lemonway("L2", debit="120.00", TYPE="1", MSG="Chargeback", ORIGIN_ID="L1")],
        UNPAID,
    ),
    ("the seller is paid out", [lemonway("L1", "120.00"), lemonway("L2", debit="118.00", TYPE="1", METHOD="3")], PAID),
    ("between wallets", [lemonway("L1", "120.00"), lemonway("L2", "5.00", debit="5.00", TYPE="2", METHOD="4")], PAID),
    (
        "a payout that comes back",
        [
            lemonway("L1", "120.00"),
            lemonway("L2", debit="118.00", TYPE="1", METHOD="3"),
            lemonway("L3", "118.00", ORIGIN_ID="L2"),
        ],
        PAID,
    ),
    (
        "a comment that speaks of refunds",
        [lemonway("L1", "120.00", MSG="Terms: no refund possible after 30 days")],
        PAID,
    ),
    (
        "a seller's payout net of a refund",
        [lemonway("L1", "120.00"), lemonway("L2", debit="118.00", TYPE="1", METHOD="3", MSG="net of refund L1")],
        PAID,
    ),
    (
        "a refund that is dated before its original",
        [lemonway("L1", "120.00"), lemonway("L2", debit="20.00", TYPE="1", ORIGIN_ID="L1", DATE="02/11/2026 10:59:00")],
        ("120.00", "20.00", "PARTIALLY_REFUNDED"),
    ),
    ("the other set of codes", [lemonway("L1", "120.00", STATUS="", INT_STATUS="0")], PAID),
    ("both sets", [lemonway("L1", "120.00", STATUS="3", INT_STATUS="0")], PAID),
    ("4 is an error in one set", [lemonway("L1", "120.00", STATUS="4")], ("0.00", "0.00", "REFUSED")),
    ("and pending in the other", [lemonway("L1", "120.00", STATUS="", INT_STATUS="4")], UNPAID),
]


@pytest.mark.parametrize("written", ["csv", "json"])
def test_lemonway(written: str, tmp_path: Path) -> None:
    world = shop(tmp_path, len(LEMONWAY))
    if written == "csv":
        dropped(world, "psp/lemonway", "report.csv", [rows for _, rows, _ in LEMONWAY])
    else:
        rows = [row for case, (_, rows, _) in enumerate(LEMONWAY) for row in told_of(case, rows)]
        as_json(world, {"TRANS": {"HPAY": rows}})
    world.run(NIGHT)
    assert named(LEMONWAY, balances(world)) == named(LEMONWAY, [expected for *_, expected in LEMONWAY])
    assert world.query("select reason from files where feed = 'psp/lemonway'") == [{"reason": None}]


UNTRUSTED: list[tuple[Row, str]] = [
    ({"STATUS": ""}, "UNKNOWN_CODE_SET: row"),
    ({"STATUS": "1"}, "UNKNOWN_CODE_SET: row"),
    ({"STATUS": "4", "INT_STATUS": "4"}, "UNKNOWN_CODE_SET: row"),
    ({"CRED": "1,20"}, "BAD_NUMBER: CRED"),
    ({"CRED": "1.205"}, "TOO_MANY_DECIMALS: CRED"),
    ({"CRED": "-1.20"}, "NEGATIVE: CRED"),
    ({"CRED": ""}, "MISSING_VALUE: CRED"),
    ({"TYPE": "9"}, "UNKNOWN_CODE: TYPE"),
    ({"DATE": "31/02/2026 10:00:00"}, "BAD_DATE: DATE"),
]


def test_lemonway_rows_that_cannot_be_trusted(world: World) -> None:
    world.write(
        "psp/lemonway",
        "report.csv",
        [*(lemonway("L1", "120.00") | cells for cells, _ in UNTRUSTED), lemonway("L2", "20.00")],
    )
    world.run(NIGHT)
    refused = world.query("select reason from quarantine order by line_number")
    assert [row["reason"][: len(reason)] for row, (_, reason) in zip(refused, UNTRUSTED, strict=True)] == [
        reason for _, reason in UNTRUSTED
    ]
    assert list(kinds(world)) == ["L2"]


def as_json(world: World, told: object) -> None:
    file = world.landing / "psp/lemonway/report.json"
    file.parent.mkdir(parents=True)
    file.write_text(json.dumps(told), encoding="utf-8")


SECOND = [
    {
        "id": 1,
        "totalAmount": 12000,
        "commissionAmount": 120,
        "accountId": "SHOP",
        "comment": "",
        "reference": REFERENCE,
        "status": 0,
        "executionDate": AT,
    },
    {
        "transactionIn": {
            "id": 1,
            "creditAmount": 11880,
            "commissionAmount": 120,
            "comment": "",
            "reference": REFERENCE,
            "status": 0,
            "date": AT,
        }
    },
    {
        "id": 1,
        "totalAmount": 12000,
        "comment": f"order {REFERENCE}",
        "status": 0,
        "executionDate": "2026-11-02T10:00:00Z",
    },
]


@pytest.mark.parametrize(
    ("row", "wrapped"), list(zip(SECOND, [list, lambda rows: {"transactions": {"value": rows}}, list], strict=True))
)
def test_lemonway_s_second_api(row: dict[str, object], wrapped: object, world: World) -> None:
    assert callable(wrapped)
    refund = {
        "transactionOut": {
            "id": 2,
            "debitAmount": 2000,
            "commissionAmount": 0,
            "status": 0,
            "date": AT + 60,
            "originId": 1,
        }
    }
    unsure = {"id": 3, "totalAmount": 120.5, "reference": REFERENCE, "status": 0, "executionDate": AT}
    as_json(world, wrapped([row, refund, unsure]))
    world.run(NIGHT)
    assert balance(world) == ("120.00", "20.00", "PARTIALLY_REFUNDED")
    (refused,) = world.query("select line_number, reason from quarantine")
    assert (refused["line_number"], refused["reason"][:20]) == (3, "BAD_NUMBER: totalAmo")
    (first,) = world.query("select booked_at::varchar as at from payments where event_id = '1'")
    assert first["at"] == "2026-11-02 10:00:00+00"


# The same night's money, told by three providers.
SAME = {
    "psp/events": [
        event("T1", "CAPTURE", "100.00"),
        event("T2", "CAPTURE", "50.00"),
        event("T3", "REFUND", "20.00", psp_reference="T1"),
        event("T4", "CAPTURE", "7.00", event_status="FAILED"),
    ],
    "psp/mangopay": [
        {**row, "Status": status}
        for row, status in (
            (mangopay("T1", 10000, 100), "SUCCEEDED"),
            (mangopay("T2", 5000), "SUCCEEDED"),
            (mangopay("T3", 2000, Nature="REFUND"), "SUCCEEDED"),
            (mangopay("T4", 700), "FAILED"),
        )
    ],
    "psp/lemonway": [
        lemonway("T1", "99.00", "1.00"),
        lemonway("T2", "50.00"),
        lemonway("T3", debit="20.00", TYPE="1", MTOKEN="", ORIGIN_ID="T1"),
        lemonway("T4", "7.00", STATUS="4"),
    ],
    "psp/webhelp": [
        event("T1", "CAPTURE", "100.00"),
        event("T2", "CAPTURE", "50.00"),
        event("T3", "REFUND", "20.00", psp_reference="T1"),
        event("T4", "CAPTURE", "7.00", event_status="FAILED"),
    ],
}


def test_the_same_money_gives_the_same_balances(tmp_path: Path) -> None:
    world = shop(tmp_path, len(SAME))
    for case, (folder, rows) in enumerate(SAME.items()):
        world.write(folder, "report.csv", told_of(case, rows))
    world.run(NIGHT)
    assert balances(world) == [("150.00", "20.00", "OVER_PAID")] * len(SAME)
    assert kinds(world) == {
        f"{name}n{case}": told for case in range(len(SAME)) for name, told in {
            "T1": ("CAPTURE", "SUCCEEDED", "100.00"), "T2": ("CAPTURE", "SUCCEEDED", "50.00"),
            "T3": ("REFUND", "SUCCEEDED", "-20.00"), "T4": ("CAPTURE", "FAILED", "7.00"),
        }.items()
    }  # fmt: skip


TOLD_TWICE: list[tuple[str, list[Row], list[Row], int]] = [
    ("by the same ids", [event("P1", "CAPTURE", "60.00")], [mangopay("P1", 6000)], 1),
    (
        "by the provider's id as the payment",
        [event("E1", "CAPTURE", "60.00", psp_reference="P1")],
        [mangopay("P1", 6000)],
        1,
    ),
    (
        "by the provider's id as the event",
        [event("P1", "CAPTURE", "60.00", psp_reference="S1")],
        [mangopay("P1", 6000)],
        1,
    ),
    (
        "without an order there",
        [event("E1", "CAPTURE", "60.00", psp_reference="P1")],
        [mangopay("P1", 6000, Tag="")],
        1,
    ),
    (
        "two parts, two ids",
        [event("P1", "CAPTURE", "60.00", psp_reference="S1"), event("P2", "CAPTURE", "60.00", psp_reference="S1")],
        [mangopay("P1", 6000), mangopay("P2", 6000)],
        2,
    ),
    (
        "two parts of one id, one of them there",
        [event("E1", "CAPTURE", "60.00", psp_reference="P1"), event("E2", "CAPTURE", "60.00", psp_reference="P1")],
        [mangopay("P1", 6000)],
        2,
    ),
    ("another amount", [event("E1", "CAPTURE", "61.00", psp_reference="P1")], [mangopay("P1", 6000)], 2),
    (
        "another day",
        [event("E1", "CAPTURE", "60.00", "2026-11-05T10:00:00Z", psp_reference="P1")],
        [mangopay("P1", 6000)],
        2,
    ),
    (
        "a first attempt failed",
        [
            event("E1", "CAPTURE", "60.00", event_status="FAILED", psp_reference="P1"),
            event("E2", "CAPTURE", "60.00", psp_reference="P1"),
        ],
        [mangopay("P1", 6000)],
        2,
    ),
    (
        "in other letters",
        [event("P1", "CAPTURE", "60.00") | {"Provider": "Mangopay"}],
        [mangopay("P1", 6000)],
        1,
    ),
    ("other ids", [event("P7", "CAPTURE", "60.00")], [mangopay("P1", 6000)], 2),
]


@pytest.mark.parametrize(
    "nights",
    [
        [["psp/events", "psp/mangopay"]],
        [["psp/events"], ["psp/mangopay"]],
        [["psp/mangopay"], ["psp/events"]],
        [["psp/events"], ["psp/mangopay"], ["again"]],
    ],
)
def test_one_provider_in_two_folders(nights: list[list[str]], tmp_path: Path) -> None:
    world = shop(tmp_path, len(TOLD_TWICE))
    neutral = [[{**row, "Provider": row["Provider"] or "MANGOPAY"} for row in rows] for _, rows, _, _ in TOLD_TWICE]
    drops = {"psp/events": neutral, "psp/mangopay": [own for _, _, own, _ in TOLD_TWICE]}
    for night, folders in enumerate(nights):
        for folder in folders:
            if folder == "again":
                dropped(
                    world,
                    "psp/mangopay",
                    "once more.csv",
                    [[*own, mangopay("P9", 100)] for own in drops["psp/mangopay"]],
                )
            else:
                dropped(world, folder, f"{night}.csv", drops[folder])
        world.run(f"2026-11-2{night}T22:00:00Z")
    more = len(nights) - 2 if len(nights) > 2 else 0
    counted = world.query(
        "select count(p.payment_id) as n, order_reference from orders left join payments p using (order_reference) group by all order by 2"
    )
    assert named(TOLD_TWICE, [row["n"] for row in counted]) == named(
        TOLD_TWICE, [payments + more for *_, payments in TOLD_TWICE]
    )
    paid = world.query("select amount_received from orders order by order_reference")
    unusual = {"another amount": 121, "a first attempt failed": 60}
    received = [unusual.get(said, 60 * payments) + more for said, _, _, payments in TOLD_TWICE]
    assert named(TOLD_TWICE, [row["amount_received"] for row in paid]) == named(TOLD_TWICE, received)
    ids = world.query("select payment_id, provider, psp_reference, event_id from payments")
    assert {row["payment_id"] for row in ids} == {
        payment_id(row["provider"], row["psp_reference"], row["event_id"]) for row in ids
    }


WEBHELP = [
    ("alone it is money", [event("W1", "CAPTURE", "120.00")], [], PAID, None),
    ("the bank has it too", [event("W1", "CAPTURE", "120.00")], ["120.00"], PAID, None),
    (
        "the bank has less",
        [event("W1", "CAPTURE", "120.00")],
        ["100.00"],
        ("100.00", "0.00", "PARTIALLY_PAID"),
        "20.00",
    ),
    ("the bank has more", [event("W1", "CAPTURE", "120.00")], ["150.00"], ("150.00", "0.00", "OVER_PAID"), "-30.00"),
    ("in two parts", [event("W1", "CAPTURE", "120.00")], ["70.00", "50.00"], PAID, None),
    (
        "two assertions, one transfer",
        [event("W1", "CAPTURE", "70.00"), event("W2", "CAPTURE", "50.00")],
        ["120.00"],
        PAID,
        None,
    ),
    (
        "another payment beside it",
        [event("W1", "CAPTURE", "120.00")],
        ["30.00", "120.00"],
        ("150.00", "0.00", "OVER_PAID"),
        None,
    ),
    (
        "a refund nobody has seen yet",
        [event("W1", "CAPTURE", "120.00"), event("W2", "REFUND", "20.00", "2026-11-08T10:00:00Z")],
        ["120.00"],
        ("120.00", "20.00", "PARTIALLY_REFUNDED"),
        None,
    ),
    (
        "what failed is no money",
        [event("W1", "CAPTURE", "120.00", event_status="FAILED")],
        [],
        ("0.00", "0.00", "REFUSED"),
        None,
    ),
]


def test_what_is_on_its_way_in_one_folder_is_done_in_the_other(world: World) -> None:
    same = {"psp_reference": "P1", "provider": "MANGOPAY"}
    world.write("psp/events", "1.csv", [event("E1", "CAPTURE", "120.00", event_status="PENDING", **same)])
    world.run("2026-11-03T22:00:00Z")
    world.write("psp/mangopay", "2.csv", [mangopay("P1", 12000, ExecutionDate=str(AT + 172_800))])
    world.run("2026-11-05T22:00:00Z")
    assert kinds(world) == {"E1": ("CAPTURE", "SUCCEEDED", "120.00")}
    world.write("psp/events", "3.csv", [event("E1", "CAPTURE", "120.00", "2026-11-04T11:00:00Z", **same)])
    world.run(NIGHT)
    assert kinds(world) == {"E1": ("CAPTURE", "SUCCEEDED", "120.00")}
    assert balance(world) == PAID


# What the provider's report leaves open, the events say: a refund, a bounced one, what goes to a seller. Refunded, and kinds by id.
LEFT_OPEN: list[tuple[str, list[Row], list[Row], str, set[str]]] = [
    (
        "a refund",
        [event("P1", "CAPTURE", "100.00"), event("P2", "REFUND", "30.00", psp_reference="P1")],
        [mangopay("P1", 10000), mangopay("P2", 3000, Type="PAYOUT", Nature="REFUND")],
        "30.00",
        {"CAPTURE", "REFUND"},
    ),
    (
        "a refund of what the report does not show",
        [event("P1", "CAPTURE", "100.00"), event("P2", "REFUND", "30.00", psp_reference="P1")],
        [mangopay("P2", 3000, Type="PAYOUT", Nature="REFUND", Tag="")],
        "30.00",
        {"CAPTURE", "REFUND"},
    ),
    (
        "a refund that only the report shows",
        [event("P1", "CAPTURE", "100.00")],
        [mangopay("P1", 10000), mangopay("P2", 3000, Type="PAYOUT")],
        "30.00",
        {"CAPTURE", "REFUND"},
    ),
    (
        "a refund that bounced",
        [event(number, kind, "100.00") for number, kind in (("P1", "CAPTURE"), ("P2", "REFUND"), ("P3", "REFUND_RETURN"))],
        [mangopay("P1", 10000), mangopay("P2", 10000, Type="PAYOUT"), mangopay("P3", 10000, Type="PAYOUT", Nature="REFUND")],
        "0.00",
        {"CAPTURE", "REFUND", "REFUND_RETURN"},
    ),
    (
        "a seller's payout",
        [event("P1", "CAPTURE", "100.00"), event("W1", "PAYOUT", "90.00", order_reference="", psp_reference="S1")],
        [mangopay("P1", 10000), mangopay("W1", 9000, Type="PAYOUT", AuthorId="S", Tag="")],
        "0.00",
        {"CAPTURE", "PAYOUT"},
    ),
]  # fmt: skip


@pytest.mark.parametrize("folders", [["psp/events", "psp/mangopay"], ["psp/mangopay", "psp/events"]])
def test_what_a_report_leaves_open_is_told_by_the_events(folders: list[str], tmp_path: Path) -> None:
    world = shop(tmp_path, len(LEFT_OPEN))
    neutral = [[row | {"Provider": "MANGOPAY"} for row in rows] for _, rows, *_ in LEFT_OPEN]
    drops = {"psp/events": neutral, "psp/mangopay": [own for _, _, own, *_ in LEFT_OPEN]}
    for night, folder in enumerate(folders):
        dropped(world, folder, f"{night}.csv", drops[folder])
        world.run(f"2026-11-2{night}T22:00:00Z")
    assert named(LEFT_OPEN, [refunded for _, refunded, _ in balances(world)]) == named(
        LEFT_OPEN, [refunded for *_, refunded, _ in LEFT_OPEN]
    )
    told = world.query("select event_id, kind from payments order by event_id")
    found = [
        sorted(row["kind"] for row in told if row["event_id"].endswith(f"n{case}")) for case in range(len(LEFT_OPEN))
    ]
    assert named(LEFT_OPEN, found) == named(LEFT_OPEN, [sorted(kinds) for *_, kinds in LEFT_OPEN])
    assert world.query("select operations, expected_amount::varchar as expected from payouts") == [
        {"operations": 0, "expected": "90.00"}
    ]


@pytest.mark.parametrize("bank_first", [True, False])
def test_webhelp(bank_first: bool, tmp_path: Path) -> None:  # noqa: FBT001
    world = shop(tmp_path, len(WEBHELP))
    same = {"booking_date": "2026-11-05", "value_date": "2026-11-05"}
    lines = [
        [bank_line(amount, REFERENCE, bank_reference=f"B{n}", **same) for n, amount in enumerate(came)]
        for _, _, came, _, _ in WEBHELP
    ]
    drops = [
        ("bank", lines),
        ("psp/webhelp", [[{**row, "Provider": "WEBHELP"} for row in rows] for _, rows, *_ in WEBHELP]),
    ]
    for night, (folder, cases) in enumerate(drops if bank_first else reversed(drops)):
        dropped(world, folder, "one.csv", cases)
        world.run(f"2026-11-2{night}T22:00:00Z")
    assert named(WEBHELP, balances(world)) == named(WEBHELP, [expected for *_, expected, _ in WEBHELP])
    matched = world.query("""select coalesce(sum(amount_matched), 0) as amount from orders left join payments using (order_reference)
        group by order_reference order by order_reference""")
    assert named(WEBHELP, [row["amount"] for row in matched]) == named(
        WEBHELP, [Decimal(came) - Decimal(went) for *_, (came, went, _), _ in WEBHELP]
    )
    told = world.query(
        "select order_reference, amount from findings where code = 'PSP_ASSERTION_MISMATCH' and state = 'OPEN' order by 1"
    )
    assert [str(row["amount"]) for row in told] == [difference for *_, difference in WEBHELP if difference]


def test_an_event_with_the_key_of_an_assertion_takes_its_place(world: World) -> None:
    world.write("psp/webhelp", "one.csv", [event("W1", "CAPTURE", "120.00", provider="WEBHELP")])
    world.write("psp/events", "one.csv", [event("W1", "CAPTURE", "100.00", "2026-11-01T10:00:00Z", provider="WEBHELP")])
    world.run(NIGHT)
    assert balance(world) == ("100.00", "0.00", "PARTIALLY_PAID")
    assert [row["amount"] for row in world.query("select amount from payments")] == [Decimal("100.00")]
    (finding,) = world.query("select amount from findings where code = 'PSP_ASSERTION_MISMATCH'")
    assert finding["amount"] == Decimal("20.00")
