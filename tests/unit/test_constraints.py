"""Every constraint of every model is needed: a row that the model refuses is accepted as soon as that one constraint is gone.

So no constraint can be dropped, or be shadowed by another one, without a test that fails.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pandera.polars as pa
import polars as pl
import pytest
from pandera.errors import SchemaErrors

from pipelines.landing.csv_header import find_columns
from pipelines.landing.decoding import RejectedFileError, Source
from pipelines.landing.feed import Feed
from pipelines.landing.feeds import (
    BANK,
    DECISIONS,
    INCIDENTS,
    ORDERS,
    PSP_EVENTS,
    REFERENCE_KINDS,
    STATUS_IMPORTS,
)
from schemas.fields import LONGEST_TEXT
from schemas.landed.decisions import NEEDS, DecisionRow
from schemas.landed.rules import Landed
from schemas.published.rules import Published
from schemas.published.tables import TABLES, PublishedTable

FEEDS = (ORDERS, STATUS_IMPORTS, PSP_EVENTS, BANK, INCIDENTS, DECISIONS, *REFERENCE_KINDS.values())
MODELS = (*(feed.model for feed in FEEDS), *(table.model for table in TABLES))

Cells = dict[str, object]
Fault = tuple[str | None, str]  # column, constraint

SAMPLES: dict[str, object] = {
    "String": "x",
    "List(String)": ["x"],
    "Boolean": True,
    "Int32": 1,
    "Int64": 1,
    "Date": date(2026, 10, 1),
    "Datetime(time_unit='us', time_zone='UTC')": datetime(2026, 10, 1, tzinfo=UTC),
    "Decimal(precision=18, scale=2)": Decimal("1.00"),
    "Decimal(precision=18, scale=6)": Decimal("1.000000"),
}
# The type that is easily taken for the right one.
CONFUSED: dict[str, pl.DataType] = {
    "String": pl.Categorical(),
    "List(String)": pl.List(pl.Categorical()),
    "Boolean": pl.Int8(),
    "Int32": pl.Int64(),
    "Int64": pl.Int32(),
    "Date": pl.Datetime("us"),
    "Datetime(time_unit='us', time_zone='UTC')": pl.Datetime("us"),
    "Decimal(precision=18, scale=2)": pl.Decimal(18, 6),
    "Decimal(precision=18, scale=6)": pl.Decimal(18, 2),
}
# Cells that break a check of a column and nothing else; a check that is not here is a new one and needs its own.
SPOILT: dict[str, Callable[[str], list[Cells]]] = {
    "str_length": lambda column: [{column: "x" * (LONGEST_TEXT + 1)}],
    "isin": lambda column: [{column: "NO_CODE"}],
    "greater_than_or_equal_to": lambda column: [{column: -1}],
    "less_than_or_equal_to": lambda column: [{column: 3661}],
    "_two_decimals": lambda column: [{column: Decimal("0.001")}],
    "_whole_days": lambda column: [{column: Decimal("2.5")}],
    "_known_currency": lambda column: [{column: "EURO"}, {column: "eur"}, {column: "XXX"}],
    "_supported_currency": lambda column: [{column: "KWD"}, {column: "TND"}],
    "_decimals_fit": lambda column: [{column: Decimal("0.001")}, {column: Decimal("0.5"), "currency": "JPY"}],
    "_status_known": lambda _: [
        {"action": "SET_LOGISTIC_STATUS", "value": "LOST"},
        {"action": "SET_LOGISTIC_STATUS", "value": "PAID"},
        {"action": "SET_PAYMENT_STATUS", "value": "SHIPPED"},
    ],
    "_day_of_value": lambda _: [
        {"action": "SET_DUE_DATE", "value": "soon"},
        {"action": "SET_DUE_DATE", "value": "2026-02-30"},
        {"action": "SET_DUE_DATE", "value": "30/11/2026"},
        {"action": "SNOOZE_FINDING", "value": "fnd_1"},
        {"action": "SNOOZE_FINDING", "value": "@2026-11-30"},
    ],
    "_exchanged_amount": lambda _: [{"action": "ASSIGN", "value": value} for value in ("80,10", "-1", "1.234")],
}
# What the value of a decision may be, where the action asks for something special.
VALUES = {
    "SET_LOGISTIC_STATUS": "SHIPPED",
    "SET_PAYMENT_STATUS": "overpaid",
    "SET_DUE_DATE": "2026-11-30",
    "SNOOZE_FINDING": "fnd_1@2026-11-30",
}
NEEDED = {
    "_needs_a_payment": "payment_id",
    "_needs_an_order": "order_reference",
    "_needs_an_amount": "amount",
    "_needs_a_value": "value",
}


def lacking(column: str) -> list[Cells]:
    return [{"action": action, "value": VALUES.get(action, "1.00"), column: None} for action in NEEDS[column]]


SPOILT_ROWS: dict[str, list[Cells]] = {
    **{name: lacking(column) for name, column in NEEDED.items()},
    "_amounts_fit": [
        {"order_line_quantity": 999_999_999_999, "net_unit_price": 999_999_999_999},
        {"confirmed_quantity": 999_999_999_999, "confirmed_unit_price": 2},
        {"tax_amount": 999_999_999_999, "confirmed_quantity": 999_999_999_999},
    ],
    "_named": [{"order_external_id": None, "order_reference": None}],
}
# No currency is as long as a text may be: the list of currencies refuses that one too.
SHADOWED: dict[Fault, list[Fault]] = {("currency", "str_length"): [("currency", "_known_currency")]}
# contract.md §3: the columns a file of the feed must have.
REQUIRED = {
    "OrderLine": "Order Commercial Reference, Order Reference, Order Status, Order Payment Option, Customer Account External Id, "
    "Supplier External Id, Currency, Creation Date, Update Date, Order Line External Id, Order Line Quantity, Net Unit Price",
    "StatusRow": "Order Status",
    "PspEvent": "Provider, PSP Reference, Event Id, Event Type, Event Status, Amount, Currency, Order Reference, Occurred At",
    "BankLine": "Account IBAN, Booking Date, Amount, Currency",
    "IncidentRow": "Incident Id, Order Reference, Linked Type, Status, Opened At",
    "DecisionRow": "Decision Id, Action, Reason, Decided By, Decided At",
    "SupplierRow": "Supplier External Id",
    "AccountRow": "Account External Id",
    "CustomerRow": "Customer External Id",
    "ProductRow": "Variant External Id",
    "OpeningBalanceRow": "Order Reference",
}
FITTING: dict[type[Landed | Published], Cells] = {DecisionRow: {"action": "UNDO"}}


@dataclass(frozen=True)
class Constraint:
    """One constraint: the fault it tells, rows that break it, and how a schema loses it. `beside`: what else must go for once."""

    fault: Fault
    rows: tuple[pl.DataFrame, ...]
    drop: Callable[[pa.DataFrameSchema], None]
    beside: Callable[[pa.DataFrameSchema], None] | None = None


def row(model: type[Landed | Published], **cells: object) -> pl.DataFrame:
    """A row the model accepts, but for the given cells."""
    columns = model.to_schema().columns
    codes = {
        name: (check.statistics or {})["allowed_values"][0]
        for name, check in checks_of(columns)
        if check.name == "isin"
    }
    right = {name: SAMPLES[str(column.dtype)] for name, column in columns.items()} | codes
    right |= {"currency": "EUR"} if "currency" in columns else {}
    dtypes = {name: column.dtype.type for name, column in columns.items()}
    return pl.DataFrame(
        {name: [cell] for name, cell in (right | FITTING.get(model, {}) | cells).items()}, schema=dtypes
    )


def checks_of(columns: dict[str, pa.Column]) -> list[tuple[str, pa.Check]]:
    return [(name, check) for name, column in columns.items() for check in column.checks]


def without_check(column: str | None, check: str) -> Callable[[pa.DataFrameSchema], None]:
    def drop(schema: pa.DataFrameSchema) -> None:
        part = schema if column is None else schema.columns[column]
        part.checks = [other for other in part.checks if other.name != check]

    return drop


def without(column: str, attribute: str, value: object) -> Callable[[pa.DataFrameSchema], None]:
    return lambda schema: setattr(schema.columns[column], attribute, value)


def constraints(model: type[Landed | Published]) -> Iterator[Constraint]:
    schema = model.to_schema()
    for name, column in schema.columns.items():
        wrong = row(model).with_columns(pl.col(name).cast(CONFUSED[str(column.dtype)]))
        # The length of a text can only be asked of text, so that this check alone would notice another type.
        yield Constraint((name, "dtype"), (wrong,), without(name, "dtype", None), without_check(name, "str_length"))
        if not column.nullable:
            yield Constraint(
                (name, "not_nullable"), (row(model, **{name: None}),), without(name, "nullable", value=True)
            )
    for name, check in checks_of(schema.columns):
        rows = tuple(row(model, **cells) for cells in SPOILT[str(check.name)](name))
        yield Constraint((name, str(check.name)), rows, without_check(name, str(check.name)))
    for check in schema.checks:
        rows = tuple(row(model, **cells) for cells in SPOILT_ROWS[str(check.name)])
        yield Constraint((None, str(check.name)), rows, without_check(None, str(check.name)))


def faults(schema: pa.DataFrameSchema, rows: pl.DataFrame) -> list[Fault]:
    try:
        schema.validate(rows, lazy=True)
    except SchemaErrors as errors:
        return [
            (
                error.schema.name if isinstance(error.schema, pa.Column) else None,
                str(error.check.name if isinstance(error.check, pa.Check) else error.check).split("(")[0],
            )
            for error in errors.schema_errors
        ]
    return []


def narrowed(model: type[Landed | Published], constraint: Constraint) -> tuple[pa.DataFrameSchema, list[pl.DataFrame]]:
    """A copy of the schema, and the rows; without the columns that have no part in it, for the time it takes."""
    schema = deepcopy(model.to_schema())
    if schema.checks:
        return schema, list(constraint.rows)
    concerned = [name for name in schema.columns if name in {constraint.fault[0], "currency"}]
    return schema.select_columns(concerned), [wrong.select(concerned) for wrong in constraint.rows]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_right_row_is_accepted(model: type[Landed | Published]) -> None:
    assert faults(model.to_schema(), row(model)) == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_constraint_is_needed(model: type[Landed | Published]) -> None:
    for constraint in constraints(model):
        schema, rows = narrowed(model, constraint)
        if constraint.beside:
            constraint.beside(schema)
        told = [faults(schema, wrong) for wrong in rows]
        constraint.drop(schema)
        left = [faults(schema, wrong) for wrong in rows]
        shadow = SHADOWED.get(constraint.fault, [])
        assert told == [[constraint.fault, *shadow]] * len(rows), constraint.fault
        assert left == [shadow] * len(rows), constraint.fault


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_column_too_few_is_refused(model: type[Landed | Published]) -> None:
    columns = list(model.to_schema().columns)
    assert faults(model.to_schema(), row(model).drop(columns[-1])) == [(None, "column_in_dataframe")]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_column_too_many_may_not_be_published(table: PublishedTable) -> None:
    schema, wrong = deepcopy(table.model.to_schema()), row(table.model).with_columns(undescribed=pl.lit("x"))
    assert faults(schema, wrong) == [(None, "column_in_schema")]
    schema.strict = False
    assert faults(schema, wrong) == []


@pytest.mark.parametrize("feed", FEEDS, ids=lambda feed: feed.model.__name__)
def test_the_columns_a_file_must_have(feed: Feed) -> None:
    """contract.md §3, spelled out: a file that lacks one of these is rejected, one that lacks all others is not."""
    source = Source(Path("file.csv"), "file.csv", feed.columns)
    required = REQUIRED[feed.model.__name__].split(", ")
    assert set(find_columns(tuple(required), source).known) <= set(feed.model.to_schema().columns)
    for missing in required:
        with pytest.raises(RejectedFileError, match=f"MISSING_COLUMN: the header has no {missing}$"):
            find_columns(tuple(column for column in (*required, "Other") if column != missing), source)
