"""The bulk of a sample, made by SQL in an in-memory DuckDB: who buys and sells, every order's life, its money."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import duckdb
import polars as pl

from pipelines.sample import noise
from pipelines.sample.showcase import rows as planted_rows
from pipelines.sample.showcase.names import OWN_ACCOUNTS, Calendar
from pipelines.sql import query

# In the order in which they read each other.
_TABLES = (
    *("accounts", "suppliers", "products", "placed", "parts", "states", "exports", "lines", "dues", "settled"),
    *("psp_events", "transfers", "bank_lines", "recorded", "status_rows"),
)
# Made again where they are read: their rows are many, and each read wants a part of them.
_VIEWS = ("order_rows", "import_rows")
_CHUNK = 50_000


@dataclass(frozen=True)
class World:
    """An open world; `bulk` orders beside the showcase."""

    con: duckdb.DuckDBPyConnection
    calendar: Calendar
    bulk: int
    period: int  # days that one camt statement tells

    def read(self, name: str, **variables: object) -> pl.DataFrame:
        """The rows of a query of this folder, or of a table or view of this world."""
        self.set(variables)
        rows: pl.DataFrame = self.con.sql(query(f"sample/{name}")).pl()
        return rows

    def keep(self, name: str) -> pl.DataFrame:
        """The rows of a query of this folder, kept as a table under its name."""
        self.con.execute(f"create table {name} as {query(f'sample/{name}')}")
        rows: pl.DataFrame = self.con.sql(f"from {name}").pl()
        return rows

    def order_rows(self, file: str) -> Iterator[pl.DataFrame]:
        """The bulk's rows of one export, by 50,000 orders at a time."""
        for first in range(0, self.bulk, _CHUNK):
            yield self.read("order_rows", files=[file], first_i=first, end_i=first + _CHUNK)

    def documents(self, file: str) -> pl.DataFrame:
        """The bulk's commercial orders of one JSON export."""
        return self.read("order_json", files=[file], first_i=0, end_i=_CHUNK)

    def set(self, variables: dict[str, object]) -> None:
        """Give the queries values for `getvariable`."""
        for name, value in variables.items():
            self.con.execute(f"set variable {name} = ?", [value])


@contextmanager
def world(*, bulk: int, days: int, until: date, seed: int) -> Iterator[World]:
    """Everything that happened in `days` days up to `until` to `bulk` orders, and to those of the showcase."""
    with duckdb.connect(config={"threads": 2}) as con:
        made = World(con, Calendar(until), bulk, _period(days))
        made.set(_variables(bulk, days, until, seed))
        con.execute(query("sample/macros"))
        con.execute(noise.macro())
        con.execute("create table own_accounts(own varchar, account_iban varchar)")
        con.executemany("insert into own_accounts values (?, ?)", [list(pair) for pair in OWN_ACCOUNTS.items()])
        _build(con)
        _plant(made)
        yield made


def _period(days: int) -> int:
    return max(days // 3, 1)


def _variables(bulk: int, days: int, until: date, seed: int) -> dict[str, object]:
    """What the queries read by `getvariable`."""
    return {
        "bulk": bulk,
        "days": days,
        "until": until,
        "seed": seed,
        "accounts": min(max(bulk // 200, 20), 20_000),
        "suppliers": min(max(bulk // 100, 12), 500),
        "products": min(max(bulk // 10, 60), 20_000),
        "card_refunds": noise.CARD_REFUNDS,
        "chargebacks": noise.CHARGEBACKS,
        "middle": datetime.combine(until, time(20)) - timedelta(days=2),
        "period": _period(days),
        "files": [],
        "first_i": 0,
        "end_i": 0,
        "part": "",
    }


def _build(con: duckdb.DuckDBPyConnection) -> None:
    for name in _TABLES:
        con.execute(f"create table {name} as {query(f'sample/{name}')}")
    for name in _VIEWS:
        con.execute(f"create view {name} as {query(f'sample/{name}')}")


def _plant(made: World) -> None:
    """The showcase's money and status rows stand in the bulk's tables, so that one pen writes both."""
    con, calendar = made.con, made.calendar
    for table, rows in (
        ("psp_events", planted_rows.event_rows(calendar)),
        ("bank_lines", planted_rows.line_rows(calendar)),
        ("status_rows", planted_rows.import_rows(calendar)),
    ):
        con.register("rows", pl.DataFrame(rows, infer_schema_length=None).to_arrow())
        con.execute(f"insert into {table} by name select * from rows")
    con.register("rows", pl.DataFrame(planted_rows.paid_rows(calendar), infer_schema_length=None).to_arrow())
    con.execute(
        "create table paid_orders as select leader, reference, amount from transfers "
        "union all select leader, reference, amount::decimal(18, 2) from rows"
    )
    con.unregister("rows")
