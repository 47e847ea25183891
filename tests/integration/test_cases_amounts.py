"""What one LO owes after its exports (domain.md §4): each in a night of its own, all in one, the last one first."""

import json
from decimal import Decimal
from typing import Any

import pytest

from tests.builders import Row, order_line
from tests.case_tables import Case, cases, each
from tests.world import World

CASES = cases("amounts")
EXPORTS: list[list[list[dict[str, str]]]] = [json.loads(case["exports"]) for case in CASES]
OLDER = "the second export has the older update date"


def _reference(number: int) -> str:
    return f"20261001-A{number:03d}"


def _export(place: int) -> list[Row]:
    """The file that holds the n-th export of every case that has one; the table states lines, not LOs."""
    rows: list[Row] = []
    for number, (case, exports) in enumerate(zip(CASES, EXPORTS, strict=True)):
        day = place if place and case["note"] == OLDER else 10 + place
        head = order_line(
            _reference(number), "", update_date=f"2026-10-{day:02d}T08:00:00Z", creation_date="2026-10-01T08:00:00Z"
        )
        rows += [head | line for line in (exports[place] if place < len(exports) else [])]
    return rows


@pytest.fixture(
    scope="module",
    params=[(1, (0,), (1,)), (1, (0, 1)), (1, (1,), (0,))],
    ids=["night by night", "one night", "the last one first"],
)
def world(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> World:
    world = World(tmp_path_factory.mktemp("amounts"))
    first_day, *nights = request.param
    for day, places in enumerate(nights, first_day):
        for place in places:
            world.write("orders", f"export-{place}.csv", _export(place))
        world.run(f"2026-11-{day:02d}T22:00:00Z")
    return world


@pytest.fixture(scope="module")
def due(world: World) -> dict[str, Any]:
    return {
        lo["order_reference"]: lo["amount_due"]
        for lo in world.query("select order_reference, amount_due from logistic_orders")
    }


@each(CASES)
def test_amount_due(due: dict[str, Any], number: int, case: Case) -> None:
    assert due[_reference(number)] == Decimal(case["amount_due"])


def test_only_the_line_that_came_twice_is_refused(world: World) -> None:
    refused = world.query("select file_name, line_number, column_name, reason from quarantine")
    twice = next(number for number, case in enumerate(CASES) if "DUPLICATE_ID" in case["note"])
    before = sum(len(exports[0]) for exports in EXPORTS[:twice])
    assert [(row["file_name"], row["line_number"], row["column_name"]) for row in refused] == [
        ("export-0.csv", before + 3, "Order Line External Id")
    ]
    assert refused[0]["reason"].startswith("DUPLICATE_ID: ")


def test_the_refused_line_is_kept_as_it_came(world: World) -> None:
    (refused,) = world.query("select coalesce(raw_row, '') as raw_row from quarantine")
    assert refused["raw_row"].startswith("20261001-A018;20261001-A018-1;")
