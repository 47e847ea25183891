"""What providers report, over several operations of one order (domain.md §2 and §4, contract.md §3.3): attempts, voids, what is given back."""

from dataclasses import dataclass, field

import pytest

from tests.builders import Row, account, bank_line, order_line, psp_event
from tests.nights import Shop

CREATED = {"order_status": "ORDER_CREATED", "update_date": "2026-10-01T08:00:00Z"}
AS_OF = "2026-10-20T22:00:00Z"


def part(lo: int = 1, amount: str = "100.00", **columns: str) -> Row:
    return order_line(
        "@", amount, lo, **{"order_payment_option": "CREDIT_CARD", "order_status": "WAITING_SHIPMENT"} | columns
    )


def said(  # noqa: PLR0913  # what an event is told by
    kind: str, amount: str, at: str, payment: str = "A", *, lo: int = 0, state: str = "SUCCEEDED"
) -> Row:
    """An operation on a payment of the order, or of its logistic order; `at`: day and hour of October."""
    day, hour = at.split()
    when = f"2026-10-{day}T{hour}:00:00Z"
    return psp_event(
        f"@-{lo}" if lo else "@",
        kind,
        amount,
        psp_reference=f"P-{payment}",
        event_id=f"{kind}-{at}",
        event_status=state,
        occurred_at=when,
    )


def auth(amount: str, at: str, payment: str = "A", **more: object) -> Row:
    return said("AUTHORIZATION", amount, at, payment, **more)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Story:
    """Parts and events of an order, and what is asked of it at the end: a column by logistic order, or of the order, by its name."""

    parts: list[Row]
    events: list[Row]
    logistic_status: list[str] = field(default_factory=list)
    amount_allocated: list[str] = field(default_factory=list)
    payment_status: str | list[str] = ""  # of the order, or of its logistic orders
    findings: dict[str, str] = field(default_factory=dict)
    bank: list[Row] = field(default_factory=list)


BOTH = [part(1, "70.00"), part(2, "50.00")]
STORIES = {
    "a success takes a refusal back, from where it stood": Story(
        [part(order_status="WAITING_SUPPLIER_APPROVAL", update_date="2026-10-01T08:00:00Z")],
        [auth("100.00", "02 10", state="FAILED"), auth("100.00", "12 10", "B")],
        ["WAITING_SUPPLIER_APPROVAL"],
        payment_status="AUTHORIZED",
    ),
    "what was taken back before it came is made up for first": Story(
        BOTH,
        [said("CHARGEBACK", "60.00", "02 10"), said("CAPTURE", "90.00", "03 10", "B")],
        amount_allocated=["17.50", "12.50"],
        payment_status=["PARTIALLY_PAID", "PARTIALLY_PAID"],
    ),
    "yen are shared in whole yen": Story(
        [part(lo, "100.00", currency="JPY") for lo in (1, 2, 3)],
        [said("CAPTURE", "100.00", "02 10") | {"Currency": "JPY"}],
        amount_allocated=["34.00", "33.00", "33.00"],
    ),
    "a refusal of the order is none of a part that succeeded": Story(
        [part(1, **CREATED), part(2, **CREATED)],
        [auth("200.00", "02 10", state="FAILED"), auth("100.00", "02 20", "B", lo=1)],
        ["WAITING_SUPPLIER_APPROVAL", "CANCELED"],
    ),
    "a further attempt on a part puts off its refusal": Story(
        [part(1, **CREATED), part(2, **CREATED)],
        [auth("200.00", "17 10", state="FAILED"), auth("100.00", "19 10", "B", lo=1, state="PENDING")],
        ["ORDER_CREATED", "CANCELED"],
    ),
    "a transfer covers what is live": Story(
        [
            part(1, order_payment_option="BANK_WIRE_ON_ACCEPTANCE", **CREATED),
            part(2, order_payment_option="BANK_WIRE_ON_ACCEPTANCE", order_status="CANCELED"),
        ],
        [said("CAPTURE", "100.00", "02 10")],
        ["WAITING_SUPPLIER_APPROVAL", "CANCELED"],
    ),
    "a void without a payment of its own ends the one that is still open": Story(
        [part()],
        [
            auth("100.00", "02 08"),
            auth("100.00", "02 09", "B"),
            said("VOID", "100.00", "02 10", "B"),
            said("VOID", "100.00", "02 11", "Z"),
        ],
        payment_status="WAITING_AUTHORIZATION",
    ),
    "two voids end two of one payment": Story(
        [part()],
        [
            auth("50.00", "02 08"),
            auth("50.00", "02 09"),
            said("VOID", "50.00", "02 10"),
            said("VOID", "50.00", "02 11"),
        ],
        payment_status="WAITING_AUTHORIZATION",
    ),
    "a void of what was used up ends the other one": Story(
        [part()],
        [
            auth("50.00", "02 08"),
            auth("50.00", "02 09", "B"),
            said("CAPTURE", "50.00", "02 10", "B"),
            said("VOID", "50.00", "02 11", "Z"),
        ],
        payment_status="PARTIALLY_PAID",
        findings={"PARTIALLY_PAID": "ACTION"},
    ),
    "a void that names no part ends one hold alone": Story(
        BOTH,
        [auth("50.00", "02 08", lo=1), auth("50.00", "02 09", "B", lo=2), said("VOID", "50.00", "02 10", "B")],
        payment_status=["AUTHORIZED", "WAITING_AUTHORIZATION"],
    ),
    "a capture uses up what had not run out": Story(
        [part(update_date="2026-08-01T08:00:00Z", creation_date="2026-08-01T07:00:00Z")],
        [
            auth("60.00", "02 08") | {"Occurred At": "2026-08-02T08:00:00Z", "Event Id": "OLD"},
            auth("60.00", "02 09"),
            said("CAPTURE", "60.00", "02 10"),
        ],
        payment_status="PARTIALLY_PAID",
        findings={"PARTIALLY_PAID": "ACTION"},
    ),
    "two chargebacks of one amount take back two captures": Story(
        [part(1), part(2)],
        [
            said("CAPTURE", "100.00", "02 08", lo=1),
            said("CAPTURE", "100.00", "02 09", lo=2),
            said("CHARGEBACK", "100.00", "03 09"),
            said("CHARGEBACK", "100.00", "04 09"),
        ],
        amount_allocated=["0.00", "0.00"],
    ),
    "what was captured before is not taken from a new one": Story(
        [part()],
        [
            auth("100.00", "02 08"),
            said("CAPTURE", "60.00", "02 09"),
            said("VOID", "40.00", "02 10"),
            auth("40.00", "02 11"),
        ],
        payment_status="PARTIALLY_PAID",
        findings={"PARTIALLY_PAID": "INFO"},
    ),
    "a chargeback takes back all captures": Story(
        BOTH,
        [said("CAPTURE", "70.00", "02 08"), said("CAPTURE", "50.00", "02 09"), said("CHARGEBACK", "120.00", "03 09")],
        amount_allocated=["0.00", "0.00"],
    ),
    "a chargeback that names a part takes back what paid it": Story(
        BOTH,
        [
            said("CAPTURE", "70.00", "02 08", lo=1),
            said("CAPTURE", "50.00", "02 09", lo=2),
            said("CHARGEBACK", "70.00", "03 09", lo=1),
        ],
        amount_allocated=["0.00", "50.00"],
    ),
    "a reversal gives back two chargebacks": Story(
        BOTH,
        [
            said("CAPTURE", "120.00", "02 08"),
            said("CHARGEBACK", "60.00", "03 09"),
            said("CHARGEBACK", "60.00", "04 09"),
            said("CHARGEBACK_REVERSAL", "120.00", "05 09"),
        ],
        amount_allocated=["70.00", "50.00"],
        payment_status="PAID",
    ),
    "the refund that bounced is the one of that amount": Story(
        BOTH,
        [
            said("CAPTURE", "120.00", "02 08"),
            said("REFUND", "30.00", "03 09", lo=1),
            said("REFUND", "20.00", "03 10", lo=2),
            said("REFUND_RETURN", "30.00", "04 09"),
        ],
        amount_allocated=["70.00", "30.00"],
    ),
    "what comes by bank is shared out like a transfer": Story(
        BOTH, [], amount_allocated=["60.00", "0.00"], bank=[bank_line("60.00", "VIR @", payer_iban="")]
    ),
    "a hold stays to be released though the order was paid by bank": Story(
        [part(order_status="CANCELED")],
        [auth("100.00", "02 08")],
        findings={"AUTH_TO_RELEASE": "CHECK", "REFUND_DUE": "ACTION"},
        bank=[bank_line("100.00", "VIR @", payer_iban="")],
    ),
    "what came twice fills what a chargeback leaves owed again": Story(
        BOTH,
        [
            said("CAPTURE", "120.00", "02 10"),
            said("CAPTURE", "60.00", "03 10", "B"),
            said("CHARGEBACK", "120.00", "04 10"),
        ],
        amount_allocated=["35.00", "25.00"],
    ),
    "what a payment brought beyond what was owed is taken back first": Story(
        [part(1, "60.00")],
        [said("CAPTURE", "80.00", "02 10"), said("CHARGEBACK", "15.00", "04 10"), said("CHARGEBACK", "15.00", "05 10")],
        amount_allocated=["50.00"],
        payment_status=["PARTIALLY_PAID"],
    ),
    "credit that a bounced refund gives back fills what is owed": Story(
        [part(1, "100.00")],
        [
            said("CAPTURE", "100.00", "02 10"),
            said("CAPTURE", "100.00", "03 10", "B"),
            said("REFUND", "100.00", "04 10", "B"),
            said("CHARGEBACK", "100.00", "05 10"),
            said("REFUND_RETURN", "100.00", "06 10", "B"),
        ],
        amount_allocated=["100.00"],
        payment_status="PAID",
    ),
    "a reversal fills what is owed and is credit beyond": Story(
        [part(1, "60.00"), part(2, "40.00")],
        [
            said("CAPTURE", "60.00", "02 10", lo=1),
            said("CHARGEBACK", "60.00", "03 10"),
            said("CAPTURE", "60.00", "04 10", "B"),
            said("CHARGEBACK_REVERSAL", "60.00", "05 10"),
        ],
        amount_allocated=["60.00", "40.00"],
        payment_status="OVER_PAID",
    ),
    "credit that names a part fills that first": Story(
        [part(1, "60.00"), part(2, "40.00")],
        [
            said("CAPTURE", "100.00", "02 10"),
            said("CAPTURE", "50.00", "03 10", "B", lo=1),
            said("CHARGEBACK", "100.00", "04 10"),
        ],
        amount_allocated=["50.00", "0.00"],
    ),
    "credit of a transfer fills one part after the other": Story(
        [part(1, "60.00"), part(2, "40.00")],
        [said("CAPTURE", "100.00", "01 10"), said("CHARGEBACK", "100.00", "12 10")],
        amount_allocated=["60.00", "11.37"],
        bank=[bank_line("71.37", "VIR @", payer_iban="", booking_date="2026-10-05", value_date="2026-10-05")],
    ),
    "a hundred chargebacks of two hundred captures": Story(
        [part(1, "50.00")],
        [said("CAPTURE", "1.00", f"02 {hour:02}", f"{hour}-{n}") for hour in range(4) for n in range(50)]
        + [said("CHARGEBACK", "1.00", f"03 {hour:02}", f"{hour}-{n}") for hour in range(4) for n in range(25)],
        amount_allocated=["50.00"],
        payment_status="OVER_PAID",
    ),
    "a void of an attempt that was given up ends no other one's hold": Story(
        [part(1, **CREATED)],
        [auth("100.00", "02 10", state="CANCELED"), auth("100.00", "03 10", "B"), said("VOID", "100.00", "04 10")],
        payment_status="AUTHORIZED",
    ),
    "whoever gives up long after a refusal that the record took back was not refused anew": Story(
        [part(order_status="ORDER_CREATED", update_date="2026-10-08T08:00:00Z")],
        [auth("100.00", "02 10", state="FAILED"), auth("100.00", "12 10", "B", state="CANCELED")],
        ["ORDER_CREATED"],
    ),
    "nothing was ordered, and its freight is owed": Story(
        [part(1, "", order_line_quantity="0", net_unit_price="10.00", shipping_fees="5.00")],
        [said("CAPTURE", "5.00", "02 08")],
        payment_status="PAID",
    ),
    "what bounced under another payment's name goes back where it was refunded": Story(
        [part(1, "60.00"), part(2, "40.00")],
        [
            said("CAPTURE", "100.00", "02 10"),
            said("REFUND", "40.00", "03 10"),
            said("REFUND_RETURN", "40.00", "04 10", "B"),
        ],
        amount_allocated=["60.00", "40.00"],
        payment_status=["PAID", "PAID"],
    ),
    "a refund that bounced and that nobody knew pays no part": Story(
        [part(1, "70.00"), part(2, "30.00")],
        [said("REFUND_RETURN", "100.00", "02 10"), said("CAPTURE", "100.00", "03 10", "B")],
        amount_allocated=["70.00", "30.00"],
        payment_status=["PAID", "PAID"],
    ),
    "a refund that bounced, between which money came": Story(
        [part()],
        [
            said("REFUND_RETURN", "30.00", "02 10"),
            said("CAPTURE", "100.00", "03 10", "B"),
            said("REFUND", "30.00", "04 10", "B"),
        ],
        amount_allocated=["100.00"],
        payment_status=["PAID"],
    ),
    "a refusal that is told again is no newer attempt": Story(
        [part(1, **CREATED)],
        [
            auth("100.00", "02 10", state="FAILED"),
            auth("100.00", "19 10", state="FAILED") | {"Event Id": "AUTHORIZATION-02 10"},
        ],
        ["CANCELED"],
    ),
    "a refund that is pending is announced once": Story(
        [part()],
        [
            said("CAPTURE", "100.00", "02 10", "B"),
            said("REFUND", "40.00", "03 10", "B", state="PENDING"),
            said("REFUND", "40.00", "18 10", "B", state="PENDING") | {"Event Id": "REFUND-03 10"},
        ],
        findings={"REFUND_NOT_SETTLED": "CHECK"},
    ),
    "a row without an order is about that of the others, by whichever name": Story(
        [part(1, "60.00"), part(2, "40.00")],
        [
            auth("100.00", "02 10"),
            said("CAPTURE", "60.00", "03 10", lo=1),
            said("CAPTURE", "40.00", "04 10") | {"Order Reference": ""},
            said("REFUND", "20.00", "05 10") | {"Order Reference": ""},
        ],
        payment_status="PARTIALLY_REFUNDED",
    ),
    "a row without an order is about what the others name in the end": Story(
        [part()],
        [
            auth("100.00", "02 10") | {"Order Reference": "20260901-1"},
            auth("100.00", "03 10") | {"Event Id": "AUTHORIZATION-02 10"},
            said("CAPTURE", "100.00", "04 10") | {"Order Reference": ""},
        ],
        payment_status="PAID",
    ),
    "credit that is exactly what one part owes fills that": Story(
        [part(1, "50.00"), part(2, "33.33"), part(3, "0.07")],
        [
            said("CAPTURE", "83.40", "02 10"),
            said("CAPTURE", "0.07", "03 10", "B"),
            said("CHARGEBACK", "83.40", "04 10"),
        ],
        amount_allocated=["0.00", "0.00", "0.07"],
    ),
}


def _of(number: int, rows: list[Row]) -> list[Row]:
    return [{name: cell.replace("@", f"20260901-{number}") for name, cell in row.items()} for row in rows]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    shop = Shop(tmp_path_factory.mktemp("operations"))
    told = [(number, story) for number, story in enumerate(STORIES.values(), 1)]
    shop.write("reference", "accounts.csv", [account()])
    shop.write("orders", "orders.csv", [row for number, story in told for row in _of(number, story.parts)])
    shop.write(
        "psp/events",
        "events.csv",
        [
            row | {"PSP Reference": f"{number}{row['PSP Reference']}"}
            for number, story in told
            for row in _of(number, story.events)
        ],
    )
    shop.write(
        "bank",
        "bank.csv",
        [row | {"Bank Reference": f"B{number}"} for number, story in told for row in _of(number, story.bank)],
    )
    shop.run("2026-10-02T22:00:00Z")
    shop.run(AS_OF)
    return shop


@pytest.mark.parametrize("name", STORIES)
def test_what_it_comes_to(shop: Shop, name: str) -> None:
    reference, story = f"20260901-{list(STORIES).index(name) + 1}", STORIES[name]
    for column in ("logistic_status", "amount_allocated", "payment_status"):
        if isinstance(expected := getattr(story, column), list) and expected:
            rows = shop.query(
                f"select {column} from logistic_orders where order_reference = '{reference}' order by logistic_reference"
            )
            assert [str(row[column]) for row in rows] == expected
    if isinstance(story.payment_status, str) and story.payment_status:
        (order,) = shop.query(f"select payment_status from orders where order_reference = '{reference}'")
        assert order["payment_status"] == story.payment_status
    if story.findings:
        found = shop.query(
            f"select code, severity from findings where order_reference = '{reference}' and state = 'OPEN'"
        )
        assert {row["code"]: row["severity"] for row in found} == story.findings


def test_the_second_night_is_what_a_rebuild_gives(shop: Shop) -> None:
    assert not shop.told_otherwise_anew()
