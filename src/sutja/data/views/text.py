"""A picture as text: 1 where there is something, 0 where there is nothing, one line a row.

So a learner sees that a picture is nothing but a table of numbers. A colour picture is printed by its brightness.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.errors import invalid
from sutja.language import translate as _

__all__ = ["as_text"]


def as_text(picture: NDArray[Any], threshold: int = 0) -> str:
    """``picture``, of shape (height, width) or (height, width, channels), as lines of ``0`` and ``1``.

    Args:
        picture: Numbers; a value above ``threshold`` is printed as 1.
        threshold: 0 is right for MNIST, whose background is black; for photographs take the mean.

    Raises:
        InvalidArgument: ``picture`` is no picture.
    """
    levels = np.asarray(picture)
    if levels.ndim not in (2, 3):
        raise invalid("picture", _("an array of shape (height, width) or (height, width, channels)"), picture)
    if levels.ndim == 3:
        levels = levels.mean(axis=2)
    return "\n".join(" ".join("1" if level > threshold else "0" for level in row) for row in levels)
