"""What was completed by itself (domain.md §3), and what comes to be known of it later: contested, or not; exported once, held no more."""

from dataclasses import dataclass, field

import pytest

from tests.builders import Row, account, decision, incident, order_line, status_row
from tests.nights import Shop

SHIPPED = {"external_source": "MIRAKL", "update_date": "2026-09-10T09:00:00Z", "shipment_date": "2026-09-10T08:00:00Z"}
FIRST, DUE, LAST = "2026-09-30T20:00:00Z", "2026-10-06T20:00:00Z", "2026-10-20T20:00:00Z"
COMPLETED = ["COMPLETED"]


def complaint(status: str, updated_at: str, opened_at: str = "09-12T10") -> Row:
    told = {"opened_at": f"2026-{opened_at}:00:00Z", "updated_at": f"2026-{updated_at}:00:00Z", "incident_id": "I-@"}
    return incident("@-1", status, **told)


def hold(action: str, at: str) -> Row:
    return decision(action, "@-1", decision_id=f"{action}-@", decided_at=f"2026-{at}:00:00Z", reason="waits")


def shown(**columns: str) -> Row:
    return order_line("@", "100.00", **SHIPPED | columns)


@dataclass(frozen=True)
class Life:
    """What is told of a logistic order before it is completed on 6 October, due on the 1st, and after; its findings in the end, what was exported."""

    before: dict[str, list[Row]] = field(default_factory=dict)
    after: dict[str, list[Row]] = field(default_factory=dict)
    findings: set[str] = field(default_factory=set)
    exported: list[str] = field(default_factory=lambda: COMPLETED)
    first: dict[str, str] = field(default_factory=dict)


WAITING = {"order_status": "WAITING_SHIPMENT", "shipment_date": ""}
CONTESTED = {"COMPLETION_CONTESTED"}
CLOSED = [complaint("OPEN", "09-12T10"), complaint("CLOSED", "09-15T10")]
LIVES = {
    "nothing": Life(),
    "it was held, of which nobody knew, and is held again": Life(
        after={
            "decisions": [
                hold("HOLD_COMPLETION", "09-20T10"),
                hold("HOLD_COMPLETION", "10-08T10") | {"Decision Id": "AGAIN-@"},
            ]
        },
        findings=CONTESTED,
    ),
    "it was held, of which nobody knew, and was released later": Life(
        after={"decisions": [hold("HOLD_COMPLETION", "09-20T10"), hold("RELEASE_COMPLETION", "10-08T10")]},
        findings=CONTESTED,
    ),
    "it was held and released before": Life(
        after={"decisions": [hold("HOLD_COMPLETION", "09-20T10"), hold("RELEASE_COMPLETION", "09-21T10")]}
    ),
    "an incident was open": Life(after={"incidents": [complaint("OPEN", "09-12T10")]}, findings=CONTESTED),
    "an incident was open, and is closed by now": Life(
        after={"incidents": [complaint("CLOSED", "10-08T10")]}, findings=CONTESTED
    ),
    "an incident was closed, and is open again": Life(
        {"incidents": CLOSED}, {"incidents": [complaint("OPEN", "10-08T10")]}
    ),
    "more is told of a closed incident": Life({"incidents": CLOSED}, {"incidents": [complaint("CLOSED", "10-09T10")]}),
    "an incident of later": Life(after={"incidents": [complaint("OPEN", "10-08T10", "10-08T10")]}),
    "it was held": Life(after={"decisions": [hold("HOLD_COMPLETION", "09-20T10")]}, findings=CONTESTED),
    "it was held and released": Life(
        after={"decisions": [hold("HOLD_COMPLETION", "09-20T10"), hold("RELEASE_COMPLETION", "09-25T10")]}
    ),
    "it is held since": Life(after={"decisions": [hold("HOLD_COMPLETION", "10-08T10")]}),
    "it left later": Life(
        after={"orders": [shown(update_date="2026-10-01T09:00:00Z", shipment_date="2026-09-25T08:00:00Z")]},
        findings=CONTESTED,
    ),
    "it left later, and the export shows the completion by now": Life(
        after={
            "orders": [
                shown(update_date="2026-10-01T09:00:00Z", shipment_date="2026-09-25T08:00:00Z"),
                shown(
                    update_date="2026-10-09T09:00:00Z", shipment_date="2026-09-25T08:00:00Z", order_status="COMPLETED"
                ),
            ]
        },
        findings=CONTESTED,
    ),
    "when it left is corrected afterwards": Life(
        after={"orders": [shown(update_date="2026-10-08T09:00:00Z", shipment_date="2026-09-25T08:00:00Z")]}
    ),
    "when it left is corrected once more": Life(
        after={
            "orders": [
                shown(update_date="2026-10-01T09:00:00Z", shipment_date="2026-09-25T08:00:00Z"),
                shown(update_date="2026-10-08T09:00:00Z"),
            ]
        }
    ),
    "a person takes it back, and an incident is open": Life(
        after={
            "decisions": [
                decision(
                    "SET_LOGISTIC_STATUS",
                    "@-1",
                    decision_id="SET-@",
                    value="SHIPPED",
                    decided_at="2026-10-07T10:00:00Z",
                )
            ],
            "incidents": [complaint("OPEN", "10-07T10", "10-07T10")],
        },
        exported=["COMPLETED", "SHIPPED"],
    ),
    # The record has stayed behind for too long: they are in conflict until a person decides, and it is completed in that night.
    "decided and completed in one night": Life(
        {
            "decisions": [
                decision(
                    "SET_LOGISTIC_STATUS",
                    "@-1",
                    decision_id="SET-@",
                    value="SHIPPED",
                    decided_at="2026-10-06T10:00:00Z",
                )
            ],
            "status_imports": [status_row("@-1", "SHIPPED", effective_date="2026-09-10T10:00:00Z")],
            "orders": [shown(**WAITING)],
        },
        first=WAITING,
    ),
    "a line in dispute holds it": Life(
        {"orders": [shown(order_line_status="INCIDENT_OPEN", update_date="2026-09-21T08:00:00Z")]},
        findings={"COMPLETION_BLOCKED"},
        exported=[],
    ),
}


def _of(place: int, rows: list[Row]) -> list[Row]:
    return [{name: cell.replace("@", _reference(place)) for name, cell in row.items()} for row in rows]


def _reference(place: int) -> str:
    return f"20260901-{100 + place}"


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    shop = Shop(tmp_path_factory.mktemp("contested"))
    lives = list(enumerate(LIVES.values()))
    shop.write("reference", "accounts.csv", [account()])
    shop.write(
        "orders", "orders-20260911.csv", [row for place, life in lives for row in _of(place, [shown(**life.first)])]
    )
    shop.run(FIRST)
    for night, as_of in (("before", DUE), ("after", LAST)):
        for feed in ("incidents", "decisions", "status_imports"):
            rows = [row for place, life in lives for row in _of(place, getattr(life, night).get(feed, []))]
            shop.write(feed, f"{feed}-{night}-20261002.csv", rows)
        for nth in range(2):  # a file holds an order once
            rows = [
                row
                for place, life in lives
                for row in _of(place, getattr(life, night).get("orders", [])[nth : nth + 1])
            ]
            shop.write("orders", f"orders-{night}-2026100{nth + 2}.csv", rows)
        shop.run(as_of)
    return shop


@pytest.mark.parametrize("name", LIVES)
def test_what_is_said_of_it(shop: Shop, name: str) -> None:
    reference, life = _reference(list(LIVES).index(name)), LIVES[name]
    found = shop.query(
        f"select code from findings where order_reference = '{reference}' and state = 'OPEN' and code like 'COMPLETION%'"
    )
    assert {row["code"] for row in found} == life.findings
    assert shop.exported().get(f"{reference}-1", []) == life.exported


def test_the_last_night_is_what_a_rebuild_gives(shop: Shop) -> None:
    assert not shop.told_otherwise_anew()


def test_when_it_left_stays_known(shop: Shop) -> None:
    assert not shop.query(
        "select logistic_reference from logistic_orders where shipped_at is null and logistic_status = 'COMPLETED'"
    )
