"""A model like another one, with new weights."""

from __future__ import annotations

from typing import Any, TypeVar

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.models.model import Model
from sutja.nn.unsupported import refuse

__all__ = ["clone_model"]

M = TypeVar("M", bound=Model)


def clone_model(model: M, **others: Any) -> M:
    """A model of the same layers, by the same names, with new weights; it is not compiled."""
    refuse(clone_model, others, {})
    if not isinstance(model, Model):
        raise invalid("model", _("a model"), model)
    return type(model).from_config(model.get_config())
