"""Cosine similarity: what a convolution measures, once size no longer counts.

The inner product of two vectors is |a| |b| cos(angle between them). Divide each by its length, and what is left is the
cosine alone:

    cos(a, b) = a . b / (|a| |b|)

1 for the same direction, 0 for a right angle, -1 for opposite ones; and where no number is below 0, as in pictures,
from 0 (nothing in common) to 1 (the same but for brightness). A convolution is the inner product of a kernel with each
window of the picture, read as long vectors. Plain, it answers much to a bright window, alike or not; normalised, it
answers how alike they are. Deck experiment ``B-cosine-convolution``.

Networks convolve without normalising: how bright a feature is tells them something, and the bias and the next layers
can make up for it. The engine's part: :class:`sutja.nn.layers.Conv2D`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.primer.checks import floats, matrix, same_shape
from sutja.nn.primer.convolution import convolve
from sutja.nn.typing import Array

__all__ = ["cosine_map", "cosine_similarity", "unit"]


def unit(a: Any) -> Array:
    """``a`` divided by its length, the root of the sum of its squares: the direction alone, in the shape of ``a``.

    Raises:
        InvalidArgument: ``a`` is all zeros, and so has no direction.

    >>> print(unit([3.0, 4.0]))
    [0.6 0.8]
    """
    a = floats("a", a)
    length = np.sqrt(np.sum(a**2))
    if length == 0:
        raise invalid("a", _("numbers that are not all 0, as a direction needs a length"), a)
    return a / length


def cosine_similarity(a: Any, b: Any) -> float:
    """The cosine of the angle between ``a`` and ``b``, arrays of one shape that are not all 0.

    >>> cosine_similarity([1.0, 0.0], [0.0, 5.0])
    0.0
    """
    a, b = floats("a", a), floats("b", b)
    same_shape("b", b, "a", a)
    return float(np.sum(unit(a) * unit(b)))


def cosine_map(picture: Any, pattern: Any) -> Array:
    """How alike the pattern and each window of the picture are, of the shape of the picture; 0 for an empty window.

    Two convolutions do it: with the pattern for the inner products, and, on the squares of the pixels, with ones for
    the squared lengths of the windows.

    Args:
        picture: (h, w), taken with zeros around it.
        pattern: (kh, kw), not all 0.
    """
    picture, pattern = matrix("picture", picture), matrix("pattern", pattern)
    products = convolve(picture, unit(pattern), padding="same")
    lengths = np.sqrt(convolve(picture**2, np.ones(pattern.shape), padding="same"))
    return np.divide(products, lengths, out=np.zeros_like(products), where=lengths > 0)
