"""How a command ends where it can't go on: by a signal, or by what the machine it runs on does not give."""

import os
import signal
import threading
from typing import NoReturn

_ENDING = (signal.SIGTERM, signal.SIGINT)
# How DuckDB and SQLite call what lies in the disk or in a file on it; what is wrong in a statement is our fault, and is shown whole.
_FAULTS = (
    "IOException",
    "TransactionException",
    "FatalException",
    "OutOfMemoryException",
    "SerializationException",
    "OperationalError",
)
MEND = (
    "Look at the space and the rights on the disk, then run again. Where this file is damaged: if it lies in WAREHOUSE/work, "
    "move that folder away first; then `closeout rebuild` makes it anew"
)


def leave_on_signals() -> None:
    """Whoever takes the handlers over, and whatever runs: Dagster has its own, and DuckDB would finish its statement first."""
    told, tell = os.pipe()
    os.set_blocking(tell, False)
    signal.set_wakeup_fd(tell, warn_on_full_buffer=False)
    for number in _ENDING:
        signal.signal(number, lambda number, _: _leave(number))
    threading.Thread(target=_watch, args=(told,), daemon=True).start()


def _watch(told: int) -> None:
    while (number := os.read(told, 1)[0]) not in _ENDING:
        pass
    _leave(number)


def _leave(number: int) -> NoReturn:
    os._exit(128 + number)


def of_the_machine(fault: BaseException | None) -> str:
    """What a fault says that lies in the disk or in a file on it, in one line; nothing of any other."""
    while fault is not None:
        if isinstance(fault, OSError) or type(fault).__name__ in _FAULTS:
            return " ".join(str(fault).split())[:400].rstrip(".!")
        fault = fault.__cause__
    return ""
