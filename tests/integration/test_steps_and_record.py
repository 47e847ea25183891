"""Where a logistic order stands for us and what the record shows, over several nights (domain.md §2, The export is the record; §4)."""

from dataclasses import dataclass, field

import pytest

from tests.builders import Row, account, decision, order_line, psp_event, status_row
from tests.nights import Shop

Night = dict[str, list[Row]]
FIRST = "2026-10-01"


def shown(status: str, day: int, **columns: str) -> Row:
    """The order as an export shows it, updated at eight of that day of October."""
    told = {"order_status": status, "update_date": f"2026-10-{day:02}T08:00:00Z", "shipment_date": ""}
    return order_line("@", "100.00", **told | {"order_payment_option": "CREDIT_CARD"} | columns)


def success(day: int, hour: int = 10) -> Row:
    return psp_event("@", "CAPTURE", "100.00", occurred_at=f"2026-10-{day:02}T{hour}:00:00Z")


def attempt(state: str, day: int, payment: str = "A") -> Row:
    told = {"psp_reference": f"{payment}@", "event_id": f"{payment}@", "event_status": state}
    return psp_event("@", "AUTHORIZATION", "100.00", **told, occurred_at=f"2026-10-{day:02}T08:00:00Z")


def imported(status: str, day: int, hour: int = 12) -> Row:
    return status_row("@-1", status, effective_date=f"2026-10-{day:02}T{hour}:00:00Z")


def decided(value: str, day: int, hour: int, action: str = "SET_LOGISTIC_STATUS", reference: str = "@-1") -> Row:
    at = f"2026-10-{day:02}T{hour}:00:00Z"
    return decision(action, reference, decision_id=f"{value}-{hour}-@", value=value, decided_at=at)


@dataclass(frozen=True)
class Tale:
    """Files by the day of their night; in the end: where the order stands for us and by what it follows, what is found, the recorded word."""

    nights: dict[int, Night]
    logistic_status: str
    order_status: str = ""
    findings: set[str] = field(default_factory=set)
    recorded: str | None = None
    action: str = ""


BEGUN = {
    "orders": [shown("ORDER_CREATED", 1)],
    "psp/events": [success(1)],
    "status_imports": [imported("ACCEPTED_BY_SUPPLIER", 1)],
}
CLAIMED = {"order_payment_status": "PAID", "order_payment_option": "BANK_WIRE_ON_DUE_DATE"}
TALES = {
    "the record has not seen what a success began": Tale(
        {1: BEGUN},
        "ACCEPTED_BY_SUPPLIER",
    ),
    "nor in a file within the hours of grace": Tale(
        {
            1: BEGUN,
            3: {"orders": [shown("ORDER_CREATED", 3)]},
        },
        "ACCEPTED_BY_SUPPLIER",
    ),
    "it contradicts when the hours have passed": Tale(
        {
            1: BEGUN,
            4: {"orders": [shown("ORDER_CREATED", 4)]},
        },
        "ACCEPTED_BY_SUPPLIER",
        "ORDER_CREATED",
        {"STATUS_CONFLICT"},
    ),
    "nor what the success skipped": Tale(
        {
            1: {"orders": [shown("ORDER_CREATED", 1)], "psp/events": [success(1)]},
            2: {"status_imports": [imported("ACCEPTED_BY_SUPPLIER", 2)]},
            3: {"orders": [shown("WAITING_CUSTOMER_APPROVAL", 3)]},
        },
        "ACCEPTED_BY_SUPPLIER",
    ),
    "nor what a refusal left, once a person decided": Tale(
        {
            1: {
                "orders": [shown("WAITING_SUPPLIER_APPROVAL", 1)],
                "psp/events": [psp_event("@", "AUTHORIZATION", "100.00", event_status="FAILED", occurred_at="2026-10-01T09:00:00Z")],
            },
            10: {"decisions": [decided("ORDER_CREATED", 10, 10)]},
            11: {"orders": [shown("WAITING_SUPPLIER_APPROVAL", 1)]},
        },
        "ORDER_CREATED",
    ),
    "an attempt was there before it succeeded": Tale(
        {
            1: {"orders": [shown("ORDER_CREATED", 1)], "psp/events": [attempt("FAILED", 1), attempt("PENDING", 2, "B")]},
            4: {"status_imports": [imported("ACCEPTED_BY_SUPPLIER", 4, 18)]},
            6: {"psp/events": [attempt("SUCCEEDED", 5, "B")]},
        },
        "ACCEPTED_BY_SUPPLIER",
    ),
    "and before it was given up": Tale(
        {
            1: {"orders": [shown("ORDER_CREATED", 1)], "psp/events": [attempt("FAILED", 1), attempt("PENDING", 2, "B")]},
            4: {"status_imports": [imported("ACCEPTED_BY_SUPPLIER", 4, 18)]},
            6: {"psp/events": [attempt("CANCELED", 5, "B")]},
        },
        "ACCEPTED_BY_SUPPLIER",
    ),
    "a decision that another overtook began its hours with it": Tale(
        {
            1: {"orders": [shown("ACCEPTED_BY_SUPPLIER", 1)]},
            3: {
                "decisions": [
                    decided("WAITING_SHIPMENT", 3, 10),
                    decided("WAITING_SUPPLIER_APPROVAL", 3, 11),
                ]
            },
            6: {"orders": [shown("ACCEPTED_BY_SUPPLIER", 1)]},
        },
        "WAITING_SUPPLIER_APPROVAL",
        "ACCEPTED_BY_SUPPLIER",
        {"STATUS_CONFLICT"},
    ),
    "a mistake that was set right the same night swallows no later move": Tale(
        {
            1: {"orders": [shown("ACCEPTED_BY_SUPPLIER", 1)]},
            2: {"decisions": [decided("SHIPPED", 2, 10), decided("ACCEPTED_BY_SUPPLIER", 2, 11)]},
            10: {"orders": [shown("WAITING_SHIPMENT", 10)]},
        },
        "WAITING_SHIPMENT",
    ),
    "a success moves what a person put back to created": Tale(
        {
            1: {"orders": [shown("WAITING_SHIPMENT", 1)]},
            2: {"decisions": [decided("ORDER_CREATED", 2, 10)]},
            3: {"psp/events": [success(3)]},
        },
        "WAITING_SUPPLIER_APPROVAL",
    ),
    "an empty word of the record takes no claim back": Tale(
        {1: {"orders": [shown("SHIPPED", 1, **CLAIMED)]}, 2: {"orders": [shown("SHIPPED", 2, **CLAIMED | {"order_payment_status": ""})]}},
        "SHIPPED",
        findings={"RECORDED_WITHOUT_MONEY"},
        recorded="PAID",
        action="REVIEW",
    ),
    "nor what a person says was set": Tale(
        {
            1: {"orders": [shown("SHIPPED", 1, **CLAIMED | {"order_payment_status": "PARTIALLY_PAID"})]},
            2: {"decisions": [decided("REFUNDED", 2, 10, "SET_PAYMENT_STATUS", "@")]},
            3: {"orders": [shown("COMPLETED", 3, **CLAIMED | {"order_payment_status": ""})]},
        },
        "COMPLETED",
        findings={"RECORDED_WITHOUT_MONEY"},
        recorded="REFUNDED",
        action="REVIEW",
    ),
    "a newer word does": Tale(
        {
            1: {"orders": [shown("SHIPPED", 1, **CLAIMED)]},
            2: {"decisions": [decided("REFUNDED", 2, 10, "SET_PAYMENT_STATUS", "@")]},
            3: {"orders": [shown("SHIPPED", 3, **CLAIMED | {"order_payment_status": "WAITING_PAYMENT"})]},
            4: {"orders": [shown("SHIPPED", 4, **CLAIMED | {"order_payment_status": ""})]},
        },
        "SHIPPED",
        recorded="WAITING_PAYMENT",
    ),
}  # fmt: skip


def _of(number: int, rows: list[Row]) -> list[Row]:
    return [{name: cell.replace("@", f"20260901-{number}") for name, cell in row.items()} for row in rows]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    shop = Shop(tmp_path_factory.mktemp("steps"))
    shop.write("reference", "accounts.csv", [account()])
    tales = list(enumerate(TALES.values(), 1))
    for day in (1, 2, 3, 4, 6, 10, 11, 12):
        for feed in ("orders", "psp/events", "status_imports", "decisions"):
            rows = [row for number, tale in tales for row in _of(number, tale.nights.get(day, {}).get(feed, []))]
            shop.write(feed, f"{feed.replace('/', '-')}-202610{day:02}T120000Z.csv", rows)
        shop.run(f"2026-10-{day:02}T20:00:00Z")
    return shop


@pytest.mark.parametrize("name", TALES)
def test_where_it_stands(shop: Shop, name: str) -> None:
    tale, reference = TALES[name], f"20260901-{list(TALES).index(name) + 1}"
    (part,) = shop.query(f"select logistic_status from logistic_orders where order_reference = '{reference}'")
    (order,) = shop.query(
        f"select logistic_status, recorded_payment_status, payment_action from orders where order_reference = '{reference}'"
    )
    assert part["logistic_status"] == tale.logistic_status
    assert order["logistic_status"] == (tale.order_status or tale.logistic_status)
    assert (order["recorded_payment_status"], order["payment_action"]) == (tale.recorded, tale.action)
    found = shop.query(f"select code from findings where order_reference = '{reference}' and state = 'OPEN'")
    assert {row["code"] for row in found} & {"STATUS_CONFLICT", "RECORDED_WITHOUT_MONEY"} == tale.findings


def test_refreshed_is_rebuilt(shop: Shop) -> None:
    assert not shop.told_otherwise_anew()
