"""DJUST's record against our own status over nights (domain.md §2): lag, conflict, decisions, inferred moves."""

import json
from typing import Any

import pytest

from tests.builders import Row, account, decision, order_line, psp_event, status_row
from tests.case_tables import Case, cases, each
from tests.world import World

ASKED, DECLINED = "WAITING_CUSTOMER_APPROVAL", "DECLINED_BY_CUSTOMER"


def _resubmitted(name: str, nights: list[list[dict[str, str]]], status: str, record: str) -> Case:
    told = {
        "source": "",
        "approval_roles": "yes",
        "payment_option": "BANK_WIRE_ON_DUE_DATE",
        "findings": "",
        "exported": "",
    }
    return {
        "case": name,
        "nights": json.dumps(nights),
        "logistic_status": status,
        "recorded_logistic_status": record,
        "order_status": status,
    } | told


def _export(status: str, day: int) -> dict[str, str]:
    return {"export": status, "updated": f"2026-11-{day:02}T07:00:00Z", "file": f"202611{day:02}T080000Z"}


REFUSED = {"status_file": DECLINED, "dated": "2026-11-01T09:00:00Z"}
CASES = [
    *cases("snapshots"),
    _resubmitted("the record has not heard of the refusal", [[_export(ASKED, 1), REFUSED], [_export(ASKED, 2)]], DECLINED, ASKED),
    _resubmitted("the record takes a refusal back later", [[_export(ASKED, 1), REFUSED], [], [], [_export(ASKED, 4)]], ASKED, ASKED),
    _resubmitted("the record takes its own refusal back", [[_export(ASKED, 1)], [_export(DECLINED, 2)], [_export(ASKED, 3)]], ASKED, ASKED),
]  # fmt: skip
NIGHTS: list[list[list[dict[str, str]]]] = [json.loads(case["nights"]) for case in CASES]
SHOWN = ("logistic_status", "recorded_logistic_status", "order_status", "findings", "exported")


def _reference(number: int) -> str:
    return f"20261001-S{number:03d}"


def _files(number: int, place: int, told: dict[str, str]) -> tuple[str, str, Row]:
    """Feed, file name and row of one thing that arrives; `place` makes its ids."""
    case, reference = CASES[number], _reference(number)
    if "export" in told:
        given = {
            "order_status": told["export"],
            "update_date": told["updated"],
            "shipment_date": told.get("shipped", told["updated"]),
        }
        about = {"order_payment_option": case["payment_option"], "external_source": case["source"]}
        row = order_line(reference, "120.00", creation_date="2026-10-01T08:00:00Z", **given, **about)
        return "orders", f"export-{told['file']}", row | {"Customer Account External Id": case["approval_roles"]}
    if "status_file" in told:
        return (
            "status_imports",
            "statuses",
            status_row(f"{reference}-1", told["status_file"], effective_date=told["dated"]),
        )
    if "decision" in told:
        row = decision("SET_LOGISTIC_STATUS", f"{reference}-1", place, value=told["decision"], decided_at=told["at"])
        return "decisions", "decisions", row
    return (
        "psp/events",
        "events",
        psp_event(reference, told["psp"], "120.00", place, event_status=told["state"], occurred_at=told["at"]),
    )


def _drop(world: World, night: int) -> None:
    """What arrives for all cases in one night."""
    files: dict[tuple[str, str], list[Row]] = {}
    for number, nights in enumerate(NIGHTS):
        for place, told in enumerate(nights[night] if night < len(nights) else []):
            feed, name, row = _files(number, 1000 * night + 10 * number + place, told)
            files.setdefault((feed, name), []).append(row)
    for k, ((feed, name), rows) in enumerate(files.items()):
        # Every export holds another order too, so that no two files are the same.
        other = [order_line(f"20261001-9{night}{k}", f"{night + 1}.{k:02d}")] if feed == "orders" else []
        world.write(feed, f"{name}-{night + 1}.csv", [*rows, *other])


def _shown(world: World) -> dict[str, dict[str, str]]:
    """What the published database and the outbox say of every LO."""
    out = world.exported()
    rows = world.query(
        """select l.logistic_reference, l.logistic_status, l.recorded_logistic_status,
               o.logistic_status as order_status, coalesce(f.codes, '') as findings
           from logistic_orders l join orders o using (order_reference)
           left join (
               select logistic_reference, string_agg(code, '|' order by code) as codes from findings
               where state = 'OPEN' and code in ('STATUS_CONFLICT', 'STATUS_NOT_APPLICABLE') group by 1
           ) f using (logistic_reference)"""
    )
    return {
        row["logistic_reference"]: row | {"exported": "|".join(out.get(row["logistic_reference"], []))} for row in rows
    }


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What every LO showed after the last night of its case."""
    world = World(tmp_path_factory.mktemp("snapshots"))
    world.write("reference", "accounts.csv", [account("yes", requires_approval="true"), account("no")])
    told: dict[str, dict[str, Any]] = {}
    for night in range(max(map(len, NIGHTS))):
        _drop(world, night)
        world.run(f"2026-11-{night + 1:02d}T22:00:00Z")
        now = _shown(world)
        ended = [f"{_reference(number)}-1" for number, nights in enumerate(NIGHTS) if len(nights) == night + 1]
        told |= {reference: now[reference] for reference in ended}
    return told


@each(CASES)
def test_what_stands_after_the_last_night(shown: dict[str, dict[str, Any]], number: int, case: Case) -> None:
    row = shown[f"{_reference(number)}-1"]
    assert {name: row[name] for name in SHOWN} == {name: case[name] for name in SHOWN}
