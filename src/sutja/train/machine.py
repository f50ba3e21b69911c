"""On what a result was had: what its time depends on, and nothing that names a machine or its owner."""

from __future__ import annotations

import os
import platform
from typing import Any

import numpy as np

from sutja import __version__, nn

__all__ = ["machine"]


def machine(engine: str = "numpy") -> dict[str, Any]:
    """Kind of processor, number of cores and of threads, system, and versions, as plain values."""
    if engine != "numpy":
        import keras

        others = {"keras": keras.__version__, "backend": keras.backend.backend(), "devices": _devices()}
        return {**machine(), **others}
    return {
        "processor": platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "threads": nn.config.num_threads(),
        "system": platform.system(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "sutja": __version__,
    }


def _devices() -> str:
    """What Keras computes on: "cpu", or "gpu" as often as there are."""
    from keras.distribution import list_devices

    return ", ".join(sorted({name.split(":")[0] for name in list_devices()}))
