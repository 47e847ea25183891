"""The warehouse as a Dagster resource: one lock and one connection for the whole run, and what a step reports about its tables."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar, Self

import dagster as dg
import duckdb
from pydantic import PrivateAttr

from assets import settings
from assets.event_log import keep_connections
from assets.store.database import Database, NoBatchError
from assets.store.lock import Lock
from assets.store.refresh import refresh
from assets.store.telling import mark_of
from pipelines.tables import BY_NAME

TAG = "closeout/warehouse"


class Rebuild(dg.Config):
    """What a table's asset may be asked for when it is materialised by hand."""

    rebuild: bool = False


class Warehouse(dg.ConfigurableResource):
    """`WAREHOUSE` and the landing zone it takes its files from; locked for as long as a run goes."""

    path: str = ""
    landing: str = ""
    settings_file: str = ""
    wait_seconds: float = 0.0
    _db: Database | None = PrivateAttr(default=None)

    announce: ClassVar[Callable[[str], None] | None] = None

    @property
    def home(self) -> Path:
        """The warehouse folder."""
        return Path(self.path) if self.path else settings.warehouse()

    @property
    def landing_zone(self) -> Path:
        """The landing zone."""
        return Path(self.landing) if self.landing else settings.landing()

    @property
    def db(self) -> Database:
        """The open connection."""
        if self._db is None:
            message = "the warehouse is only open while a run goes"
            raise RuntimeError(message)
        return self._db

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Self]:
        """Take the lock, settle runs that died with it, open the working file."""
        run_id = context.run.run_id if context.run else ""
        tell = context.log.info if context.log else lambda _: None
        with Lock(self.home, self.wait_seconds, run_id, tell):
            if context.instance and context.run:
                keep_connections(context.instance)
                context.instance.add_run_tags(run_id, {TAG: str(self.home.resolve())})
                _fail_dead_runs(context.instance, self.home, run_id)
            self._db = Database(self.home, settings.load(Path(self.settings_file) if self.settings_file else None))
            try:
                yield self
            finally:
                self._db.close()
                self._db = None

    def refreshed(self, config: Rebuild, *names: str) -> dg.MaterializeResult:
        """Refresh derived tables in their order, in one transaction; the last one is the asset's own."""
        try:
            with self.db.transaction():
                keys = [refresh(self.step(name), BY_NAME[name], rebuild=config.rebuild) for name in names]
        except duckdb.CatalogException as fault:
            message = (
                f"{names[-1]} reads a table that was never made: materialise what lies upstream of it first ({fault})"
            )
            raise dg.Failure(message, allow_retries=False) from fault
        return self.report(names[-1], keys_recomputed="all" if keys[-1] < 0 else keys[-1])

    def step(self, name: str) -> Database:
        """Hand out the connection for work on an open night; a step that comes before any night fails and says so."""
        db = self.begin(name)
        try:
            db.batch()
        except NoBatchError as fault:
            raise dg.Failure(str(fault), allow_retries=False) from fault
        return db

    def begin(self, name: str) -> Database:
        """Say what is worked on to whoever watches, and hand out the connection."""
        if Warehouse.announce is not None:
            Warehouse.announce(name)
        return self.db

    def report(self, table: str, **numbers: int | str) -> dg.MaterializeResult:
        """Row count and telling numbers of a table, and its tick as the version of its data."""
        rows = self.db.value(f"select count(*) from steps.{table}")
        tick = mark_of(self.db, f"steps.{table}") or 0
        return dg.MaterializeResult(
            metadata={"dagster/row_count": rows, **numbers}, data_version=dg.DataVersion(str(tick))
        )


def _fail_dead_runs(instance: dg.DagsterInstance, home: Path, own: str) -> None:
    """A run that was killed stays STARTED for ever; whoever holds the lock knows that it is dead."""
    started = dg.RunsFilter(
        statuses=[dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.STARTING], tags={TAG: str(home.resolve())}
    )
    for run in instance.get_runs(started):
        if run.run_id != own:
            instance.report_run_failed(run, "the process that ran it is gone: another run holds its warehouse")
