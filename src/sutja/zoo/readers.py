"""Readers of handwriting: a network small enough to ship with the package, and the large one that teaches it.

Both are in the manner of VGG with BatchNormalization, and end in a mean over what is left of the picture: where in its
field a digit lies should not matter. They are built for eleven classes too, the ten digits and none.
"""

from __future__ import annotations

from typing import Any

from sutja.zoo.architecture import Architecture

__all__ = ["READERS", "reader_large", "reader_small"]


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
            nn.layers.GlobalAveragePooling2D(),
            nn.layers.Dropout(0.3),
            nn.layers.Dense(classes, activation="softmax"),
        ]
    )


def _windows(nn: Any, count: int, side: int, padding: str) -> list[Any]:
    return [
        nn.layers.Conv2D(count, side, padding=padding, use_bias=False, kernel_initializer="he_normal"),
        nn.layers.BatchNormalization(momentum=0.9),
        nn.layers.Activation("relu"),
    ]


READERS = (Architecture("reader-small", reader_small), Architecture("reader-large", reader_large))
"""Registered with the others; ``zoo.build`` gives them ten classes unless asked for more."""
