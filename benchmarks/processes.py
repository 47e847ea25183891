"""Each figure is measured in a process of its own: its wall time and its peak memory, as the kernel counts them.

Nothing large is imported here or in the report: on Linux a child's peak begins with that of the process that starts it.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
CLOSEOUT = Path(sys.executable).with_name("closeout")
_BLOCK = 1 << 20
_BYTES_OF_MAXRSS = 1 if sys.platform == "darwin" else 1024


class BenchmarkError(Exception):
    """A process failed, or did not do what is to be measured."""


@dataclass(frozen=True)
class Spent:
    """What a process cost, in seconds and bytes, and what it printed."""

    seconds: float
    peak: int
    printed: str


def spend(command: Sequence[str | Path], folder: Path) -> Spent:
    """Run a command in `folder`, without what the shell says about Closeout; raises BenchmarkError if it fails."""
    errors = folder / "stderr.txt"
    os.sync()  # What was copied or made before must not be written while this is measured.
    started = time.perf_counter()
    with errors.open("wb") as told:
        child = subprocess.Popen(list(command), cwd=folder, env=_environment(), stdout=subprocess.PIPE, stderr=told)
    with child:
        printed = child.stdout.read().decode() if child.stdout else ""
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    if child.returncode:
        raise BenchmarkError(f"{' '.join(map(str, command))}: {errors.read_text(errors='replace')[-2000:]}")
    return Spent(seconds, usage.ru_maxrss * _BYTES_OF_MAXRSS, printed)


def closeout(landing: Path, warehouse: Path, as_of: str) -> tuple[Spent, dict[str, Any]]:
    """One nightly close by the console script, with the built-in settings, and its summary."""
    command = (CLOSEOUT, "run", "--landing", landing, "--warehouse", warehouse, "--as-of", as_of, "--json")
    spent = spend(command, warehouse.parent)
    summary: dict[str, Any] = json.loads(spent.printed)
    return spent, summary


def module(name: str, folder: Path, *arguments: str | Path) -> Spent:
    """`python -m benchmarks.NAME` in a process of its own."""
    return spend((sys.executable, "-m", f"benchmarks.{name}", *arguments), folder)


def read_once(folder: Path) -> None:
    """Every file below `folder` into the page cache."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb", buffering=0) as file:
                while file.read(_BLOCK):
                    pass


def use_two_cores() -> None:
    """This process and all it starts, where the system can say so."""
    if sys.platform == "linux":
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])


def _environment() -> dict[str, str]:
    kept = {
        name: text for name, text in os.environ.items() if not name.startswith("CLOSEOUT_") and name != "DAGSTER_HOME"
    }
    return kept | {"PYTHONPATH": str(ROOT)}
