"""On what it was measured: cores, memory, processor, versions. No paths and no names."""

import os
import platform
from importlib.metadata import version
from pathlib import Path

from benchmarks.figures import GIB


def facts() -> dict[str, str]:
    """Label and value, in the order of the page."""
    versions = {name: version(name.lower()) for name in ("DuckDB", "Polars")}
    told = ", ".join(f"{name} {number}" for name, number in {"Python": platform.python_version(), **versions}.items())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / GIB
    return {
        "machine": f"{_processor()}, {os.cpu_count()} cores, of which {_cores()} are used; {memory:.1f} GiB of memory",
        "system": f"{platform.system()} {platform.machine()}",
        "versions": told,
    }


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.exists() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or "unknown processor")
