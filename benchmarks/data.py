"""The landing zone of contract.md §7 at any size, made by set-based SQL: a first night, and three that may follow it.

Every night lies in a folder of its own: `first`; `new` (1 % new orders with their money and statuses); `changed` (1 % of
the first orders change, others get money and statuses); `full` (the first export again, that 1 % as changed).
"""

import argparse
from datetime import date
from pathlib import Path

import duckdb

FIRST_DAY, SECOND_DAY = date(2026, 11, 20), date(2026, 11, 21)
FEEDS = {"orders": "order_rows", "psp/events": "psp_rows", "bank": "bank_rows", "status_imports": "status_rows"}
NIGHTS = {"first": tuple(FEEDS), "new": tuple(FEEDS), "changed": tuple(FEEDS), "full": ("orders",)}
_TABLES = ("orders", "parts", "lines", "dues")
_QUERIES = Path(__file__).parent / "landing"


def as_of(night: str) -> str:
    """The instant a night is closed at: all but the first follow it by a day."""
    return f"{FIRST_DAY if night == 'first' else SECOND_DAY}T22:00:00Z"


def write(folder: Path, orders: int) -> None:
    """Write the files of all nights below `folder`, which may exist; files of the same names are replaced."""
    with duckdb.connect(config={"threads": 2}) as con:
        for name, value in {"orders": orders, "first_day": FIRST_DAY, "second_day": SECOND_DAY}.items():
            con.execute(f"set variable {name} = ?", [value])
        con.execute(_query("macros"))
        for table in _TABLES:
            con.execute(f"create table {table} as {_query(table)}")
        for night, feeds in NIGHTS.items():
            con.execute("set variable night = ?", [night])
            for feed in feeds:
                _write(con, feed, folder / night)


def _write(con: duckdb.DuckDBPyConnection, feed: str, night: Path) -> None:
    day = FIRST_DAY if night.name == "first" else SECOND_DAY
    file = night / feed / f"{feed.replace('/', '-')}-{night.name}-{day:%Y%m%d}T180000Z.csv"
    file.parent.mkdir(parents=True, exist_ok=True)
    con.sql(_query(FEEDS[feed])).write_csv(str(file), sep=";", header=True)


def _query(name: str) -> str:
    return (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def main() -> None:
    """`python -m benchmarks.data FOLDER --orders N`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--orders", type=int, default=1_000_000, help="commercial orders of the first night")
    asked = parser.parse_args()
    write(asked.folder, asked.orders)


if __name__ == "__main__":
    main()
