"""One model, two engines: the same code builds it on NumPy or on Keras.

An architecture is a function of the engine's module, ``def lenet(nn): return nn.Sequential([...])``. On
``engine("numpy")``, which is :mod:`sutja.nn`, every line that runs can be read; ``engine("keras")`` is Keras 3 on
whichever backend is installed, for GPUs and for size.
"""

from __future__ import annotations

import importlib
from typing import Any

from sutja.errors import missing_extra, unknown

__all__ = ["ENGINES", "engine"]

ENGINES = ("numpy", "keras")


def engine(name: str = "numpy") -> Any:
    """The module that has ``Sequential``, ``layers`` and so on: ``sutja.nn`` for "numpy", ``keras`` for "keras"."""
    if name not in ENGINES:
        raise unknown("engine", name, ENGINES)
    try:
        return importlib.import_module("sutja.nn" if name == "numpy" else "keras")
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("sutja"):
            raise
        raise missing_extra("engine('keras')", "keras") from error
