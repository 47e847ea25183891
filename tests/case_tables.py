"""The case tables as parameters of tests: one row, one test, named as the row names itself."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parent / "cases"

Case = dict[str, str]


def cases(table: str) -> list[Case]:
    """The rows of `tests/cases/<table>.csv`, in their order."""
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def each(rows: Iterable[Case], name: Callable[[Case], str] = lambda row: row["case"]) -> Any:  # noqa: ANN401  # pytest keeps the type to itself
    """A test of its own for each row, called with its place in the table and the row."""
    return pytest.mark.parametrize(("number", "case"), [pytest.param(i, row, id=name(row)) for i, row in enumerate(rows)])
