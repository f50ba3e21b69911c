"""Polarity: whether the ink is darker than the paper or lighter, by evidence.

Two things tell, on a copy of at most 128 pixels.

**Strokes are few around any place.** The median of a window that is a third of the picture wide is paper, in light
and in shadow, as long as ink covers less than half of the window. What is left, e = grey - median, is then nearly 0 on
paper and has one sign on ink. With

    S = (Σ e² over e > 0  -  Σ e² over e < 0) / Σ e²,

the ink is light where S > 0.4 and dark where S < -0.4.

**The edge and the larger part are paper.** In between, as for a thick digit that fills its picture, the pixels are
split by Otsu's threshold, and the paper is the class for which (share of the edge) + (share of the area) > 1.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sutja.ink.shrink import factor_for, shrink
from sutja.ink.threshold import otsu

__all__ = ["ink_is_dark"]

_COARSE = 128  # pixels on the longer side of the copy
_CLEAR = 0.4

Grey = NDArray[np.float32]


def ink_is_dark(grey: Grey) -> bool:
    """Whether the ink of a ``grey`` picture (H, W) in [0, 1] is darker than its paper."""
    coarse = shrink(grey, factor_for(grey.shape, _COARSE))
    tails = _tails(coarse)
    if abs(tails) > _CLEAR:
        return tails < 0
    light = coarse > otsu(coarse).threshold
    return share_of_edge(light) + float(light.mean()) > 1


def share_of_edge(mask: NDArray[np.bool_]) -> float:
    """How much of the outermost pixels of ``mask`` (H, W) is true."""
    edge = np.concatenate([mask[0], mask[-1], mask[1:-1, 0], mask[1:-1, -1]])
    return float(edge.mean())


def _tails(coarse: Grey) -> float:
    """S above; 0 where all pixels are equal."""
    import cv2

    window = max(3, max(coarse.shape) // 3 | 1)
    levels = np.floor(255 * coarse + np.float32(0.5)).astype(np.uint8)
    rest = levels.astype(np.float32) - cv2.medianBlur(levels, window)
    total = float((rest**2).sum())
    return float((rest * np.abs(rest)).sum()) / total if total > 0 else 0.0
