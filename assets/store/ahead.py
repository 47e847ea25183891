"""Files are read ahead of their turn: while steps before them run, other files are stored, and Dagster is still being imported."""

from concurrent.futures import Future, ThreadPoolExecutor

from assets.store import beside
from assets.store.reading import Desk, NewFile, ReadFile, read_file


class ReadAhead:
    """Files that are read one after the other, by the process that waits for it or else by a thread, until they are asked for."""

    def __init__(self) -> None:
        self._worker = ThreadPoolExecutor(1)
        self._reader: beside.Reader | None = None
        self._coming: dict[NewFile, Future[ReadFile]] = {}

    def begin(self, desk: Desk, files: list[NewFile]) -> None:
        """Read these; what was begun already, before the step was tried again, stays."""
        new = [file for file in files if file not in self._coming]
        reader = beside.waiting() if new else None
        if reader:
            reader.ask(desk, new)
            self._reader = reader
        for file in new:
            self._coming[file] = self._worker.submit(_next, reader, desk, file)

    def take(self, desk: Desk, file: NewFile) -> ReadFile:
        """What came of a file; it is read now where that was not begun."""
        coming = self._coming.pop(file, None)
        return coming.result() if coming else read_file(desk, file)

    def close(self) -> None:
        """Nobody asks any more."""
        self._worker.shutdown(cancel_futures=True)
        if self._reader:
            self._reader.close()
            self._reader = None
        self._coming.clear()


def _next(reader: beside.Reader | None, desk: Desk, file: NewFile) -> ReadFile:
    return (reader.next() if reader else None) or read_file(desk, file)
