"""A landing zone and a warehouse in a temporary folder, and the night between them."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb

from assets.warehouse import Warehouse
from tests import straight
from tests.builders import Row


class World:
    """One shop: what was dropped, what was published."""

    def __init__(self, folder: Path) -> None:
        self.landing, self.warehouse = folder / "landing", folder / "warehouse"
        self.landing.mkdir(parents=True)

    def write(self, feed: str, name: str, rows: Sequence[Row]) -> None:
        """Drop a CSV file with every column that one of the rows has; without rows there is no file."""
        if not rows:
            return
        file = self.landing / feed / name
        file.parent.mkdir(parents=True, exist_ok=True)
        columns = list(dict.fromkeys(column for row in rows for column in row))
        with file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, columns, restval="", delimiter=";", lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)

    def write_lines(self, feed: str, name: str, documents: Sequence[Row]) -> None:
        """Drop an NDJSON file: of each row its `json`."""
        file = self.landing / feed / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("".join(f"{row['json']}\n" for row in documents), encoding="utf-8")

    def run(self, as_of: str) -> None:
        """One nightly close; its checks hold."""
        straight.close(Warehouse(path=str(self.warehouse), landing=str(self.landing)), as_of)

    def query(self, sql: str, time_zone: str = "UTC", file: str = "closeout.duckdb") -> list[dict[str, Any]]:
        """Rows of the published database, or of a copy of it beside, as an analyst reads them, instants in `time_zone`."""
        with duckdb.connect(str(self.warehouse / file), read_only=True) as con:
            con.execute(f"set TimeZone = '{time_zone}'")
            found = con.execute(sql)
            names = [column[0] for column in found.description or []]
            return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def exported(self) -> dict[str, list[str]]:
        """The statuses in all status files of the outbox, by LO, the oldest file first."""
        statuses: dict[str, list[str]] = {}
        for path in sorted(self.warehouse.glob("outbox/*/status_updates.csv")):
            with path.open(encoding="utf-8", newline="") as file:
                for row in csv.DictReader(file, delimiter=";"):
                    statuses.setdefault(row["Order Reference"] or row["Order External Id"], []).append(
                        row["Order Status"]
                    )
        return statuses
