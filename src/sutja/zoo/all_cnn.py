"""Networks of convolutions alone: must one pool, and must one end densely? Deck E's table, ``E-all-cnn``.

Springenberg et al. (2014), "Striving for Simplicity", compare three networks that differ in how they halve a picture:

    Strided-CNN-C     the second convolution of each block takes steps of 2
    ConvPool-CNN-C    three convolutions in each block, then the largest of 3 x 3 in steps of 2
    All-CNN-C         two convolutions in each block, then a third in steps of 2, which learns how to pool

A block of 96 windows is followed by one of 192, then 3 x 3 and 1 x 1 convolutions down to one map for each class;
the mean of a map is the score of its class, and there is no dense layer at all. Dropout is the paper's: 0.2 of the
input, 0.5 after each halving. Its ReLU on the last maps is left out, as it keeps scores from falling below 0.
"""

from __future__ import annotations

from typing import Any

from sutja.zoo.architecture import Architecture

__all__ = ["ALL_CNN", "all_cnn", "conv_pool_cnn", "strided_cnn"]

PHOTOGRAPH = (32, 32, 3)


def strided_cnn(nn: Any, input_shape: tuple[int, ...] = PHOTOGRAPH, classes: int = 10) -> Any:
    """Strided-CNN-C: one plain convolution in each block, and one in steps of 2."""
    return _network(nn, input_shape, classes, lambda width: [_conv(nn, width), _conv(nn, width, strides=2)])


def conv_pool_cnn(nn: Any, input_shape: tuple[int, ...] = PHOTOGRAPH, classes: int = 10) -> Any:
    """ConvPool-CNN-C: three plain convolutions in each block, and a pooling of 3 x 3 in steps of 2."""
    pool = {"pool_size": 3, "strides": 2, "padding": "same"}
    return _network(
        nn, input_shape, classes, lambda width: [*(_conv(nn, width) for _ in range(3)), nn.layers.MaxPooling2D(**pool)]
    )


def all_cnn(nn: Any, input_shape: tuple[int, ...] = PHOTOGRAPH, classes: int = 10) -> Any:
    """All-CNN-C: two plain convolutions in each block, and one in steps of 2 in place of the pooling."""
    return _network(
        nn, input_shape, classes, lambda width: [_conv(nn, width), _conv(nn, width), _conv(nn, width, strides=2)]
    )


def _network(nn: Any, input_shape: tuple[int, ...], classes: int, block: Any) -> Any:
    return nn.Sequential(
        [
            nn.Input(input_shape),
            nn.layers.Dropout(0.2),
            *block(96),
            nn.layers.Dropout(0.5),
            *block(192),
            nn.layers.Dropout(0.5),
            _conv(nn, 192),
            nn.layers.Conv2D(192, 1, activation="relu"),
            nn.layers.Conv2D(classes, 1),
            nn.layers.GlobalAveragePooling2D(),
            nn.layers.Activation("softmax"),
        ]
    )


def _conv(nn: Any, width: int, strides: int = 1) -> Any:
    settings = {"padding": "same", "activation": "relu", "kernel_initializer": "he_normal"}
    return nn.layers.Conv2D(width, 3, strides=strides, **settings)


ALL_CNN = (
    Architecture("strided-cnn-c", strided_cnn),
    Architecture("convpool-cnn-c", conv_pool_cnn),
    Architecture("all-cnn-c", all_cnn),
)
