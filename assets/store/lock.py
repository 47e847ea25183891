"""One writer: a lock on `WAREHOUSE/work/lock` for the whole run, whoever runs. It goes with the process that held it."""

import fcntl
import json
import os
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

_POLL_SECONDS = 0.2


class WarehouseBusyError(Exception):
    """Another run holds the warehouse."""


class Lock:
    """Wait up to `wait` seconds for the warehouse, and tell for whom; the file says who holds it.

    A process that holds it may take it again.
    """

    _held: ClassVar[dict[Path, int]] = {}

    def __init__(
        self, warehouse: Path, wait: float = 0.0, who: str = "", tell: Callable[[str], object] = lambda _: None
    ) -> None:
        self.path = warehouse.resolve() / "work" / "lock"
        self.wait = wait
        self.who = who
        self.tell = tell
        self._handle: int | None = None

    def acquire(self) -> None:
        """Take the lock, or say who has it."""
        if Lock._held.get(self.path, 0):
            Lock._held[self.path] += 1
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o644)
        self._wait_for(handle)
        os.ftruncate(handle, 0)
        os.write(handle, json.dumps({"pid": os.getpid(), "run": self.who}).encode())
        self._handle = handle
        Lock._held[self.path] = 1

    def _wait_for(self, handle: int) -> None:
        deadline, waiting = time.monotonic() + self.wait, False
        while not _taken(handle):
            holder = os.pread(handle, 4096, 0).decode(errors="replace").strip() or "somebody"
            if time.monotonic() >= deadline:
                os.close(handle)
                message = f"another run holds the warehouse ({holder}); wait for it, or give --wait SECONDS"
                raise WarehouseBusyError(message)
            if not waiting:
                self.tell(f"waiting up to {self.wait:g} s for the run that holds the warehouse ({holder})")
                waiting = True
            time.sleep(_POLL_SECONDS)

    def release(self) -> None:
        """Let the next one in."""
        Lock._held[self.path] -= 1
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def __enter__(self) -> Self:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _taken(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
