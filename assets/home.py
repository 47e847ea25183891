"""Where Dagster keeps its history and how it is set up there."""

import os
import shutil
from pathlib import Path

_INSTANCE = Path(__file__).parent.parent / "dagster.yaml"


def dagster_home(warehouse: Path) -> Path:
    """DAGSTER_HOME, else `WAREHOUSE/dagster`, as an absolute path; made on first use, with our dagster.yaml in it."""
    told = os.environ.get("DAGSTER_HOME")
    home = Path(told).resolve() if told else warehouse.resolve() / "dagster"
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "dagster.yaml").exists():
        shutil.copy(_INSTANCE, home / "dagster.yaml")
    return home
