"""What classes and arguments of Keras 2 are called today, and which arguments are gone."""

from __future__ import annotations

__all__ = ["ARGUMENTS", "CLASSES", "DROPPED"]

CLASSES = {
    "BatchNormalizationV1": "BatchNormalization",
    "BatchNormalizationV2": "BatchNormalization",
    "GRUV2": "GRU",
    "LSTMV2": "LSTM",
}
"""Old class name -> today's. Others, such as MaxPool2D, are still second names of classes."""

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
