"""A pen: a digit of a data set becomes ink of any size, with the edge and the grain that a pen leaves on paper.

A digit of 28 x 28 pixels, enlarged, is a blur. Its outline is where the blur crosses one half; an edge that is a
pixel or two wide around this outline looks as a scanner sees it. Ballpoints skip on the grain of the paper and
pencils leave only its tops dark: noise of a few pixels' size, multiplied in.
"""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

__all__ = ["INKS", "Tool", "write"]

Tool = Literal["fineliner", "ballpoint", "pencil", "chalk"]
Ink = NDArray[np.float32]

GRAIN: dict[Tool, float] = {"fineliner": 0.04, "ballpoint": 0.25, "pencil": 0.55, "chalk": 0.6}
# The colours that people write with, RGB in [0, 1], as they look in daylight.
INKS: dict[Tool, list[tuple[float, float, float]]] = {
    "fineliner": [(0.08, 0.08, 0.10), (0.06, 0.10, 0.35), (0.10, 0.10, 0.12)],
    "ballpoint": [(0.12, 0.14, 0.42), (0.15, 0.15, 0.18), (0.10, 0.20, 0.55), (0.55, 0.12, 0.15)],
    "pencil": [(0.32, 0.32, 0.34), (0.42, 0.42, 0.43)],
    "chalk": [(0.95, 0.95, 0.92), (0.93, 0.88, 0.60)],
}


def write(digit: NDArray[np.uint8], height: int, tool: Tool, rng: np.random.Generator) -> Ink:
    """The ink in [0, 1] of a ``digit`` (28, 28), 255 = ink, written ``height`` pixels high; cut to its box."""
    rows, columns = np.flatnonzero(digit.any(axis=1)), np.flatnonzero(digit.any(axis=0))
    part = np.pad(digit[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], 2).astype(np.float32) / 255
    scale = height / (rows[-1] + 1 - rows[0])
    blur = cv2.GaussianBlur(part, (0, 0), 0.45)
    large = cv2.resize(blur, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    edge = 1.3 / max(scale, 1.3)  # of the blurred values, about a pixel
    ink = np.clip((large - 0.42) / edge + 0.5, 0, 1)
    ink *= 1 - GRAIN[tool] * _grain(ink.shape, rng)
    return _cut(ink.astype(np.float32))


def _grain(shape: tuple[int, ...], rng: np.random.Generator) -> Ink:
    rough = cv2.GaussianBlur(rng.random(shape, np.float32), (0, 0), 0.9)
    rough = (rough - rough.min()) / max(float(np.ptp(rough)), 1e-6)
    return np.asarray(np.clip(rough * 1.8 - 0.6, 0, 1), np.float32)


def _cut(ink: Ink) -> Ink:
    rows, columns = np.flatnonzero((ink > 0.1).any(axis=1)), np.flatnonzero((ink > 0.1).any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
