"""Convolution by hand: a small pattern looks at every place of a picture.

Lay the kernel over the top left corner of the picture, multiply what lies on top of each other, add up; that is the
first number. Move it one pixel to the right, and so on:

    y[r, c] = sum over i, j of picture[r + i, c + j] kernel[i, j]

An Affine layer would have a weight for each pair of a pixel and a unit, and would learn an edge anew at every place.
Here the weights of one kernel serve all places, and neighbours stay neighbours.

A kernel of k rows fits on h rows at h - k + 1 places ("valid"). With zeros around the picture, k - 1 more rows and
columns of them, the result has the size of the picture ("same"). Deck experiment ``E-convolution-by-hand``.

Strictly it is a cross-correlation, as in a convolution the kernel is turned round; as the weights are learnt, that
makes no difference but in the name. The engine's part: :class:`sutja.nn.layers.Conv2D`; between the two stands
:mod:`sutja.nn.layers.conv2d_loops`, the same loops for batches, channels and many kernels, and backwards.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.primer.checks import matrix
from sutja.nn.typing import Array

__all__ = ["convolve", "zeros_around"]


def convolve(picture: Any, kernel: Any, padding: str = "valid") -> Array:
    """The kernel's answer at every place of the picture.

    Args:
        picture: Grey levels, (h, w).
        kernel: Weights, (kh, kw), no larger than the picture.
        padding: "valid" gives (h - kh + 1, w - kw + 1) numbers, "same" gives (h, w).

    Raises:
        InvalidArgument: One of the two is no matrix, the kernel is too large, or the padding is neither.

    >>> print(convolve([[1, 2], [3, 4]], [[5, 6], [7, 8]]))
    [[70.]]
    """
    picture, kernel = matrix("picture", picture), matrix("kernel", kernel)
    if padding not in ("valid", "same"):
        raise invalid("padding", _("one of: {names}", names="valid, same"), padding)
    if padding == "same":
        picture = zeros_around(picture, kernel.shape)
    (h, w), (kh, kw) = picture.shape, kernel.shape
    if kh > h or kw > w:
        raise invalid("kernel", _("one no larger than the picture of shape {shape}", shape=picture.shape), kernel)
    y = np.empty((h - kh + 1, w - kw + 1))
    for r in range(y.shape[0]):
        for c in range(y.shape[1]):
            y[r, c] = np.sum(picture[r : r + kh, c : c + kw] * kernel)
    return y


def zeros_around(picture: Any, kernel_shape: tuple[int, ...]) -> Array:
    """The picture (h, w) in a frame of zeros, so that a kernel (kh, kw) fits at h x w places.

    Half of the kh - 1 more rows come above and half below, and of an odd number the odd one below; columns likewise.
    """
    picture = matrix("picture", picture)
    return np.pad(picture, [((k - 1) // 2, k // 2) for k in kernel_shape])
