"""Dagster's event log in SQLite, with its connections kept while a night runs.

Dagster's own makes an engine and a connection anew for each of some nine hundred looks at it: an eighth of the night of a small shop.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

import dagster as dg
from dagster._core.storage.event_log import SqliteEventLogStorage
from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import SingletonThreadPool

_PATIENCE = 30  # seconds, as Dagster has it: the UI may be writing


def keep_connections(instance: dg.DagsterInstance) -> None:
    """For as long as this process has the instance open; what else an operator keeps the events in stays as it is."""
    log = instance.event_log_storage
    if type(log) is SqliteEventLogStorage:
        log.__class__ = _Kept


class _Kept(SqliteEventLogStorage):
    @cached_property
    def _engines(self) -> dict[str, Engine]:
        return {}

    @contextmanager
    def _connect(self, shard: str) -> Iterator[Connection]:
        with self._db_lock:
            if shard not in self._engines:
                engine = create_engine(
                    self.conn_string_for_shard(shard),
                    poolclass=SingletonThreadPool,
                    connect_args={"timeout": _PATIENCE},
                )
                self._initdb(engine)
                self._engines[shard] = engine
            with self._engines[shard].begin() as connection:
                yield connection

    def dispose(self) -> None:
        super().dispose()
        for engine in self._engines.values():
            engine.dispose()
