"""By what a derived table was made: one of another recipe is out of date, whatever its mark says."""

import hashlib
import json
from functools import cache

import duckdb
import polars as pl

from assets.settings import Settings
from pipelines import sql


def recipe(settings: Settings) -> str:
    """One hash of everything derived tables depend on: the rules, the settings they read, the engines that run them."""
    told = hashlib.sha256(_files())
    told.update(json.dumps(settings.rules.model_dump(mode="json"), sort_keys=True).encode())
    told.update(f"{duckdb.__version__} {pl.__version__}".encode())
    return told.hexdigest()[:16]


@cache
def _files() -> bytes:
    """A hash of the files the rules stand in, taken once a process."""
    told = hashlib.sha256()
    root = sql.ROOT.parent
    for file in sorted(
        (*root.glob("pipelines/**/*.py"), *root.glob("pipelines/**/*.sql"), *root.glob("schemas/**/*.py"))
    ):
        told.update(file.relative_to(root).as_posix().encode() + b"\0" + file.read_bytes())
    return told.digest()
