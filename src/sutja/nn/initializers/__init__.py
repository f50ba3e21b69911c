"""Initial weights, by Keras' names and with Keras' distributions.

``get("glorot_uniform")`` finds one by name; ``GlorotUniform(seed=1)(shape)`` draws.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sutja.errors import invalid, unknown
from sutja.language import translate as _
from sutja.nn.custom_objects import custom_object_scope
from sutja.nn.description import custom_class, describe, from_description
from sutja.nn.initializers.constant import Constant, Ones, Zeros
from sutja.nn.initializers.identity import Identity
from sutja.nn.initializers.initializer import Initializer
from sutja.nn.initializers.orthogonal import Orthogonal
from sutja.nn.initializers.random import RandomNormal, RandomUniform, TruncatedNormal
from sutja.nn.initializers.variance_scaling import (
    GlorotNormal,
    GlorotUniform,
    HeNormal,
    HeUniform,
    LecunNormal,
    LecunUniform,
    VarianceScaling,
)
from sutja.nn.naming import to_snake_case

__all__ = [
    "Constant",
    "GlorotNormal",
    "GlorotUniform",
    "HeNormal",
    "HeUniform",
    "Identity",
    "Initializer",
    "LecunNormal",
    "LecunUniform",
    "Ones",
    "Orthogonal",
    "RandomNormal",
    "RandomUniform",
    "TruncatedNormal",
    "VarianceScaling",
    "Zeros",
    "deserialize",
    "get",
    "serialize",
]

CLASSES: dict[str, type[Initializer]] = {
    kind.__name__: kind
    for kind in (
        Zeros,
        Ones,
        Constant,
        RandomNormal,
        RandomUniform,
        TruncatedNormal,
        VarianceScaling,
        GlorotUniform,
        GlorotNormal,
        HeUniform,
        HeNormal,
        LecunUniform,
        LecunNormal,
        Orthogonal,
        Identity,
    )
}
_NAMES = {
    **{to_snake_case(name): kind for name, kind in CLASSES.items()},
    "uniform": RandomUniform,
    "normal": RandomNormal,
}


def get(identifier: Any) -> Initializer:
    """The initializer that ``identifier`` names, describes (a config) or is."""
    if isinstance(identifier, Initializer):
        return identifier
    if isinstance(identifier, dict):
        return from_description("initializer", identifier, CLASSES, Initializer)
    if not isinstance(identifier, str):
        raise invalid("initializer", _("the name of an initializer, or one of `sutja.nn.initializers`"), identifier)
    kind = custom_class(identifier, Initializer) or _NAMES.get(identifier) or CLASSES.get(identifier)
    if kind is None:
        raise unknown("initializer", identifier, _NAMES)
    return kind()


def serialize(initializer: Initializer) -> dict[str, Any]:
    """``initializer`` as plain values, in Keras' format."""
    return describe(initializer, "keras.initializers")


def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Initializer:
    """The initializer that ``config`` describes or names; ``custom_objects``: classes of one's own by name."""
    with custom_object_scope(custom_objects):
        return get(config)
