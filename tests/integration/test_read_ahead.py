"""What is read ahead is stored as what is read in its turn; what nobody asks for is put away."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assets.settings import Settings
from assets.store import loading
from assets.store.batches import open_night
from assets.store.database import Database
from assets.store.registry import Loaded
from pipelines.landing.feeds import FOLDERS
from tests.builders import bank_line, order_line, psp_event
from tests.world import World

FILES = {
    "orders": ("orders.csv", [order_line("20260901-1", "120.00")]),
    "psp/events": ("events.csv", [psp_event("20260901-1", "CAPTURE", "20.00")]),
    "bank": ("bank.csv", [bank_line("100.00", "20260901-1")]),
}
REGISTER = "select feed, file_name, status, reason, rows_loaded from meta.read_files order by all"


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[tuple[Database, Path]]:
    world = World(tmp_path)
    for feed, (name, rows) in FILES.items():
        world.write(feed, name, rows)
    (world.landing / "bank" / "broken.csv").write_bytes(b"\x00\x01")
    db = Database(world.warehouse, Settings())
    open_night(db, world.landing, datetime(2026, 10, 1, 22, tzinfo=UTC), "run")
    yield db, world.landing
    db.close()


def test_read_ahead_or_in_its_turn(shop: tuple[Database, Path], tmp_path: Path) -> None:
    db, landing = shop
    loading.read_ahead(db)
    ahead = sum((loading.load_feed(db, folder) for folder in FOLDERS), Loaded())
    other = Database(tmp_path / "other", Settings())
    try:
        open_night(other, landing, datetime(2026, 10, 1, 22, tzinfo=UTC), "run")
        assert sum((loading.load_feed(other, folder) for folder in FOLDERS), Loaded()) == ahead
        assert other.rows(REGISTER) == db.rows(REGISTER)
    finally:
        other.close()
    assert (ahead.files, ahead.rejected, ahead.rows) == (4, 1, 3)


def test_more_than_is_read_ahead_is_read_in_its_turn(
    shop: tuple[Database, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "READ_AHEAD_BYTES", 10)
    db, landing = shop
    loading.read_ahead(db)
    assert set(db.reader._coming) == {landing / "bank" / "broken.csv"}
    assert loading.load_feed(db, "orders").rows == 1


def test_a_file_that_goes_meanwhile_is_told(shop: tuple[Database, Path]) -> None:
    db, landing = shop
    (landing / "orders" / "orders.csv").unlink()
    loading.read_ahead(db)
    assert loading.load_feed(db, "orders").rejected == 1


def test_what_nobody_asks_for_is_put_away(shop: tuple[Database, Path]) -> None:
    db, _ = shop
    loading.read_ahead(db)
    db.close()
    assert list(db.work.glob("read-*")) == []
