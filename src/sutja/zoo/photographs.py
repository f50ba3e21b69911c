"""Convolutional networks for small photographs, which hold more than a digit does: colours, backgrounds, poses."""

from __future__ import annotations

from typing import Any

from sutja.zoo.architecture import Architecture

__all__ = ["PHOTOGRAPHS", "cnn_32", "cnn_32_32_64", "cnn_32_64_64", "cnn_32x2_64x2", "cnn_64_128_128"]

PHOTOGRAPH = (32, 32, 3)


def cnn_32_64_64(nn: Any, input_shape: tuple[int, ...] = PHOTOGRAPH, classes: int = 10) -> Any:
    """Deck B's network for CIFAR-10 (``B-cifar-cnn``): three convolutions, then 64 units; 122,570 parameters."""
    return _three_windows(nn, input_shape, classes, (32, 64, 64), 64)


def cnn_64_128_128(
    nn: Any, input_shape: tuple[int, ...] = PHOTOGRAPH, classes: int = 10, *, dropout: float = 0.0
) -> Any:
    """The same with twice the width (``B-cifar-cnn-wide``), and Dropout before the dense part if asked for; 486,794."""
    return _three_windows(nn, input_shape, classes, (64, 128, 128), 128, dropout)


def _three_windows(
    nn: Any, input_shape: tuple[int, ...], classes: int, windows: tuple[int, int, int], units: int, dropout: float = 0.0
) -> Any:
    return nn.Sequential(
        [
            nn.Input(input_shape),
            nn.layers.Conv2D(windows[0], 3, activation="relu"),
            nn.layers.MaxPooling2D(),
            nn.layers.Conv2D(windows[1], 3, activation="relu"),
            nn.layers.MaxPooling2D(),
            nn.layers.Conv2D(windows[2], 3, activation="relu"),
            nn.layers.Flatten(),
            *([nn.layers.Dropout(dropout)] if dropout else []),
            nn.layers.Dense(units, activation="relu"),
            nn.layers.Dense(classes, activation="softmax"),
        ]
    )


def cnn_32_32_64(
    nn: Any, input_shape: tuple[int, ...] = PHOTOGRAPH, classes: int = 10, *, regularised: bool = False
) -> Any:
    """Deck D's network (``D-cifar-cnn``): three blocks of 5 x 5 windows and pooling, then 64 units; 145,578 parameters.

    ``regularised``: with BatchNormalization and Dropout 0.25 in every block (``D-cifar-cnn-bn-dropout``).
    """
    layers = [nn.Input(input_shape)]
    for windows in (32, 32, 64):
        layers.append(nn.layers.Conv2D(windows, 5, padding="same", activation="relu"))
        layers += [nn.layers.BatchNormalization()] if regularised else []
        layers.append(nn.layers.MaxPooling2D())
        layers += [nn.layers.Dropout(0.25)] if regularised else []
    layers += [nn.layers.Flatten(), nn.layers.Dense(64, activation="relu")]
    layers += [nn.layers.BatchNormalization(), nn.layers.Dropout(0.25)] if regularised else []
    return nn.Sequential([*layers, nn.layers.Dense(classes, activation="softmax")])


def cnn_32(nn: Any, input_shape: tuple[int, ...] = PHOTOGRAPH, classes: int = 10, *, dropout: bool = False) -> Any:
    """Deck E's small network (``E-cifar-small``): one convolution, 512 units; ``dropout``: of 0.25, then of 0.5."""
    return nn.Sequential(
        [
            nn.Input(input_shape),
            nn.layers.Conv2D(32, 3, padding="same", activation="relu"),
            nn.layers.MaxPooling2D(),
            *([nn.layers.Dropout(0.25)] if dropout else []),
            nn.layers.Flatten(),
            nn.layers.Dense(512, activation="relu"),
            *([nn.layers.Dropout(0.5)] if dropout else []),
            nn.layers.Dense(classes, activation="softmax"),
        ]
    )


def cnn_32x2_64x2(nn: Any, input_shape: tuple[int, ...] = PHOTOGRAPH, classes: int = 10) -> Any:
    """Deck E's deep network for CIFAR-10 (``E-cifar-deep``): two blocks of two convolutions, with Dropout."""
    return nn.Sequential(
        [
            nn.Input(input_shape),
            nn.layers.Conv2D(32, 3, padding="same", activation="relu"),
            nn.layers.Conv2D(32, 3, padding="same", activation="relu"),
            nn.layers.MaxPooling2D(),
            nn.layers.Dropout(0.25),
            nn.layers.Conv2D(64, 3, padding="same", activation="relu"),
            nn.layers.Conv2D(64, 3, padding="same", activation="relu"),
            nn.layers.MaxPooling2D(),
            nn.layers.Dropout(0.25),
            nn.layers.Flatten(),
            nn.layers.Dense(512, activation="relu"),
            nn.layers.Dropout(0.5),
            nn.layers.Dense(classes, activation="softmax"),
        ]
    )


PHOTOGRAPHS = (
    Architecture("cnn-32-64-64", cnn_32_64_64),
    Architecture("cnn-64-128-128", cnn_64_128_128),
    Architecture("cnn-32-32-64", cnn_32_32_64),
    Architecture("cnn-32", cnn_32),
    Architecture("cnn-32x2-64x2", cnn_32x2_64x2),
)
