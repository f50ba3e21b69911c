"""Activation functions, by Keras' names.

``sutja.nn.activations.relu(x)`` computes; ``get("relu")`` finds one by name. Each file holds one function with
its formula and its derivative.
"""

from __future__ import annotations

from typing import Any

from sutja.errors import invalid, unknown
from sutja.language import translate as _
from sutja.nn.activations.activation import Activation
from sutja.nn.activations.elu import elu
from sutja.nn.activations.leaky_relu import leaky_relu
from sutja.nn.activations.linear import linear
from sutja.nn.activations.relu import relu
from sutja.nn.activations.sigmoid import sigmoid
from sutja.nn.activations.softmax import softmax
from sutja.nn.activations.tanh import tanh

__all__ = [
    "Activation",
    "deserialize",
    "elu",
    "get",
    "leaky_relu",
    "linear",
    "relu",
    "serialize",
    "sigmoid",
    "softmax",
    "tanh",
]

_ALL = {function.name: function for function in (linear, relu, leaky_relu, elu, sigmoid, tanh, softmax)}


def get(identifier: Any) -> Activation:
    """The activation that ``identifier`` names; ``None`` is ``linear``; an activation is returned as it is."""
    if identifier is None:
        return linear
    if isinstance(identifier, Activation):
        return identifier
    if isinstance(identifier, dict) and isinstance(identifier.get("config"), str):
        identifier = identifier["config"]  # as Keras writes a function into its files
    if not isinstance(identifier, str):
        raise invalid("activation", _("the name of an activation, or one of `sutja.nn.activations`"), identifier)
    if identifier not in _ALL:
        raise unknown("activation", identifier, _ALL)
    return _ALL[identifier]


def serialize(activation: Activation) -> str:
    """The name under which ``get`` finds ``activation`` again."""
    return activation.name


deserialize = get
