"""`closeout explain`: the story of an order by any of its names, or of a payment, on one screen and as JSON."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assets.cli import app
from tests.builders import account, bank_line, decision, incident, order_line, psp_event, status_row
from tests.world import World

ORDER = "20260901-1"


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World(tmp_path_factory.mktemp("explained"))
    world.write("reference", "accounts.csv", [account()])
    lines = [
        order_line(ORDER, "60.00", 1, order_status="WAITING_SHIPMENT", order_external_id="EXT-1-A"),
        order_line(ORDER, "40.00", 2),
        order_line("20260901-2", "40.00"),
    ]
    world.write("orders", "orders.csv", lines)
    world.write(
        "status_imports", "status.csv", [status_row(f"{ORDER}-1", "SHIPPED", effective_date="2026-09-20T08:00:00Z")]
    )
    world.write("bank", "bank.csv", [bank_line("70.00", f"VIR {ORDER}", 1), bank_line("40.00", "2O260901 3", 2)])
    world.write("psp/events", "events.csv", [psp_event(ORDER, "CAPTURE", "10.00")])
    world.write("incidents", "incidents.csv", [incident(f"{ORDER}-1"), incident("EXT-1-A", "OPEN", 2)])
    world.write(
        "decisions",
        "decisions.csv",
        [
            decision("WRITE_OFF", ORDER, 1, amount="5.00", reason="too little to ask for"),
            decision("HOLD_COMPLETION", "ext-1-a", 2, reason="asked for by its other name"),
            decision("UNDO", "", 3, value="D2", decided_at="2026-10-10T10:00:00Z", reason="a mistake"),
        ],
    )
    world.run("2026-10-20T22:00:00Z")
    return world


def explain(world: World, name: str, *options: str) -> tuple[int, str]:
    told = CliRunner().invoke(app, ["explain", name, "--warehouse", str(world.warehouse), *options])
    return told.exit_code, told.stdout


@pytest.mark.parametrize("name", [ORDER, f"{ORDER}-2", "ext-1-a"])
def test_the_whole_story_by_any_name(world: World, name: str) -> None:
    code, told = explain(world, name)
    assert code == 0
    assert told.startswith(f"Order {ORDER} of ACC1, placed 2026-09-01 10:00, by BANK_WIRE_ON_DUE_DATE\n")
    for said in (
        "PARTIALLY_PAID: a part of what is due came",
        "EUR: due 100.00, received 80.00, refunded 0.00, written off 5.00: outstanding 15.00, excess 0.00",
        "WAITING_SHIPMENT -> SHIPPED (STATUS_IMPORT): APPLIED, status.csv line 2",
        "MATCHED by EXACT: the text says 20260901-1 literally",
        "MATCHED by STRUCTURED: the order field names 20260901-1",
        "D1 WRITE_OFF 20260901-1 5.00 by me: APPLIED; too little to ask for",
        "OPEN ACTION PARTIALLY_PAID 15.00 EUR",  # the second part fell due on 2 October
        "Complaints\n",
    ):
        assert said in told


def test_a_payment(world: World) -> None:
    ((payment),) = world.query("select payment_id from payments where bank_reference = 'BR00000002'")
    code, told = explain(world, payment["payment_id"].upper().replace("PAY", "pay"))
    assert (code, told.splitlines()[0]) == (0, f"Payment {payment['payment_id']}: UNMATCHED, 0.00 of 40.00 EUR")
    assert "bank.csv line 3" in told


def test_as_json_amounts_are_texts(world: World) -> None:
    code, told = explain(world, ORDER, "--json")
    story = json.loads(told)
    assert code == 0
    assert story["order"][0]["amount_due"] == "100.00"
    parts = {
        "order",
        "logistic_orders",
        "events",
        "opening",
        "payments",
        "matches",
        "incidents",
        "decisions",
        "findings",
    }
    assert set(story) == parts


def test_what_was_said_of_it_by_another_name_is_part_of_it(world: World) -> None:
    story = json.loads(explain(world, ORDER, "--json")[1])
    assert [row["decision_id"] for row in story["decisions"]] == ["D1", "D2", "D3"]
    assert {row["incident_id"] for row in story["incidents"]} == {"I1", "I2"}


@pytest.mark.parametrize("name", ["20260901-99", "", "pay_12"])
def test_what_nobody_knows(world: World, name: str) -> None:
    told = CliRunner().invoke(app, ["explain", name, "--warehouse", str(world.warehouse)])
    assert told.exit_code == 1
    assert f"no order is called {name!r}: give a reference" in told.stderr


def test_a_payment_nobody_knows(world: World) -> None:
    assert explain(world, "pay_0123456789abcdef")[0] == 1


def test_before_anything_was_published(tmp_path: Path) -> None:
    assert explain(World(tmp_path), ORDER)[0] == 2
