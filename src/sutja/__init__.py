"""Sutja (숫자, "digit"): from one perceptron to a digit reader you can trust, every line readable.

``sutja.Recognizer()`` reads digits; ``sutja.nn`` is the engine, ``sutja.data`` the data sets, ``sutja.zoo`` the
architectures, ``sutja.train`` trains them. Each is imported when it is first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sutja import data, ink, nn, train, zoo
    from sutja.engines import engine
    from sutja.errors import SutjaError
    from sutja.recognizer import Prediction, Recognizer

__all__ = [
    "Prediction",
    "Recognizer",
    "SutjaError",
    "__version__",
    "data",
    "engine",
    "ink",
    "nn",
    "train",
    "zoo",
]

__version__ = "0.1.0"

_HOMES = {
    "Prediction": "sutja.recognizer",
    "Recognizer": "sutja.recognizer",
    "SutjaError": "sutja.errors",
    "engine": "sutja.engines",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    if name in __all__:
        return importlib.import_module(f"sutja.{name}")
    raise AttributeError(f"module 'sutja' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
