"""Nights side by side: a shop whose nights can be cut up, repeated and compared, and what makes two warehouses equal.

Here is how a night is run and looked at; what lies in the landing zone is told in stories.py of the test that drops it.
"""

import shutil
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import dagster as dg
import duckdb

from assets.definitions import defs
from assets.settings import Settings, load
from assets.store.database import Database
from assets.store.rebuilding import derive
from assets.warehouse import Warehouse
from tests.world import World

Tables = dict[str, Counter[str]]

FACTS = ("completions_applied", "exports", "standing_matches", "finding_openings", "finding_closings")


class Shop(World):
    """A world with settings of its own, whose assets can be materialised one by one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._lies_in(folder)
        self.settle({})

    def _lies_in(self, folder: Path) -> None:
        self.folder = folder
        self.landing, self.warehouse = folder / "landing", folder / "warehouse"
        self.settings_file = folder / "closeout.toml"

    @property
    def working_file(self) -> Path:
        return self.warehouse / "work" / "closeout.duckdb"

    @property
    def published_file(self) -> Path:
        return self.warehouse / "closeout.duckdb"

    def copy(self, folder: Path) -> "Shop":
        """The same shop in another folder; its files are as old, so that they are known."""
        shutil.copytree(self.folder, folder)
        other = Shop.__new__(Shop)
        other._lies_in(folder)
        return other

    def outbox(self) -> dict[str, bytes]:
        """Everything that was exported, byte by byte."""
        root = self.warehouse / "outbox"
        return {
            path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()
        }

    def settle(self, rules: Mapping[str, object], **others: object) -> None:
        """Write the settings that hold from now on."""
        lines = [f"{name} = {_toml(value)}" for name, value in others.items()]
        lines += ["[rules]", *(f"{name} = {_toml(value)}" for name, value in rules.items())]
        self.settings_file.write_text("\n".join(lines) + "\n", encoding="utf-8")

    def run(self, as_of: str) -> None:
        """One whole night; its contract checks hold."""
        self._execute({"night": {"config": {"as_of": as_of}}}, None)

    def by_hand(self, asset: str, as_of: str = "") -> None:
        """Materialise one asset, as the UI's button does."""
        self._execute({"night": {"config": {"as_of": as_of}}} if asset == "night" else {}, [dg.AssetKey(asset)])

    def _execute(self, ops: dict[str, object], assets: Sequence[dg.AssetKey] | None) -> None:
        warehouse = Warehouse(
            path=str(self.warehouse), landing=str(self.landing), settings_file=str(self.settings_file)
        )
        config = {
            "ops": ops,
            "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
            "resources": {"warehouse": {"config": warehouse.model_dump(exclude={"_db"})}},
        }
        with dg.DagsterInstance.ephemeral(settings={"telemetry": {"enabled": False}}) as instance:
            result = defs.resolve_job_def("nightly").execute_in_process(
                run_config=config, instance=instance, asset_selection=assets
            )
        assert result.success
        assert not [
            check.check_name for check in result.get_asset_check_evaluations() if not check.passed and check.blocking
        ]

    def rebuilt(self) -> Path:
        """A copy of the working file on which everything is derived anew at the same batch."""
        other = self.folder / "rebuilt"
        shutil.rmtree(other, ignore_errors=True)
        (other / "work").mkdir(parents=True)
        shutil.copyfile(self.working_file, other / "work" / self.working_file.name)
        db = Database(other, without_narrowing(load(self.settings_file)))
        try:
            derive(db)
        finally:
            db.close()
        return other / "work" / self.working_file.name


def without_narrowing(settings: Settings) -> Settings:
    return settings.model_copy(update={"narrowing": False})


def tables(
    file: Path, schemas: Sequence[str] = ("main", "steps"), but: Iterable[str] = (), without: Iterable[str] = ()
) -> Tables:
    """Every table and view of some schemas as the set of its rows, how often each stands there included."""
    with duckdb.connect(str(file), read_only=True) as con:
        con.execute("set TimeZone = 'UTC'")
        con.execute("set search_path = 'main,steps,facts,meta'")  # as a view of steps expects it
        columns = con.execute(
            """select table_schema || '.' || table_name, list('"' || column_name || '"' order by column_name)
               from information_schema.columns where table_catalog = current_database() and table_schema in (select unnest($schemas))
               and column_name not in (select unnest($without)) group by 1 order by 1""",
            {"schemas": list(schemas), "without": list(without)},
        ).fetchall()
        return {name: rows(con, f"select {', '.join(cells)} from {name}") for name, cells in columns if name not in but}


def rows(con: duckdb.DuckDBPyConnection, query: str) -> Counter[str]:
    return Counter(text for (text,) in con.execute(f"select t::varchar from ({query}) t").fetchall())


def difference(left: Tables, right: Tables) -> str:
    """What stands in one of them only, a few rows a table; nothing where they are equal."""
    told = []
    for name in sorted(left.keys() | right.keys()):
        mine, other = left.get(name, Counter()), right.get(name, Counter())
        told += [f"{name}  - {row}" for row in sorted((mine - other).elements())[:4]]
        told += [f"{name}  + {row}" for row in sorted((other - mine).elements())[:4]]
    return "\n".join(told)


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name} = {_toml(inner)}" for name, inner in value.items()) + "}"
    return str(value) if isinstance(value, int) else f'"{value}"'
