"""Four kernels made by hand, and what each of them sees. A convolutional network finds its own by training.

    SHARPEN  five times the pixel minus its four neighbours: differences are enlarged
    EDGE     the four neighbours minus four times the pixel: what is flat vanishes, outlines stay
    BLUR     the mean of nine pixels: what is fine vanishes, areas stay
    EMBOSS   what is below and to the right minus what is above and to the left, added to the picture: light
             seems to fall from the top left

The sum of a kernel tells what becomes of an area of one grey level g, sum times g. It is 1 for SHARPEN, BLUR and
EMBOSS, which keep the brightness, and 0 for EDGE. The deck prints the blur as nine ones, to be divided by their sum;
left as they are, they make the picture nine times as bright. Results may lie below black or above white: cut them off
with ``np.clip`` before looking. Deck experiment ``B-filters``.

Used with :func:`~sutja.nn.primer.convolution.convolve`. The engine's part: the ``kernel`` of a
:class:`sutja.nn.layers.Conv2D`.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.nn.typing import Array

__all__ = ["BLUR", "EDGE", "EMBOSS", "SHARPEN"]


def _fixed(rows: Any) -> Array:
    kernel = np.array(rows, dtype=np.float64)
    kernel.setflags(write=False)
    return kernel


SHARPEN = _fixed([[0, -1, 0], [-1, 5, -1], [0, -1, 0]])
EDGE = _fixed([[0, 1, 0], [1, -4, 1], [0, 1, 0]])
BLUR = _fixed([[1 / 9, 1 / 9, 1 / 9], [1 / 9, 1 / 9, 1 / 9], [1 / 9, 1 / 9, 1 / 9]])
EMBOSS = _fixed([[-2, -1, 0], [-1, 1, 1], [0, 1, 2]])
