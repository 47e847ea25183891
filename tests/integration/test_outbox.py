"""What DJUST is told it is told once ever, whatever lies in the outbox and whatever was lost (contract.md §5)."""

import shutil
from pathlib import Path

from assets.settings import load
from assets.store.rebuilding import rebuild_warehouse
from tests.builders import Row, order_line
from tests.nights import Shop

FIRST, AGAIN = "2026-10-24T22:00:00Z", "2026-10-24T22:30:00Z"


def shipped(number: int) -> Row:
    dates = {"creation_date": "2026-09-25T08:00:00Z", "update_date": "2026-09-26T08:00:00Z"}
    return order_line(
        f"20260925-{number}", "10.00", external_source="MIRAKL", shipment_date="2026-09-26T08:00:00Z", **dates
    )


def test_what_lies_there_already_is_left_alone(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop [1]")  # nor is a folder's name a pattern
    shop.write("orders", "n1.csv", [shipped(1)])
    for name in ("2026-10-25", "2026-10-25.2"):
        (shop.warehouse / "outbox" / name).mkdir(parents=True)
    (shop.warehouse / "outbox/2026-10-25/status_updates.csv").write_text("of another warehouse\n")
    shop.run(FIRST)
    shop.write("orders", "n2.csv", [shipped(2)])
    shop.run(AGAIN)
    told = {name: content.decode().splitlines()[1:] for name, content in shop.outbox().items() if "status" in name}
    assert told == {
        "2026-10-25/status_updates.csv": [],
        "2026-10-25.3/status_updates.csv": [";20260925-1-1;COMPLETED"],
        "2026-10-25.4/status_updates.csv": [";20260925-2-1;COMPLETED"],
    }


def test_a_published_copy_that_is_restored_tells_nothing_twice(tmp_path: Path) -> None:
    shop = Shop(tmp_path / "shop")
    shop.write("orders", "n1.csv", [shipped(1)])
    shop.run(FIRST)
    assert shop.exported() == {"20260925-1-1": ["COMPLETED"]}
    shutil.rmtree(shop.warehouse / "outbox")  # imported, and moved away
    shutil.rmtree(shop.warehouse / "work")
    rebuild_warehouse(shop.warehouse, load(shop.settings_file))
    shop.run(AGAIN)
    assert shop.exported() == {}
