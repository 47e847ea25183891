"""The 21 days of Mirakl (domain.md §3): one warehouse over two years, each case judged in the night of its instant."""

from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.builders import incident, order_line
from tests.case_tables import Case, cases, each
from tests.world import World

CASES = cases("completions")
LAST = max(case["as_of"] for case in CASES)


@dataclass
class Nights:
    """What each LO's own night said of it and had exported, and the outbox at the end, once and a second time."""

    completions: dict[str, dict[str, Any]] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    exported: dict[str, list[str]] = field(default_factory=dict)
    at_the_end: dict[str, list[str]] = field(default_factory=dict)
    once_more: dict[str, list[str]] = field(default_factory=dict)


def _reference(number: int) -> str:
    return f"20260101-C{number:03d}"


def _drop(world: World, night: str) -> list[str]:
    """The files of the cases of one night; their LOs."""
    orders, incidents = [], []
    for number, case in enumerate(CASES):
        if case["as_of"] != night:
            continue
        orders.append(
            order_line(
                _reference(number),
                "10.00",
                order_status=case["logistic_status"],
                external_source=case["source"],
                creation_date="2026-01-01T00:00:00Z",
                update_date="2026-01-02T00:00:00Z",
                shipment_date=case["shipped_at"],
            )
        )
        if case["incident"]:
            status, since = case["incident"].split("@")
            opened = "2026-03-05T00:00:00Z" if status == "CLOSED" else since
            incidents.append(incident(f"{_reference(number)}-1", status, number, opened_at=opened, updated_at=since))
    name = night.replace(":", "").replace("-", "")
    world.write("orders", f"orders-{name}.csv", orders)
    world.write("incidents", f"incidents-{name}.csv", incidents)
    return [row["Order Reference"] for row in orders]


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    world, told = World(tmp_path_factory.mktemp("completions")), Nights()
    for night in sorted({case["as_of"] for case in CASES}):
        own = _drop(world, night)
        world.run(night)
        out = world.exported()
        for row in world.query("select * from completions"):
            if row["logistic_reference"] in own:
                told.completions[row["logistic_reference"]] = row
        for row in world.query("select logistic_reference, logistic_status from logistic_orders"):
            if row["logistic_reference"] in own:
                told.statuses[row["logistic_reference"]] = row["logistic_status"]
        told.exported |= {reference: out.get(reference, []) for reference in own}
    told.at_the_end = world.exported()
    world.run(LAST)
    told.once_more = world.exported()
    return told


def _instant(value: Any) -> str:  # noqa: ANN401  # whatever the column holds
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if value else ""


@each(CASES)
def test_outcome(nights: Nights, number: int, case: Case) -> None:
    reference = f"{_reference(number)}-1"
    row = nights.completions.get(reference, {})
    done = case["outcome"] == "COMPLETED"
    assert row.get("outcome", "") == case["outcome"]
    assert nights.statuses[reference] == ("COMPLETED" if done else case["logistic_status"])
    assert nights.exported[reference] == (["COMPLETED"] if done else [])
    if done:
        assert _instant(row["effective_at"]) == case["effective_at"]
        assert _instant(row["applied_at"]) == case["as_of"]


def test_nothing_is_exported_twice(nights: Nights) -> None:
    assert nights.at_the_end
    assert {tuple(statuses) for statuses in nights.at_the_end.values()} == {("COMPLETED",)}


def test_the_same_instant_again_completes_nothing(nights: Nights) -> None:
    assert nights.once_more == nights.at_the_end
