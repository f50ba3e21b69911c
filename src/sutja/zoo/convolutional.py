"""Convolutional networks: small windows that look everywhere, pooling in between, a dense part at the end."""

from __future__ import annotations

from typing import Any

from sutja.zoo.architecture import Architecture

__all__ = ["CONVOLUTIONAL", "cnn_32_64", "cnn_32_64_64", "cnn_32x2_64x2", "cnn_lab4", "cnn_small"]


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


def cnn_32_64(nn: Any, input_shape: tuple[int, ...] = (28, 28, 1), classes: int = 10) -> Any:
    """Deck D's network (``D-cnn-32-64``): 5 x 5 windows, 32 then 64 of them, and 1000 units; 3,199,106 parameters."""
    return nn.Sequential(
        [
            nn.Input(input_shape),
            nn.layers.Conv2D(32, 5, padding="same", activation="relu"),
            nn.layers.MaxPooling2D(),
            nn.layers.Conv2D(64, 5, padding="same", activation="relu"),
            nn.layers.MaxPooling2D(),
            nn.layers.Flatten(),
            nn.layers.Dense(1000, activation="relu"),
            nn.layers.Dense(classes, activation="softmax"),
        ]
    )


def cnn_32_64_64(nn: Any, input_shape: tuple[int, ...] = (32, 32, 3), classes: int = 10) -> Any:
    """Deck B's network for CIFAR-10 (``B-cifar-cnn``): three convolutions, then 64 units; 122,570 parameters."""
    return nn.Sequential(
        [
            nn.Input(input_shape),
            nn.layers.Conv2D(32, 3, activation="relu"),
            nn.layers.MaxPooling2D(),
            nn.layers.Conv2D(64, 3, activation="relu"),
            nn.layers.MaxPooling2D(),
            nn.layers.Conv2D(64, 3, activation="relu"),
            nn.layers.Flatten(),
            nn.layers.Dense(64, activation="relu"),
            nn.layers.Dense(classes, activation="softmax"),
        ]
    )


def cnn_32x2_64x2(nn: Any, input_shape: tuple[int, ...] = (32, 32, 3), classes: int = 10) -> Any:
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


def cnn_small(nn: Any, input_shape: tuple[int, ...] = (28, 28, 1), classes: int = 10) -> Any:
    """Our small fast one, which the demo trains and which ships: 80,202 parameters.

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
    Architecture("cnn-lab4", cnn_lab4, ("A-cnn-lab4",)),
    Architecture("cnn-32-64", cnn_32_64, ("D-cnn-32-64",)),
    Architecture("cnn-32-64-64", cnn_32_64_64, ("B-cifar-cnn", "B-fashion-cnn")),
    Architecture("cnn-32x2-64x2", cnn_32x2_64x2, ("E-cifar-deep",)),
)
