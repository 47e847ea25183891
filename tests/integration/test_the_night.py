"""A night run by Dagster is the night that other tests run without it, and run once more it changes nothing."""

from pathlib import Path
from random import Random

from tests.nights import Shop, Tables, Tale, difference, tables, told

# What two runs of one night may differ in.
OF_THE_RUN = ("main.runs", "main.money_proof")


def test_dagster_runs_the_same_night(tmp_path: Path) -> None:
    by_dagster, straight = Shop(tmp_path / "by_dagster"), Shop(tmp_path / "straight")
    tale = Tale(Random(11), range(6))  # noqa: S311  # any shop will do, but the same every time
    nights = [told(night) for night in tale.nights][:4]
    for night, at in enumerate(nights):
        for shop in (by_dagster, straight):
            tale.drop(shop, night)
        by_dagster.in_dagster(at)
        straight.run(at)
        assert not difference(_published(by_dagster), _published(straight)), f"night {night}"
        assert by_dagster.outbox() == straight.outbox()
    before = _published(by_dagster)
    by_dagster.in_dagster(nights[-1])
    assert not difference(before, _published(by_dagster))
    for asset in ("bank_lines", "payments", "orders", "published_database"):
        by_dagster.in_dagster(assets=[asset])
    assert not difference(before, _published(by_dagster))


def _published(shop: Shop) -> Tables:
    return tables(shop.published_file, ["main"], but=OF_THE_RUN, without=["first_seen_at"])
