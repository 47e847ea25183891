"""A second process that reads files: to validate small ones is Python's work, and one process of Python uses one core.

It is begun before Dagster is imported, so that it has imported what it needs by the time it is asked. Whatever becomes of it,
its files are read all the same, by whoever wanted them from it.
"""

import signal
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.connection import Connection

from assets.store.reading import Desk, NewFile, ReadFile, read_file


class Reader:
    """The process: asked once for files, it hands over what came of them, in their order. It ends when this one does."""

    def __init__(self) -> None:
        context = get_context(
            "spawn"
        )  # nothing held by this process goes with it: no thread's lock, nor the warehouse's
        self._end, other = context.Pipe()
        self._process = context.Process(target=_serve, args=(other,), daemon=True)
        self._process.start()
        other.close()  # only then is its end told here

    def ask(self, desk: Desk, files: list[NewFile]) -> None:
        """Begin to read."""
        with suppress(OSError):
            self._end.send((desk, files))

    def next(self) -> ReadFile | None:
        """What came of the next file; None where it could not be read here."""
        try:
            read: ReadFile | None = self._end.recv()
        except (EOFError, OSError):
            return None
        return read

    def close(self) -> None:
        """End it, whatever it does."""
        self._process.kill()
        self._process.join()
        self._process.close()
        self._end.close()


_waiting: list[Reader] = []


def begin() -> None:
    """Begin a reader for the night that this process is about to run."""
    _waiting.append(Reader())


def waiting() -> Reader | None:
    """The reader that was begun and asked for nothing yet."""
    return _waiting.pop() if _waiting else None


def _serve(end: Connection) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a terminal sends it to both processes; the other one decides
    with suppress(EOFError, OSError):
        desk, files = end.recv()
        for file in files:
            end.send(_read(desk, file))


def _read(desk: Desk, file: NewFile) -> ReadFile | None:
    try:
        return read_file(desk, file)
    except OSError:
        return None
