"""All architectures by name."""

from __future__ import annotations

from typing import Any

from sutja.errors import unknown
from sutja.zoo.architecture import Architecture
from sutja.zoo.convolutional import CONVOLUTIONAL
from sutja.zoo.dense import DENSE

__all__ = ["architecture", "build", "names"]

_ALL = {entry.name: entry for entry in (*CONVOLUTIONAL, *DENSE)}


def names() -> list[str]:
    """The names that ``build`` knows."""
    return list(_ALL)


def architecture(name: str) -> Architecture:
    """The architecture called ``name``."""
    if name not in _ALL:
        raise unknown("model", name, _ALL)
    return _ALL[name]


def build(name: str, nn: Any = None, input_shape: tuple[int, ...] = (28, 28, 1), classes: int = 10) -> Any:
    """The architecture ``name`` as a model of the engine ``nn`` (``sutja.nn`` unless another is given)."""
    if nn is None:
        from sutja import nn as ours

        nn = ours
    return architecture(name).builder(nn, input_shape, classes)
