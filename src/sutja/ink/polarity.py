"""Polarity: whether the ink is darker than the paper or lighter, by two kinds of evidence.

They are taken from a copy of at most 128 pixels.

**Strokes are few around any place.** The median of a window that is a third of the picture wide is paper, in light
and in shadow, as long as ink covers less than half of the window. What is left, e = grey - median, is then nearly 0 on
paper and has one sign on ink:

    S = (Σ e² over e > 0  -  Σ e² over e < 0) / Σ e²    is 1 for light ink, -1 for dark ink.

**The edge of the picture is paper**, also where a thick digit fills it. With the share L of the outermost pixels that
are lighter than Otsu's threshold, 1 - 2 L is 1 for light ink and -1 for dark ink. Where a frame runs along the edge,
these are all of one kind, and 9/10 of those 2 pixels farther inside of the other; then those inside count.

The ink is dark if the sum of both is not above 0. (A shadow may turn the second, a thick digit that fills its picture
the first; of some 3,000 pictures of either kind, the sum was wrong for two.) Where L is 0 or 1, S cannot change that,
and is not computed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sutja.ink.shrink import factor_for, shrink
from sutja.ink.threshold import otsu

__all__ = ["ink_is_dark"]

_COARSE = 128  # pixels on the longer side of the copy
_FRAME, _OTHER = 2, 0.9

Grey = NDArray[np.float32]


def ink_is_dark(grey: Grey) -> bool:
    """Whether the ink of a ``grey`` picture (H, W) in [0, 1] is darker than its paper."""
    coarse = shrink(grey, factor_for(grey.shape, _COARSE))
    edge = _light_edge(coarse)
    return edge == 1 if edge in (0, 1) else _tails(coarse) + 1 - 2 * edge <= 0


def _light_edge(coarse: Grey) -> float:
    """L above."""
    edge = _ring(coarse)
    within = _ring(coarse[_FRAME:-_FRAME, _FRAME:-_FRAME]) if min(coarse.shape) > 2 * _FRAME else edge
    darkest, lightest = edge.min(), edge.max()
    if darkest == lightest == within[0] and darkest in (coarse.min(), coarse.max()):
        return float(darkest > coarse.min())  # as in most drawings: no need for Otsu
    threshold = otsu(coarse).threshold
    light, inner = (float((ring > threshold).mean()) for ring in (edge, within))
    return inner if light in (0, 1) and abs(inner - light) >= _OTHER else light


def _ring(coarse: Grey) -> Grey:
    """The outermost pixels."""
    return np.concatenate([coarse[0], coarse[-1], coarse[1:-1, 0], coarse[1:-1, -1]])


def _tails(coarse: Grey) -> float:
    """S above; 0 where all pixels are equal."""
    import cv2

    window = max(3, max(coarse.shape) // 3 | 1)
    levels = np.floor(255 * coarse + np.float32(0.5)).astype(np.uint8)
    rest = levels.astype(np.float32) - cv2.medianBlur(levels, window)
    total = float((rest**2).sum())
    return float((rest * np.abs(rest)).sum()) / total if total > 0 else 0.0
