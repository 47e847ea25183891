"""The published database has the columns, types and comments that the models say, in an empty shop already."""

from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from assets.settings import Settings
from assets.store import batches, publishing
from assets.store.database import Database
from assets.store.rebuilding import derive
from schemas.published.tables import TABLES, PublishedTable


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A night in which nothing lay in the landing zone."""
    landing, warehouse = tmp_path_factory.mktemp("landing"), tmp_path_factory.mktemp("warehouse")
    db = Database(warehouse, Settings())
    batches.open_night(db, landing, datetime(2026, 11, 22, 22, tzinfo=UTC), "run")
    derive(db)
    target = publishing.publish(db)
    db.close()
    return target


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_columns_types_and_comments(published: Path, table: PublishedTable) -> None:
    with duckdb.connect(str(published), read_only=True) as con:
        found = con.execute(
            """select column_name, data_type, comment from duckdb_columns()
               where schema_name = 'main' and table_name = ? order by column_index""",
            [table.name],
        ).fetchall()
        told = con.execute(
            """select comment from duckdb_tables() where schema_name = 'main' and table_name = $name
               union all select comment from duckdb_views() where schema_name = 'main' and view_name = $name""",
            {"name": table.name},
        ).fetchall()
    assert [(name, kind) for name, kind, _ in found] == list(table.types.items())
    assert {name: comment for name, _, comment in found} == table.comments
    assert told == [(table.description,)]


def test_nothing_is_published_that_no_model_describes(published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as con:
        found = con.execute("select table_name from information_schema.tables where table_schema = 'main'").fetchall()
    assert {name for (name,) in found} == {table.name for table in TABLES}
