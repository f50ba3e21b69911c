"""Clean ink: from the darkness of a picture to ink between 0 and 1, without noise and specks.

**Noise.** The darkness of paper should be 0. The paper's noise σ is 1.4826 times the median of its distance from 0
over the pixels that Otsu's threshold takes for paper; for normal noise this is the standard deviation.

**Full ink.** Pixels darker than the threshold, max(Otsu, 4 σ, 0.04), are ink; their 90th percentile is 0.98 of full
ink.
So a pencil becomes as black as a pen, and the grey edges of a smooth line stay grey. If full ink is not at
least 5 σ, or not at least 0.06 of the full scale from the paper, there is no ink but only noise.

**Noisy pictures** whose full ink is less than 10 σ are shrunk by 2, which halves the noise, as long as the longer
side keeps 64 pixels.

**Specks.** Pixels of at least a quarter of full ink (or 4 σ, whatever is more) that touch, also at a corner, form a
piece. A piece that reaches half of full ink somewhere and holds at least a fiftieth of the ink of the largest
piece belongs to the digit: so the bar of a 5 that hangs free stays, and dust goes. Only the pieces and the pixels
around them, their grey edge, are kept; the rest is paper. Where even the largest piece is less than 4 pixels
long, nothing was drawn.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sutja.errors import NothingDrawn
from sutja.ink.paper import darkness
from sutja.ink.shrink import shrink
from sutja.ink.threshold import otsu
from sutja.language import translate as _

__all__ = ["CleanInk", "clean", "percentile"]

_LEAST_DARKNESS = 0.04
_LEAST_CONTRAST = 0.06
_LEAST_CLARITY = 5  # times the noise
_ENOUGH_CLARITY = 10
_SHORTEST_SIDE = 64
_FULL = 0.98  # the 90th percentile of the ink of MNIST
_FAINT, _STRONG = 0.25, 0.5  # of full ink
_SPECK = 0.02  # of the ink of the largest piece
_SHORTEST_PIECE = 4  # pixels

Grey = NDArray[np.float32]


class CleanInk(NamedTuple):
    """What was drawn.

    Attributes:
        ink: (H, W), 1 = full ink, 0 = paper.
        factor: How many pixels of the picture, along each side, became one pixel of ``ink``.
        dark_ink: Whether the ink was darker than the paper.
    """

    ink: Grey
    factor: int
    dark_ink: bool


def clean(grey: Grey) -> CleanInk:
    """The ink of a ``grey`` picture (H, W) in [0, 1].

    Raises:
        NothingDrawn: There is no ink, or none that stands out of the noise.
    """
    factor = 1
    while True:
        sheet = darkness(grey)
        threshold = otsu(sheet.darkness).threshold
        noise = 1.4826 * float(np.median(np.abs(sheet.darkness[sheet.darkness <= threshold])))
        threshold = max(threshold, 4 * noise, _LEAST_DARKNESS)
        dark = sheet.darkness[sheet.darkness > threshold]
        full = min(percentile(dark, 0.9) / _FULL, 1.0) if dark.size else 0.0
        if full >= _ENOUGH_CLARITY * noise or max(grey.shape) < 2 * _SHORTEST_SIDE:
            break
        grey, factor = shrink(grey, 2), 2 * factor
    if full < _LEAST_CLARITY * noise or full * sheet.brightness < _LEAST_CONTRAST:
        raise _nothing()
    ink = np.clip(sheet.darkness / np.float32(full), 0, 1)
    return CleanInk(ink * _pieces(ink, max(_FAINT, 4 * noise / full)), factor, sheet.dark_ink)


def percentile(values: NDArray[np.floating], share: float) -> float:
    """The value at index floor(``share`` (n - 1)) of the n sorted ``values``."""
    index = math.floor(share * (values.size - 1))
    return float(np.partition(values, index, axis=None)[index])


def _pieces(ink: Grey, faint: float) -> NDArray[np.bool_]:
    """The pixels of the pieces that belong to the digit, and those around them."""
    from scipy import ndimage

    labels, count = ndimage.label(ink >= faint, np.ones((3, 3)))  # 0 is the paper
    if count == 0:
        raise _nothing()
    amount = np.bincount(labels.ravel(), ink.ravel())[1:]
    strong = np.bincount(labels[ink >= _STRONG], minlength=count + 1)[1:] > 0
    largest = ndimage.find_objects(labels)[int(np.argmax(amount))]
    if max(side.stop - side.start for side in largest) < _SHORTEST_PIECE:
        raise _nothing()
    kept = strong & (amount >= _SPECK * amount.max())
    mask = np.concatenate([[False], kept])[labels]
    return np.asarray(ndimage.maximum_filter(mask, 3))


def _nothing() -> NothingDrawn:
    return NothingDrawn(_("There is no ink in the picture. Draw a digit that stands out from the paper"))
