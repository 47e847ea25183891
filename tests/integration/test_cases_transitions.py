"""Every cell of the transition table (domain.md §2): a status file moves an LO, or does not."""

from typing import Any

import pytest

from tests.builders import account, order_line, status_row
from tests.case_tables import Case, cases, each
from tests.world import World

CASES = cases("logistic_transitions")


def _reference(number: int) -> str:
    return f"20260901-T{number:04d}"


def _name(case: Case) -> str:
    means = [word for word, column in (("mirakl", "mirakl"), ("roles", "approval_roles")) if case[column] == "yes"]
    return "-".join((case["from_status"], case["to_status"], *means))


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What one night said of one status row per LO, by LO."""
    world = World(tmp_path_factory.mktemp("transitions"))
    world.write("reference", "accounts.csv", [account("yes", requires_approval="true"), account("no")])
    orders, imports = [], []
    for number, case in enumerate(CASES):
        orders.append(
            order_line(
                _reference(number),
                "10.00",
                order_status=case["from_status"],
                external_source="MIRAKL" if case["mirakl"] == "yes" else "",
                customer_account_external_id=case["approval_roles"],
                update_date="2026-11-20T08:00:00Z",
                shipment_date="2026-11-20T08:00:00Z",
            )
        )
        imports.append(status_row(f"{_reference(number)}-1", case["to_status"], effective_date="2026-11-21T08:00:00Z"))
    world.write("orders", "orders.csv", orders)
    world.write("status_imports", "statuses.csv", imports)
    world.run("2026-11-22T22:00:00Z")
    events = world.query(
        """select e.logistic_reference, e.from_status, e.to_status, e.verdict, coalesce(e.warning, '') as warning,
               e.reason, l.logistic_status
           from status_events e join logistic_orders l using (logistic_reference) where e.source = 'STATUS_IMPORT'"""
    )
    assert len(events) == len(CASES)
    return {event["logistic_reference"]: event for event in events}


@each(CASES, _name)
def test_verdict(verdicts: dict[str, dict[str, Any]], number: int, case: Case) -> None:
    said = verdicts[f"{_reference(number)}-1"]
    moved = case["to_status"] if case["verdict"] == "APPLIED" else case["from_status"]
    assert (said["verdict"], said["warning"]) == (case["verdict"], case["warning"])
    assert (said["from_status"], said["to_status"], said["logistic_status"]) == (
        case["from_status"],
        case["to_status"],
        moved,
    )
    if case["verdict"] == "REJECTED":
        assert case["from_status"] in said["reason"]
