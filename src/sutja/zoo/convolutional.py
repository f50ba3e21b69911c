"""Convolutional networks for digits: small windows that look everywhere, pooling, and a dense part at the end."""

from __future__ import annotations

from typing import Any

from sutja.zoo.architecture import Architecture

__all__ = ["CONVOLUTIONAL", "cnn_1_1", "cnn_20_50", "cnn_32_64", "cnn_lab4", "cnn_small"]


def cnn_lab4(nn: Any, input_shape: tuple[int, ...] = (28, 28, 1), classes: int = 10) -> Any:
    """Deck A's network for the 99 % goal (``A-cnn-lab4``): two convolutions of 32, then 128 units."""
    return nn.Sequential(
        [
            nn.Input(input_shape),
            nn.layers.Conv2D(32, 3, activation="relu"),
            nn.layers.Conv2D(32, 3, activation="relu"),
            nn.layers.MaxPooling2D(),
            nn.layers.BatchNormalization(),
            nn.layers.Flatten(),
            nn.layers.Dense(128),
            nn.layers.Dropout(0.5),
            nn.layers.Activation("relu"),
            nn.layers.Dense(classes, activation="softmax"),
        ]
    )


def cnn_1_1(nn: Any, input_shape: tuple[int, ...] = (28, 28, 1), classes: int = 10) -> Any:
    """Deck D's first network (``D-cnn-1-channel``): a single 5 x 5 window each time, to be quick; 60,062 parameters."""
    return _two_windows(nn, input_shape, classes, (1, 1), 1000)


def cnn_20_50(nn: Any, input_shape: tuple[int, ...] = (28, 28, 1), classes: int = 10) -> Any:
    """Deck E's network (``E-cnn-20-50``), LeNet in the widths of its day: 20 then 50 windows, and 500 units."""
    return _two_windows(nn, input_shape, classes, (20, 50), 500)


def cnn_32_64(nn: Any, input_shape: tuple[int, ...] = (28, 28, 1), classes: int = 10, *, logits: bool = False) -> Any:
    """Deck D's network (``D-cnn-32-64``): 5 x 5 windows, 32 then 64 of them, and 1000 units; 3,199,106 parameters.

    ``logits``: it ends before the softmax, for a loss that takes the scores (``from_logits=True``).
    """
    return _two_windows(nn, input_shape, classes, (32, 64), 1000, None if logits else "softmax")


def _two_windows(
    nn: Any,
    input_shape: tuple[int, ...],
    classes: int,
    windows: tuple[int, int],
    units: int,
    activation: str | None = "softmax",
) -> Any:
    """Twice 5 x 5 windows that keep the size and a pooling that halves it, then a dense layer of ``units``."""
    return nn.Sequential(
        [
            nn.Input(input_shape),
            nn.layers.Conv2D(windows[0], 5, padding="same", activation="relu"),
            nn.layers.MaxPooling2D(),
            nn.layers.Conv2D(windows[1], 5, padding="same", activation="relu"),
            nn.layers.MaxPooling2D(),
            nn.layers.Flatten(),
            nn.layers.Dense(units, activation="relu"),
            nn.layers.Dense(classes, activation=activation),
        ]
    )


def cnn_small(nn: Any, input_shape: tuple[int, ...] = (28, 28, 1), classes: int = 10) -> Any:
    """Our small fast one, which the demo trains: 80,202 parameters.

    It is LeNet-5 (LeCun et al. 1998) in today's terms: 5 x 5 windows, 16 then 32 of them, each followed by a
    pooling, then 128 units. ReLU in place of the sigmoid, the maximum in place of the mean, and Dropout before the
    dense part, where most parameters are.
    """
    return nn.Sequential(
        [
            nn.Input(input_shape),
            nn.layers.Conv2D(16, 5, activation="relu"),
            nn.layers.MaxPooling2D(),
            nn.layers.Conv2D(32, 5, activation="relu"),
            nn.layers.MaxPooling2D(),
            nn.layers.Flatten(),
            nn.layers.Dropout(0.3),
            nn.layers.Dense(128, activation="relu"),
            nn.layers.Dense(classes, activation="softmax"),
        ]
    )


CONVOLUTIONAL = (
    Architecture("cnn-small", cnn_small),
    Architecture("cnn-lab4", cnn_lab4),
    Architecture("cnn-1-1", cnn_1_1),
    Architecture("cnn-20-50", cnn_20_50),
    Architecture("cnn-32-64", cnn_32_64),
)
