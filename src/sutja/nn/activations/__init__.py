"""Activation functions, by Keras' names.

``sutja.nn.activations.relu(x)`` computes; ``get("relu")`` finds one by name. Each file holds one function with
its formula and its derivative.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sutja.errors import invalid, unknown
from sutja.language import translate as _
from sutja.nn.activations.activation import Activation
from sutja.nn.activations.celu import celu
from sutja.nn.activations.elu import elu
from sutja.nn.activations.exponential import exponential
from sutja.nn.activations.gelu import gelu
from sutja.nn.activations.hard_sigmoid import hard_sigmoid
from sutja.nn.activations.hard_silu import hard_silu
from sutja.nn.activations.leaky_relu import leaky_relu
from sutja.nn.activations.linear import linear
from sutja.nn.activations.log_sigmoid import log_sigmoid
from sutja.nn.activations.log_softmax import log_softmax
from sutja.nn.activations.mish import mish
from sutja.nn.activations.relu import relu
from sutja.nn.activations.relu6 import relu6
from sutja.nn.activations.selu import selu
from sutja.nn.activations.sigmoid import sigmoid
from sutja.nn.activations.silu import silu
from sutja.nn.activations.softmax import softmax
from sutja.nn.activations.softplus import softplus
from sutja.nn.activations.softsign import softsign
from sutja.nn.activations.tanh import tanh
from sutja.nn.custom_objects import custom_object_scope, get_registered_object

__all__ = [
    "Activation",
    "celu",
    "deserialize",
    "elu",
    "exponential",
    "gelu",
    "get",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "leaky_relu",
    "linear",
    "log_sigmoid",
    "log_softmax",
    "mish",
    "relu",
    "relu6",
    "selu",
    "serialize",
    "sigmoid",
    "silu",
    "softmax",
    "softplus",
    "softsign",
    "swish",
    "tanh",
]

swish, hard_swish = silu, hard_silu

_ALL = {
    function.name: function
    for function in (
        linear,
        relu,
        leaky_relu,
        relu6,
        elu,
        celu,
        selu,
        gelu,
        silu,
        hard_silu,
        mish,
        softplus,
        softsign,
        sigmoid,
        hard_sigmoid,
        log_sigmoid,
        tanh,
        exponential,
        softmax,
        log_softmax,
    )
}
_ALIASES = {"swish": silu, "hard_swish": hard_silu}


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
    own = get_registered_object(identifier)
    if isinstance(own, Activation):
        return own
    if identifier in _ALIASES:
        return _ALIASES[identifier]
    if identifier not in _ALL:
        raise unknown("activation", identifier, _ALL)
    return _ALL[identifier]


def serialize(activation: Activation) -> str:
    """The name under which ``get`` finds ``activation`` again."""
    return activation.name


def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Activation:
    """The activation that ``config`` describes or names; ``custom_objects``: activations of one's own by name."""
    with custom_object_scope(custom_objects):
        return get(config)
