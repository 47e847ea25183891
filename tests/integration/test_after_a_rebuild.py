"""A night after `closeout rebuild` goes by what it brought, and counts it, as any other."""

from pathlib import Path

from assets.settings import Settings
from assets.store.rebuilding import rebuild_warehouse
from tests.builders import order_line
from tests.world import World


def test_a_night_after_a_rebuild_counts_what_it_changed(tmp_path: Path) -> None:
    world = World(tmp_path)
    world.write("orders", "first.csv", [order_line("20260901-1", "120.00"), order_line("20260901-2", "80.00")])
    world.run("2026-10-01T22:00:00Z")
    rebuild_warehouse(world.warehouse, Settings())
    world.write("orders", "second.csv", [order_line("20260901-3", "10.00")])
    world.run("2026-10-02T22:00:00Z")
    assert world.query("select orders_changed from runs order by as_of") == [
        {"orders_changed": 2},
        {"orders_changed": 1},
    ]
    world.run("2026-10-03T22:00:00Z")
    assert world.query("select orders_changed from runs order by as_of desc limit 1") == [{"orders_changed": 0}]
