"""Layers, by Keras' names. Each file holds one, with its formula on top and its derivation in ``backward``."""

from __future__ import annotations

from sutja.nn.layers.activation import Activation
from sutja.nn.layers.add import Add
from sutja.nn.layers.average_pooling2d import AveragePooling2D
from sutja.nn.layers.batch_normalization import BatchNormalization
from sutja.nn.layers.conv2d import Conv2D
from sutja.nn.layers.dense import Dense
from sutja.nn.layers.dropout import Dropout
from sutja.nn.layers.flatten import Flatten
from sutja.nn.layers.input import Input, InputLayer
from sutja.nn.layers.layer import Layer
from sutja.nn.layers.max_pooling2d import MaxPooling2D
from sutja.nn.layers.reshape import Reshape

__all__ = [
    "Activation",
    "Add",
    "AveragePooling2D",
    "BatchNormalization",
    "Conv2D",
    "Dense",
    "Dropout",
    "Flatten",
    "Input",
    "InputLayer",
    "Layer",
    "MaxPooling2D",
    "Reshape",
]
