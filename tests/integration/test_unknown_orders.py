"""References that nobody knows (domain.md §1, §7): they wait for their order, and are told as they were written."""

from pathlib import Path

from tests.builders import account, decision, incident, order_line, psp_event, status_row
from tests.world import World


def told(world: World) -> dict[str, tuple[str, str]]:
    """The findings by the reference they show: state and words."""
    found = world.query("select order_reference, state, message from findings where code = 'UNKNOWN_ORDER'")
    return {row["order_reference"]: (row["state"], row["message"]) for row in found}


def test_they_are_shown_as_they_were_first_written(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.write("reference", "accounts.csv", [account()])
    world.write(
        "status_imports", "n1-20261001.csv", [status_row("Web-17-1", "SHIPPED"), status_row("WEB-18-1", "SHIPPED")]
    )
    world.write("incidents", "n1-20261001.csv", [incident("web-19")])
    world.write("psp/events", "n1-20261001.csv", [
        psp_event("Web-20", "AUTHORIZATION", "10.00"), psp_event("Web-21", "CAPTURE", "10.00", 2),
    ])  # fmt: skip
    world.write(
        "decisions",
        "n1-20261001.csv",
        [decision("WRITE_OFF", "web-22", amount="1.00", decided_at="2026-10-01T10:00:00Z")],
    )
    world.run("2026-10-01T22:00:00Z")
    assert told(world) == {}
    world.write("status_imports", "n2-20261003.csv", [status_row("WEB-17-1", "COMPLETED")])
    world.run("2026-10-04T22:00:00Z")
    written = ("Web-17-1", "WEB-18-1", "web-19", "Web-20", "web-22")
    assert told(world) == {reference: ("OPEN", f"no known order is called {reference}") for reference in written}
    assert {row["about"] for row in world.query("select about from queue where code = 'UNKNOWN_ORDER'")} == {*written}
    # It is known in any spelling.
    world.write("orders", "orders-20261005.csv", [order_line("WEB-20", "10.00")])
    world.run("2026-10-05T22:00:00Z")
    assert {reference: state for reference, (state, _) in told(world).items()} == {
        reference: "RESOLVED" if reference == "Web-20" else "OPEN" for reference in written
    }


def test_the_newest_state_says_what_an_operation_or_incident_is_about(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.write("reference", "accounts.csv", [account()])
    world.write("orders", "orders.csv", [order_line("20260901-1", "10.00")])
    failed = {"psp_reference": "P1", "event_id": "E1", "occurred_at": "2026-10-01T11:00:00Z", "event_status": "FAILED"}
    moved = {"psp_reference": "P2", "event_id": "E2", "occurred_at": "2026-10-01T09:00:00Z"}
    world.write("psp/events", "events.csv", [
        psp_event("NOBODY-1", "CAPTURE", "10.00", **failed | {"event_status": "SUCCEEDED", "occurred_at": "2026-10-01T09:00:00Z"}),
        psp_event("NOBODY-1", "CAPTURE", "10.00", **failed),
        psp_event("NOBODY-2", "AUTHORIZATION", "10.00", **moved | {"event_status": "PENDING"}),
        psp_event("20260901-1", "AUTHORIZATION", "10.00", **moved | {"occurred_at": "2026-10-01T10:00:00Z"}),
        psp_event("NOBODY-3", "AUTHORIZATION", "10.00", 3, occurred_at="2026-11-01T10:00:00Z"),
    ])  # fmt: skip
    world.write("incidents", "incidents.csv", [
        incident("NOBODY-4", opened_at="2026-10-01T08:00:00Z", updated_at="2026-10-01T08:00:00Z"),
        incident("20260901-1", opened_at="2026-10-01T08:00:00Z", updated_at="2026-10-02T08:00:00Z"),
    ])  # fmt: skip
    world.run("2026-10-02T22:00:00Z")
    world.run("2026-10-06T22:00:00Z")
    assert {*told(world)} == {"NOBODY-1"}


def test_what_a_person_takes_back_waits_no_more(tmp_path: Path) -> None:
    world = World(tmp_path)
    dated = {"decided_at": "2026-10-01T10:00:00Z"}
    world.write("decisions", "n1.csv", [
        decision("WRITE_OFF", "20260901-1", 1, amount="1.00", **dated), decision("WRITE_OFF", "20260901-2", 2, amount="1.00", **dated),
        decision("SET_LOGISTIC_STATUS", "20260901-3-1", 3, value="SHIPPED", **dated),
    ])  # fmt: skip
    world.run("2026-10-01T22:00:00Z")
    events = "select logistic_reference, verdict from status_events"
    assert world.query(events) == [{"logistic_reference": "20260901-3-1", "verdict": "WAITING"}]
    undone = [decision("UNDO", "", 10 + n, value=f"D{n}", decided_at="2026-10-05T10:00:00Z") for n in (1, 3)]
    for night, rows in (("2026-10-04T22:00:00Z", []), ("2026-10-05T22:00:00Z", undone)):
        world.write("decisions", f"{night[:10]}.csv", rows)
        world.run(night)
    assert {reference: state for reference, (state, _) in told(world).items()} == {
        "20260901-1": "RESOLVED", "20260901-2": "OPEN", "20260901-3-1": "RESOLVED",
    }  # fmt: skip
    assert not world.query(events)


def test_an_event_that_does_not_count_yet_names_no_order(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.write("reference", "accounts.csv", [account()])
    world.write("orders", "orders.csv", [order_line("20260901-1", "100.00", order_payment_option="CREDIT_CARD")])
    world.write("psp/events", "events.csv", [
        psp_event("", "CAPTURE", "100.00", 1, psp_reference="P1"),
        psp_event("20260901-1", "REFUND", "10.00", 2, psp_reference="P1", occurred_at="2026-10-05T10:00:00Z"),
    ])  # fmt: skip
    for night, received in (("2026-10-02T22:00:00Z", "0.00"), ("2026-10-05T22:00:00Z", "100.00")):
        world.run(night)
        assert [str(row["amount_received"]) for row in world.query("select amount_received from orders")] == [received]
