"""All architectures by name."""

from __future__ import annotations

from typing import Any

from sutja.errors import unknown
from sutja.zoo.all_cnn import ALL_CNN
from sutja.zoo.architecture import Architecture, Reads
from sutja.zoo.convolutional import CONVOLUTIONAL
from sutja.zoo.dense import DENSE
from sutja.zoo.line import LINE
from sutja.zoo.photographs import PHOTOGRAPHS
from sutja.zoo.readers import READERS
from sutja.zoo.recurrent import RECURRENT
from sutja.zoo.resnet import RESNET
from sutja.zoo.vgg import VGG

__all__ = ["architecture", "build", "names"]

_ENTRIES = (*CONVOLUTIONAL, *PHOTOGRAPHS, *ALL_CNN, *VGG, *RESNET, *READERS, *RECURRENT, *DENSE, *LINE)
_ALL = {entry.name: entry for entry in _ENTRIES}


def names(reads: Reads = "pictures") -> list[str]:
    """The names of the architectures for such inputs."""
    return [name for name, entry in _ALL.items() if entry.reads == reads]


def architecture(name: str) -> Architecture:
    """The architecture called ``name``."""
    if name not in _ALL:
        raise unknown("model", name, _ALL)
    return _ALL[name]


def build(
    name: str, nn: Any = None, input_shape: tuple[int, ...] = (28, 28, 1), classes: int = 10, **settings: Any
) -> Any:
    """The architecture ``name`` as a model of the engine ``nn`` (``sutja.nn`` unless another is given).

    ``settings`` are those that the architecture's builder takes by keyword, such as ``kernel_initializer``.
    """
    if nn is None:
        from sutja import nn as ours

        nn = ours
    return architecture(name).builder(nn, input_shape, classes, **settings)
