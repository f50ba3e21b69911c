"""Arguments of all layers that come in more than one form: the float type, and the shape of the input."""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.checks import is_dimension, is_whole, whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import config
from sutja.nn.typing import Config, DType, Shape

__all__ = ["dtype_name", "input_shape_from", "dimensions"]


def dtype_name(dtype: DType | Config | None) -> str:
    """Either "float32" or "float64", in whichever form it was given; the usual one if it was left out."""
    if dtype is None:
        return config.floatx()
    if isinstance(dtype, dict):  # a dtype policy as Keras writes it into its files
        dtype = str(dtype.get("config", {}).get("name", dtype))
    try:
        name = np.dtype(dtype).name
    except TypeError:
        name = str(dtype)
    if name not in ("float32", "float64"):
        raise invalid("dtype", _("'float32' or 'float64'"), name)
    return name


def input_shape_from(others: dict[str, Any]) -> Shape | None:
    """The shape that ``input_shape=`` or ``input_dim=`` of a Sequential's first layer gives, batch included."""
    shape, dim = others.pop("input_shape", None), others.pop("input_dim", None)
    if shape is None:
        return None if dim is None else (None, whole("input_dim", dim))
    if not isinstance(shape, list | tuple) or not all(size is None or is_whole(size, 1) for size in shape):
        expected = _("a shape without the batch: a tuple of whole numbers, such as (784,) or (28, 28, 1)")
        raise invalid("input_shape", expected, shape)
    return (None, *shape)


def dimensions(name: str, value: Any) -> list[int]:
    """As :func:`sutja.checks.dimension`, one or several."""
    several = list(value) if isinstance(value, list | tuple) else [value]
    if not several or not all(map(is_dimension, several)):
        raise invalid(name, _("the number of a dimension, not 0, or a list of them"), value)
    return [int(one) for one in several]
