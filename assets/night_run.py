"""One nightly close from the command line: the schedule's own job, executed in this process."""

import gc
import os
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import dagster as dg
import typer
from rich.console import Console
from rich.status import Status

from assets import settings
from assets.event_log import keep_connections
from assets.home import dagster_home
from assets.store.batches import last_as_of
from assets.store.database import Database, LostWorkError, NewerWarehouseError, is_new
from assets.store.lock import Lock, WarehouseBusyError
from assets.summary import published, warnings
from assets.warehouse import TAG, Warehouse

_FAILED, _WRONG_USAGE, _BUSY = 1, 2, 3


@dataclass(frozen=True)
class Order:
    """What was asked for."""

    landing: Path
    warehouse: Path
    settings: Path | None
    wait: float
    as_of: datetime | None
    not_before: datetime | None


@dataclass(frozen=True)
class Outcome:
    """How it ended: a summary and what to look at in the files, or a message and an exit code."""

    summary: dict[str, Any] = field(default_factory=dict)
    message: str = ""
    warnings: list[str] = field(default_factory=list)
    code: int = 0


def run(order: Order) -> Outcome:
    """Lock the warehouse, choose the instant, execute the job, read back what was published."""
    started = time.monotonic()
    try:
        order.warehouse.mkdir(parents=True, exist_ok=True)
        with Lock(order.warehouse, order.wait, "closeout run", partial(typer.echo, err=True)):
            return _locked(order, started)
    except WarehouseBusyError as fault:
        return Outcome(message=str(fault), code=_BUSY)
    except OSError as fault:
        return Outcome(message=f"the warehouse {order.warehouse} can't be used: {fault.strerror}", code=_FAILED)


def _locked(order: Order, started: float) -> Outcome:
    try:
        last = _last_as_of(order)
    except (NewerWarehouseError, LostWorkError) as fault:
        return Outcome(message=str(fault), code=_FAILED)
    if order.as_of and last and order.as_of < last:
        told = f"--as-of {order.as_of.isoformat()} lies before the last batch's, {last.isoformat()}: give that or a later instant"
        return Outcome(message=told, code=_WRONG_USAGE)
    as_of = order.as_of or max(order.not_before or datetime.now(UTC), last or datetime.min.replace(tzinfo=UTC))
    result = _execute(order, as_of)
    if not result.success:
        return Outcome(message=_why(result), code=_FAILED)
    summary = {**published(order.warehouse), "seconds": round(time.monotonic() - started, 1)}
    return Outcome(summary, warnings=[*_warnings(result), *warnings(order.warehouse)])


def _last_as_of(order: Order) -> datetime | None:
    """Open the warehouse once before Dagster does, so that what is wrong with it is one sentence; in a new one nothing is."""
    loaded = settings.load(order.settings)
    if is_new(order.warehouse):
        return None
    db = Database(order.warehouse, loaded)
    try:
        return last_as_of(db)
    finally:
        db.close()


def _execute(order: Order, as_of: datetime) -> dg.ExecuteInProcessResult:
    """The job of the schedule, on the instance of DAGSTER_HOME, else of the warehouse."""
    os.environ["DAGSTER_HOME"] = str(dagster_home(order.warehouse))
    if order.settings:
        os.environ["CLOSEOUT_SETTINGS"] = str(order.settings.resolve())
    from assets.definitions import defs  # noqa: PLC0415

    warehouse = Warehouse(
        path=str(order.warehouse.resolve()),
        landing=str(order.landing.resolve()),
        settings_file=str(order.settings.resolve()) if order.settings else "",
    )
    config = {
        "ops": {"night": {"config": {"as_of": as_of.isoformat()}}},
        "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
        "resources": {"warehouse": {"config": warehouse.model_dump(exclude={"_db"})}},
    }
    with dg.DagsterInstance.get() as instance, _progress():
        keep_connections(instance)  # here already: what is planned is noted before the warehouse is opened
        job = defs.resolve_job_def("nightly")
        # To look for garbage in some 350,000 objects that stay, over and over, took a twentieth of a night.
        gc.freeze()
        gc.enable()
        return job.execute_in_process(
            run_config=config, instance=instance, raise_on_error=False, tags={TAG: str(order.warehouse.resolve())}
        )


def _warnings(result: dg.ExecuteInProcessResult) -> list[str]:
    """What the first step tells of the landing zone, and the last of the outbox."""
    told = [
        made.metadata.get("warnings")
        for step in ("night", "outbox")
        for made in result.asset_materializations_for_node(step)
    ]
    return [line for warning in told if warning for line in str(warning.value).splitlines()]


class _progress:  # noqa: N801
    """One line on a terminal that says what is worked on; nothing where nobody watches."""

    def __enter__(self) -> None:
        self.status: Status | None = None
        if sys.stderr.isatty():
            self.status = Status("closeout", console=Console(stderr=True))
            self.status.start()
            Warehouse.announce = lambda step: self.status.update(f"closeout: {step}") if self.status else None

    def __exit__(self, *_: object) -> None:
        Warehouse.announce = None
        if self.status:
            self.status.stop()


def _why(result: dg.ExecuteInProcessResult) -> str:
    """The first fault in words; nothing was published."""
    said = "the night failed"
    failures = [event for event in result.all_events if event.is_step_failure]
    if failures:
        data = failures[0].step_failure_data
        told = (
            (data.user_failure_data.description if data.user_failure_data else None)
            or (data.error.message if data.error else "")
            or ""
        )
        if data.error and data.error.cause:
            told = data.error.cause.message
        said = f"{failures[0].step_key} failed: {' '.join(str(told).split())[:600]}"
    else:
        broken = [
            c
            for c in result.get_asset_check_evaluations()
            if not c.passed and c.severity == dg.AssetCheckSeverity.ERROR
        ]
        if broken:
            said = f"the check {broken[0].check_name} does not hold: {broken[0].metadata}"
    return f"{said}. Nothing was published; the previous published database is untouched. Mend the cause and run again."
