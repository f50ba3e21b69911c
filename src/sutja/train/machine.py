"""On what a result was had: what its time depends on, and nothing that names a machine or its owner."""

from __future__ import annotations

import os
import platform
from typing import Any

import numpy as np

from sutja import __version__

__all__ = ["machine"]


def machine() -> dict[str, Any]:
    """Kind of processor, number of cores, system, and versions, as plain values."""
    return {
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "system": platform.system(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "sutja": __version__,
    }
