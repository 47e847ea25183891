"""`make ui` in a browser: one asset, then all of them, by clicks; the code location loads in each way Dagster knows."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import browser as browsing
from tests.browser import Browser, ask, free_port, until

_ROOT = Path(__file__).parent.parent.parent
_ORDERS = """\
Order Commercial Reference;Order Reference;Order Status;Order Payment Option;Customer Account External Id;\
Supplier External Id;Currency;Creation Date;Update Date;Order Line External Id;Order Line Quantity;Net Unit Price
20260902-23;20260902-23-1;WAITING_SHIPMENT;BANK_WIRE;ACC-1;\
SUP-1;EUR;2026-09-02T08:00:00Z;2026-09-02T08:00:00Z;L-1;2;60.00
"""
_BANK = """\
Account IBAN;Booking Date;Value Date;Amount;Currency;Payer Name;Payer IBAN;Remittance Information;Bank Reference
FR7630006000011234567890189;2026-10-01;2026-10-01;120.00;EUR;ACME SAS;;VIR 20260902-23;BR00000001
"""
_PSP = """\
Provider;PSP Reference;Event Id;Event Type;Event Status;Amount;Currency;Order Reference;Occurred At
MANGOPAY;P-1;E-1;CAPTURE;SUCCEEDED;10.00;EUR;;2026-10-01T10:00:00Z
"""
_FILES = {"orders/orders.csv": _ORDERS, "bank/statement.csv": _BANK, "psp/events/events.csv": _PSP}
_RUNS = "{ runsOrError { ... on Runs { results { status assetSelection { path } } } } }"
_SWITCHES = """{ workspaceOrError { ... on Workspace { locationEntries { name locationOrLoadError {
  ... on RepositoryLocation { repositories {
    schedules { name scheduleState { status } } sensors { name sensorState { status } } } } } } } } }"""


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A landing zone of three files, a warehouse that is not there yet, and nothing of the caller's Dagster."""
    landing = tmp_path_factory.mktemp("landing")
    for name, text in _FILES.items():
        (landing / name).parent.mkdir(parents=True)
        (landing / name).write_text(text, encoding="utf-8")
    own = {name: value for name, value in os.environ.items() if not name.startswith(("CLOSEOUT_", "DAGSTER_"))}
    places = {"CLOSEOUT_LANDING": str(landing), "CLOSEOUT_WAREHOUSE": str(landing.parent / "warehouse")}
    return own | places | {"PORT": str(free_port())}


@pytest.fixture(scope="module")
def address(environment: dict[str, str]) -> Iterator[str]:
    """The UI, from the moment it says where it is; ended as `kill` would, with nothing left behind."""
    command = [sys.executable, "-m", "assets.ui"]
    with subprocess.Popen(command, cwd=_ROOT, env=environment, stdout=subprocess.PIPE, text=True) as ui:
        assert ui.stdout
        try:
            said = ui.stdout.readline()
            assert f"http://127.0.0.1:{environment['PORT']} " in said
            yield f"http://127.0.0.1:{environment['PORT']}"
        finally:
            ui.send_signal(signal.SIGTERM)
            assert ui.wait(timeout=30) == 128 + signal.SIGTERM


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if lacking := browsing.missing():
        pytest.skip(lacking)
    with browsing.browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


def _graphql(address: str, query: str) -> Any:  # noqa: ANN401
    return ask(f"{address}/graphql", {"query": query})["data"]


def _succeeded(address: str, runs: int) -> int:
    """Wait until that many runs have ended; how many assets the last one materialised."""

    def ended() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = _graphql(address, _RUNS)["runsOrError"]["results"]
        going = [run for run in found if run["status"] not in {"SUCCESS", "FAILURE", "CANCELED"}]
        return found if len(found) == runs and not going else []

    last = until(f"{runs} runs that have ended", ended, seconds=90)[0]
    assert last["status"] == "SUCCESS"
    return len(last["assetSelection"])


def test_one_asset_then_all_by_clicks(page: Browser, address: str, environment: dict[str, str], tmp_path: Path) -> None:
    page.open(f"{address}/assets/night")
    page.see("//*[normalize-space()='Downstream assets']")
    page.click("//button[normalize-space()='Materialize']")
    assert _succeeded(address, 1) == 1

    page.open(f"{address}/asset-groups")
    page.see("//*[normalize-space()='reconciliation']")
    page.click("//button[starts-with(normalize-space(), 'Materialize all')]")
    assert _succeeded(address, 2) > 20
    assert (Path(environment["CLOSEOUT_WAREHOUSE"]) / "closeout.duckdb").exists()
    page.picture(tmp_path / "graph.png")

    page.open(f"{address}/assets/payment_matches?view=checks")
    page.see("//*[normalize-space()='money_conserved']")
    page.see("//*[normalize-space()='Passed']")
    page.picture(tmp_path / "checks.png")
    assert all(file.stat().st_size > 10_000 for file in tmp_path.glob("*.png"))


def test_the_schedule_and_the_failure_sensor_are_on(address: str) -> None:
    (location,) = _graphql(address, _SWITCHES)["workspaceOrError"]["locationEntries"]
    (repository,) = location["locationOrLoadError"]["repositories"]
    assert location["name"] == "closeout"
    schedules = {each["name"]: each["scheduleState"]["status"] for each in repository["schedules"]}
    sensors = {each["name"]: each["sensorState"]["status"] for each in repository["sensors"]}
    assert schedules == {"nightly_at_two": "RUNNING"}
    assert sensors["night_failed"] == "RUNNING"


def _run(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=_ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def _refused(environment: dict[str, str], **changed: str) -> tuple[int, str]:
    ended = _run(environment | changed, sys.executable, "-m", "assets.ui")
    assert not ended.stdout
    return ended.returncode, ended.stderr


def test_what_keeps_it_from_starting_is_said_in_one_line(environment: dict[str, str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, said = _refused(environment, PORT=str(port))
    assert code == 1
    assert said == f"closeout: port {port} (another: make ui PORT={port + 1}) can't be used: Address already in use\n"
    code, said = _refused(environment, CLOSEOUT_LANDING="nowhere")
    assert code == 2
    assert "the landing folder nowhere does not exist" in said
    code, said = _refused(environment, PORT="many")
    assert code == 2
    assert "PORT=many is no port" in said


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (
            "dagster definitions validate --workspace workspace.yaml",
            "Validation successful for code location closeout.",
        ),
        ("dg check defs", "All definitions loaded successfully"),
    ],
)
def test_the_code_location_loads(environment: dict[str, str], tmp_path: Path, command: str, said: str) -> None:
    program, *arguments = command.split()
    (tmp_path / "dagster.yaml").write_bytes((_ROOT / "dagster.yaml").read_bytes())
    ended = _run(environment | {"DAGSTER_HOME": str(tmp_path)}, str(Path(sys.executable).parent / program), *arguments)
    assert said in ended.stdout + ended.stderr
    assert ended.returncode == 0
