"""A file of which nothing was loaded is read again by another version of what reads it, and only then."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assets.settings import Settings
from assets.store import loading, reading
from assets.store.batches import open_night
from assets.store.database import Database
from assets.store.registry import Loaded
from pipelines.landing.decoding import RejectedFileError
from tests.builders import bank_line

AS_OF = datetime(2026, 10, 1, 22, tzinfo=UTC)


class Shop:
    """A landing zone with bank files, and a warehouse whose reader has a version."""

    def __init__(self, folder: Path) -> None:
        self.bank, self.warehouse = folder / "landing" / "bank", folder / "warehouse"
        self.bank.mkdir(parents=True)

    def night(self, recipe: str) -> tuple[Loaded, list[tuple[object, ...]]]:
        """What one night has loaded, and the register after it."""
        db = Database(self.warehouse, Settings())
        try:
            db.recipe = recipe
            open_night(db, self.bank.parent, AS_OF, "run")
            loaded = loading.load_feed(db, "bank")
            return loaded, db.rows(
                "select file_name, status, reason, rows_loaded from meta.read_files order by file_no"
            )
        finally:
            db.close()


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    shop = Shop(tmp_path / "l'été")  # a folder may be called so
    row = bank_line("100.00", "20260901-1")
    (shop.bank / "a.csv").write_text(";".join(row) + "\n" + ";".join(row.values()) + "\n", encoding="utf-8")
    return shop


def refusing(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    def refuse(*_: object) -> None:
        raise RejectedFileError(code, "this version can't read it")

    monkeypatch.setattr(reading, "read", refuse)


def test_a_reader_that_has_learned_it_loads_it(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as old:
        refusing(old, "UNSUPPORTED_FORMAT")
        loaded, register = shop.night("old")
        assert (loaded.rejected, [row[1] for row in register]) == (1, ["REJECTED"])
        (shop.bank / "b.csv").write_bytes((shop.bank / "a.csv").read_bytes())
        loaded, register = shop.night("old")
        assert (loaded.rejected, [row[1] for row in register]) == (0, ["REJECTED", "DUPLICATE"])
    loaded, register = shop.night("new")
    assert (loaded.rows, [row[:2] for row in register]) == (
        1,
        [("a.csv", "REJECTED"), ("b.csv", "DUPLICATE"), ("a.csv", "LOADED")],
    )
    loaded, again = shop.night("newer")
    assert (loaded, again) == (Loaded(), register), "what was loaded is never read again"


def test_rejected_for_the_same_reason_it_gets_no_second_line(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    refusing(monkeypatch, "UNSUPPORTED_FORMAT")
    _, first = shop.night("old")
    loaded, second = shop.night("new")
    assert (loaded, second) == (Loaded(), first)
    refusing(monkeypatch, "TRUNCATED")
    loaded, third = shop.night("new")
    assert (loaded, third) == (Loaded(), first), "the same reader is not asked twice"
    loaded, third = shop.night("newest")
    assert [str(row[2]).split(":")[0] for row in third] == ["UNSUPPORTED_FORMAT", "TRUNCATED"]
