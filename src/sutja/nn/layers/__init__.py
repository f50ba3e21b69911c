"""Layers, by Keras' names. Each file holds one, with its formula on top and its derivation in ``backward``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sutja.nn.custom_objects import custom_object_scope
from sutja.nn.layers.activation import Activation
from sutja.nn.layers.average_pooling import AveragePooling1D, AveragePooling2D
from sutja.nn.layers.batch_normalization import BatchNormalization
from sutja.nn.layers.bidirectional import Bidirectional
from sutja.nn.layers.conv1d import Conv1D
from sutja.nn.layers.conv2d import Conv2D
from sutja.nn.layers.conv2d_transpose import Conv2DTranspose
from sutja.nn.layers.cropping2d import Cropping2D
from sutja.nn.layers.dense import Dense
from sutja.nn.layers.depthwise_conv2d import DepthwiseConv2D
from sutja.nn.layers.dropout import Dropout
from sutja.nn.layers.elu import ELU
from sutja.nn.layers.embedding import Embedding
from sutja.nn.layers.flatten import Flatten
from sutja.nn.layers.gaussian_noise import GaussianDropout, GaussianNoise
from sutja.nn.layers.global_pooling import (
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
)
from sutja.nn.layers.gradient_reversal import GradientReversal
from sutja.nn.layers.gru import GRU
from sutja.nn.layers.input import Input, InputLayer
from sutja.nn.layers.layer import Layer
from sutja.nn.layers.layer_normalization import LayerNormalization
from sutja.nn.layers.leaky_relu import LeakyReLU
from sutja.nn.layers.lstm import LSTM
from sutja.nn.layers.masking import Masking
from sutja.nn.layers.max_pooling import MaxPooling1D, MaxPooling2D
from sutja.nn.layers.maxout import Maxout
from sutja.nn.layers.merging.add import Add, add
from sutja.nn.layers.merging.average import Average, average
from sutja.nn.layers.merging.concatenate import Concatenate, concatenate
from sutja.nn.layers.merging.dot import Dot, dot
from sutja.nn.layers.merging.extremum import Maximum, Minimum, maximum, minimum
from sutja.nn.layers.merging.multiply import Multiply, multiply
from sutja.nn.layers.merging.subtract import Subtract, subtract
from sutja.nn.layers.permute import Permute
from sutja.nn.layers.prelu import PReLU
from sutja.nn.layers.preprocessing.normalization import Normalization
from sutja.nn.layers.preprocessing.random_contrast import RandomContrast
from sutja.nn.layers.preprocessing.random_crop import RandomCrop
from sutja.nn.layers.preprocessing.random_flip import RandomFlip
from sutja.nn.layers.preprocessing.random_rotation import RandomRotation
from sutja.nn.layers.preprocessing.random_translation import RandomTranslation
from sutja.nn.layers.preprocessing.random_zoom import RandomZoom
from sutja.nn.layers.preprocessing.rescaling import Rescaling
from sutja.nn.layers.relu import ReLU
from sutja.nn.layers.repeat_vector import RepeatVector
from sutja.nn.layers.reshape import Reshape
from sutja.nn.layers.separable_conv2d import SeparableConv2D
from sutja.nn.layers.simple_rnn import SimpleRNN
from sutja.nn.layers.softmax import Softmax
from sutja.nn.layers.spatial_dropout2d import SpatialDropout2D
from sutja.nn.layers.time_distributed import TimeDistributed
from sutja.nn.layers.up_sampling2d import UpSampling2D
from sutja.nn.layers.zero_padding2d import ZeroPadding2D
from sutja.nn.missing import answer_to_missing

# Keras' shorter and older names
AvgPool1D = AveragePooling1D
AvgPool2D = AveragePooling2D
Convolution1D = Conv1D
Convolution2D = Conv2D
Convolution2DTranspose = Conv2DTranspose
GlobalAvgPool1D = GlobalAveragePooling1D
GlobalAvgPool2D = GlobalAveragePooling2D
GlobalMaxPool1D = GlobalMaxPooling1D
GlobalMaxPool2D = GlobalMaxPooling2D
MaxPool1D = MaxPooling1D
MaxPool2D = MaxPooling2D
SeparableConvolution2D = SeparableConv2D

__all__ = [
    "Activation",
    "Add",
    "Average",
    "AveragePooling1D",
    "AveragePooling2D",
    "AvgPool1D",
    "AvgPool2D",
    "BatchNormalization",
    "Bidirectional",
    "Concatenate",
    "Conv1D",
    "Conv2D",
    "Conv2DTranspose",
    "Convolution1D",
    "Convolution2D",
    "Convolution2DTranspose",
    "Cropping2D",
    "Dense",
    "DepthwiseConv2D",
    "Dot",
    "Dropout",
    "ELU",
    "Embedding",
    "Flatten",
    "GRU",
    "GaussianDropout",
    "GaussianNoise",
    "GlobalAveragePooling1D",
    "GlobalAveragePooling2D",
    "GlobalAvgPool1D",
    "GlobalAvgPool2D",
    "GlobalMaxPool1D",
    "GlobalMaxPool2D",
    "GlobalMaxPooling1D",
    "GlobalMaxPooling2D",
    "GradientReversal",
    "Input",
    "InputLayer",
    "LSTM",
    "Layer",
    "LayerNormalization",
    "LeakyReLU",
    "Masking",
    "MaxPool1D",
    "MaxPool2D",
    "MaxPooling1D",
    "MaxPooling2D",
    "Maximum",
    "Maxout",
    "Minimum",
    "Multiply",
    "Normalization",
    "PReLU",
    "Permute",
    "RandomContrast",
    "RandomCrop",
    "RandomFlip",
    "RandomRotation",
    "RandomTranslation",
    "RandomZoom",
    "ReLU",
    "RepeatVector",
    "Rescaling",
    "Reshape",
    "SeparableConv2D",
    "SeparableConvolution2D",
    "SimpleRNN",
    "Softmax",
    "SpatialDropout2D",
    "Subtract",
    "TimeDistributed",
    "UpSampling2D",
    "ZeroPadding2D",
    "add",
    "average",
    "concatenate",
    "deserialize",
    "dot",
    "maximum",
    "minimum",
    "multiply",
    "serialize",
    "subtract",
]

if not TYPE_CHECKING:  # type checkers look for each name themselves
    __getattr__ = answer_to_missing(__name__, __all__)


def serialize(layer: Layer) -> dict[str, Any]:
    """``layer`` without its weights as plain values, in Keras' format."""
    from sutja.nn.saving.architecture import layer_to_config

    return layer_to_config(layer)


def deserialize(config: dict[str, Any], custom_objects: Mapping[str, Any] | None = None) -> Layer:
    """The layer that ``serialize`` described, with new weights; ``custom_objects``: classes of one's own by name."""
    from sutja.nn.saving.architecture import layer_from_config

    with custom_object_scope(custom_objects):
        return layer_from_config(config)
