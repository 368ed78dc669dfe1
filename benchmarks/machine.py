"""What the numbers were measured on: without it a number says nothing."""

from __future__ import annotations

import os
import platform
import tempfile
import time
from importlib.metadata import version
from pathlib import Path

_SYNCS = 200


def facts() -> dict[str, str]:
    """Processor, cores, load, versions, and what forcing a page to the disk costs here."""
    return {
        "processor": _processor(),
        "cores": str(os.cpu_count()),
        "load at the start": f"{os.getloadavg()[0]:.1f}",
        "fsync of one page": f"{sync_microseconds():.0f} µs",
        "Python": platform.python_version(),
        "SQLite": _sqlite(),
        "PostgreSQL driver": f"psycopg {version('psycopg')}",
    }


def sync_microseconds() -> float:
    """The median time to append a page to a file and force it to the disk, in microseconds."""
    taken = []
    with tempfile.TemporaryFile() as file:
        for _ in range(_SYNCS):
            began = time.perf_counter()
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
            taken.append(time.perf_counter() - began)
    return sorted(taken)[_SYNCS // 2] * 1e6


def _processor() -> str:
    described = Path("/proc/cpuinfo")
    if described.exists():
        for line in described.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _sqlite() -> str:
    from store.engine import open_engine

    engine = open_engine("sqlite://")
    try:
        return str(engine.dialect.loaded_dbapi.sqlite_version)
    finally:
        engine.dispose()
