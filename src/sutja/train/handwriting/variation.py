"""Variation as wide as handwriting is: other hands, pens and papers, and what a picture loses on its way.

MNIST's digits were written with one kind of pen, scanned by one machine and cleaned by hand. Here each picture is
enlarged three times (3 x 20 = 60 pixels for a digit) and goes through, in the order in which it happens to ink:

- the hand: turned by up to 20 degrees, slanted by up to 25, 0.6 to 1.6 times as wide for its height, bent smoothly;
- the pen: the outline grows or shrinks evenly until the line is 1 to 8 pixels wide where the digit is 20 high. With
  w the width now and L the longer side of the box, both in pixels, it takes

      g = (v L / 20 - w) / (2 (1 - v / 20))

  on each side, since the box grows with the line: (w + 2 g) 20 / (L + 2 g) = v. Loops mostly keep a hole, as people
  see to it that they do;
- paper and camera: grain, gaps, an edge cut off, remains of a ruled line, specks, blur, noise, another contrast;
- the recogniser's own preparation (:mod:`sutja.ink`): fitted to 20 pixels, centre of mass in the middle, with the
  small errors that it makes on real pictures: a box a little off, a shift by a pixel or two.

A part of the pictures stays as it is but for a small turn, so that clean digits are not forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sutja.ink.convention import BOX, SIDE
from sutja.ink.fit import box_of, fit
from sutja.ink.place import place

__all__ = ["vary"]

_SCALE = 3  # canvas pixels to a pixel of MNIST
_CANVAS = 128  # pixels on each side: a digit of 60, wider by 1.26 and turned, stays inside
_MIDDLE = (_CANVAS - 1) / 2
_X, _Y = np.meshgrid(np.arange(_CANVAS, dtype=np.float32), np.arange(_CANVAS, dtype=np.float32))

Ink = NDArray[np.floating[Any]]


def vary(pictures: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Each of ``pictures`` (n, 28, 28), 255 = ink, as somebody else would have written and sent it."""
    return np.stack([_one(picture, rng) for picture in pictures])


@dataclass(frozen=True)
class _Hand:
    """How far one hand departs: angles in radians, sizes as factors, the bend in pixels of MNIST."""

    turn: float
    slant: float
    aspect: float
    bend: float

    @classmethod
    def small(cls, rng: np.random.Generator) -> _Hand:
        return cls(
            rng.uniform(-0.2, 0.2), rng.uniform(-0.15, 0.15), np.exp(rng.uniform(-0.12, 0.12)), rng.uniform(0, 0.7)
        )

    @classmethod
    def large(cls, rng: np.random.Generator) -> _Hand:
        turn = np.clip(rng.normal(0, 0.16), -0.36, 0.36)
        slant = np.clip(rng.normal(0, 0.2), -0.45, 0.45)
        return cls(turn, slant, np.exp(rng.uniform(np.log(0.58), np.log(1.65))), rng.uniform(0, 1.1))


def _one(picture: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    kind = rng.random()
    if kind < 0.25:
        return _prepared(_moved(picture, _Hand.small(rng), rng), rng)
    drawn = _moved(picture, _Hand.large(rng), rng)
    drawn = _penned(drawn, _pen_width(rng), rng)
    for chance, harm in _HARMS:
        if rng.random() < chance:
            drawn = harm(drawn, rng)
    if not (drawn >= 0.3).any():
        return picture
    return _prepared(drawn, rng, squeeze=rng.random() < 0.06)


def _moved(picture: NDArray[np.uint8], hand: _Hand, rng: np.random.Generator) -> Ink:
    """``picture`` on the canvas, values in [0, 1], by the linear map of ``hand`` and a smooth bend.

    For each pixel of the canvas, the point of the picture that comes there: the inverse map, plus the bend.
    """
    wide, high = np.sqrt(hand.aspect), 1 / np.sqrt(hand.aspect)
    cos, sin = np.cos(hand.turn), np.sin(hand.turn)
    forward = np.array([[cos, -sin], [sin, cos]]) @ np.array([[1, np.tan(hand.slant)], [0, 1]]) @ np.diag([wide, high])
    (a, b), (c, d) = np.linalg.inv(_SCALE * forward)
    field = rng.normal(0, hand.bend, (6, 6, 2)).astype(np.float32)
    bend = cv2.resize(field, (_CANVAS, _CANVAS), interpolation=cv2.INTER_CUBIC)
    x, y = _X - np.float32(_MIDDLE), _Y - np.float32(_MIDDLE)
    from_x = np.float32(a) * x + np.float32(b) * y + np.float32(SIDE / 2 - 0.5) + bend[..., 0]
    from_y = np.float32(c) * x + np.float32(d) * y + np.float32(SIDE / 2 - 0.5) + bend[..., 1]
    moved = cv2.remap(picture, from_x, from_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=0)
    return moved.astype(np.float32) / 255


def _pen_width(rng: np.random.Generator) -> float | None:
    """The width of the pen in pixels where a digit is 20 high; None for the pen that it was written with."""
    kind = rng.random()
    if kind < 0.35:
        return None
    return rng.uniform(1, 4.5) if kind < 0.8 else rng.uniform(4.5, 8)


def _penned(drawn: Ink, width: float | None, rng: np.random.Generator) -> Ink:
    """``drawn`` with a line ``width`` pixels wide, where a digit is 20 high."""
    inside = (drawn > 0.5).astype(np.uint8)
    if width is None or not inside.any():
        return drawn
    within = cv2.distanceTransform(inside, cv2.DIST_L2, 3)
    away: Ink = np.asarray(cv2.distanceTransform(1 - inside, cv2.DIST_L2, 3), np.float32)
    now = 4 * float(within[inside > 0].mean())  # in a bar of width w the mean distance to the edge is w / 4
    left, top, right, bottom = box_of(inside.astype(np.float32))
    longer = max(right - left, bottom - top)
    grow = max((width * longer / BOX - now) / (2 * (1 - width / BOX)), -0.3 * now)
    if grow > 1 and rng.random() < 0.8:
        away = _keep_holes(inside, away, grow)
    return np.clip(within - away + np.float32(grow + 0.5), 0, 1)


def _keep_holes(inside: NDArray[np.uint8], away: Ink, grow: float) -> Ink:
    """Distances from the ink, stretched in each hole that would be filled, so that its inner part stays open."""
    count, labels = cv2.connectedComponents(1 - inside, connectivity=4)
    for hole in set(range(1, count)) - {int(labels[0, 0])}:
        here = labels == hole
        depth = float(away[here].max())
        if 2.5 < depth < grow / 0.6:
            away[here] *= grow / (0.6 * depth)
    return away


def _grain(drawn: Ink, rng: np.random.Generator) -> Ink:
    """A pencil, which leaves only the tops of the paper dark."""
    coarse = rng.integers(24, 64)
    grain = cv2.resize(rng.random((coarse, coarse), np.float32), (_CANVAS, _CANVAS))
    return drawn * (1 - np.float32(rng.uniform(0.3, 0.9)) * grain)


def _gap(drawn: Ink, rng: np.random.Generator) -> Ink:
    """One or two lines where the pen skipped or a rule was taken away."""
    for _ in range(rng.integers(1, 3)):
        cv2.line(drawn, *_across(rng), 0.0, int(rng.integers(1, 4)))
    return drawn


def _rule(drawn: Ink, rng: np.random.Generator) -> Ink:
    """Remains of a ruled line, level or upright, near the digit."""
    left, top, right, bottom = box_of(drawn)
    level = rng.random() < 0.7
    low, high = (left, right) if level else (top, bottom)
    at = rng.uniform(top, bottom) if level else rng.uniform(left, right)
    start, end = np.sort(rng.uniform(low - 6, high + 6, 2))
    ends = ((int(start), int(at)), (int(end), int(at + rng.uniform(-2, 2))))
    one, other = ends if level else (ends[0][::-1], ends[1][::-1])
    cv2.line(drawn, one, other, float(rng.uniform(0.4, 1)), int(rng.integers(1, 3)))
    return drawn


def _cut(drawn: Ink, rng: np.random.Generator) -> Ink:
    """An edge of the picture takes away up to an eighth of the digit."""
    left, top, right, bottom = box_of(drawn)
    share = rng.uniform(0.03, 0.13)
    high, wide = int(share * (bottom - top)), int(share * (right - left))
    side = rng.integers(4)
    if side == 0:
        drawn[: top + high] = 0
    elif side == 1:
        drawn[bottom - high :] = 0
    elif side == 2:
        drawn[:, : left + wide] = 0
    else:
        drawn[:, right - wide :] = 0
    return drawn


def _specks(drawn: Ink, rng: np.random.Generator) -> Ink:
    """A few dots of dust."""
    for _ in range(rng.integers(1, 5)):
        x, y = rng.uniform(24, 104, 2).tolist()
        cv2.circle(drawn, (int(x), int(y)), int(rng.integers(1, 3)), float(rng.uniform(0.3, 1)), -1)
    return drawn


def _blur(drawn: Ink, rng: np.random.Generator) -> Ink:
    blurred = cv2.GaussianBlur(drawn, (0, 0), rng.uniform(1, 5))
    return np.asarray(blurred / max(float(blurred.max()), 0.2), np.float32)


def _contrast(drawn: Ink, rng: np.random.Generator) -> Ink:
    return np.asarray(drawn ** np.float32(np.exp(rng.uniform(-0.7, 0.7))), np.float32)


def _noise(drawn: Ink, rng: np.random.Generator) -> Ink:
    """A scanner's noise where there is ink, and a little around it."""
    coarse = int(rng.integers(28, 100))
    noise = cv2.resize(rng.standard_normal((coarse, coarse), np.float32), (_CANVAS, _CANVAS))
    near = cv2.dilate(drawn, np.ones((7, 7), np.uint8))
    return np.clip(drawn + np.float32(rng.uniform(0.05, 0.3)) * noise * near, 0, 1)


_HARMS = (
    (0.15, _grain),
    (0.10, _gap),
    (0.10, _rule),
    (0.08, _cut),
    (0.25, _blur),
    (0.15, _noise),
    (0.08, _specks),
    (0.15, _contrast),
)


def _across(rng: np.random.Generator) -> tuple[tuple[int, int], tuple[int, int]]:
    """The ends of a straight line through the inner part of the canvas."""
    (x, y), angle = rng.uniform(40, 88, 2), rng.uniform(0, np.pi)
    step = 90 * np.array([np.cos(angle), np.sin(angle)])
    one, other = (np.array([x, y]) + step).astype(int).tolist(), (np.array([x, y]) - step).astype(int).tolist()
    return tuple(one), tuple(other)


def _prepared(drawn: Ink, rng: np.random.Generator, squeeze: bool = False) -> NDArray[np.uint8]:
    """``drawn`` as ink hands it to the network, with the errors that ink makes."""
    left, top, right, bottom = box_of(drawn)
    part = drawn[top:bottom, left:right]
    if squeeze:
        side = max(part.shape)
        part = np.asarray(cv2.resize(part, (side, side), interpolation=cv2.INTER_LINEAR), np.float32)
    near = rng.random() < 0.3
    picture = place(fit(part, int(rng.integers(BOX - 2, BOX + 3)) if near else BOX))
    if rng.random() < 0.25:
        moved = rng.integers(-2, 3, 2)
        picture = _shift(picture, *moved.tolist())
    return picture


def _shift(picture: NDArray[np.uint8], down: int, right: int) -> NDArray[np.uint8]:
    padded = np.pad(picture, 2)
    return padded[2 - down : 2 - down + SIDE, 2 - right : 2 - right + SIDE]
