"""A page with what was read drawn on it: a box around each digit, and the digit above the box.

Green where the network is sure, orange where it is not, and grey with a cross for what it refuses: as the web page has
it (``static/boxes.js`` of the studio).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sutja.ink import Page
from sutja.recognizer.answers import SURE, Digit, Reading

__all__ = ["annotated"]

_SURE, _UNSURE, _REFUSED = (20, 140, 50), (225, 130, 0), (120, 120, 120)


def annotated(page: Page, reading: Reading) -> NDArray[np.uint8]:
    """The ``page``, grey and as large as it was read, with its ``reading`` drawn on it: (H, W, 3), RGB."""
    import cv2

    grey = np.asarray(255 * np.clip(page.stages.grey, 0, 1) + 0.5, np.uint8)
    picture = np.repeat(grey[..., None], 3, axis=2)
    thick = max(1, round(max(grey.shape) / 600))
    for digit in reading.digits:
        left, top, right, bottom = (round(side / page.factor) for side in digit.box)
        colour = _colour(digit)
        cv2.rectangle(picture, (left, top), (right, bottom), colour, thick)
        size = max(0.4, (bottom - top) / 70)
        at = (left, max(top - 2 * thick - 1, round(22 * size)))
        label = "x" if digit.refused else str(digit.digit)
        cv2.putText(picture, label, at, cv2.FONT_HERSHEY_SIMPLEX, size, colour, thick + 1, cv2.LINE_AA)
    return picture


def _colour(digit: Digit) -> tuple[int, int, int]:
    if digit.refused:
        return _REFUSED
    return _SURE if digit.probability >= SURE else _UNSURE
