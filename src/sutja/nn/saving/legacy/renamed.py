"""What classes and arguments of Keras 2 are called today, and which arguments are gone."""

from __future__ import annotations

__all__ = ["ARGUMENTS", "CLASSES", "DROPPED"]

CLASSES = {
    "AvgPool1D": "AveragePooling1D",
    "AvgPool2D": "AveragePooling2D",
    "BatchNormalizationV1": "BatchNormalization",
    "BatchNormalizationV2": "BatchNormalization",
    "Convolution1D": "Conv1D",
    "Convolution2D": "Conv2D",
    "Convolution2DTranspose": "Conv2DTranspose",
    "DepthwiseConvolution2D": "DepthwiseConv2D",
    "GRUV2": "GRU",
    "GlobalAvgPool1D": "GlobalAveragePooling1D",
    "GlobalAvgPool2D": "GlobalAveragePooling2D",
    "GlobalMaxPool1D": "GlobalMaxPooling1D",
    "GlobalMaxPool2D": "GlobalMaxPooling2D",
    "LSTMV2": "LSTM",
    "MaxPool1D": "MaxPooling1D",
    "MaxPool2D": "MaxPooling2D",
    "SeparableConvolution2D": "SeparableConv2D",
}
"""Old class name -> today's."""

ARGUMENTS = {
    "LeakyReLU": {"alpha": "negative_slope"},
}
"""Class -> old argument -> today's."""

DROPPED = {
    "": ("implementation",),
    "BatchNormalization": ("fused",),
    "Embedding": ("input_length",),
    "GRU": ("time_major",),
    "InputLayer": ("ragged", "sparse"),
    "LSTM": ("time_major",),
    "SimpleRNN": ("time_major",),
}
"""Class ("": all) -> arguments that change no result."""
