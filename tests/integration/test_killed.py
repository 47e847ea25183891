"""A run may be killed at any moment: what was published stays, and the next run ends as if nothing had happened (architecture, The store)."""

import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from assets import night_run, publishing
from assets.store import completions, loading, matching, outbox, refresh

FIRST, SECOND = "2026-10-01T22:00:00Z", "2026-10-02T22:00:00Z"


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _dies_after(module: Any, name: str, when: Callable[..., bool] = lambda *_: True) -> None:  # noqa: ANN401  # any module
    """The process is killed as soon as a call of `module.name` for which `when` holds has come back."""
    real = getattr(module, name)

    def killed(*given: Any, **named: Any) -> Any:  # noqa: ANN401  # whatever the real one takes and gives
        result = real(*given, **named)
        if when(*given):
            _die()
        return result

    setattr(module, name, killed)


def _dies_before(module: Any, name: str, when: Callable[..., bool] = lambda *_: True) -> None:  # noqa: ANN401  # any module
    real = getattr(module, name)

    def killed(*given: Any, **named: Any) -> Any:  # noqa: ANN401  # whatever the real one takes and gives
        if when(*given):
            _die()
        return real(*given, **named)

    setattr(module, name, killed)


SEAMS: dict[str, Callable[[], None]] = {
    "while a file's facts are stored": lambda: _dies_after(loading, "_insert", lambda _db, feed: feed.name == "orders"),
    "while a table is refreshed": lambda: _dies_before(
        refresh, "set_mark", lambda _db, name, _tick: name == "steps.lo_states"
    ),
    "in matching": lambda: _dies_after(matching, "_until_it_stands"),
    "between completions and exports": lambda: _dies_before(
        completions, "_append", lambda _db, facts, _source: facts == "exports"
    ),
    "while findings are kept": lambda: _dies_before(night_findings(), "changed_in"),
    "before the published file is renamed": lambda: _dies_before(
        Path, "rename", lambda path, _to: path.name.endswith(".duckdb.part")
    ),
    "before the outbox is written": lambda: _dies_before(publishing, "deliver"),
    "before the outbox is noted as written": lambda: _dies_after(outbox, "_write"),
}
PUBLISHED = ("before the outbox is written", "before the outbox is noted as written")


def night_findings() -> Any:  # noqa: ANN401  # a module
    from assets.store import findings  # noqa: PLC0415  # its name is that of an asset's module as well

    return findings


def _run(seam: str, shop: Path, as_of: str) -> None:
    """In a process of its own: the night of `closeout run`, killed at a seam."""
    if seam:
        SEAMS[seam]()
    told = night_run.Order(
        shop / "landing", shop / "warehouse", shop / "closeout.toml", 0, datetime.fromisoformat(as_of), None
    )
    outcome = night_run.run(told)
    if outcome.message:
        sys.stderr.write(outcome.message)
    sys.exit(outcome.code)
