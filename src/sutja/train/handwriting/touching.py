"""Digits that touch, cut apart rightly and wrongly: what a reader of pages meets between its digits.

:mod:`sutja.ink` cuts a wide piece of ink wherever two digits might meet, and offers each part, and parts in a row, as
what may be one digit. Most are not: half a 4, a 3 with the beginning of a 5. A network that knows whole digits only
takes the upright stroke of a 4 for a 1, and nothing in it speaks against the cut. So it learns from such parts too: two
or three digits are pushed together until their ink meets, now and then joined by a stroke as well, and cut by ink's own
rules. Of a part that holds the share s of a digit's ink, and besides f times as much of its neighbours',

    s >= 9/10 and f <= 1/10       is that digit, with the traces that a cut leaves;
    s <= 2/3 for each digit       is none: a fragment;
    s >= 9/10 and f >= 1/3        is none: more than a digit.

What lies between is left out. A fragment may look just like a digit; then the network learns how often it is one.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sutja.ink.contrast import framed
from sutja.ink.convention import SIDE
from sutja.ink.cuts import find_cuts
from sutja.ink.fit import box_of, cut
from sutja.ink.place import place

__all__ = ["touching_digits"]

_SCALE = 3  # canvas pixels to a pixel of MNIST
_WHOLE, _PART = 0.9, 2 / 3
_TRACES, _MUCH = 0.1, 1 / 3
_WIDEST = 1.5  # times as wide as the digits are high

Ink = NDArray[np.floating[Any]]


def touching_digits(
    count: int, digits: NDArray[np.uint8], labels: NDArray[np.integer[Any]], none: int, rng: np.random.Generator
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """``count`` pictures (count, 28, 28), 255 = ink, and their labels (count,): as many digits as what is none.

    Args:
        count: How many; of an odd number, one more is none.
        digits: (n, 28, 28), 255 = ink.
        labels: (n,), what they are.
        none: The label of what is no digit.
        rng: Decides everything.
    """
    wanted = {True: count // 2, False: count - count // 2}
    pictures, names = [], []
    while any(wanted.values()):
        chosen = rng.integers(0, len(digits), 2 if rng.random() < 0.7 else 3)
        for part, owner in _parts(_together([_sized(digits[i], rng) for i in chosen], rng), rng):
            if wanted[owner is not None]:
                wanted[owner is not None] -= 1
                pictures.append(part)
                names.append(none if owner is None else int(labels[chosen[owner]]))
    return np.array(pictures, np.uint8).reshape(-1, SIDE, SIDE), np.array(names, np.uint8)


def _sized(digit: NDArray[np.uint8], rng: np.random.Generator) -> Ink:
    """``digit`` cut out, in the size and slant of its writer."""
    high = _SCALE * rng.uniform(0.85, 1.15)
    slant, side = rng.normal(0, 0.12), 28 * _SCALE
    middle = digit.shape[0] / 2
    to = np.array([[high, slant * high, side / 2 - high * (1 + slant) * middle], [0, high, side / 2 - high * middle]])
    drawn = cv2.warpAffine(digit, to, (side, side), flags=cv2.INTER_LINEAR)
    return cut(drawn.astype(np.float32) / np.float32(255))


def _together(digits: list[Ink], rng: np.random.Generator) -> NDArray[np.float32]:
    """The ``digits`` in a row, one layer for each (n, H, W), each pushed to the left until it meets what is there."""
    high = max(digit.shape[0] for digit in digits) + 4 * _SCALE
    layers = np.zeros((len(digits), high, sum(digit.shape[1] for digit in digits) + 8 * _SCALE), np.float32)
    start = 0
    for layer, digit in zip(layers, digits, strict=True):
        top = int(rng.integers(0, high - digit.shape[0] + 1))
        rows = slice(top, top + digit.shape[0])
        before = layers.max(axis=0)
        if before.any():
            start = _meeting(before[rows] > 0.5, digit > 0.5) - int(rng.integers(0, 2 * _SCALE))
        start = max(start, 0)
        layer[rows, start : start + digit.shape[1]] = digit
    if rng.random() < 0.15:
        _join(layers, rng)
    left, top, right, bottom = box_of(layers.max(axis=0))
    return layers[:, top:bottom, left:right]


def _meeting(there: NDArray[np.bool_], digit: NDArray[np.bool_]) -> int:
    """The column where ``digit`` begins if it stands as far to the left as what is ``there`` lets it."""
    width = there.shape[1]
    end = np.where(there.any(axis=1), width - there[:, ::-1].argmax(axis=1), 0)  # behind the last ink of each row
    begin = np.where(digit.any(axis=1), digit.argmax(axis=1), width)
    return int((end - begin).max())


def _join(layers: NDArray[np.float32], rng: np.random.Generator) -> None:
    """A stroke from the right of one digit to the left of the next, which belongs to the first."""
    first = int(rng.integers(0, len(layers) - 1))
    ends = []
    for layer, rightmost in ((layers[first], True), (layers[first + 1], False)):
        y, x = np.nonzero(layer > 0.5)
        i = int(np.argsort(x)[-1 - int(rng.integers(0, 20))] if rightmost else np.argsort(x)[int(rng.integers(0, 20))])
        ends.append((int(x[i]), int(y[i])))
    cv2.line(layers[first], ends[0], ends[1], 1.0, int(rng.integers(_SCALE, 2 * _SCALE + 1)))


def _parts(layers: NDArray[np.float32], rng: np.random.Generator) -> list[tuple[NDArray[np.uint8], int | None]]:
    """A digit and a part that is none, each with the layer that it is, or None; either may be missing."""
    ink = layers.max(axis=0)
    height = float(np.median([np.ptp(np.flatnonzero(layer.max(axis=1) > 0.1)) + 1 for layer in layers]))
    inside = (ink > 0.5).astype(np.uint8)
    pen = 4 * float(cv2.distanceTransform(inside, cv2.DIST_L2, 3)[inside > 0].mean())  # see the variation of pens
    cuts = find_cuts(ink, height, pen)
    edges = np.stack([np.zeros(len(ink), np.int64), *(way.columns for way in cuts), np.full(len(ink), ink.shape[1])])
    columns = np.arange(ink.shape[1])
    found: dict[bool, tuple[NDArray[np.uint8], int | None]] = {}
    ranges = list(combinations(range(len(edges)), 2))
    for first, last in (ranges[i] for i in rng.permutation(len(ranges))):
        here = (columns >= edges[first][:, None]) & (columns < edges[last][:, None])
        part = ink * here
        if part.max() < 0.5 or np.ptp(np.flatnonzero(part.max(axis=0) > 0.1)) > _WIDEST * height:
            continue
        sums = np.maximum(layers.sum(axis=(1, 2)), 1e-6)
        shares = (layers * here).sum(axis=(1, 2)) / sums
        owner = int(shares.argmax())
        more = float(np.maximum(part - layers[owner], 0).sum() / sums[owner])
        is_digit = shares[owner] >= _WHOLE and more <= _TRACES
        is_none = shares[owner] <= _PART or (shares[owner] >= _WHOLE and more >= _MUCH)
        if (is_digit or is_none) and is_digit not in found:
            found[is_digit] = place(framed(cut(part.astype(np.float32)))), owner if is_digit else None
    return list(found.values())
