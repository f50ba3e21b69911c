"""What a photograph shows around the writing: the desk that the sheet lies on, or next to nothing.

The desks were made for this benchmark: wood with its grain, a dark or a light board, a woven cloth. None looks like
paper, and the sheet lies on them a little turned, as a phone sees it, with one side out of the picture now and then.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from bench.handwriting.camera import moved, rotation
from bench.handwriting.papers import Colour, Rect

__all__ = ["cropped", "on_a_desk"]

_LIGHT, _DARK = (0.62, 0.60, 0.57), (0.13, 0.13, 0.15)  # boards, RGB


def on_a_desk(sheet: Colour, boxes: Sequence[Rect], rng: np.random.Generator) -> tuple[Colour, list[Rect]]:
    """``sheet`` on a desk that is seen on three sides of it or on all four, and where its ``boxes`` are there."""
    height, width = sheet.shape[:2]
    left, top, right, bottom = (rng.uniform(0.08, 0.25, 4) * min(height, width)).astype(int).tolist()
    if rng.random() < 0.3:
        left, right = (0, right) if rng.random() < 0.5 else (left, 0)
    seen = _desk((height + top + bottom, width + left + right), rng)
    view = rotation((height, width), float(rng.uniform(-2, 2)) if left and right else 0.0)
    view[:2, 2] += left, top
    size = (seen.shape[1], seen.shape[0])
    cover = cv2.warpAffine(np.ones((height, width), np.float32), view[:2], size)[..., None]
    laid = cv2.warpAffine(sheet, view[:2], size, borderMode=cv2.BORDER_REPLICATE)
    falling = cv2.GaussianBlur(cover[..., 0], (0, 0), 0.02 * min(height, width))[..., None]  # the sheet's own shadow
    seen = seen * (1 - 0.35 * falling) * (1 - cover) + laid * cover
    return np.asarray(seen, np.float32), [moved(box, view) for box in boxes]


def cropped(sheet: Colour, boxes: Sequence[Rect], rng: np.random.Generator) -> tuple[Colour, list[Rect]]:
    """``sheet`` cut 0 to 0.15 of the digits' height outside the writing, on each side anew."""
    high = max(box.bottom - box.top for box in boxes)
    height, width = sheet.shape[:2]
    edges = np.array([(box.left, box.top, -box.right, -box.bottom) for box in boxes]).min(axis=0)
    left, top, right, bottom = (edges - rng.uniform(0.0, 0.15, 4) * high).astype(int).tolist()
    left, top, right, bottom = max(left, 0), max(top, 0), min(-right, width), min(-bottom, height)
    shifted = [Rect(box.left - left, box.top - top, box.right - left, box.bottom - top) for box in boxes]
    return sheet[top:bottom, left:right], shifted


def _desk(shape: tuple[int, int], rng: np.random.Generator) -> Colour:
    height, width = shape
    kind = rng.choice(["wood", "light", "dark", "cloth"])
    grain = rng.normal(0, 1, shape).astype(np.float32)
    if kind == "wood":
        long, short = 0.25 * width, max(1.0, 0.004 * width)
        bands = cv2.GaussianBlur(grain, (0, 0), long, sigmaY=short)
        base = np.array([(0.45, 0.30, 0.18), (0.62, 0.46, 0.30), (0.28, 0.18, 0.12)][rng.integers(3)], np.float32)
        return np.asarray(np.clip(base * (1 + 0.2 * bands[..., None] / bands.std()), 0, 1), np.float32)
    if kind == "cloth":
        y, x = np.mgrid[0:height, 0:width]
        pitch = max(4, min(shape) // 60)
        weave = np.where((x // pitch + y // pitch) % 2, 1.0, 0.8).astype(np.float32)
        base = np.array([(0.20, 0.25, 0.45), (0.45, 0.15, 0.17)][rng.integers(2)], np.float32)
        return np.asarray(base * (weave * (1 + 0.03 * grain))[..., None], np.float32)
    base = np.array(_LIGHT if kind == "light" else _DARK, np.float32)
    return np.asarray(base * (1 + 0.02 * grain[..., None]), np.float32)
