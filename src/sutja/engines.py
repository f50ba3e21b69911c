"""One model, two engines: the same code builds it on NumPy or on Keras.

An architecture is a function of the engine's module, ``def lenet(nn): return nn.Sequential([...])``. On
``engine("numpy")``, which is :mod:`sutja.nn`, every line that runs can be read; ``engine("keras")`` is Keras 3 on
whichever backend is installed, for GPUs and for size.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sutja.errors import missing_extra, unknown

__all__ = ["ENGINES", "engine"]

ENGINES = ("numpy", "keras")
_BACKENDS = ("jax", "tensorflow", "torch")
"""Those on which Keras trains; the extra "keras" brings the first."""


def engine(name: str = "numpy") -> Any:
    """The module that has ``Sequential``, ``layers`` and so on: ``sutja.nn`` for "numpy", ``keras`` for "keras"."""
    if name not in ENGINES:
        raise unknown("engine", name, ENGINES)
    if name == "keras":
        _choose_backend()
    try:
        return importlib.import_module("sutja.nn" if name == "numpy" else "keras")
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("sutja"):
            raise
        raise missing_extra("engine('keras')", "keras") from error


def _choose_backend() -> None:
    """Let Keras take a backend that is installed, where nobody chose one and its own choice is not there.

    Keras takes the variable KERAS_BACKEND, or what stands in its keras.json, or else TensorFlow; it looks once, when it
    is imported, and writes that file itself, so what stands there need not be anybody's choice.
    """
    if "keras" in sys.modules or os.environ.get("KERAS_BACKEND"):
        return
    folder = Path(os.environ.get("KERAS_HOME") or Path.home() / ".keras")
    try:
        configured = json.loads((folder / "keras.json").read_text(encoding="utf-8"))["backend"]
    except (OSError, ValueError, TypeError, KeyError):
        configured = "tensorflow"
    if not _is_installed(configured):
        installed = next(filter(_is_installed, _BACKENDS), None)
        if installed is not None:
            os.environ["KERAS_BACKEND"] = installed


def _is_installed(package: object) -> bool:
    return isinstance(package, str) and package.isidentifier() and find_spec(package) is not None
