"""The checks at the door of the primer's functions: what is no number or does not fit is refused, and why is said.

NumPy stretches shapes that differ where it can (broadcasting). In the middle of a calculation that is handy; for a
batch that does not match its labels it gives a number that means nothing. So shapes are compared first.
"""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

from sutja.errors import SutjaError, invalid
from sutja.language import translate as _
from sutja.nn.typing import Array

__all__ = ["floats", "kept", "matrix", "same_shape"]

T = TypeVar("T")


def floats(name: str, values: Any) -> Array:
    """``values`` as an array of floats; one that is an array of floats already is not copied."""
    try:
        array = np.asarray(values)
        return array if array.dtype.kind == "f" else array.astype(np.float64, casting="same_kind")
    except (TypeError, ValueError):
        raise invalid(name, _("numbers, in rows of one length"), values) from None


def matrix(name: str, values: Any) -> Array:
    """``values`` as an array of floats with two dimensions, neither of them empty."""
    array = floats(name, values)
    if array.ndim != 2 or array.size == 0:
        raise invalid(name, _("rows and columns, an array of 2 dimensions"), array)
    return array


def same_shape(name: str, values: Array, other_name: str, other: Array) -> None:
    """Refuse ``values`` that have not the shape of ``other``."""
    if values.shape != other.shape:
        raise invalid(name, _("shape {shape}, that of `{other}`", shape=other.shape, other=other_name), values)


def kept(value: T | None) -> T:
    """What ``forward`` kept for ``backward``; there is nothing before the first ``forward``."""
    if value is None:
        raise SutjaError(_("There is nothing to go back through yet. Call `forward` first, then `backward`"))
    return value
