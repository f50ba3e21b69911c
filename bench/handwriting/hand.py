"""A hand that draws: from a few control points to ink, never twice alike.

A stroke is a list of points (x, y), y down; between them the pen follows a centripetal Catmull-Rom spline (Catmull and
Rom, 1974; Yuksel et al., 2011), which passes through every point without loops of its own. A point that is written
twice is a corner. The hand then adds what hands do: each control point is a little off, the whole leans, is too wide
or too narrow, and is turned; the way trembles, more slowly than the pen is wide; and the pressure comes and goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.handwriting.pen import Ink

__all__ = ["Stroke", "draw", "spline"]

Stroke = Sequence[tuple[float, float]]
Points = NDArray[np.float64]

TALL = 200  # pixels, the longer side of what is drawn
_FINE = 2  # times as fine it is drawn first
_SUBPIXELS = 4  # bits, of OpenCV


def spline(points: Points, step: float) -> Points:
    """The way (m, 2) of a pen through ``points`` (n, 2), with about one point a ``step`` of length."""
    corners = np.flatnonzero((points[1:] == points[:-1]).all(axis=1)) + 1
    parts = [_smooth(part, step) for part in np.split(points, corners) if len(part) > 1]
    return np.concatenate(parts) if parts else points[:1]


def draw(
    strokes: Sequence[Stroke],
    rng: np.random.Generator,
    pen: float | None = None,
    tremble: float = 1.0,
    lean: float = 10,
    turn: float = 5,
) -> Ink:
    """The ink in [0, 1] of ``strokes``, TALL pixels along its longer side, cut to its box.

    Args:
        strokes: In any unit.
        rng: What is different from one drawing to the next.
        pen: Its width as a share of the longer side; a usual one if None.
        tremble: How unsteady the hand is; 1 is usual, 0 is a machine.
        lean, turn: The standard deviations of slant and rotation, in degrees.
    """
    shapes = _unsteady([np.asarray(stroke, np.float64) for stroke in strokes], rng, tremble, lean, turn)
    width = (rng.uniform(0.05, 0.13) if pen is None else pen) * TALL * _FINE
    ways = [_trembling(spline(shape, 2.0), rng, tremble) for shape in shapes]
    margin = int(width) + 4
    lowest = np.min([way.min(axis=0) for way in ways], axis=0)
    size = np.max([way.max(axis=0) for way in ways], axis=0) - lowest
    sheet = np.zeros((int(size[1]) + 2 * margin + 1, int(size[0]) + 2 * margin + 1), np.uint8)
    for way in ways:
        pressure = 1 + 0.12 * tremble * _slow(len(way), 80, rng)
        _ink(sheet, way - lowest + margin, width * pressure)
    small = cv2.resize(sheet, None, fx=1 / _FINE, fy=1 / _FINE, interpolation=cv2.INTER_AREA)
    return _cut(np.asarray(small / np.float32(255), np.float32))


def _smooth(points: Points, step: float) -> Points:
    """A centripetal Catmull-Rom spline through ``points``, none of which follows itself."""
    if len(points) == 2:
        count = max(2, int(np.hypot(*(points[1] - points[0])) / step))
        return np.linspace(points[0], points[1], count)
    closed = np.hypot(*(points[-1] - points[0])) < 1e-9
    before, after = (points[-2], points[1]) if closed else (2 * points[0] - points[1], 2 * points[-1] - points[-2])
    p = np.vstack([before, points, after])
    t = np.concatenate([[0.0], np.cumsum(np.sqrt(np.hypot(*np.diff(p, axis=0).T)))])
    ways = []
    for i in range(1, len(p) - 2):
        count = max(2, int(np.hypot(*(p[i + 1] - p[i])) / step))
        x = np.linspace(t[i], t[i + 1], count, endpoint=i == len(p) - 3)[:, None]

        def between(a: Points, b: Points, ta: float, tb: float, x: Points = x) -> Points:
            return (tb - x) / (tb - ta) * a + (x - ta) / (tb - ta) * b

        a1, a2, a3 = (between(p[j], p[j + 1], t[j], t[j + 1]) for j in (i - 1, i, i + 1))
        b1, b2 = between(a1, a2, t[i - 1], t[i + 1]), between(a2, a3, t[i], t[i + 2])
        ways.append(between(b1, b2, t[i], t[i + 1]))
    return np.concatenate(ways)


def _unsteady(shapes: list[Points], rng: np.random.Generator, tremble: float, lean: float, turn: float) -> list[Points]:
    """Control points a little off, the whole under an affine map, TALL * _FINE pixels along its longer side."""
    everything = np.concatenate(shapes)
    extent = float(np.ptp(everything, axis=0).max())
    moved = []
    for shape in shapes:
        offsets = rng.normal(0, 0.022 * tremble * extent, shape.shape)
        for i in range(1, len(shape)):
            if (shape[i] == shape[i - 1]).all():
                offsets[i] = offsets[i - 1]  # a corner stays one
        moved.append(shape + offsets + rng.normal(0, 0.012 * tremble * extent, 2))
    slant, angle = np.tan(np.radians(2 + _within(lean, rng))), np.radians(_within(turn, rng))
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    matrix = rotation @ np.array([[1, -slant], [0, 1]]) @ np.diag([rng.uniform(0.85, 1.2), 1.0])
    moved = [shape @ matrix.T for shape in moved]
    longest = float(np.ptp(np.concatenate(moved), axis=0).max())
    return [shape * (TALL * _FINE / longest) for shape in moved]


def _within(deviation: float, rng: np.random.Generator) -> float:
    """A normal number that is never more than twice its standard ``deviation``."""
    return deviation * float(np.clip(rng.normal(), -2, 2))


def _trembling(way: Points, rng: np.random.Generator, tremble: float) -> Points:
    shake = np.stack([_slow(len(way), 12, rng), _slow(len(way), 12, rng)], axis=1)
    return way + 1.6 * tremble * shake


def _slow(count: int, length: int, rng: np.random.Generator) -> NDArray[np.float64]:
    """Noise (count,) with a standard deviation of about 1 that changes over about ``length`` steps."""
    knots = rng.normal(0, 1, count // length + 3)
    return np.interp(np.arange(count) / length + rng.random(), np.arange(len(knots)), knots)


def _ink(sheet: NDArray[Any], way: Points, width: NDArray[np.float64]) -> None:
    at = np.round(way * 2**_SUBPIXELS).astype(int)
    radius = np.round(np.maximum(width, 2.0) / 2 * 2**_SUBPIXELS).astype(int)
    for (x, y), r in zip(at.tolist(), radius.tolist(), strict=True):
        cv2.circle(sheet, (x, y), r, 255, -1, cv2.LINE_AA, _SUBPIXELS)


def _cut(ink: Ink) -> Ink:
    rows, columns = np.flatnonzero((ink > 0.1).any(axis=1)), np.flatnonzero((ink > 0.1).any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
