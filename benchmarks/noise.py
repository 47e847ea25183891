"""How matching and findings fare on a sample with its noise, whose truth lies beside it (contract.md §7). Prints JSON."""

import argparse
import json
from pathlib import Path

import duckdb

_QUERIES = Path(__file__).parent


def told(landing: Path, warehouse: Path) -> tuple[list[tuple[str | int, ...]], float]:
    """For a sample and the warehouse that closed it: the rows of noise.sql, and the per cent of untrue.sql."""
    with duckdb.connect(str(warehouse / "closeout.duckdb"), read_only=True) as con:
        con.execute("set variable truth = ?", [str(landing / "truth" / "payments.csv")])
        con.execute("set variable truth_of_orders = ?", [str(landing / "truth" / "orders.csv")])
        rows, untrue = (
            con.execute(_QUERIES.joinpath(name).read_text(encoding="utf-8")).fetchall()
            for name in ("noise.sql", "untrue.sql")
        )
        return rows, untrue[0][0]


def main() -> None:
    """`python -m benchmarks.noise LANDING WAREHOUSE`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("landing", type=Path)
    parser.add_argument("warehouse", type=Path)
    asked = parser.parse_args()
    print(json.dumps(told(asked.landing, asked.warehouse)))


if __name__ == "__main__":
    main()
