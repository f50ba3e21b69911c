"""Regularizers, by Keras' names: ``Dense(10, kernel_regularizer=regularizers.L2(1e-4))``.

``get("l2")`` finds one by name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sutja.errors import invalid, unknown
from sutja.language import translate as _
from sutja.nn.custom_objects import custom_object_scope
from sutja.nn.description import custom_class, describe, from_description
from sutja.nn.regularizers.l1_l2 import L1, L1L2, L2
from sutja.nn.regularizers.orthogonal import OrthogonalRegularizer
from sutja.nn.regularizers.regularizer import Regularizer

__all__ = [
    "L1",
    "L1L2",
    "L2",
    "OrthogonalRegularizer",
    "Regularizer",
    "deserialize",
    "get",
    "l1",
    "l1_l2",
    "l2",
    "orthogonal_regularizer",
    "serialize",
]

l1, l2, l1_l2, orthogonal_regularizer = L1, L2, L1L2, OrthogonalRegularizer

_CLASSES: dict[str, type[Regularizer]] = {kind.__name__: kind for kind in (L1, L2, L1L2, OrthogonalRegularizer)}
_NAMES: dict[str, type[Regularizer]] = {
    "l1": L1,
    "l2": L2,
    "l1l2": L1L2,
    "orthogonal_regularizer": OrthogonalRegularizer,
}


def get(identifier: Any) -> Regularizer | None:
    """The regularizer that ``identifier`` names, describes (a config) or is; ``None`` and ``False`` are none."""
    if identifier is None or identifier is False:
        return None
    if isinstance(identifier, Regularizer):
        return identifier
    if isinstance(identifier, dict):
        return from_description("regularizer", identifier, _CLASSES, Regularizer)
    if isinstance(identifier, type) and issubclass(identifier, Regularizer):
        return identifier()
    if not isinstance(identifier, str):
        raise invalid("regularizer", _("the name of a regularizer, or one of `sutja.nn.regularizers`"), identifier)
    kind = custom_class(identifier, Regularizer) or _NAMES.get(identifier) or _CLASSES.get(identifier)
    if kind is None:
        raise unknown("regularizer", identifier, _NAMES)
    return kind()


def serialize(regularizer: Regularizer | None) -> dict[str, Any] | None:
    """``regularizer`` as plain values, in Keras' format."""
    return None if regularizer is None else describe(regularizer, "keras.regularizers")


def deserialize(config: Any, custom_objects: Mapping[str, Any] | None = None) -> Regularizer | None:
    """The regularizer that ``config`` describes or names; ``custom_objects``: classes of one's own by name."""
    with custom_object_scope(custom_objects):
        return get(config)
