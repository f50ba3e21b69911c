"""Showing: ink on a canvas, a screen or a sheet of paper, as a picture of one thing.

The picture is uint8 (H, W, 3), RGB, with room around the ink, so that what reads it must find it.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.handwriting import camera, papers
from bench.handwriting.pen import Ink

__all__ = ["as_picture", "canvas", "on_paper", "show", "square"]

Picture = NDArray[np.uint8]


def canvas(ink: Ink, margin: float = 0.35, tone: float = 1.0, dark: float = 0.05) -> Ink:
    """Dark ink on a light ground, with a ``margin`` in heights of the digit."""
    wide = int(margin * max(ink.shape))
    return np.asarray(tone - (tone - dark) * np.pad(ink, wide), np.float32)


def as_picture(sheet: NDArray[Any]) -> Picture:
    """A sheet (H, W) or (H, W, 3) in [0, 1] as a picture."""
    levels = np.asarray(255 * np.clip(sheet, 0, 1) + 0.5, np.uint8)
    return levels if levels.ndim == 3 else np.repeat(levels[..., None], 3, axis=2)


def square(ink: Ink) -> tuple[int, int]:
    """The shape of a sheet on which ``ink`` has room."""
    return (int(1.9 * max(ink.shape)), int(1.9 * max(ink.shape)))


def on_paper(paper: papers.Colour, ink: Ink, rng: np.random.Generator) -> Picture:
    """``ink`` in the middle of ``paper``, seen by a phone."""
    tone = np.array([0.1, 0.12, 0.25], np.float32)
    top, left = (paper.shape[0] - ink.shape[0]) // 2, (paper.shape[1] - ink.shape[1]) // 2
    part = paper[top : top + ink.shape[0], left : left + ink.shape[1]]
    part *= 1 - ink[..., None] * (1 - tone)
    return as_picture(camera.sensor(paper, rng, 0.01, 0.8))


def show(ink: Ink, rng: np.random.Generator) -> Picture:
    """``ink`` as people show it: drawn on a light or a dark screen, large or small, or on paper under a phone."""
    way = rng.random()
    if way < 0.4:
        return on_paper(papers.blank(square(ink), rng), ink, rng)
    sheet = canvas(ink, float(rng.uniform(0.1, 0.5)), 1.0, float(rng.uniform(0.0, 0.2)))
    side = int(rng.integers(48, 300))
    small = cv2.resize(
        sheet, None, fx=side / max(sheet.shape), fy=side / max(sheet.shape), interpolation=cv2.INTER_AREA
    )
    return as_picture(small if way < 0.75 else 1 - small)
