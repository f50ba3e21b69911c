"""Single digits unlike those of the test set: each set moves one property far out, and keeps the label.

A digit is first enlarged to a drawing of 200 pixels, and all is done there, by the geometry of its outline and by
OpenCV's filters; the variation that training uses works on 28 x 28 pixels by other means. A digit is pictured on a
canvas of its own, so that what reads it must find it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from bench.handwriting import camera, papers
from bench.handwriting.pen import write
from bench.handwriting.show import as_picture, canvas, on_paper, square
from bench.handwriting.writers import writers
from sutja.ink.skeleton import skeleton

__all__ = ["SETS", "Shifted", "shifted"]

Ink = NDArray[np.float32]
Numbers = NDArray[Any]
_TALL = 200  # pixels from the top to the foot of a digit


class Shifted(NamedTuple):
    """A picture of one digit, uint8 (H, W, 3), and what it is."""

    picture: NDArray[np.uint8]
    label: int


def shifted(name: str, count: int, source: str = "mnist") -> Iterator[Shifted]:
    """The first ``count`` pictures of the set ``name``; always the same ones."""
    hands = writers(source)
    order = np.random.default_rng(7).permutation(len(hands.labels))[:count]
    make = SETS[name]
    for i in order.tolist():
        rng = np.random.default_rng([list(SETS).index(name), i])
        drawn = write(hands.pictures[i], _TALL, "fineliner", rng)
        yield Shifted(make(drawn, rng), int(hands.labels[i]))


def _pen(width: float) -> Callable[[Ink, np.random.Generator], NDArray[np.uint8]]:
    """The same way of a pen ``width`` pixels wide where the digit is 20 high; no loop is filled altogether."""

    def make(ink: Ink, rng: np.random.Generator) -> NDArray[np.uint8]:
        across = width / 20 * _TALL
        room = int(across)
        smooth = cv2.GaussianBlur(np.pad(ink, room), (0, 0), 4) > 0.5
        path = skeleton(smooth[::2, ::2]).astype(np.uint8)
        away = cv2.distanceTransform(1 - path, cv2.DIST_L2, 5) * 2
        line = np.clip(across / 2 - away + 1, 0, 1)
        return as_picture(canvas(np.asarray(np.minimum(line, _loops(path, away)), np.float32)))

    return make


def _loops(path: NDArray[np.uint8], away: Numbers) -> Numbers:
    """0 in the middle of each loop of the ``path``, 1 elsewhere: the outer third of its way in may fill with ink."""
    count, labels = cv2.connectedComponents(1 - path, connectivity=4)
    farthest = np.array([away[labels == i].max() for i in range(count)])
    farthest[labels[0, 0]] = np.inf
    farthest[(farthest < 14) | (np.arange(count) == 0)] = np.inf  # the path itself, and specks that are no loops
    return np.clip(0.65 * farthest[labels] - away + 0.5, 0, 1)


def _warp(ink: Ink, matrix: Numbers) -> Ink:
    """``ink`` under a linear map about its middle, on a canvas large enough."""
    room = int(0.7 * max(ink.shape))
    padded = np.pad(ink, room)
    middle = np.array([padded.shape[1], padded.shape[0]]) / 2
    move = middle - matrix @ middle
    whole = np.hstack([matrix, move[:, None]])
    moved = cv2.warpAffine(padded, whole, (padded.shape[1], padded.shape[0]), flags=cv2.INTER_CUBIC)
    rows, columns = np.flatnonzero((moved > 0.1).any(axis=1)), np.flatnonzero((moved > 0.1).any(axis=0))
    return np.asarray(np.clip(moved[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1], 0, 1), np.float32)


def _slant(ink: Ink, rng: np.random.Generator) -> NDArray[np.uint8]:
    lean = np.tan(np.radians(rng.choice([-1, 1]) * rng.uniform(12, 25)))
    return as_picture(canvas(_warp(ink, np.array([[1, -lean], [0, 1]]))))


def _turned(ink: Ink, rng: np.random.Generator) -> NDArray[np.uint8]:
    angle = np.radians(rng.choice([-1, 1]) * rng.uniform(10, 20))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return as_picture(canvas(_warp(ink, turn)))


def _aspect(ink: Ink, rng: np.random.Generator) -> NDArray[np.uint8]:
    ratio = rng.uniform(0.6, 0.75) if rng.random() < 0.5 else rng.uniform(1.35, 1.6)
    return as_picture(canvas(_warp(ink, np.diag([ratio, 1.0]))))


def _squeezed(ink: Ink, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Stretched into a square of 28 x 28, as some data sets are."""
    square = cv2.resize(np.pad(ink, 3), (28, 28), interpolation=cv2.INTER_AREA)
    return as_picture(square)


def _filling(ink: Ink, rng: np.random.Generator) -> NDArray[np.uint8]:
    side = int(rng.integers(24, 120))
    scale = side / max(ink.shape)
    return as_picture(1 - cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def _faint(ink: Ink, rng: np.random.Generator) -> NDArray[np.uint8]:
    tone = rng.uniform(0.45, 0.95)
    sheet = canvas(ink, 0.4, tone, tone - rng.uniform(0.10, 0.2))
    return as_picture(sheet + rng.normal(0, 0.008, sheet.shape))


def _blurred(ink: Ink, rng: np.random.Generator) -> NDArray[np.uint8]:
    return as_picture(cv2.GaussianBlur(canvas(ink), (0, 0), float(rng.uniform(6, 11))))


def _noisy(ink: Ink, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A bad scanner: stripes, grain, dust."""
    sheet: Numbers = canvas(ink, 0.3, 0.9, 0.15)[::2, ::2]
    sheet = sheet + rng.normal(0, 0.09, sheet.shape) + rng.normal(0, 0.02, (1, sheet.shape[1]))
    dust = rng.random(sheet.shape) < 0.002
    return as_picture(np.where(dust, 0.1, sheet))


def _ruled(ink: Ink, rng: np.random.Generator) -> NDArray[np.uint8]:
    return on_paper(papers.ruled(square(ink), int(ink.shape[0] * 0.7), rng).colour, ink, rng)


def _checked(ink: Ink, rng: np.random.Generator) -> NDArray[np.uint8]:
    return on_paper(papers.checked(square(ink), ink.shape[0], rng).colour, ink, rng)


def _security(ink: Ink, rng: np.random.Generator) -> NDArray[np.uint8]:
    return on_paper(papers.cheque(square(ink), ink.shape[0], rng).colour, ink, rng)


def _shadowed(ink: Ink, rng: np.random.Generator) -> NDArray[np.uint8]:
    sheet = papers.blank(square(ink), rng)
    return on_paper(camera.shadow(camera.lamp(sheet, rng, 0.4), rng), ink, rng)


def _cut_edge(ink: Ink, rng: np.random.Generator) -> NDArray[np.uint8]:
    """The edge of the picture takes away up to an eighth of the digit on one side."""
    sheet = canvas(ink, 0.25)
    share = int(0.25 * max(ink.shape)) + int(rng.uniform(0.03, 0.12) * max(ink.shape))
    side = int(rng.integers(4))
    return as_picture(np.rot90(np.rot90(sheet, side)[share:], -side))


def _jpeg(ink: Ink, rng: np.random.Generator) -> NDArray[np.uint8]:
    small = cv2.resize(canvas(ink), None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return camera.jpeg(as_picture(small), int(rng.integers(6, 16)))


def _canvas_28(ink: Ink, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A quick drawing on a canvas of 28 x 28, anywhere and of any size, white on black."""
    side = int(rng.integers(14, 26))
    small = cv2.resize(ink, None, fx=side / max(ink.shape), fy=side / max(ink.shape), interpolation=cv2.INTER_AREA)
    sheet = np.zeros((28, 28), np.float32)
    top, left = rng.integers(0, 29 - small.shape[0]), rng.integers(0, 29 - small.shape[1])
    sheet[top : top + small.shape[0], left : left + small.shape[1]] = small
    return as_picture(sheet)


SETS: dict[str, Callable[[Ink, np.random.Generator], NDArray[np.uint8]]] = {
    **{f"pen {width}": _pen(width) for width in range(1, 9)},
    "slant": _slant,
    "turned": _turned,
    "aspect": _aspect,
    "squeezed": _squeezed,
    "filling": _filling,
    "faint": _faint,
    "blurred": _blurred,
    "noisy": _noisy,
    "ruled": _ruled,
    "checked": _checked,
    "security": _security,
    "shadow": _shadowed,
    "cut edge": _cut_edge,
    "jpeg": _jpeg,
    "canvas": _canvas_28,
}
