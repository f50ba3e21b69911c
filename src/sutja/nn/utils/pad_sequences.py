"""Sequences of different lengths as one array: cut the long ones, fill the short ones up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.typing import Array, DType

__all__ = ["pad_sequences"]


def pad_sequences(
    sequences: Sequence[Any],
    maxlen: int | None = None,
    dtype: DType = "int32",
    padding: str = "pre",
    truncating: str = "pre",
    value: Any = 0.0,
) -> Array:
    """Sequences of tokens (length,) or of vectors (length, ...) -> (n, maxlen, ...), filled with ``value``.

    ``maxlen``: that of the longest unless given. ``padding`` and ``truncating``: whether to fill and to cut in front
    ("pre") or behind ("post").
    """
    for name, side in (("padding", padding), ("truncating", truncating)):
        if side not in ("pre", "post"):
            raise invalid(name, _("'pre' or 'post'"), side)
    if not hasattr(sequences, "__len__") or not all(hasattr(item, "__len__") for item in sequences):
        raise invalid("sequences", _("a list of sequences"), sequences)
    arrays = [np.asarray(item, dtype) for item in sequences]
    shapes = {array.shape[1:] for array in arrays if len(array)} or {()}
    if len(shapes) > 1:
        raise invalid("sequences", _("vectors of one shape in all sequences"), sorted(shapes))
    length = max(map(len, arrays), default=0) if maxlen is None else maxlen
    padded = np.full((len(arrays), length, *shapes.pop()), value, dtype)
    for row, array in zip(padded, arrays, strict=True):
        kept = array[max(0, len(array) - length) :] if truncating == "pre" else array[:length]
        if len(kept):
            row[slice(-len(kept), None) if padding == "pre" else slice(len(kept))] = kept
    return padded
