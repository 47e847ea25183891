"""The working file: opened with its settings and macros, changed in transactions, brought to this version's tables.

What is computed stands in pipelines/; this package only says when and into which table.
"""

import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import duckdb

from assets.settings import Settings
from assets.store.ahead import ReadAhead
from assets.store.reading import discard_all
from assets.store.recipe import recipe
from assets.store.scope import Scope
from assets.store.ticks import Ticks
from pipelines import money, rules, sql
from pipelines.statuses import transitions
from pipelines.table import COMPRESSION, PARTS, SLIM, WITH_TEXTS, Key

NAME = "closeout"
MIGRATIONS = sorted((sql.ROOT / "facts").glob("[0-9]*.sql"))
# The last row group of every table is written anew by every night that adds to it; a quarter of the usual size takes a quarter of the time.
_ROW_GROUP = 30_720
_MACROS = (
    "macros",
    "landing/macros",
    "statuses/macros",
    "decisions/macros",
    "reconciliation/macros",
    "findings/macros",
)


class NewerWarehouseError(Exception):
    """The working file was written by a newer version of the suite."""


class LostWorkError(Exception):
    """The working file is gone and the published one is not: a new one would forget everything and export it again."""


class NoBatchError(Exception):
    """A step was asked for before any night was opened."""

    def __init__(self) -> None:
        super().__init__("no night has been opened yet: materialise `night` first")


def is_new(warehouse: Path) -> bool:
    """Whether nothing was ever kept there; the folder for what will be is made."""
    work = warehouse / "work"
    work.mkdir(parents=True, exist_ok=True)
    return not (work / f"{NAME}.duckdb").exists() and not (warehouse / f"{NAME}.duckdb").exists()


class Database:
    """One connection to `WAREHOUSE/work/closeout.duckdb`; the caller holds the lock."""

    def __init__(self, warehouse: Path, settings: Settings) -> None:
        self.warehouse = warehouse
        self.settings = settings
        # What narrowing keeps: which keys' rows were cut out of a table, as the number of a temporary table of keys; their sizes.
        self.kept: dict[tuple[str, Key], int] = {}
        self.sizes: dict[int, int] = {}
        self.numbers = count(1)
        self.scope = Scope()
        self._ticks: Ticks | None = None
        self._inside = False
        self.work = warehouse / "work"
        self.work.mkdir(parents=True, exist_ok=True)
        self.file = self.work / f"{NAME}.duckdb"
        if not self.file.exists() and (warehouse / f"{NAME}.duckdb").exists():
            message = f"{self.file} is gone, and the published database is not: run `closeout rebuild --warehouse {warehouse}` first"
            raise LostWorkError(message)
        discard_all(self.work)
        self.con = duckdb.connect(config=self._config())
        # What one query frees the next one takes: to give it back to the system and ask for it again took a tenth of matching.
        with suppress(duckdb.InvalidInputException):  # a limit beyond the machine's memory
            self.con.execute(f"set block_allocator_memory = '{settings.memory_limit}'")
        self.con.execute(f"attach {sql.literal(self.file.as_posix())} as {NAME} (row_group_size {_ROW_GROUP})")
        self.con.execute(f"use {NAME}")
        self.con.execute("set TimeZone = 'UTC'")  # as a connect option it would need an extension from the network
        self._migrate()
        self.con.execute(f"set search_path = '{NAME}.main,{NAME}.steps,{NAME}.facts,{NAME}.meta'")
        self._define()
        self.recipe = recipe(settings)
        self.reader = ReadAhead()
        self._rows: dict[str, int] = {}
        self.set_clock()

    def _config(self) -> dict[str, str | bool | int | float | list[str]]:
        return {
            "threads": str(self.settings.threads),
            "memory_limit": self.settings.memory_limit,
            "temp_directory": str(self.work / "spill"),
            "preserve_insertion_order": "false",
            # A checkpoint in the midst of a night takes a second; the one before publishing is enough.
            "checkpoint_threshold": "4GB",
        }

    def _define(self) -> None:
        """The macros of the rules and the views that the steps read."""
        self.con.execute(rules.macros(self.settings.rules))
        self.con.execute(money.macros(self.settings.rules))
        for name in _MACROS:
            self.con.execute(sql.path(name).read_text(encoding="utf-8"))
        self.con.execute(transitions.macros())
        self.con.execute(f"create or replace view {NAME}.steps.account_now as {sql.query('statuses/account_now')}")
        self.con.execute(f"create or replace view {NAME}.steps.supplier_now as {sql.query('ageing/supplier_now')}")
        for view, (source, _) in SLIM.items():
            self.con.execute(f"create or replace view {NAME}.{view} as {sql.query(source)}")

    def _migrate(self) -> None:
        """Bring the facts to this version, in one transaction; derived tables are rebuilt, never altered."""
        known = self.value("select count(*) from duckdb_tables() where schema_name = 'meta' and table_name = 'version'")
        version = self.value("select max(version) from meta.version") if known else 0
        newest = len(MIGRATIONS)
        if version > newest:
            message = f"the warehouse was written by a newer version ({version}, this one knows {newest}): update the suite; nothing was touched"
            raise NewerWarehouseError(message)
        if version == newest:
            return
        if version:
            self.con.execute("checkpoint")
            shutil.copyfile(self.file, self.work / f"{NAME}-version-{version}.duckdb")
        with self.transaction():
            for file in MIGRATIONS[version:]:
                self.con.execute(file.read_text(encoding="utf-8"))
            self.con.execute("create table if not exists meta.version(version integer)")
            self.con.execute("insert into meta.version values (?)", [newest])

    def close(self) -> None:
        """Close the connection; DuckDB writes a checkpoint."""
        self.reader.close()
        discard_all(self.work)
        self.con.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; inside another one, part of it."""
        if self._inside:
            yield
            return
        self.con.execute("begin")
        self._inside = True
        try:
            yield
            self.save_ticks()
        except BaseException:
            self.con.execute("rollback")
            self.kept.clear()
            self.scope = Scope()
            self.forget_ticks()
            raise
        finally:
            self._inside = False
        self.con.execute("commit")

    @property
    def ticks(self) -> Ticks:
        """What was marked and told."""
        if self._ticks is None:
            self._ticks = Ticks.read(self.con, self.recipe)
        return self._ticks

    def save_ticks(self) -> None:
        """What was marked and told so far stands in the file."""
        if self._ticks is not None:
            self._ticks.save(self.con, self.recipe)

    def forget_ticks(self) -> None:
        """The file has others than were read from it."""
        self._ticks = None

    def value(self, query: str, parameters: list[object] | None = None) -> int:
        """The one number a query gives; 0 for none."""
        row = self.con.execute(query, parameters or []).fetchall()
        return int(row[0][0]) if row and row[0][0] is not None else 0

    def rows(self, query: str, parameters: list[object] | None = None) -> list[tuple[object, ...]]:
        """All rows of a query."""
        return self.con.execute(query, parameters or []).fetchall()

    def set_clock(self) -> None:
        """`as_of()` and `this_batch` are those of the newest batch; there is no other clock."""
        newest = self.rows(
            "select batch, epoch_us(as_of), as_of::varchar from meta.batches order by batch desc limit 1"
        )
        self._newest = [(int(str(batch)), int(str(micros))) for batch, micros, _ in newest]
        instant = f"'{newest[0][2]}'" if newest else "null"
        self.con.execute(f"create or replace temp macro as_of() as {instant}::timestamptz")
        self.con.execute("create or replace temp view this_batch as select max(batch) as batch from meta.batches")

    def as_of(self) -> datetime:
        """The instant of the newest batch, in UTC."""
        self.batch()
        return datetime.fromtimestamp(self._newest[0][1] / 1_000_000, tz=UTC)

    def batch(self) -> int:
        """Number of the newest batch."""
        if not self._newest:
            raise NoBatchError
        return self._newest[0][0]

    def forget(self, source: str) -> None:
        """What was narrowed of this table is out of date."""
        gone = {source, *(view for view, (_, table) in SLIM.items() if table == source)}
        self.kept = {of: number for of, number in self.kept.items() if of[0] not in gone}

    def make(self, table: str, select: str) -> None:
        """Replace a whole table by what a select gives."""
        self._rows.clear()
        if table not in WITH_TEXTS:
            self.con.execute(f"create or replace table {NAME}.{table} as {select}")
            return
        told = self.rows(f"describe {select}")
        columns = ", ".join(f"{name} {_stored(str(name), str(kind))}" for name, kind, *_ in told)
        self.con.execute(f"create or replace table {NAME}.{table} ({columns})")
        self.con.execute(f"insert into {NAME}.{table} {select}")

    def size(self, tables: Iterable[str]) -> int:
        """Rows of the largest of these tables, about."""
        if not self._rows:
            told = self.rows("select schema_name || '.' || table_name, estimated_size from duckdb_tables()")
            self._rows = {str(name): int(str(rows)) for name, rows in told}
            self._rows |= {view: sum(self._rows.get(part, 0) for part in parts) for view, parts in PARTS.items()}
        return max(self._rows.get(table, 0) for table in tables)

    def has(self, table: str) -> bool:
        """Whether a derived table was ever made."""
        schema, name = table.split(".")
        return bool(
            self.value("select count(*) from duckdb_tables() where schema_name = ? and table_name = ?", [schema, name])
        )


def _stored(name: str, kind: str) -> str:
    """A column's type and how it is compressed; one that is null in every row is a text."""
    if kind == '"NULL"':
        return "varchar"
    return f"{kind} using compression {COMPRESSION[name]}" if name in COMPRESSION and kind == "VARCHAR" else kind
