"""The outbox: what DJUST should import as CSV, its bytes, and what is not safe to write (contract.md §5)."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assets.settings import Settings
from assets.store.batches import open_night
from assets.store.database import Database
from assets.store.outbox import deliver

UPDATES = [
    (1, "20260901-1-1", None),
    (2, "20260901-1-2", ""),
    (3, "20260901-1-3", 'EXT;"3"'),
    (4, "20260901-1-4", "=HYPERLINK(1)"),
    (5, "@20260901-1-5", "EXT5"),
    (6, "20260901-1-6", "été\r6"),
]
WRITTEN = [
    "Order External Id;Order Reference;Order Status\n",
    ";20260901-1-1;COMPLETED\n",
    ";20260901-1-2;COMPLETED\n",
    '"EXT;""3""";20260901-1-3;COMPLETED\n',
    '"été\r6";20260901-1-6;COMPLETED\n',
]


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """A published night that completed six logistic orders."""
    db = Database(tmp_path / "warehouse", Settings())
    open_night(db, tmp_path, datetime(2026, 11, 22, 22, tzinfo=UTC), "run")
    for lo_no, reference, external_id in UPDATES:
        db.con.execute("insert into facts.lo_names values (?, 1, ?, 1)", [lo_no, reference])
        db.con.execute(
            """insert into facts.exports by name select 1 as batch, as_of() as exported_at, 1 as order_no, ? as lo_no,
               ? as external_id, 'COMPLETED' as order_status, 'COMPLETION' as source, null as source_id""",
            [lo_no, external_id],
        )
    db.con.execute("update meta.batches set status = 'PUBLISHED'")
    yield db
    db.close()


def test_a_file_for_every_batch_that_says_something_and_a_warning_for_what_is_not_safe(db: Database) -> None:
    end = "not exported, its id begins with a character a spreadsheet would run"
    assert deliver(db) == [f"20260901-1-4: {end}", f"@20260901-1-5: {end}"]
    (file,) = db.warehouse.glob("outbox/*/*")
    assert (file.parent.name, file.name) == ("2026-11-22", "status_updates.csv")
    assert file.read_bytes() == "".join(WRITTEN).encode()


def test_what_is_delivered_is_not_delivered_again(db: Database) -> None:
    deliver(db)
    (file,) = db.warehouse.glob("outbox/*/*")
    file.unlink()
    assert deliver(db) == []
    assert not file.exists()
