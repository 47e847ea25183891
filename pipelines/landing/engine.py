"""DuckDB in memory for whatever reads files: to open one takes some 25 ms, a cursor of one that is open no time."""

import os
import tempfile
from functools import cache
from pathlib import Path

import duckdb


def cursor(memory_limit: str = "1GB") -> duckdb.DuckDBPyConnection:
    """A connection of its own, to be closed by whoever asked; what it spills goes to the folder for temporary files."""
    return _opened(memory_limit).cursor()


@cache
def _opened(memory_limit: str) -> duckdb.DuckDBPyConnection:
    folder = Path(tempfile.gettempdir()) / f"closeout-{os.getpid()}-{memory_limit}"
    return duckdb.connect(config={"threads": 2, "memory_limit": memory_limit, "temp_directory": str(folder)})
