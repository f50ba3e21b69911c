"""Clean ink: from the darkness of a picture to ink between 0 and 1, without noise and without what is printed faintly.

**Noise.** The darkness of paper should be 0. The paper's noise σ is 1.4826 times the median of its distance from 0
over the pixels that Otsu's threshold takes for paper; for normal noise this is the standard deviation.

**Full ink.** Pixels darker than the threshold, max(Otsu, 4 σ, 0.04), are ink; their 90th percentile is 0.98 of full
ink. So a pencil becomes as black as a pen, and the grey edges of a smooth line stay grey. If full ink is not at
least 5 σ, or not at least 0.06 of the full scale from the paper, there is no ink but only noise.

**Faint print**, as on cheques and on checked paper, is paler than the pen all along, while the pale pixels of a pen are
only its edges. So the two are told apart on the middles of lines: the pixels above max(4 σ, 0.04) that are as dark as
any of the 3 x 3 around them (to 3 %). If Otsu's threshold parts these with a separation of at least 0.8, and the mean
of the paler class is less than 0.6 of the other's, then there is print, the ink is what is above the threshold, and
the *faint* end of it is half of the darker mean; otherwise it is a quarter of full ink (or 4 σ, whatever is more).

**Noisy pictures** whose full ink is less than 10 σ are shrunk by 2, which halves the noise, as long as the longer
side keeps 64 pixels.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sutja.errors import NothingDrawn
from sutja.ink.paper import ONE_DIGIT, Sheet, darkness
from sutja.ink.shrink import shrink
from sutja.ink.threshold import median, otsu, percentile
from sutja.language import translate as _

__all__ = ["CleanInk", "clean", "nothing_drawn"]

_LEAST_DARKNESS = 0.04
_LEAST_CONTRAST = 0.06
_LEAST_CLARITY = 5  # times the noise
_ENOUGH_CLARITY = 10
_SHORTEST_SIDE = 64
_FULL = 0.98  # the 90th percentile of the ink of MNIST
_FAINT = 0.25  # of full ink
_TWO_CLASSES, _PALER = 0.8, 0.6

Grey = NDArray[np.float32]


class CleanInk(NamedTuple):
    """What was drawn or printed strongly.

    Attributes:
        darkness: (H, W), the picture without its paper.
        ink: (H, W), 1 = full ink, 0 = paper.
        faint: The least of ``ink`` that counts as drawn.
        factor: How many pixels of the picture, along each side, became one pixel of ``ink``.
        dark_ink: Whether the ink was darker than the paper.
    """

    darkness: Grey
    ink: Grey
    faint: float
    factor: int
    dark_ink: bool


def clean(grey: Grey, windows: tuple[int, ...] = ONE_DIGIT) -> CleanInk:
    """The ink of a ``grey`` picture (H, W) in [0, 1]; for ``windows`` see :func:`sutja.ink.paper.darkness`.

    Raises:
        NothingDrawn: There is no ink, or none that stands out of the noise.
    """
    factor = 1
    while True:
        sheet = darkness(grey, windows)
        noise = _noise(sheet)
        least = max(4 * noise, _LEAST_DARKNESS)
        print_ends = _faint_print(sheet.darkness, least)
        threshold = max(sheet.threshold, least, print_ends.threshold)
        dark = sheet.darkness[sheet.darkness > threshold]
        full = min(percentile(dark, 0.9) / _FULL, 1.0) if dark.size else 0.0
        if full >= _ENOUGH_CLARITY * noise or max(grey.shape) < 2 * _SHORTEST_SIDE:
            break
        grey, factor = shrink(grey, 2), 2 * factor
    if full < _LEAST_CLARITY * noise or full * sheet.brightness < _LEAST_CONTRAST:
        raise nothing_drawn()
    ink = np.minimum(np.maximum(sheet.darkness / np.float32(full), 0), 1)
    faint = max(_FAINT, 4 * noise / full, print_ends.half / full)
    return CleanInk(sheet.darkness, ink, faint, factor, sheet.dark_ink)


def nothing_drawn() -> NothingDrawn:
    """The error for a picture without ink."""
    return NothingDrawn(_("There is no ink in the picture. Draw a digit that stands out from the paper"))


def _noise(sheet: Sheet) -> float:
    """σ above."""
    if 2 * np.count_nonzero(sheet.darkness) < sheet.darkness.size:  # most is 0, and so is their median
        return 0.0
    return 1.4826 * median(np.abs(sheet.darkness[sheet.darkness <= sheet.threshold]))


class _Print(NamedTuple):
    """Where faint print ends: ``threshold`` between it and ink, and ``half`` of the ink's darkness; 0 without print."""

    threshold: float
    half: float


def _faint_print(darkness: Grey, least: float) -> _Print:
    import cv2

    highest = cv2.dilate(darkness, np.ones((3, 3), np.uint8))
    middles = darkness[(darkness > least) & (darkness >= np.float32(0.97) * highest)]
    if middles.size < 2 or middles.min() > _PALER * middles.max():  # then no class of them is so much paler
        return _Print(0.0, 0.0)
    split = otsu(middles)
    darker = middles > split.threshold
    if darker.all() or not darker.any():
        return _Print(0.0, 0.0)
    high, low = float(middles[darker].mean()), float(middles[~darker].mean())
    if split.separation < _TWO_CLASSES or low > _PALER * high:
        return _Print(0.0, 0.0)
    return _Print(split.threshold, high / 2)
