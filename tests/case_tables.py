"""The case tables as parameters of tests: one row, one test, named as the row names itself."""

import csv
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "cases"

Case = dict[str, str]


def cases(table: str) -> list[Case]:
    """The rows of `tests/cases/<table>.csv`, in their order."""
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def each(
    rows: Sequence[Case],
    name: Callable[[Case], str] = lambda case: case["case"],
    where: Callable[[Case], bool] = lambda _: True,
) -> pytest.MarkDecorator:
    """A test of its own for each row that fits, called with the row's place in the table and the row."""
    fitting = [(number, case) for number, case in enumerate(rows) if where(case)]
    return pytest.mark.parametrize(("number", "case"), [pytest.param(*row, id=name(row[1])) for row in fitting])
