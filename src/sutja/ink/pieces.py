"""Pieces: the connected parts of the ink, and which of them are one digit.

Pixels of ink that touch, also at a corner, form a piece. In a picture of a single digit, the largest piece is the
digit, and so is one that reaches half of full ink somewhere, holds at least a fiftieth of the ink of the largest, and
lies no farther from what is known of the digit than an eighth of the longer side of the largest, or than a third if it
holds a twelfth of the ink: so the bar of a 5 that hangs free stays, and dust and what is printed elsewhere go. Only the
pieces and the pixels around them, their grey edge, are kept; the rest is paper. Where even the largest piece is less
than 4 pixels long, nothing was drawn.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.ink.clean import nothing_drawn
from sutja.ink.stains import stains

__all__ = ["of_one_digit"]

_STRONG = 0.5  # of full ink
_SPECK, _PART = 1 / 50, 1 / 12  # of the ink of the largest piece
_SHORTEST = 4  # pixels
_NEAR, _FAR = 1 / 8, 1 / 3  # of the longer side of the largest piece

_AROUND = np.ones((3, 3), np.uint8)

Grey = NDArray[np.float32]


def of_one_digit(ink: Grey, mask: NDArray[np.bool_]) -> Grey:
    """The ``ink`` (H, W) of those pieces of ``mask`` (H, W) that are the digit, and of the pixels around them.

    Raises:
        NothingDrawn: There is no piece that is large enough.
    """
    import cv2

    sheet = mask.view(np.uint8)
    left, top, width, height = cv2.boundingRect(sheet)
    part = (slice(max(top - 1, 0), top + height + 1), slice(max(left - 1, 0), left + width + 1))
    count, labels, stats, _ = cv2.connectedComponentsWithStatsWithAlgorithm(sheet[part], 8, cv2.CV_32S, cv2.CCL_BBDT)
    if count == 1:
        raise nothing_drawn()
    stats = stats[1:]
    largest, kept = 0, np.ones(1, bool)
    if count > 2:
        flat, amounts = labels.ravel(), ink[part].ravel()
        amount = np.bincount(flat, amounts, minlength=count)[1:]
        strong = np.bincount(flat[amounts >= _STRONG], minlength=count)[1:] > 0
        amount[stains(labels, stats, (part[0].start, part[1].start), mask.shape, inside=False)] = 0
        largest = int(amount.argmax())
        kept = _around(stats, largest, np.where(strong, amount / amount[largest], 0))
    if max(stats[largest, cv2.CC_STAT_WIDTH], stats[largest, cv2.CC_STAT_HEIGHT]) < _SHORTEST:
        raise nothing_drawn()
    digit = sheet[part] if count == 2 else np.concatenate([[False], kept])[labels].astype(np.uint8)
    of_digit = np.zeros_like(ink)
    of_digit[part] = ink[part] * cv2.dilate(digit, _AROUND)
    return of_digit


def _around(stats: NDArray[Any], largest: int, share: NDArray[np.floating]) -> NDArray[np.bool_]:
    """The ``largest`` piece and those near it or near to one another, by their ``share`` of its ink (n,)."""
    boxes = stats[:, :4].astype(np.float64)
    boxes[:, 2:] += boxes[:, :2]
    size = max(stats[largest, 2:4])
    reach = size * np.where(share >= _PART, _FAR, _NEAR)
    digit = boxes[largest].copy()
    kept = np.zeros(len(boxes), bool)
    kept[largest] = True
    while True:
        away = np.maximum(boxes[:, :2] - digit[2:], digit[:2] - boxes[:, 2:]).max(axis=1)
        more = ~kept & (share >= _SPECK) & (away <= reach)
        if not more.any():
            return kept
        kept |= more
        digit = np.concatenate([boxes[kept, :2].min(axis=0), boxes[kept, 2:].max(axis=0)])
