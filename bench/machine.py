"""The machine and the libraries, as far as they matter to speed; no names of hosts, no paths."""

from __future__ import annotations

import os
import platform
from importlib import metadata
from pathlib import Path
from typing import Any

__all__ = ["cores", "describe", "load_average", "versions"]

PACKAGES = ("sutja", "numpy", "numba", "keras", "tensorflow-cpu", "tensorflow", "jax", "torch")


def describe() -> dict[str, Any]:
    """Processor, cores that we may use, instruction sets, memory, operating system, BLAS."""
    return {
        "processor": _processor(),
        "cores": cores(),
        "instructions": _instructions(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.release()}, {platform.machine()}",
        "python": platform.python_version(),
        "blas": _blas(),
    }


def versions() -> dict[str, str]:
    """The versions of the libraries that are installed."""
    found = {}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def load_average() -> float:
    """How many processes wanted a processor, in the mean of the last minute."""
    return round(os.getloadavg()[0], 2)


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8", errors="replace").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _instructions() -> list[str]:
    import numpy as np

    known: Any = np.show_config(mode="dicts")
    return list(known.get("SIMD Extensions", {}).get("found", []))


def _blas() -> str:
    import numpy as np
    from threadpoolctl import threadpool_info

    assert np.__version__  # its BLAS is loaded with it
    return ", ".join(
        f"{pool['internal_api']} {pool['version']} ({pool.get('architecture', 'unknown')})"
        for pool in threadpool_info()
        if pool["user_api"] == "blas"
    )
