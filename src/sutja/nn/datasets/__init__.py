"""The data sets of ``keras.datasets``, and two small ones that need no network.

Each is a module with ``load_data``, which returns ``(x_train, y_train), (x_test, y_test)`` with the shapes, dtypes
and arguments that Keras documents. Where the files come from is told in :mod:`sutja.data`; ``sutja.data.load`` gives
the same data with the names of the classes and the source.

>>> from sutja import nn as keras
>>> (x_train, y_train), (x_test, y_test) = keras.datasets.mnist5k.load_data()
>>> x_train.shape, y_train.dtype
((4000, 28, 28), dtype('uint8'))
"""

from __future__ import annotations

from sutja.nn.datasets import (
    boston_housing,
    cifar10,
    cifar100,
    digits8x8,
    fashion_mnist,
    imdb,
    mnist,
    mnist5k,
    reuters,
)

__all__ = [
    "boston_housing",
    "cifar10",
    "cifar100",
    "digits8x8",
    "fashion_mnist",
    "imdb",
    "mnist",
    "mnist5k",
    "reuters",
]
