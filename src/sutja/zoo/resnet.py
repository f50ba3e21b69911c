"""Residual networks (He et al. 2015): a layer learns what to add to its input, y = x + f(x).

Backwards the sum hands its slope on unchanged, dy/dx = 1 + df/dx, so that the first layers of a deep network learn as
soon as the last. Three stages of ``blocks`` blocks, of 16, 32 and 64 windows; the second and the third halve the
picture, and their first sum takes x through a 1 x 1 convolution in steps of 2. With two convolutions in a block, the
one before and the dense layer after, there are 6 blocks + 2 layers: 20 with 3 blocks in a stage, 32 with 5.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from sutja.zoo.architecture import Architecture

__all__ = ["RESNET", "resnet"]


def resnet(nn: Any, input_shape: tuple[int, ...] = (28, 28, 1), classes: int = 10, *, blocks: int = 5) -> Any:
    """The network with 6 ``blocks`` + 2 layers."""
    inputs = nn.Input(input_shape)
    x = nn.layers.Activation("relu")(_convolved(nn, inputs, 16))
    for windows, strides in ((16, 1), (32, 2), (64, 2)):
        for block in range(blocks):
            x = _block(nn, x, windows, strides if block == 0 else 1)
    outputs = nn.layers.Dense(classes, activation="softmax")(nn.layers.GlobalAveragePooling2D()(x))
    return nn.Model(inputs, outputs)


def _block(nn: Any, x: Any, windows: int, strides: int) -> Any:
    """relu(x + f(x)), where f is two convolutions."""
    f = nn.layers.Activation("relu")(_convolved(nn, x, windows, strides=strides))
    f = _convolved(nn, f, windows)
    if strides > 1:
        x = _convolved(nn, x, windows, size=1, strides=strides)
    return nn.layers.Activation("relu")(nn.layers.Add()([x, f]))


def _convolved(nn: Any, x: Any, windows: int, size: int = 3, strides: int = 1) -> Any:
    settings = {"padding": "same", "use_bias": False, "kernel_initializer": "he_normal"}
    return nn.layers.BatchNormalization()(nn.layers.Conv2D(windows, size, strides=strides, **settings)(x))


RESNET = (
    Architecture("resnet-20", partial(resnet, blocks=3)),
    Architecture("resnet-32", resnet),
)
