"""How matching fares with each kind of noise of a sample, whose truth lies beside it (contract.md §7). Prints JSON."""

import argparse
import json
from pathlib import Path

import duckdb


def rows(landing: Path, warehouse: Path) -> list[tuple[str | int, ...]]:
    """The rows of noise.sql for a sample and the warehouse that closed it."""
    with duckdb.connect(str(warehouse / "closeout.duckdb"), read_only=True) as con:
        con.execute("set variable truth = ?", [str(landing / "truth" / "payments.csv")])
        return con.execute(Path(__file__).with_suffix(".sql").read_text(encoding="utf-8")).fetchall()


def main() -> None:
    """`python -m benchmarks.noise LANDING WAREHOUSE`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("landing", type=Path)
    parser.add_argument("warehouse", type=Path)
    asked = parser.parse_args()
    print(json.dumps(rows(asked.landing, asked.warehouse)))


if __name__ == "__main__":
    main()
