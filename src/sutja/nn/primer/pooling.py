"""Pooling: a picture made smaller, with what matters kept.

Cut the picture into squares and keep one number of each:

    max pooling       the largest: was the feature anywhere here?
    average pooling   the mean: how much of it was here?

Nothing is learnt. With squares of 2 x 2 a quarter of the numbers is left, the next kernel sees twice as far, and a
feature that moves by one pixel inside its square makes no difference. Rows and columns that do not fill a square are
left out. Deck experiment ``D-max-pool``.

The engine's part: :class:`sutja.nn.layers.MaxPooling2D` and :class:`sutja.nn.layers.AveragePooling2D`.
"""

from __future__ import annotations

from typing import Any

from sutja.checks import whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.primer.checks import matrix
from sutja.nn.typing import Array

__all__ = ["average_pool", "max_pool"]


def max_pool(picture: Any, size: int = 2) -> Array:
    """The largest number of each square of ``size`` x ``size``: (h, w) -> (h // size, w // size).

    Raises:
        InvalidArgument: The picture is no matrix, or there is no whole square in it.

    >>> print(max_pool([[1, 2, 1, 0], [0, 1, 2, 3]]))
    [[2. 3.]]
    """
    return _squares(picture, size).max(axis=(1, 3))


def average_pool(picture: Any, size: int = 2) -> Array:
    """The mean of each square of ``size`` x ``size``: (h, w) -> (h // size, w // size). Errors as :func:`max_pool`.

    >>> print(average_pool([[1, 2, 1, 0], [0, 1, 2, 3]]))
    [[1.  1.5]]
    """
    return _squares(picture, size).mean(axis=(1, 3))


def _squares(picture: Any, size: int) -> Array:
    """(rows of squares, size, columns of squares, size): entry [r, i, c, j] is pixel [r size + i, c size + j]."""
    picture = matrix("picture", picture)
    rows, columns = (side // whole("size", size) for side in picture.shape)
    if not rows or not columns:
        raise invalid("size", _("at most {side}, the shorter side of the picture", side=min(picture.shape)), size)
    return picture[: rows * size, : columns * size].reshape(rows, size, columns, size)
