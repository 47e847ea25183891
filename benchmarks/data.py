"""The landing zone of contract.md §7 at any size, made by set-based SQL: a first night, and three that may follow it.

Every night lies in a folder of its own: `first`; `new` (1 % new orders with their money and statuses); `changed` (1 %
of the first orders change, others get money and statuses); `full` (the first export again, that 1 % as changed).
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import duckdb

from benchmarks.nights import FIRST_DAY, NIGHTS, SECOND_DAY, day_of

_TABLES = ("orders", "parts", "lines", "dues")
_ROWS = {"orders": "order_rows", "psp/events": "psp_rows", "bank": "bank_rows", "status_imports": "status_rows"}
_QUERIES = Path(__file__).parent / "landing"


def write(folder: Path, orders: int, nights: Sequence[str] = tuple(NIGHTS)) -> None:
    """Write the nights' files below `folder`; files of the same names are replaced."""
    with duckdb.connect(config={"threads": 2}) as con:
        for name, value in {"orders": orders, "first_day": FIRST_DAY, "second_day": SECOND_DAY}.items():
            con.execute(f"set variable {name} = ?", [value])
        con.execute(_query("macros"))
        for table in _TABLES:
            con.execute(f"create table {table} as {_query(table)}")
        for night in nights:
            con.execute("set variable night = ?", [night])
            for feed in NIGHTS[night]:
                _write(con, feed, folder / night)


def _write(con: duckdb.DuckDBPyConnection, feed: str, folder: Path) -> None:
    file = folder / feed / f"{feed.replace('/', '-')}-{folder.name}-{day_of(folder.name):%Y%m%d}T180000Z.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    con.sql(_query(_ROWS[feed])).write_csv(str(file), sep=";", header=True)


def _query(name: str) -> str:
    return (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def main() -> None:
    """`python -m benchmarks.data FOLDER [--orders N] [--nights NIGHT...]`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--orders", type=int, default=1_000_000, help="commercial orders of the first night")
    parser.add_argument("--nights", nargs="+", choices=NIGHTS, default=tuple(NIGHTS))
    asked = parser.parse_args()
    write(asked.folder, asked.orders, asked.nights)


if __name__ == "__main__":
    main()
