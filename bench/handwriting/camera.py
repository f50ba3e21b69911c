"""The camera: what happens to a sheet of paper between the desk and the file.

In the order in which it happens: the light on the sheet (a gradient, a lamp, the shadow of a hand or a phone), the
angle of view, the lens and the sensor (blur, noise, colour cast), and the file (JPEG).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.handwriting.papers import Colour, Rect

__all__ = ["View", "jpeg", "lamp", "look", "moved", "perspective", "rotation", "sensor", "shadow"]

View = NDArray[np.float64]  # a homography (3, 3)


def lamp(colour: Colour, rng: np.random.Generator, strength: float = 0.55) -> Colour:
    """Light from one side, or a bright spot that falls off towards the corners."""
    height, width = colour.shape[:2]
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    cx, cy = rng.uniform(-0.2, 1.2) * width, rng.uniform(-0.2, 1.2) * height
    far = np.hypot(x - cx, y - cy) / np.hypot(height, width)
    return np.asarray(colour * (1 - strength * np.clip(far, 0, 1))[..., None], np.float32)


def shadow(colour: Colour, rng: np.random.Generator) -> Colour:
    """The shadow of a hand or a phone: a blob or a straight edge, soft or hard, a half to a third of the light."""
    height, width = colour.shape[:2]
    dark: NDArray[Any] = np.zeros((height, width), np.float32)
    if rng.random() < 0.5:
        corner = rng.uniform(0.2, 0.8) * width
        slope = rng.uniform(-0.8, 0.8) * height
        points = [(corner + slope / 2, -2), (corner - slope / 2, height + 2), (-2, height + 2), (-2, -2)]
        if rng.random() < 0.5:
            points[2:] = [(width + 2, height + 2), (width + 2, -2)]
    else:
        centre = rng.uniform([0.2 * width, 0.3 * height], [0.8 * width, 1.0 * height])
        size = rng.uniform([0.15, 0.25], [0.4, 0.6]) * [width, height]
        turned = int(rng.integers(180))
        outline = cv2.ellipse2Poly(centre.astype(int).tolist(), size.astype(int).tolist(), turned, 0, 360, 4)
        points = np.asarray(outline).tolist()
    cv2.fillPoly(dark, [np.array(points, np.int32)], 1.0)
    soft = max(height, width) * rng.choice([0.004, 0.015, 0.04])
    dark = cv2.GaussianBlur(dark, (0, 0), float(soft))
    return np.asarray(colour * (1 - rng.uniform(0.3, 0.62) * dark)[..., None], np.float32)


def rotation(shape: tuple[int, int], degrees: float) -> View:
    """Turn a sheet of ``shape`` (H, W) about its middle."""
    height, width = shape
    turned = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return np.vstack([turned, [0, 0, 1]])


def perspective(shape: tuple[int, int], rng: np.random.Generator, strength: float = 0.08) -> View:
    """A sheet of ``shape`` (H, W) seen at an angle: each corner moves by up to ``strength`` of a side."""
    height, width = shape
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    moved = corners + rng.uniform(-strength, strength, (4, 2)) * [width * 0.6, height]
    return np.asarray(cv2.getPerspectiveTransform(corners, moved.astype(np.float32)), np.float64)


def look(colour: Colour, view: View, boxes: Sequence[Rect]) -> tuple[Colour, list[Rect]]:
    """The sheet under ``view``, the desk not seen, and where its ``boxes`` have come to lie."""
    size = (colour.shape[1], colour.shape[0])
    seen = cv2.warpPerspective(colour, view, size, flags=cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(seen, np.float32), [moved(box, view) for box in boxes]


def sensor(colour: Colour, rng: np.random.Generator, noise: float = 0.025, blur: float = 0.9) -> Colour:
    """The lens and the sensor of a phone: blur, noise that is coarser than a pixel, a cast of colour."""
    cast = rng.uniform([0.93, 0.95, 0.86], [1.0, 1.0, 1.0]).astype(np.float32)
    seen = cv2.GaussianBlur(colour * cast, (0, 0), max(blur, 0.3))
    grain = rng.normal(0, noise, colour.shape).astype(np.float32)
    return np.asarray(np.clip(seen + cv2.GaussianBlur(grain, (0, 0), 0.6) * 1.4, 0, 1), np.float32)


def jpeg(picture: NDArray[np.uint8], quality: int) -> NDArray[np.uint8]:
    """``picture`` (H, W, 3) saved as JPEG and opened again."""
    coded = cv2.imencode(".jpg", picture[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    opened: NDArray[Any] = np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR))
    return np.ascontiguousarray(opened[..., ::-1])


def moved(box: Rect, view: View) -> Rect:
    """The upright rectangle around ``box`` under ``view``."""
    corners = np.array([[box.left, box.top], [box.right, box.top], [box.right, box.bottom], [box.left, box.bottom]])
    points = cv2.perspectiveTransform(corners[None].astype(np.float64), view)[0]
    (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return Rect(left, top, right, bottom)
