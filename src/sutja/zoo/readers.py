"""Readers of handwriting: a network small enough to ship with the package, the large one that teaches it, and two more.

All end in a mean over what is left of the picture: where in its field a digit lies should not matter. They are built
for eleven classes too, the ten digits and none. The small and the large one are in the manner of VGG with
BatchNormalization. Networks that differ in how they look err in different digits, and a vote of them errs in fewer
(An et al. 2020, "An Ensemble of Simple Convolutional Neural Network Models for MNIST Digit Recognition", vote over
windows of 3, 5 and 7): so there is one that sees through wider windows and one that adds to what it saw.
"""

from __future__ import annotations

from typing import Any

from sutja.zoo.architecture import Architecture

__all__ = ["READERS", "reader_large", "reader_residual", "reader_small", "reader_wide"]


def reader_small(nn: Any, input_shape: tuple[int, ...] = (28, 28, 1), classes: int = 11) -> Any:
    """One 5 x 5 and four 3 x 3 convolutions, 16 to 64 windows: some 71,000 parameters."""
    return nn.Sequential(
        [
            nn.Input(input_shape),
            *_windows(nn, 16, 5, "valid"),
            nn.layers.MaxPooling2D(),
            *_windows(nn, 32, 3, "same"),
            *_windows(nn, 32, 3, "same"),
            nn.layers.MaxPooling2D(),
            *_windows(nn, 64, 3, "same"),
            *_windows(nn, 64, 3, "valid"),
            nn.layers.GlobalAveragePooling2D(),
            nn.layers.Dense(classes, activation="softmax"),
        ]
    )


def reader_large(nn: Any, input_shape: tuple[int, ...] = (28, 28, 1), classes: int = 11) -> Any:
    """Three pairs of 3 x 3 convolutions of 32, 64 and 128 windows: some 289,000 parameters."""
    return nn.Sequential(
        [
            nn.Input(input_shape),
            *_windows(nn, 32, 3, "valid"),
            *_windows(nn, 32, 3, "valid"),
            nn.layers.MaxPooling2D(),
            *_windows(nn, 64, 3, "same"),
            *_windows(nn, 64, 3, "same"),
            nn.layers.MaxPooling2D(),
            *_windows(nn, 128, 3, "same"),
            *_windows(nn, 128, 3, "valid"),
            *_answer(nn, classes),
        ]
    )


def reader_wide(nn: Any, input_shape: tuple[int, ...] = (28, 28, 1), classes: int = 11) -> Any:
    """Four 5 x 5 convolutions of 32, 64, 64 and 128 windows: some 361,000 parameters."""
    return nn.Sequential(
        [
            nn.Input(input_shape),
            *_windows(nn, 32, 5, "valid"),
            nn.layers.MaxPooling2D(),
            *_windows(nn, 64, 5, "same"),
            *_windows(nn, 64, 5, "valid"),
            nn.layers.MaxPooling2D(),
            *_windows(nn, 128, 5, "same"),
            *_answer(nn, classes),
        ]
    )


def reader_residual(nn: Any, input_shape: tuple[int, ...] = (28, 28, 1), classes: int = 11) -> Any:
    """One 5 x 5 convolution and three residual blocks of 64, 64 and 128 windows: some 365,000 parameters."""
    inputs = nn.Input(input_shape)
    x = _through(inputs, [*_windows(nn, 32, 5, "valid"), nn.layers.MaxPooling2D()])
    x = _block(nn, x, 64)
    x = _block(nn, x, 64)
    x = _block(nn, nn.layers.MaxPooling2D()(x), 128)
    return nn.Model(inputs, _through(x, _answer(nn, classes)))


def _block(nn: Any, x: Any, count: int) -> Any:
    """relu(x + f(x)), where f is two convolutions; where the windows become more, x goes through 1 x 1 windows."""
    f = _through(x, [*_windows(nn, count, 3, "same"), *_windows(nn, count, 3, "same")[:2]])
    if x.shape[-1] != count:
        x = _through(x, _windows(nn, count, 1, "same")[:2])
    return nn.layers.Activation("relu")(nn.layers.Add()([x, f]))


def _through(x: Any, layers: list[Any]) -> Any:
    for layer in layers:
        x = layer(x)
    return x


def _answer(nn: Any, classes: int) -> list[Any]:
    return [
        nn.layers.GlobalAveragePooling2D(),
        nn.layers.Dropout(0.3),
        nn.layers.Dense(classes, activation="softmax"),
    ]


def _windows(nn: Any, count: int, side: int, padding: str) -> list[Any]:
    return [
        nn.layers.Conv2D(count, side, padding=padding, use_bias=False, kernel_initializer="he_normal"),
        nn.layers.BatchNormalization(momentum=0.9),
        nn.layers.Activation("relu"),
    ]


READERS = (
    Architecture("reader-small", reader_small),
    Architecture("reader-large", reader_large),
    Architecture("reader-wide", reader_wide),
    Architecture("reader-residual", reader_residual),
)
"""Registered with the others; ``zoo.build`` gives them ten classes unless asked for more."""
