"""Doodles and scribbles: what people draw to see what the machine makes of it.

Doodles are things that everybody recognises, none of them round enough to be a 0 or straight enough to be a 1.
Scribbles are lines without a meaning, long enough that they cannot be a digit by accident.
"""

from __future__ import annotations

import numpy as np

from bench.handwriting.hand import Stroke, draw
from bench.handwriting.show import Picture, show

__all__ = ["DOODLES", "SCRIBBLES", "doodle", "scribble"]


def _circle(x: float, y: float, r: float, ry: float | None = None) -> Stroke:
    angles = np.linspace(-np.pi / 2, 1.5 * np.pi, 9)
    return [(float(x + r * np.cos(a)), float(y + (ry or r) * np.sin(a))) for a in angles]


def _straight(*corners: tuple[float, float]) -> Stroke:
    """Straight lines from corner to corner."""
    return [point for corner in corners for point in (corner, corner)][1:-1]


def _rays(count: int, inner: float, outer: float) -> list[Stroke]:
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    points = [(np.cos(a), np.sin(a)) for a in angles]
    return [[(50 + inner * x, 50 + inner * y), (50 + outer * x, 50 + outer * y)] for x, y in points]


# In a box of 100 x 100, y down; a point written twice is a corner.
DOODLES: dict[str, list[Stroke]] = {
    "house": [
        _straight((18, 48), (18, 96), (82, 96), (82, 48)),
        _straight((8, 50), (50, 8), (92, 50)),
        _straight((42, 96), (42, 66), (58, 66), (58, 96)),
    ],
    "sun": [_circle(50, 50, 22), *_rays(9, 29, 46)],
    "star": [_straight((50, 4), (78, 92), (4, 38), (96, 38), (22, 92), (50, 4))],
    "heart": [
        [(50, 92), (12, 54), (8, 28), (26, 10), (50, 30), (50, 30), (74, 10), (92, 28), (88, 54), (50, 92)],
    ],
    "fish": [
        [
            (92, 50),
            (66, 28),
            (38, 30),
            (20, 50),
            (4, 74),
            (4, 74),
            (4, 26),
            (4, 26),
            (20, 50),
            (38, 70),
            (66, 72),
            (92, 50),
        ],
        _circle(74, 46, 3),
    ],
    "tree": [
        _straight((44, 96), (44, 62)),
        _straight((56, 96), (56, 62)),
        [(44, 62), (20, 62), (10, 44), (22, 30), (32, 12), (54, 6), (74, 14), (86, 34), (88, 54), (72, 64), (56, 62)],
    ],
    "fir": [
        _straight((50, 2), (20, 40), (40, 40), (10, 80), (90, 80), (60, 40), (80, 40), (50, 2)),
        [(50, 80), (50, 98)],
    ],
    "flower": [
        _circle(50, 32, 9),
        *[_circle(50 + 18 * np.cos(a), 32 + 18 * np.sin(a), 9) for a in np.linspace(0, 2 * np.pi, 6)[:-1]],
        [(50, 58), (52, 78), (48, 98)],
        [(50, 84), (66, 70), (76, 72), (64, 86), (50, 86)],
    ],
    "smiley": [_circle(50, 50, 45), _circle(34, 38, 4), _circle(66, 38, 4), [(26, 62), (38, 76), (62, 76), (74, 62)]],
    "cat": [
        _circle(50, 58, 36, 34),
        _straight((20, 38), (20, 6), (40, 27)),
        _straight((60, 27), (80, 6), (80, 38)),
        _circle(38, 52, 3),
        _circle(62, 52, 3),
        [(24, 66), (4, 62)],
        [(24, 70), (4, 74)],
        [(76, 66), (96, 62)],
        [(76, 70), (96, 74)],
    ],
    "car": [
        _straight((4, 74), (4, 52), (22, 50), (34, 28), (68, 28), (80, 50), (96, 54), (96, 74), (4, 74)),
        _circle(26, 76, 10),
        _circle(74, 76, 10),
    ],
    "umbrella": [
        [(4, 50), (16, 24), (50, 10), (84, 24), (96, 50)],
        [(4, 50), (20, 42), (35, 50), (35, 50), (50, 42), (65, 50), (65, 50), (80, 42), (96, 50)],
        [(50, 44), (50, 88), (42, 97), (32, 90)],
    ],
    "arrow": [[(6, 50), (94, 50)], _straight((64, 22), (94, 50), (64, 78))],
    "cup": [
        _straight((16, 24), (22, 88), (66, 88), (72, 24), (16, 24)),
        [(71, 36), (92, 36), (92, 66), (68, 70)],
    ],
    "boat": [
        _straight((4, 66), (20, 92), (80, 92), (96, 66), (4, 66)),
        _straight((50, 66), (50, 6), (86, 56), (50, 56)),
    ],
    "ladder": [[(30, 2), (26, 98)], [(70, 2), (74, 98)], *[[(29, y), (71, y)] for y in (18.0, 38.0, 58.0, 78.0)]],
    "envelope": [_straight((4, 20), (96, 20), (96, 80), (4, 80), (4, 20)), _straight((4, 20), (50, 56), (96, 20))],
    "triangle": [_straight((50, 6), (94, 90), (6, 90), (50, 6))],
    "box": [
        _straight((6, 34), (66, 34), (66, 96), (6, 96), (6, 34)),
        _straight((6, 34), (34, 8), (94, 8), (66, 34)),
        _straight((94, 8), (94, 70), (66, 96)),
    ],
    "person": [
        _circle(50, 16, 13),
        [(50, 29), (50, 66)],
        _straight((22, 98), (50, 66), (78, 98)),
        _straight((18, 44), (50, 40), (82, 44)),
    ],
    "butterfly": [
        [(50, 22), (50, 82)],
        [(50, 48), (24, 8), (4, 26), (16, 46), (50, 50), (14, 58), (16, 86), (36, 84), (50, 54)],
        [(50, 48), (76, 8), (96, 26), (84, 46), (50, 50), (86, 58), (84, 86), (64, 84), (50, 54)],
    ],
    "cloud": [
        [
            (20, 74),
            (4, 60),
            (14, 44),
            (22, 44),
            (22, 44),
            (30, 24),
            (52, 22),
            (62, 36),
            (62, 36),
            (84, 32),
            (96, 52),
            (86, 72),
            (20, 74),
        ],
    ],
    "tick": [_straight((6, 56), (34, 88), (94, 12))],
    "cross": [[(8, 8), (92, 92)], [(92, 8), (8, 92)]],
    "hash": [[(36, 4), (28, 96)], [(70, 4), (62, 96)], [(6, 34), (96, 32)], [(4, 68), (94, 66)]],
    "grid": [
        *[[(x, 4), (x, 96)] for x in (8.0, 36.0, 64.0, 92.0)],
        *[[(4, y), (96, y)] for y in (8.0, 36.0, 64.0, 92.0)],
    ],
    "glasses": [
        _circle(24, 50, 20),
        _circle(76, 50, 20),
        [(44, 46), (50, 42), (56, 46)],
        [(4, 44), (2, 30)],
        [(96, 44), (98, 30)],
    ],
}


def doodle(number: int, rng: np.random.Generator) -> Picture:
    """The doodle with this number."""
    strokes = list(DOODLES.values())[number % len(DOODLES)]
    return show(draw(strokes, rng, float(rng.uniform(0.03, 0.09))), rng)


def _zigzag(rng: np.random.Generator) -> list[Stroke]:
    count = int(rng.integers(7, 16))
    x = np.linspace(0, rng.uniform(60, 140), count) + rng.normal(0, 4, count)
    y = np.where(np.arange(count) % 2, 0, 100) * rng.uniform(0.6, 1.0, count)
    points = list(zip(x.tolist(), y.tolist(), strict=True))
    return [_straight(*points) if rng.random() < 0.5 else points]


def _tangle(rng: np.random.Generator) -> list[Stroke]:
    """A line that goes anywhere."""
    points = rng.uniform(0, 100, (int(rng.integers(12, 25)), 2))
    return [[(float(x), float(y)) for x, y in points]]


def _spiral(rng: np.random.Generator) -> list[Stroke]:
    angles = np.arange(0, 2 * np.pi * rng.uniform(3, 5), 0.6) * rng.choice([-1, 1])
    radius = np.linspace(4, 50, len(angles))
    return [list(zip((radius * np.cos(angles)).tolist(), (radius * np.sin(angles)).tolist(), strict=True))]


def _coil(rng: np.random.Generator) -> list[Stroke]:
    """Loops in a row, as a pen that is being tried."""
    angles = np.arange(0, 2 * np.pi * rng.uniform(5, 9), 0.6)
    x, y = 20 * np.cos(angles) + angles * rng.uniform(2, 5), rng.uniform(25, 45) * np.sin(angles)
    return [list(zip(x.tolist(), y.tolist(), strict=True))]


def _hatching(rng: np.random.Generator) -> list[Stroke]:
    """Lines side by side, and as many across them."""
    strokes: list[Stroke] = []
    for x in np.linspace(0, 100, int(rng.integers(4, 9))).tolist():
        strokes.append([(x + rng.normal(0, 4), rng.uniform(0, 10)), (x - 20 + rng.normal(0, 4), rng.uniform(90, 100))])
    for y in np.linspace(0, 100, int(rng.integers(4, 9))).tolist():
        strokes.append([(rng.uniform(-20, 0), y + rng.normal(0, 4)), (rng.uniform(90, 110), y + rng.normal(0, 4))])
    return strokes


def _strokes(rng: np.random.Generator) -> list[Stroke]:
    """Short lines here and there."""
    strokes: list[Stroke] = []
    for _ in range(int(rng.integers(6, 14))):
        x, y = rng.uniform(0, 100, 2)
        dx, dy = rng.normal(0, 25, 2)
        strokes.append([(float(x), float(y)), (float(x + dx), float(y + dy))])
    return strokes


SCRIBBLES = (_zigzag, _tangle, _spiral, _coil, _hatching, _strokes)


def scribble(number: int, rng: np.random.Generator) -> Picture:
    """A scribble; the ways of scribbling take turns."""
    way = SCRIBBLES[number % len(SCRIBBLES)]
    pen = rng.uniform(0.02, 0.035 if way is _coil else 0.08)  # a coil by a thick pen would be a bar, as a 1 is
    return show(draw(way(rng), rng, float(pen), tremble=0.6, turn=40), rng)
