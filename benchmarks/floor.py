"""The floor: floor.sql over a landing zone, into a fresh database file, on two threads. Prints its seconds."""

import argparse
import time
from pathlib import Path

import duckdb


def seconds(landing: Path, file: Path) -> float:
    """How long the statements took; `file` must not exist yet."""
    statements = Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")
    with duckdb.connect(str(file), config={"threads": 2}) as con:
        con.execute("set variable landing = ?", [str(landing)])
        started = time.perf_counter()
        con.execute(statements)
        return time.perf_counter() - started


def main() -> None:
    """`python -m benchmarks.floor LANDING FILE`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("landing", type=Path)
    parser.add_argument("file", type=Path)
    asked = parser.parse_args()
    print(seconds(asked.landing, asked.file))


if __name__ == "__main__":
    main()
