"""A page with what was read drawn on it: a box around each digit, and the digit above the box.

Green where the network is sure (0.99 or more), orange above 0.9, red below.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sutja.ink import Page
from sutja.recognizer.answers import Reading

__all__ = ["annotated"]

_COLOURS = ((0.99, (20, 140, 50)), (0.9, (225, 130, 0)), (0.0, (215, 30, 30)))


def annotated(page: Page, reading: Reading) -> NDArray[np.uint8]:
    """The ``page``, grey and as large as it was read, with its ``reading`` drawn on it: (H, W, 3), RGB."""
    import cv2

    grey = np.asarray(255 * np.clip(page.stages.grey, 0, 1) + 0.5, np.uint8)
    picture = np.repeat(grey[..., None], 3, axis=2)
    thick = max(1, round(max(grey.shape) / 600))
    for digit in reading.digits:
        left, top, right, bottom = (round(side / page.factor) for side in digit.box)
        colour = next(colour for least, colour in _COLOURS if digit.probability >= least)
        cv2.rectangle(picture, (left, top), (right, bottom), colour, thick)
        size = max(0.4, (bottom - top) / 70)
        at = (left, max(top - 2 * thick - 1, round(22 * size)))
        cv2.putText(picture, str(digit.digit), at, cv2.FONT_HERSHEY_SIMPLEX, size, colour, thick + 1, cv2.LINE_AA)
    return picture
