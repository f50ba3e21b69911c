"""Contrast: thin pens and pencils come out as strong as the digits of MNIST.

A line that is thinner than a pixel covers only a part of each pixel that it crosses: one pixel wide on a drawing
of a thousand pixels, it would leave a fiftieth of full ink, a ghost of a digit. MNIST knows no such digits.

The *strength* q of a fitted frame is the 90th percentile of those of its values that are at least a quarter of the
largest: about 1 for a pen that is a pixel wide or more, about the width in pixels for a thinner one. In MNIST it
is 0.98 or more in 99 % of the digits. Where it is less, two things are done.

**Hairlines are thickened**, before they are reduced, to THINNEST pixels of MNIST as they vanish: each pixel of
the ink becomes the largest within a square of k + 1 pixels, with s = 20 / (longer side of the box) and

    k = floor(THINNEST (1 - q / 0.98) / s + 1/2).

**The rest is multiplied** by 0.98 / q and limited to 1.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from sutja.ink.convention import BOX, THINNEST
from sutja.ink.fit import cut, fit
from sutja.ink.threshold import percentile

__all__ = ["framed", "full_contrast", "strength", "thicken"]

_FULL = 0.98


def strength(frame: NDArray[np.floating]) -> float:
    """The 90th percentile of the ink in a fitted ``frame``."""
    return percentile(frame[frame >= frame.max() / 4], 0.9)


def full_contrast(frame: NDArray[np.float64], strong: float | None = None) -> NDArray[np.float64]:
    """``frame`` with its strength, ``strong`` if it is known, raised to 0.98 where it is less."""
    missing = _FULL / (strength(frame) if strong is None else strong)
    return frame if missing <= 1 else np.minimum(frame * missing, 1.0)


def thicken(ink: NDArray[np.float32]) -> NDArray[np.float32]:
    """``ink`` (h, w), cut to its box, with a hairline thickened; the box grows with it."""
    return _thickened(ink, strength(fit(ink)))


def framed(ink: NDArray[np.float32]) -> NDArray[np.float64]:
    """``ink`` (h, w), cut to its box, thickened, fitted and with full contrast."""
    frame = fit(ink)
    strong = strength(frame)
    thick = _thickened(ink, strong)
    return full_contrast(frame, strong) if thick is ink else full_contrast(fit(thick))


def _thickened(ink: NDArray[np.float32], strong: float) -> NDArray[np.float32]:
    """``ink``, which leaves a frame as ``strong``, thickened; itself if that is strong enough."""
    import cv2

    vanished = max(0.0, 1 - strong / _FULL)
    extra = math.floor(THINNEST * vanished * max(ink.shape) / BOX + 0.5)
    if extra == 0:
        return ink
    return cut(np.asarray(cv2.dilate(np.pad(ink, extra), np.ones((extra + 1, extra + 1), np.uint8)), np.float32))
