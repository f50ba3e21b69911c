"""Small networks in the manner of VGG (Simonyan and Zisserman 2014): 3 x 3 windows only, two at a time, then pooling.

Two 3 x 3 windows, one after the other, see 5 x 5 pixels with fewer weights than one 5 x 5 window, and one ReLU more.
BatchNormalization before each ReLU is of a later day. Members of the ensembles of ``A-challenge-ensembles``.
"""

from __future__ import annotations

from typing import Any

from sutja.zoo.architecture import Architecture

__all__ = ["VGG", "vgg_small", "vgg_tiny"]


def vgg_small(nn: Any, input_shape: tuple[int, ...] = (28, 28, 1), classes: int = 10) -> Any:
    """Three blocks of 32, 64 and 128 windows, then 256 units."""
    return _network(nn, input_shape, classes, (32, 64, 128), 256)


def vgg_tiny(nn: Any, input_shape: tuple[int, ...] = (28, 28, 1), classes: int = 10) -> Any:
    """Two blocks of 16 and 32 windows, then 128 units."""
    return _network(nn, input_shape, classes, (16, 32), 128)


def _network(nn: Any, input_shape: tuple[int, ...], classes: int, blocks: tuple[int, ...], units: int) -> Any:
    layers = [nn.Input(input_shape)]
    for windows in blocks:
        for _repeat in range(2):
            layers += [
                nn.layers.Conv2D(windows, 3, padding="same", use_bias=False),
                nn.layers.BatchNormalization(),
                nn.layers.Activation("relu"),
            ]
        layers.append(nn.layers.MaxPooling2D())
    return nn.Sequential(
        [
            *layers,
            nn.layers.Flatten(),
            nn.layers.Dropout(0.5),
            nn.layers.Dense(units, activation="relu"),
            nn.layers.Dropout(0.5),
            nn.layers.Dense(classes, activation="softmax"),
        ]
    )


VGG = (
    Architecture("vgg-small", vgg_small),
    Architecture("vgg-tiny", vgg_tiny),
)
