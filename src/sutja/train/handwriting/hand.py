"""A hand: forms of :mod:`sutja.train.handwriting.glyphs`, written as somebody would write them.

Each hand trembles: every point of a form is moved by a normal error of 1 to 5 hundredths of its height. Through the
points runs a Catmull-Rom curve: between P1 and P2, with neighbours P0 and P3,

    C(t) = (1/2) (2 P1 + (P2 - P0) t + (2 P0 - 5 P1 + 4 P2 - P3) t² + (3 P1 - P0 - 3 P2 + P3) t³),   0 <= t <= 1.

Each stroke is drawn by :func:`sutja.ink.from_strokes`, with a pen of 1.5 to 4.5 pixels. Slant, turn and aspect are the
business of :mod:`sutja.train.handwriting.variation`, which every picture of the training goes through.

Source: Catmull and Rom, "A class of local interpolating splines", 1974.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from sutja import ink
from sutja.train.handwriting.glyphs import DIGITS, SIGNS, Form

__all__ = ["write", "written_digits", "written_signs"]

_STEPS = 8  # points on the curve from one point of a form to the next


def written_digits(count: int, rng: np.random.Generator) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Pictures (count, 28, 28) of digits in all their forms, 255 = ink, and what they are (count,)."""
    labels = rng.integers(0, 10, count)
    forms = [DIGITS[digit][rng.integers(len(DIGITS[digit]))] for digit in labels.tolist()]
    return _pictures(forms, rng), labels


def written_signs(count: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """Pictures (count, 28, 28) of letters and signs that are no digits."""
    known = list(SIGNS.values())
    return _pictures((known[i] for i in rng.integers(0, len(known), count)), rng)


def write(form: Form, rng: np.random.Generator) -> NDArray[np.uint8]:
    """``form`` written by a hand of its own, (28, 28), 255 = ink."""
    tremble = rng.uniform(0.01, 0.05)
    strokes = [_curve(np.array(stroke) + rng.normal(0, tremble, (len(stroke), 2))) for stroke in form]
    width = rng.uniform(1.5, 4.5)
    return ink.from_strokes(strokes, pen_width=width / (20 - width)).pixels


def _pictures(forms: Iterable[Form], rng: np.random.Generator) -> NDArray[np.uint8]:
    return np.stack([write(form, rng) for form in forms])


def _curve(points: NDArray[np.float64]) -> NDArray[np.float64]:
    """A smooth curve through ``points`` (n, 2)."""
    if len(points) < 3:
        return points
    ends = np.concatenate([points[:1], points, points[-1:]])
    t = np.arange(_STEPS)[:, None, None] / _STEPS
    p0, p1, p2, p3 = ends[:-3], ends[1:-2], ends[2:-1], ends[3:]
    curve = 2 * p1 + (p2 - p0) * t + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2 + (3 * p1 - p0 - 3 * p2 + p3) * t**3
    return np.concatenate([0.5 * curve.transpose(1, 0, 2).reshape(-1, 2), points[-1:]])
