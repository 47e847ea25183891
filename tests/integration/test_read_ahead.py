"""What is read ahead is stored as what is read in its turn; what nobody asks for is put away."""

import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assets.settings import Settings
from assets.store import beside, loading
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


@pytest.mark.parametrize("by", ["a thread", "another process", "a process that has died"])
def test_read_ahead_or_in_its_turn(shop: tuple[Database, Path], tmp_path: Path, by: str) -> None:
    db, landing = shop
    if by != "a thread":
        beside.begin()
    if by == "a process that has died":
        beside._waiting[0]._process.kill()
    loading.read_ahead(db)
    assert (db.reader._reader is None) == (by == "a thread")
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
    assert [file.path for file in db.reader._coming] == [landing / "bank" / "broken.csv"]
    assert loading.load_feed(db, "orders").rows == 1


def test_a_file_that_goes_meanwhile_is_told(shop: tuple[Database, Path]) -> None:
    db, landing = shop
    (landing / "orders" / "orders.csv").unlink()
    loading.read_ahead(db)
    assert loading.load_feed(db, "orders").rejected == 1


@pytest.mark.parametrize("by", ["a thread", "another process"])
def test_what_nobody_asks_for_is_put_away(shop: tuple[Database, Path], by: str) -> None:
    db, _ = shop
    if by == "another process":
        beside.begin()
    loading.read_ahead(db)
    db.close()
    assert list(db.work.glob("read-*")) == []


def test_the_other_process_ends_with_the_one_that_began_it(tmp_path: Path) -> None:
    script = tmp_path / "begin.py"
    script.write_text(
        "import time\nfrom assets.store import beside\nif __name__ == '__main__':\n"
        "    beside.begin()\n    print(beside.waiting()._process.pid, flush=True)\n    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True) as begun:
        assert begun.stdout
        other = int(begun.stdout.readline())
        begun.kill()
    end = time.monotonic() + 30
    while Path(f"/proc/{other}/cmdline").is_file() and Path(f"/proc/{other}/cmdline").read_bytes():
        assert time.monotonic() < end, "it is still there"
        time.sleep(0.05)
