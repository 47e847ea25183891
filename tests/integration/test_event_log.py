"""The event log of a night's process keeps its connections, and what lies on the disk is Dagster's own all the same."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import dagster as dg
import pytest

from assets.event_log import keep_connections


@dg.asset
def first() -> int:
    return 1


@dg.asset
def second(first: int) -> int:
    return first + 1


def _untouched(_: dg.DagsterInstance) -> None:
    pass


def _told(home: Path, prepare: Callable[[dg.DagsterInstance], None]) -> list[str]:
    """What a run tells while it goes, from the log of an instance that is opened afterwards."""
    home.mkdir()
    with dg.DagsterInstance.local_temp(str(home)) as instance:
        prepare(instance)
        run = dg.materialize([first, second], instance=instance)
        assert instance.get_latest_materialization_event(dg.AssetKey("second"))
    with dg.DagsterInstance.local_temp(str(home)) as instance:
        assert instance.get_latest_materialization_event(dg.AssetKey("second"))
        return [str(entry.dagster_event_type) for entry in instance.all_logs(run.run_id)]


def test_it_keeps_what_dagster_would_keep(tmp_path: Path) -> None:
    assert _told(tmp_path / "kept", keep_connections) == _told(tmp_path / "plain", _untouched) != []


def test_nothing_is_left_open(tmp_path: Path) -> None:
    _told(tmp_path / "home", keep_connections)
    assert not [*tmp_path.rglob("*-wal")]


def test_another_log_stays_as_it_is() -> None:
    with dg.DagsterInstance.ephemeral() as instance:
        before = type(instance.event_log_storage)
        keep_connections(instance)
        assert type(instance.event_log_storage) is before


def _write_and_fail(log: Any) -> None:  # noqa: ANN401  # what looks into it is no part of Dagster's types
    with log.index_connection() as connection:
        connection.exec_driver_sql("insert into asset_keys (asset_key) values ('[\"lost\"]')")
        raise RuntimeError


def test_a_fault_is_rolled_back(tmp_path: Path) -> None:
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        keep_connections(instance)
        with pytest.raises(RuntimeError):
            _write_and_fail(instance.event_log_storage)
        assert not instance.all_asset_keys()
