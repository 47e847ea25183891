"""The models of the published tables: every column is described in words that say something, wrong rows are refused."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pandera.polars as pa
import polars as pl
import pytest
from pandera.errors import SchemaErrors

from pipelines import data_dictionary
from schemas.fields import Money, published
from schemas.published.rules import Published
from schemas.published.tables import TABLES, PublishedTable

STOP_WORDS = frozenset(
    {
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "by",
        "for",
        "from",
        "has",
        "have",
        "if",
        "in",
        "is",
        "it",
        "its",
    }
    | {"of", "on", "or", "so", "that", "the", "this", "to", "was", "were", "what", "when", "which", "who", "with"}
)
BY_NAME = {table.name: table for table in TABLES}
COLUMNS = [(table.name, column) for table in TABLES for column in table.comments]
SAMPLES: dict[str, object] = {
    "VARCHAR": "x",
    "VARCHAR[]": ["x"],
    "BOOLEAN": True,
    "INTEGER": 1,
    "BIGINT": 1,
    "DATE": date(2026, 11, 22),
    "TIMESTAMP WITH TIME ZONE": datetime(2026, 11, 22, 22, tzinfo=UTC),
    "DECIMAL(18,2)": Decimal("1.00"),
    "DECIMAL(18,6)": Decimal("1.000000"),
}


def words_of(text: str) -> set[str]:
    return {word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in STOP_WORDS}


def faults(table: PublishedTable) -> list[str]:
    """What is wrong with the table's comments, as `column: fault`."""
    found = [] if words_of(table.description) - words_of(table.name) else ["table: says nothing"]
    for name, comment in table.comments.items():
        told = words_of(comment)
        if not told - words_of(name):
            found.append(f"{name}: repeats the name")
        if table.types[name] == "DECIMAL(18,2)" and not told & {"currency", "sign", "negative"}:
            found.append(f"{name}: no currency, no sign")
        if name in table.nullable and not told & {"null", "empty"}:
            found.append(f"{name}: not said when it is null")
    return found


def row(table: PublishedTable) -> pl.DataFrame:
    """A row the model accepts."""
    cells = {
        name: table.codes[name][-1] if name in table.codes else SAMPLES[kind] for name, kind in table.types.items()
    }
    dtypes = {name: column.dtype.type for name, column in table.model.to_schema().columns.items()}
    return pl.DataFrame({name: [cell] for name, cell in cells.items()}, schema=dtypes)


def refused(table: PublishedTable, rows: pl.DataFrame) -> set[str]:
    """The columns that fail."""
    try:
        table.model.validate(rows, lazy=True)
    except SchemaErrors as errors:
        return set(errors.failure_cases["column"].drop_nulls())
    return set()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_table_and_column_has_a_comment_worth_reading(table: PublishedTable) -> None:
    assert table.comments
    assert faults(table) == []


def test_poor_comments_are_found() -> None:
    class Poor(Published):
        """The poor."""

        payment_status: str = published("The status of the payment.")
        silent: str = published("")
        amount: Money = published("How much was paid. Null when nothing.", nullable=True)
        reason: str = published("Why it is so.", nullable=True)
        fine: Money = published("What is owed, in `currency`. Null when unknown.", nullable=True)

    assert faults(PublishedTable("poor", Poor)) == [
        "table: says nothing",
        "payment_status: repeats the name",
        "silent: repeats the name",
        "amount: no currency, no sign",
        "reason: not said when it is null",
    ]


def test_the_tables_stand_in_the_order_of_the_contract() -> None:
    assert list(BY_NAME) == [
        "orders",
        "logistic_orders",
        "order_lines",
        "status_events",
        "payments",
        "payment_matches",
        "payouts",
        "completions",
        "findings",
        "queue",
        "incidents",
        "decisions",
        "files",
        "quarantine",
        "runs",
        "money_proof",
        "dashboard",
    ]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_grain_is_made_of_columns(table: PublishedTable) -> None:
    assert set(table.grain) <= set(table.comments)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_right_row_is_accepted_and_a_column_nobody_described_is_not(table: PublishedTable) -> None:
    assert refused(table, row(table)) == set()
    with pytest.raises(pa.errors.SchemaError, match="undescribed"):
        table.model.validate(row(table).with_columns(undescribed=pl.lit("x")))


@pytest.mark.parametrize(("name", "column"), COLUMNS)
def test_null_is_refused_unless_the_column_says_what_it_means(name: str, column: str) -> None:
    table = BY_NAME[name]
    empty = row(table).with_columns(pl.lit(None, dtype=row(table)[column].dtype).alias(column))
    assert refused(table, empty) == (set() if column in table.nullable else {column})


@pytest.mark.parametrize(("name", "column"), [(table.name, column) for table in TABLES for column in table.codes])
def test_a_word_that_is_no_code_is_refused(name: str, column: str) -> None:
    table = BY_NAME[name]
    assert refused(table, row(table).with_columns(pl.lit("NO_CODE").alias(column))) == {column}


def test_counts_and_ages_are_never_negative() -> None:
    for name, column in [("files", "rows_read"), ("runs", "findings_opened"), ("findings", "age_days")]:
        table = BY_NAME[name]
        assert refused(table, row(table).with_columns((-pl.col(column)).alias(column))) == {column}


def test_the_data_dictionary_is_what_the_models_say() -> None:
    page = Path(__file__).parents[2] / "docs" / "data_dictionary.md"
    assert page.read_text(encoding="utf-8") == data_dictionary.pages(), (
        "run `python -m pipelines.data_dictionary > docs/data_dictionary.md`"
    )
