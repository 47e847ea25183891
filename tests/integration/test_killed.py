"""A run may be killed at any moment: what was published stays, and the next run ends as if nothing had happened.

Each night here is closed in a process of its own; the kill is put in from outside, the code knows nothing of it.
"""

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from types import ModuleType
from typing import Any

import dagster as dg
import pytest

from assets import night_run, publishing
from assets.store import completions, findings, loading, matching, outbox, refresh
from assets.store.lock import Lock
from tests.builders import account, bank_line, decision, order_line, psp_event, status_row
from tests.nights import Shop, difference, tables

FIRST, SECOND = "2026-10-01T22:00:00Z", "2026-10-02T22:00:00Z"
NOT_THE_SAME = ("main.runs", "main.money_proof")  # a killed night is a batch of its own

_forkserver = multiprocessing.get_context("forkserver")
_forkserver.set_forkserver_preload(["tests.integration.test_killed"])


def _always(*_given: object) -> bool:
    return True


def _killed(owner: ModuleType | type, name: str, when: Callable[..., bool] = _always, *, after: bool = False) -> None:
    """The process dies before, or after, the first call of `owner.name` for which `when` holds."""
    real = getattr(owner, name)

    def dying(*given: Any, **named: Any) -> Any:  # noqa: ANN401  # whatever the real one takes and gives
        result = real(*given, **named) if after or not when(*given) else None
        if when(*given):
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, dying)


SEAMS: dict[str, Callable[[], None]] = {
    "while a file's facts are stored": lambda: _killed(
        loading, "_insert", lambda _, feed: feed.name == "orders", after=True
    ),
    "while a table is refreshed": lambda: _killed(refresh, "set_mark", lambda _, name, __: name == "steps.lo_states"),
    "in matching": lambda: _killed(matching, "_until_it_stands", after=True),
    "between completions and exports": lambda: _killed(completions, "_append", lambda _, facts, __: facts == "exports"),
    "after findings were kept": lambda: _killed(findings, "changed_in"),
    "before the published file is renamed": lambda: _killed(Path, "rename", lambda path, _: path.suffix == ".part"),
    "before the outbox is written": lambda: _killed(publishing, "deliver"),
    "before the outbox is noted as written": lambda: _killed(outbox, "_write", after=True),
}
# Here it is the night of `closeout run` with all that Dagster does around it, which sees of a killed night whatever it had come to.
UNDER_DAGSTER = "in matching"
RENAMED = ("before the outbox is written", "before the outbox is noted as written")


def _plain_night(shop: Shop, as_of: str, seam: str = "") -> None:
    """What the child does where Dagster has no part in it."""
    if seam:
        SEAMS[seam]()
    shop.run(as_of)


def _night(folder: Path, as_of: str, seam: str = "", wait: float = 0) -> None:
    """What the child does that runs `closeout run`."""
    if seam:
        SEAMS[seam]()
    settings = folder / "closeout.toml"
    asked = night_run.Order(
        folder / "landing", folder / "warehouse", settings, wait, datetime.fromisoformat(as_of), None
    )
    outcome = night_run.run(asked)
    sys.stderr.write(outcome.message)
    sys.exit(outcome.code)


def _child(folder: Path, as_of: str, seam: str = "", wait: float = 0) -> ForkServerProcess:
    return _began(_night, folder, as_of, seam, wait)


def _began(night: Callable[..., None], *given: object) -> ForkServerProcess:
    process = _forkserver.Process(target=night, args=given)
    process.start()
    return process


def _code(process: ForkServerProcess) -> int | None:
    process.join(120)
    return process.exitcode


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """One night is published, and the files of the next one have come: something to do at every seam."""
    shop = Shop(tmp_path_factory.mktemp("before") / "shop")
    mirakl = {"external_source": "MIRAKL", "shipment_date": "2026-09-11T22:00:00Z", "order_external_id": "E3"}
    shop.write("orders", "n1-20261001T210000Z.csv", [
        order_line("20260901-1", "120.00", order_status="ORDER_CREATED", order_payment_option="CREDIT_CARD"),
        order_line("20260901-2", "80.00"),
        order_line("20260901-3", "30.00", **mirakl),
        order_line("20260901-4", "40.00", order_status="WAITING_SHIPMENT", order_external_id="E4"),
    ])  # fmt: skip
    shop.write("psp/events", "n1.csv", [psp_event("20260901-1", "AUTHORIZATION", "120.00")])
    shop.write("bank", "n1.csv", [bank_line("50.00", "VIR 20260901-2", booking_date="2026-09-30")])
    shop.write("reference", "accounts.csv", [account()])
    assert _code(_child(shop.folder, FIRST)) == 0
    shop.write("orders", "n2-20261002T210000Z.csv", [
        order_line("20260901-2", "80.00"),
        order_line("20260901-5", "60.00", update_date="2026-10-02T08:00:00Z"),
    ])  # fmt: skip
    shop.write("status_imports", "n2.csv", [
        status_row("20260901-1-1", "ACCEPTED_BY_SUPPLIER", effective_date="2026-10-02T09:00:00Z"),
        status_row("20260901-9-1", "SHIPPED", effective_date="2026-10-02T09:00:00Z"),
    ])  # fmt: skip
    shop.write(
        "psp/events", "n2.csv", [psp_event("20260901-1", "CAPTURE", "120.00", 2, occurred_at="2026-10-02T09:00:00Z")]
    )
    shop.write("bank", "n2.csv", [
        bank_line("30.00", "VIR 20260901-2", 2, booking_date="2026-10-02"),
        bank_line("60.00", "VIR 20260901-5", 3, booking_date="2026-10-02"),
    ])  # fmt: skip
    shop.write("decisions", "n2.csv", [
        decision("SET_LOGISTIC_STATUS", "20260901-4-1", value="SHIPPED", decided_at="2026-10-02T10:00:00Z"),
    ])  # fmt: skip
    return shop


@pytest.fixture(scope="module")
def undisturbed(before: Shop, tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """The same two nights without a kill."""
    shop = before.copy(tmp_path_factory.mktemp("undisturbed") / "shop")
    assert _code(_child(shop.folder, SECOND)) == 0
    assert shop.exported() == {"20260901-3-1": ["COMPLETED"], "20260901-4-1": ["SHIPPED"]}
    return shop


@pytest.mark.parametrize("seam", SEAMS)
def test_killed(seam: str, before: Shop, undisturbed: Shop, tmp_path: Path) -> None:
    shop = before.copy(tmp_path / "shop")
    night, of = (_night, shop.folder) if seam == UNDER_DAGSTER else (_plain_night, shop)
    assert _code(_began(night, of, SECOND, seam)) == -signal.SIGKILL

    seen = undisturbed if seam in RENAMED else before
    assert not difference(tables(shop.published_file, but=NOT_THE_SAME), tables(seen.published_file, but=NOT_THE_SAME))
    with Lock(shop.warehouse):
        pass  # it went with the process that held it

    assert _code(_began(night, of, SECOND)) == 0
    for file in ("published_file", "working_file"):
        told = difference(
            tables(getattr(shop, file), but=NOT_THE_SAME), tables(getattr(undisturbed, file), but=NOT_THE_SAME)
        )
        assert not told
    assert shop.outbox() == undisturbed.outbox()
    assert _runs(shop) == (["SUCCESS", "FAILURE", "SUCCESS"] if seam == UNDER_DAGSTER else ["SUCCESS"])


def _runs(shop: Shop) -> list[str]:
    """How Dagster's own runs of this warehouse ended, the oldest first."""
    with dg.DagsterInstance.from_config(str(shop.warehouse / "dagster")) as instance:
        return [run.status.value for run in reversed(instance.get_runs())]


CLI = (sys.executable, "-m", "assets.cli")


def _command(shop: Shop, *options: str) -> list[str]:
    folders = ("--landing", str(shop.landing), "--warehouse", str(shop.warehouse))
    return [*CLI, "run", *folders, "--as-of", SECOND, *options]


def _closeout(shop: Shop, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(_command(shop, *options), capture_output=True, text=True, check=False, timeout=120)


def test_a_second_run_says_who_holds_the_warehouse(before: Shop, tmp_path: Path) -> None:
    shop = before.copy(tmp_path / "shop")
    with Lock(shop.warehouse, who="the night of the schedule"):
        at_once = _closeout(shop)
        started = time.monotonic()
        waited = _closeout(shop, "--wait", "1.5")
        assert time.monotonic() - started > 1.5
    assert "waiting up to 1.5 s for the run that holds the warehouse" in waited.stderr
    for refused in (at_once, waited):
        assert refused.returncode == 3
        assert "another run holds the warehouse" in refused.stderr
        assert "the night of the schedule" in refused.stderr
        assert str(os.getpid()) in refused.stderr
        assert not refused.stdout
    assert not difference(tables(shop.working_file), tables(before.working_file))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_as_a_kill_would(number: signal.Signals, before: Shop, tmp_path: Path) -> None:
    shop = before.copy(tmp_path / "shop")
    log = shop.working_file.with_name(f"{shop.working_file.name}.wal")
    with subprocess.Popen(_command(shop), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as night:
        patience = time.monotonic() + 60
        while not log.exists() and time.monotonic() < patience:  # the night has begun
            time.sleep(0.05)
        night.send_signal(number)
        assert night.wait(10) == 128 + number
    assert not difference(tables(shop.published_file), tables(before.published_file))


def test_what_was_not_as_it_should_be_is_said(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    paid = order_line("20260901-1", "10.00", order_status="WAITING_SHIPMENT", order_external_id="=E1")
    shop.write("orders", "orders.csv", [paid | {"Colour": "red"}])
    shop.write("notes", "notes.csv", [{"A": "1"}])
    shop.write("bank", "bank.csv", [{"A": "1"}])
    shop.write("decisions", "d.csv", [decision("SET_LOGISTIC_STATUS", "20260901-1-1", value="SHIPPED")])
    told = _closeout(shop)
    assert told.returncode == 0
    assert [line.removeprefix("closeout: ").split(", such")[0] for line in told.stderr.splitlines()] == [
        "1 files lie outside every feed's folder and are ignored",
        "20260901-1-1: not exported, its id begins with a character a spreadsheet would run",
        "bank/bank.csv is rejected: MISSING_COLUMN: the header has no Account IBAN, Booking Date, Amount, Currency",
        "orders/orders.csv: ignored unknown columns: Colour",
    ]


@pytest.mark.parametrize("damaged", ["working_file", "published_file"])
def test_what_is_damaged_is_said_in_a_line(damaged: str, before: Shop, tmp_path: Path) -> None:
    shop = before.copy(tmp_path / "shop")
    file = getattr(shop, damaged)
    file.chmod(0o644)
    file.write_bytes(bytes(8192))
    command = (
        _command(shop) if damaged == "working_file" else [*CLI, "explain", "X", "--warehouse", str(shop.warehouse)]
    )
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert (told.returncode, len(told.stderr.splitlines())) == (1, 1)
    assert str(file) in told.stderr
    assert "`closeout rebuild` makes it anew" in told.stderr


@pytest.mark.parametrize("as_of", ["9999-12-31T23:59:59Z", ""])
def test_an_instant_that_is_none_opens_no_night(as_of: str, before: Shop, tmp_path: Path) -> None:
    shop = before.copy(tmp_path / "shop")
    told = _closeout(shop, "--as-of", as_of)
    assert (told.returncode, told.stderr.count("\n")) == (2, 1)
    assert not difference(tables(shop.working_file), tables(before.working_file))


def test_a_second_run_waits_for_the_first(before: Shop, undisturbed: Shop, tmp_path: Path) -> None:
    shop = before.copy(tmp_path / "shop")
    with Lock(shop.warehouse, who="the first"):
        second = _child(shop.folder, SECOND, wait=100)
        second.join(2)
        assert second.is_alive()
    assert _code(second) == 0
    assert not difference(
        tables(shop.working_file, but=NOT_THE_SAME), tables(undisturbed.working_file, but=NOT_THE_SAME)
    )
