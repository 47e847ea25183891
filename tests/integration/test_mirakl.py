"""Mirakl's orders and shipments: what they come to alone, and beside what DJUST exports (domain.md §2, formats.md §2)."""

import json
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.builders import bank_line, incident, order_line, psp_event, status_row
from tests.world import World

Json = dict[str, Any]
Cell = Any
NIGHT = "2026-11-20T22:00:00Z"


def line(number: int = 1, quantity: int = 10, total: float = 100.0, state: str = "SHIPPING", **cells: Cell) -> Json:
    unit = total / quantity if quantity else 0.0
    return {
        "order_line_id": f"L{number}", "order_line_state": state, "quantity": quantity, "price": total, "price_unit": unit, "total_price": total,
        "shipping_price": 0.0, "taxes": [], "shipping_taxes": [], "shipped_date": None, "cancelations": [], "refunds": [],
    } | cells  # fmt: skip


def order(
    case: int, state: str = "SHIPPING", lines: Sequence[Json] = (), total: float | None = None, **cells: Cell
) -> Json:
    """An order of 100.00 in one line of ten pieces, unless it says otherwise."""
    told = list(lines) or [line(state=state)]
    summed = sum(it["total_price"] for it in told)
    return {
        "order_id": f"M-{case}-A", "commercial_id": f"20261001-{case}", "order_state": state, "currency_iso_code": "EUR",
        "order_tax_mode": "TAX_INCLUDED", "payment_workflow": "PAY_ON_DUE_DATE", "total_price": summed if total is None else total,
        "has_incident": False, "created_date": "2026-10-01T08:00:00Z", "last_updated_date": "2026-10-02T08:00:00.125Z", "shop_id": 2001,
        "shop_name": "Shop", "customer": {"customer_id": "CUST1"}, "order_lines": told,
    } | cells  # fmt: skip


def shipment(case: int, number: int, status: str, quantity: int = 10, of: str | None = "L1", **cells: Cell) -> Json:
    gone = status in ("SHIPPED", "TO_COLLECT", "RECEIVED", "CLOSED")
    return {
        "id": f"S{case}-{number}", "order_id": f"M-{case}-A", "status": status, "shipped_date": "2026-10-05T09:00:00Z" if gone else None,
        "shipment_lines": [{"order_line_id": of, "quantity": quantity}],
    } | cells  # fmt: skip


def drop(world: World, feed: str, name: str, rows: Sequence[Json]) -> None:
    file = world.landing / "mirakl" / feed / name
    file.parent.mkdir(parents=True, exist_ok=True)
    told: Json = {"orders": rows, "total_count": len(rows)} if feed == "orders" else {"data": rows}
    file.write_text(json.dumps(told), encoding="utf-8")


TAXED: Json = {
    "taxes": [{"code": "VAT", "rate": 20, "amount": 20.0}],
    "shipping_taxes": [{"code": "VAT", "amount": 1.0}],
}
# What Mirakl tells of one order: its orders, its shipments, then status and due.
ALONE: list[tuple[str, list[Json], list[Json], str, str]] = [
    ("staging", [order(1, "STAGING")], [], "ORDER_CREATED", "100.00"),
    ("waits for the supplier", [order(2, "WAITING_ACCEPTANCE")], [], "WAITING_SUPPLIER_APPROVAL", "100.00"),
    ("accepted", [order(3, "WAITING_DEBIT_PAYMENT")], [], "ACCEPTED_BY_SUPPLIER", "100.00"),
    ("to be shipped", [order(4)], [], "WAITING_SHIPMENT", "100.00"),
    ("ready", [order(5)], [shipment(5, 1, "SHIPMENT_PREPARED")], "WAITING_SHIPMENT", "100.00"),
    ("a part is gone", [order(6)], [shipment(6, 1, "SHIPPED", 4)], "PARTIALLY_SHIPPED", "100.00"),
    (
        "two parts are all",
        [order(7)],
        [shipment(7, 1, "SHIPPED", 4), shipment(7, 2, "RECEIVED", 6)],
        "SHIPPED",
        "100.00",
    ),
    (
        "one of two is canceled, the other waits",
        [order(8)],
        [shipment(8, 1, "CANCELED", 4), shipment(8, 2, "SHIPPING", 6)],
        "PARTIALLY_CANCELED",
        "100.00",
    ),
    (
        "one of two is canceled, the other is gone",
        [order(9, lines=[line(quantity=6, total=60.0)])],
        [shipment(9, 1, "CANCELED", 4), shipment(9, 2, "SHIPPED", 6)],
        "SHIPPED",
        "60.00",
    ),
    (
        "a canceled quantity that is still in the line",
        [
            order(
                10,
                lines=[
                    line(
                        quantity=10,
                        total=60.0,
                        price_unit=10.0,
                        cancelations=[{"id": "C", "quantity": 4, "amount": 40.0}],
                    )
                ],
            )
        ],
        [shipment(10, 1, "SHIPPED", 6)],
        "SHIPPED",
        "60.00",
    ),
    (
        "one line is gone",
        [order(11, lines=[line(1), line(2)])],
        [shipment(11, 1, "SHIPPED")],
        "PARTIALLY_SHIPPED",
        "200.00",
    ),
    (
        "more of one line does not make up for the other",
        [order(12, lines=[line(1), line(2)])],
        [shipment(12, 1, "SHIPPED", 20)],
        "PARTIALLY_SHIPPED",
        "200.00",
    ),
    (
        "the other line is canceled",
        [order(13, lines=[line(1), line(2, 10, 0.0, "CANCELED")])],
        [shipment(13, 1, "SHIPPED")],
        "SHIPPED",
        "100.00",
    ),
    (
        "the lines say that they are gone",
        [order(14, lines=[line(1, state="SHIPPED"), line(2)])],
        [],
        "PARTIALLY_SHIPPED",
        "200.00",
    ),
    ("a parcel names no line", [order(15)], [shipment(15, 1, "SHIPPED", 10, None)], "SHIPPED", "100.00"),
    ("shipped", [order(16, "SHIPPED")], [], "SHIPPED", "100.00"),
    ("to collect", [order(17, "TO_COLLECT")], [], "SHIPPED", "100.00"),
    ("received", [order(18, "RECEIVED")], [], "COMPLETED", "100.00"),
    ("closed", [order(19, "CLOSED")], [], "COMPLETED", "100.00"),
    ("refused", [order(20, "REFUSED")], [], "DECLINED_BY_SUPPLIER", "0.00"),
    ("canceled", [order(21, "CANCELED", total=0.0)], [], "CANCELED", "0.00"),
    (
        "taxes come on top",
        [order(22, order_tax_mode="TAX_EXCLUDED", lines=[line(**TAXED)])],
        [],
        "WAITING_SHIPMENT",
        "121.00",
    ),
    ("taxes are in it", [order(23, lines=[line(**TAXED)])], [], "WAITING_SHIPMENT", "100.00"),
    (
        "not the taxes of what was canceled",
        [order(24, order_tax_mode="TAX_EXCLUDED", lines=[line(**TAXED), line(2, 0, 0.0, "CANCELED", **TAXED)])],
        [],
        "WAITING_SHIPMENT",
        "121.00",
    ),
    (
        "a newer state",
        [order(25, "WAITING_ACCEPTANCE"), order(25, "SHIPPED", last_updated_date="2026-10-09T08:00:00Z", total=90.0)],
        [],
        "SHIPPED",
        "90.00",
    ),
    (
        "an older state comes after it",
        [order(26, "SHIPPED", total=90.0, last_updated_date="2026-10-09T08:00:00Z"), order(26, "WAITING_ACCEPTANCE")],
        [],
        "SHIPPED",
        "90.00",
    ),
    (
        "the same again",
        [order(27), order(27)],
        [shipment(27, 1, "SHIPPED", 4), shipment(27, 1, "SHIPPED", 4)],
        "PARTIALLY_SHIPPED",
        "100.00",
    ),
    ("a parcel goes on", [order(28)], [shipment(28, 1, "SHIPPING"), shipment(28, 1, "SHIPPED")], "SHIPPED", "100.00"),
    (
        "what a canceled parcel holds is wanted no more",
        [order(29, lines=[line(quantity=3, total=30.0)])],
        [shipment(29, 1, "SHIPPED", 2), shipment(29, 2, "CANCELED", 1)],
        "SHIPPED",
        "30.00",
    ),
    (
        "a line that is gone, and one whose parcel was canceled",
        [order(30, lines=[line(1, 2, 20.0), line(2, 1, 10.0)])],
        [shipment(30, 1, "SHIPPED", 2), shipment(30, 2, "CANCELED", 1, "L2")],
        "SHIPPED",
        "30.00",
    ),
    (
        "a parcel was canceled, and more is to come",
        [order(31)],
        [shipment(31, 1, "SHIPPED", 4), shipment(31, 2, "CANCELED", 2)],
        "PARTIALLY_SHIPPED",
        "100.00",
    ),
]


def told_by(world: World) -> dict[str, tuple[str, str]]:
    rows = world.query("select order_reference, logistic_status, amount_due from logistic_orders")
    told = {row["order_reference"]: (row["logistic_status"], str(row["amount_due"])) for row in rows}
    assert len(told) == len(rows), "an order owes twice"
    return told


@pytest.mark.parametrize("nights", [["both"], ["orders", "shipments"], ["shipments", "orders"]])
def test_mirakl_alone(nights: list[str], tmp_path: Path) -> None:
    world = World(tmp_path)
    feeds = {
        "orders": [row for _, orders, *_ in ALONE for row in orders],
        "shipments": [row for _, _, parcels, *_ in ALONE for row in parcels],
    }
    for night, named in enumerate(nights):
        for feed in feeds if named == "both" else (named,):
            drop(world, feed, "20261019T000000Z.json", feeds[feed])
        world.run(f"2026-10-2{night}T22:00:00Z")
    expected = {f"20261001-{case}": (status, due) for case, (*_, status, due) in enumerate(ALONE, start=1)}
    completed = {
        name: ("COMPLETED" if status == "COMPLETED" else status, due) for name, (status, due) in told_by(world).items()
    }
    assert completed == expected
    assert world.query("select * from quarantine") == []


def test_what_mirakl_creates(tmp_path: Path) -> None:
    world = World(tmp_path)
    late: Json = {"order_id": "M-1-B", "payment_workflow": "NO_CUSTOMER_PAYMENT_CONFIRMATION"}
    drop(
        world,
        "orders",
        "or11.json",
        [order(1, shop_id=7), order(1, **late), order(2, payment_workflow="PAY_ON_ACCEPTANCE")],
    )
    world.run(NIGHT)
    assert world.query(
        "select order_reference, payment_option, suppliers, customer_id, amount_due from orders order by 1"
    ) == [
        {
            "order_reference": "20261001-1",
            "payment_option": "BANK_WIRE_ON_DUE_DATE",
            "suppliers": ["2001", "7"],
            "customer_id": "CUST1",
            "amount_due": 200,
        },
        {
            "order_reference": "20261001-2",
            "payment_option": "CREDIT_CARD",
            "suppliers": ["2001"],
            "customer_id": "CUST1",
            "amount_due": 100,
        },
    ]
    (first, *_) = world.query(
        "select logistic_reference, external_id, source, recorded_logistic_status from logistic_orders order by 1"
    )
    assert first == {
        "logistic_reference": "M-1-A",
        "external_id": "M-1-A",
        "source": "MIRAKL",
        "recorded_logistic_status": None,
    }
    events = world.query(
        "select from_status, to_status, source, verdict from status_events where logistic_reference = 'M-1-A'"
    )
    assert events == [
        {"from_status": None, "to_status": "WAITING_SHIPMENT", "source": "MIRAKL_ORDER", "verdict": "APPLIED"}
    ]


DJUST = {
    "external_source": "MIRAKL",
    "order_external_id": "M-1-A",
    "order_status": "ACCEPTED_BY_SUPPLIER",
    "update_date": "2026-10-01T09:00:00Z",
    "creation_date": "2026-10-01T08:00:00Z",
}


@pytest.mark.parametrize(
    "nights",
    [("djust", "orders", "shipments"), ("shipments", "orders", "djust"), ("orders", "djust", "shipments")],
)
def test_djust_knows_the_order(nights: tuple[str, ...], tmp_path: Path) -> None:
    world = World(tmp_path)
    for night, named in enumerate(nights):
        if named == "djust":
            world.write("orders", "orders.csv", [order_line("20261001-1", "120.00", **DJUST)])
        else:
            rows = [order(1)] if named == "orders" else [shipment(1, 1, "SHIPPED", 4)]
            drop(world, named, "20261019T000000Z.json", rows)
        world.run(f"2026-10-2{night}T22:00:00Z")
    (lo,) = world.query(
        "select logistic_reference, logistic_status, recorded_logistic_status, amount_due, shipped_at::date::varchar as day from logistic_orders"
    )
    assert (lo["logistic_reference"], lo["logistic_status"], lo["recorded_logistic_status"]) == (
        "20261001-1-1",
        "PARTIALLY_SHIPPED",
        "ACCEPTED_BY_SUPPLIER",
    )
    assert (str(lo["amount_due"]), lo["day"]) == ("120.00", "2026-10-05")
    (finding,) = world.query(
        "select code, amount, logistic_reference from findings where state = 'OPEN' and code = 'AMOUNT_SOURCE_MISMATCH'"
    )
    assert (str(finding["amount"]), finding["logistic_reference"]) == ("20.00", "20261001-1-1")
    sources = {row["source"] for row in world.query("select source from status_events")}
    assert sources == {"ORDER_EXPORT", "MIRAKL_ORDER", "MIRAKL_SHIPMENT"}


def test_shipments_of_an_order_that_only_djust_knows(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.write(
        "orders",
        "orders.csv",
        [
            order_line(
                "20261001-1", "120.00", **DJUST, order_line_quantity="3", net_unit_price="40.00", line_total_with_tax=""
            )
        ],
    )
    drop(world, "shipments", "st11.json", [shipment(1, 1, "SHIPPED", 2, "other"), shipment(9, 1, "SHIPPED")])
    world.run("2026-10-20T22:00:00Z")
    assert told_by(world) == {"20261001-1": ("PARTIALLY_SHIPPED", "120.00")}
    (waits,) = world.query("select logistic_reference, verdict from status_events where verdict = 'WAITING'")
    assert waits["logistic_reference"] == "M-9-A"
    world.run("2026-10-24T22:00:00Z")
    assert [row["code"] for row in world.query("select code from findings where code = 'UNKNOWN_ORDER'")] == [
        "UNKNOWN_ORDER"
    ]


def test_it_completes_by_itself_unless_an_incident_is_open(tmp_path: Path) -> None:
    world = World(tmp_path)
    shipped: Json = {"shipped_date": "2026-10-01T10:00:00Z"}
    drop(world, "orders", "or11.json", [
        order(1, "SHIPPED", [line(state="SHIPPED", **shipped)]),
        order(2, "SHIPPED", [line(state="SHIPPED", **shipped)], has_incident=True),
        order(3, "SHIPPED", [line(state="INCIDENT_OPEN", **shipped)]),
        order(4, "SHIPPED", [line(state="SHIPPED", **shipped)]),
        order(5, "SHIPPED", [line(state="SHIPPED")]),
    ])  # fmt: skip
    world.write("incidents", "incidents.csv", [incident("M-4-A", opened_at="2026-10-03T00:00:00Z")])
    world.run("2026-10-22T10:00:00Z")
    told = world.query(
        "select logistic_reference, outcome, split_part(reason, ':', 1) as reason from completions order by 1"
    )
    assert [(row["logistic_reference"], row["outcome"], row["reason"]) for row in told] == [
        ("M-1-A", "COMPLETED", None), ("M-2-A", "BLOCKED", "OPEN_INCIDENT"), ("M-3-A", "BLOCKED", "OPEN_INCIDENT"),
        ("M-4-A", "BLOCKED", "OPEN_INCIDENT"), ("M-5-A", "BLOCKED", "NO_SHIPMENT_DATE"),
    ] or told  # fmt: skip
    drop(
        world,
        "orders",
        "or11-2.json",
        [order(2, "SHIPPED", [line(state="SHIPPED", **shipped)], last_updated_date="2026-10-22T12:00:00Z")],
    )
    world.run("2026-10-23T10:00:00Z")
    assert told_by(world)["20261001-2"][0] == "COMPLETED"
    assert world.exported() == {"M-1-A": ["COMPLETED"], "M-2-A": ["COMPLETED"]}


REFUND: Json = {
    "id": "R1",
    "amount": 30.0,
    "shipping_amount": 2.0,
    "taxes": [{"amount": 6.0}],
    "shipping_taxes": [],
    "quantity": 3,
    "state": "WAITING_REFUND",
    "created_date": "2026-10-03T10:00:00Z",
}
TAX_ONLY: Json = {
    "id": "R2",
    "amount": 0,
    "quantity": None,
    "taxes": [{"amount": 4.0}],
    "state": "REFUNDED",
    "created_date": "2026-10-03T10:00:00Z",
}


EXPECTED: list[tuple[str, list[Json], str]] = [
    ("TAX_INCLUDED", [REFUND], "32.00"),
    ("TAX_EXCLUDED", [REFUND], "38.00"),
    ("TAX_EXCLUDED", [REFUND, TAX_ONLY], "42.00"),
    ("TAX_INCLUDED", [TAX_ONLY], "4.00"),
]


def test_refunds_are_expected(tmp_path: Path) -> None:
    world = World(tmp_path)
    same: Json = {"payment_workflow": "PAY_ON_ACCEPTANCE"}
    orders = [
        order(case, "SHIPPED", [line(state="SHIPPED", refunds=refunds)], order_tax_mode=mode, **same)
        for case, (mode, refunds, _) in enumerate(EXPECTED, start=1)
    ]
    drop(world, "orders", "or11.json", orders)
    paid = [
        psp_event(f"20261001-{case}", "CAPTURE", "150.00", case, occurred_at="2026-10-02T10:00:00Z")
        for case in range(1, 5)
    ]
    world.write("psp/events", "1.csv", paid)
    world.run("2026-10-13T09:00:00Z")
    query = "select order_reference, amount, state from findings where code = 'REFUND_NOT_SETTLED' order by 1"
    assert world.query(query) == []
    world.run("2026-10-13T10:00:00Z")
    found = world.query(query)
    assert [(str(row["amount"]), row["state"]) for row in found] == [(amount, "OPEN") for *_, amount in EXPECTED]
    assert {row["amount_refunded"] for row in world.query("select amount_refunded from orders")} == {0}
    settled = [
        psp_event(f"20261001-{case}", "REFUND", amount, 10 + case, occurred_at="2026-10-14T10:00:00Z")
        for case, (*_, amount) in enumerate(EXPECTED, start=1)
    ]
    world.write("psp/events", "2.csv", settled)
    world.run("2026-10-15T10:00:00Z")
    assert {row["state"] for row in world.query(query)} == {"RESOLVED"}


def test_a_refund_that_stays_pending(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.write("orders", "orders.csv", [order_line("20261001-1", "120.00")])
    world.write(
        "psp/events",
        "1.csv",
        [psp_event("20261001-1", "REFUND", "5.00", event_status="PENDING", occurred_at="2026-10-05T10:00:00Z")],
    )
    for as_of, findings in (("2026-10-15T09:59:59Z", 0), ("2026-10-15T10:00:00Z", 1)):
        world.run(as_of)
        assert len(world.query("select 1 from findings where code = 'REFUND_NOT_SETTLED'")) == findings


BROKEN: list[tuple[Json, str | None, str]] = [
    ({"order_state": "TELEPORTED"}, "order_state", "UNKNOWN_CODE"),
    ({"payment_workflow": "PAY_SOME_DAY"}, "payment_workflow", "UNKNOWN_CODE"),
    ({"total_price": "a lot"}, "total_price", "BAD_NUMBER"),
    ({"total_price": 1.005}, "total_price", "TOO_MANY_DECIMALS"),
    ({"total_price": None}, "total_price", "MISSING_VALUE"),
    ({"currency_iso_code": "KWD"}, "currency_iso_code", "UNSUPPORTED_CURRENCY"),
    ({"last_updated_date": "soon"}, "last_updated_date", "BAD_DATE"),
    ({"order_lines": [line(state="TELEPORTED")]}, "order_line_state", "UNKNOWN_CODE"),
    ({"order_lines": [line(total_price="x")]}, "amount", "BAD_NUMBER"),
    ({"order_lines": [{**line(), "quantity": None}]}, "quantity", "MISSING_VALUE"),
    ({"order_lines": [line(refunds=[{"id": "R", "state": "SOON"}])]}, "refunds.state", "UNKNOWN_CODE"),
    ({"order_lines": "none"}, "order_line_id", "MISSING_VALUE"),
    ({"order_lines": [line(taxes=[{"amount": "1,2"}])]}, "amount", "BAD_NUMBER"),
]


def test_rows_that_cannot_be_trusted(tmp_path: Path) -> None:
    world = World(tmp_path)
    broken = [deepcopy(order(case)) | cells for case, (cells, _, _) in enumerate(BROKEN, start=1)]
    drop(world, "orders", "or11.json", [*broken, order(99, a_new_field={"x": 1})])
    drop(
        world,
        "shipments",
        "st11.json",
        [shipment(99, 1, "LOST"), shipment(99, 2, "SHIPPED", -1), shipment(99, 3, "SHIPPED", 1)],
    )
    world.run("2026-10-20T22:00:00Z")
    refused = world.query(
        "select line_number, column_name, split_part(reason, ':', 1) as code, raw_row from quarantine where feed = 'mirakl/orders' order by 1"
    )
    assert [(row["line_number"], row["column_name"], row["code"]) for row in refused] == [
        (number, column, code) for number, (_, column, code) in enumerate(BROKEN, start=1)
    ]
    assert all(row["raw_row"].startswith('{"order_id":') for row in refused)
    assert told_by(world) == {"20261001-99": ("PARTIALLY_SHIPPED", "100.00")}
    assert [
        row["line_number"]
        for row in world.query("select line_number from quarantine where feed = 'mirakl/shipments' order by 1")
    ] == [1, 2]


def test_status_files_and_transfers_name_what_mirakl_created(tmp_path: Path) -> None:
    world = World(tmp_path)
    drop(world, "orders", "or11.json", [order(1)])
    world.write("status_imports", "status.csv", [status_row("M-1-A", "SHIPPED", effective_date="2026-10-06T00:00:00Z")])
    world.write("bank", "bank.csv", [bank_line("100.00", "20261001-1")])
    world.run("2026-10-20T22:00:00Z")
    assert told_by(world) == {"20261001-1": ("SHIPPED", "100.00")}
    assert world.query("select payment_status from orders") == [{"payment_status": "PAID"}]


GONE: Json = {"shipped_date": "2026-10-01T10:00:00Z"}


def test_what_was_completed_as_mirakl_called_it_is_completed_once(tmp_path: Path) -> None:
    world = World(tmp_path)
    drop(world, "orders", "or11.json", [order(1, "SHIPPED", [line(state="SHIPPED", **GONE)])])
    world.run("2026-10-23T10:00:00Z")
    # In the evening DJUST exports the order, under a reference of its own.
    late = DJUST | {"order_status": "SHIPPED", "update_date": "2026-10-23T20:00:00Z"}
    world.write("orders", "orders.csv", [order_line("20261001-1", "100.00", **late)])
    for as_of in ("2026-10-24T10:00:00Z", "2026-10-25T10:00:00Z"):
        world.run(as_of)
        (row,) = world.query("select logistic_reference, outcome from completions")
        assert row == {"logistic_reference": "20261001-1-1", "outcome": "COMPLETED"}
        assert told_by(world) == {"20261001-1": ("COMPLETED", "100.00")}
    files = [file.read_text(encoding="utf-8") for file in world.warehouse.glob("outbox/*/status_updates.csv")]
    assert files == ["Order External Id;Order Reference;Order Status\nM-1-A;;COMPLETED\n"]


def test_an_order_that_the_export_does_not_call_mirakl_s_completes_too(tmp_path: Path) -> None:
    world = World(tmp_path)
    shipped = DJUST | {"external_source": "", "order_status": "SHIPPED", "shipment_date": "2026-09-19T08:00:00Z"}
    world.write("orders", "orders.csv", [order_line("20261001-1", "100.00", **shipped)])
    drop(world, "orders", "or11.json", [order(1, "WAITING_ACCEPTANCE", last_updated_date="2026-09-30T08:00:00Z")])
    world.run("2026-10-11T22:00:00Z")
    assert world.exported() == {"20261001-1-1": ["COMPLETED"]}


def test_a_shipment_date_is_corrected(tmp_path: Path) -> None:
    world = World(tmp_path)
    drop(world, "orders", "or11.json", [order(1)])
    for day, said in (("10", "2026-10-08T09:00:00Z"), ("12", "2026-10-06T09:00:00Z")):
        drop(world, "shipments", f"202610{day}T000000Z.json", [shipment(1, 1, "SHIPPED", shipped_date=said)])
        world.run(f"2026-10-{day}T22:00:00Z")
    (row,) = world.query("select shipped_at::varchar as at, logistic_status from logistic_orders")
    assert row == {"at": "2026-10-06 09:00:00+00", "logistic_status": "SHIPPED"}


def test_a_completion_is_contested_by_what_was_said_of_the_parcel_before_it(tmp_path: Path) -> None:
    world = World(tmp_path)
    drop(world, "orders", "or11.json", [order(1), order(2)])
    first: Json = {"shipped_date": "2026-10-01T09:00:00Z"}
    drop(world, "shipments", "20261003T080000Z.json", [shipment(case, 1, "SHIPPED", **first) for case in (1, 2)])
    world.run("2026-10-22T22:00:00Z")
    assert {row["outcome"] for row in world.query("select outcome from completions")} == {"COMPLETED"}
    later: Json = {"shipped_date": "2026-10-04T09:00:00Z"}
    drop(world, "shipments", "late-20261010T080000Z.json", [shipment(1, 1, "SHIPPED", **later)])
    drop(
        world, "shipments", "20261023T080000Z.json", [shipment(2, 1, "SHIPPED", **later)]
    )  # a correction of afterwards
    world.run("2026-10-23T22:00:00Z")
    found = world.query("select order_reference from findings where code = 'COMPLETION_CONTESTED' and state = 'OPEN'")
    assert found == [{"order_reference": "20261001-1"}]


def test_a_refund_without_a_date_is_expected_from_the_state_that_tells_it(tmp_path: Path) -> None:
    world = World(tmp_path)
    refund = {"id": "R1", "amount": 10.0, "state": "WAITING_REFUND"}
    drop(world, "orders", "or11.json", [order(1, "SHIPPED", [line(state="SHIPPED", refunds=[refund])])])
    for as_of, findings in (("2026-10-12T08:00:00Z", 0), ("2026-10-12T08:00:01Z", 1)):
        world.run(as_of)
        assert len(world.query("select 1 from findings where code = 'REFUND_NOT_SETTLED'")) == findings


def test_the_only_one_without_an_id_of_mirakl_s_is_the_only_one_of_mirakl_s(tmp_path: Path) -> None:
    world = World(tmp_path)
    nameless = DJUST | {"order_external_id": ""}
    world.write("orders", "orders.csv", [order_line("20261001-1", "100.00", **nameless)])
    drop(world, "orders", "or11.json", [order(1)])
    drop(world, "shipments", "st11.json", [shipment(1, 1, "SHIPPED", 4)])
    world.run("2026-10-20T22:00:00Z")
    assert told_by(world) == {"20261001-1": ("PARTIALLY_SHIPPED", "100.00")}
    world.write("orders", "more.csv", [order_line("20261001-1", "50.00", 2, **nameless)])
    world.run("2026-10-21T22:00:00Z")
    owed = world.query("select logistic_reference, amount_due from logistic_orders order by 1")
    assert [row["logistic_reference"] for row in owed] == ["20261001-1-1", "20261001-1-2", "M-1-A"]


def test_what_was_canceled_is_no_piece_and_a_price_that_nobody_says_is_none(tmp_path: Path) -> None:
    world = World(tmp_path)
    cut = line(
        quantity=3, total=60.0, price_unit=30.0, price=60.0, cancelations=[{"id": "C1", "amount": 30.0, "quantity": 1}]
    )
    silent = {name: cell for name, cell in line(quantity=3, total=90.0).items() if name not in ("price_unit", "taxes")}
    taxed = silent | TAXED
    drop(world, "orders", "or11.json", [
        order(1, lines=[cut]), order(2, lines=[silent]), order(3, lines=[taxed], order_tax_mode="TAX_EXCLUDED"),
        order(4, shop_id=None, shop_name=None),
    ])  # fmt: skip
    world.run("2026-10-20T22:00:00Z")
    rows = world.query(
        "select order_reference, quantity::integer as n, unit_price::varchar as price, line_total::varchar as total from order_lines order by 1"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("20261001-1", 2, "30.000000", "60.00"), ("20261001-2", 3, None, "90.00"), ("20261001-3", 3, None, "111.00"),
        ("20261001-4", 10, "10.000000", "100.00"),
    ]  # fmt: skip
    assert not world.query("select code from findings where code = 'TAX_MISMATCH'")
    assert world.query("select suppliers from orders where order_reference = '20261001-4'") == [{"suppliers": []}]
