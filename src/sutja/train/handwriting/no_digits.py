"""What is no digit: letters and words, scribbles, noise, clothes, photographs, two digits taken for one.

A network that has seen digits only must answer with a digit. One that has also learnt what is none, from many kinds of
pictures, recognises kinds that it has never seen as well ("outlier exposure": Hendrycks, Mazeika and Dietterich,
2019). All pictures are (28, 28) as :mod:`sutja.ink` would hand them on, 255 = ink.

Left out of what stands alone is whatever a reasonable person could take for a digit: letters such as O, l, S and B, an
upright line, a ring.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from sutja import ink
from sutja.errors import NothingDrawn
from sutja.ink.fit import box_of, fit
from sutja.ink.place import place
from sutja.train.handwriting.hand import written_signs

__all__ = ["no_digits"]

_LETTERS = "ACEFHJKLMNPRTUVWXYadefhkmnprtvwx&@#%"  # one at a time; in words any letter will do
_WORD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_PLAIN,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
    cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
    cv2.FONT_HERSHEY_SCRIPT_COMPLEX,
)

Pictures = NDArray[np.uint8]
Ink = NDArray[np.floating[Any]]


def no_digits(
    count: int, digits: Pictures, clothes: Pictures, photographs: Pictures, rng: np.random.Generator
) -> Pictures:
    """Pictures (about ``count``, 28, 28) of all kinds that are no digit.

    Args:
        count: How many; each kind has its share.
        digits: (n, 28, 28), to put two of them together.
        clothes: (n, 28, 28), 255 = cloth.
        photographs: (n, H, W) or (n, H, W, 3).
        rng: Decides everything.
    """
    shares: list[tuple[float, Callable[[], Ink | Pictures | None]]] = [
        (0.12, lambda: _letters(rng, 1, _LETTERS)),
        (0.08, lambda: _letters(rng, int(rng.integers(2, 7)), _WORD)),
        (0.10, lambda: _invented(rng)),
        (0.10, lambda: _scribble(rng)),
        (0.07, lambda: _blobs(rng)),
        (0.05, lambda: _grain(rng)),
        (0.15, lambda: _two_digits(digits, rng)),
        (0.05, lambda: _from(clothes, rng).astype(np.float32) / 255),
        (0.04, lambda: _seen_by_ink(_from(clothes, rng))),
        (0.06, lambda: _seen_by_ink(_from(photographs, rng))),
        (0.02, lambda: _plain(_from(photographs, rng))),
    ]
    found = list(written_signs(round(0.16 * count), rng))
    for share, make in shares:
        pictures = (make() for _ in range(round(share * count)))
        found += [_as_ink(picture) for picture in pictures if picture is not None]
    return np.stack(found)


def _as_ink(picture: Ink | Pictures) -> Pictures:
    """A finished (28, 28) uint8 picture as it is; ink in [0, 1] of any size fitted and placed."""
    if picture.dtype == np.uint8:
        return picture.astype(np.uint8)
    drawn = picture.astype(np.float32)
    if not (drawn >= 0.2).any():
        return np.zeros((28, 28), np.uint8)
    left, top, right, bottom = box_of(drawn)
    return place(fit(drawn[top:bottom, left:right]))


def _from(pictures: Pictures, rng: np.random.Generator) -> Pictures:
    return pictures[rng.integers(len(pictures))]


def _letters(rng: np.random.Generator, count: int, known: str) -> Ink:
    """``count`` letters in one of the fonts that come with OpenCV."""
    text = "".join(rng.choice(list(known), count))
    font, thick = _FONTS[rng.integers(len(_FONTS))], int(rng.integers(2, 12))
    scale = 4.0 if font == cv2.FONT_HERSHEY_PLAIN else 2.2
    sheet = np.zeros((160, 60 + 90 * count), np.uint8)
    cv2.putText(sheet, text, (30, 105), font, scale, 255, thick, cv2.LINE_AA)
    letters = sheet.astype(np.float32) / 255
    return letters if count == 1 else _row(letters, rng)


def _row(sheet: Ink, rng: np.random.Generator) -> Ink:
    """A word, made higher now and then, as when somebody squeezes it into a square."""
    if rng.random() < 0.6:
        return sheet
    left, top, right, bottom = box_of(sheet)
    squeezed = cv2.resize(sheet[top:bottom, left:right], (100, 100), interpolation=cv2.INTER_AREA)
    return np.asarray(squeezed, np.float32)


def _scribble(rng: np.random.Generator) -> Ink:
    """Strokes with many turns, crosses and hatching: more of a way than any digit has."""
    sheet = np.zeros((128, 128), np.uint8)
    thick = int(rng.integers(2, 12))
    kind = rng.random()
    if kind < 0.5:
        points = int(rng.integers(9, 30))
        way = np.cumsum(rng.normal(0, 1, (points, 2)), axis=0) if rng.random() < 0.5 else rng.random((points, 2))
        way = 14 + 100 * (way - way.min(axis=0)) / np.ptp(way, axis=0)
        fine = cv2.resize(way.astype(np.float32), (2, 8 * points), interpolation=cv2.INTER_CUBIC)
        cv2.polylines(sheet, [fine.astype(np.int32)], False, 255, thick, cv2.LINE_AA)
    else:
        for _ in range(int(rng.integers(3, 14))):
            one, other = rng.integers(10, 118, (2, 2)).tolist()
            if kind < 0.8:
                cv2.line(sheet, one, other, 255, thick, cv2.LINE_AA)
            else:
                axes = rng.integers(6, 40, 2).tolist()
                cv2.ellipse(sheet, one, axes, float(rng.uniform(0, 180)), 0, 360, 255, thick, cv2.LINE_AA)
    return sheet.astype(np.float32) / 255


def _invented(rng: np.random.Generator) -> Ink:
    """A sign of no known script: three to five lines and arcs between points of a grid of 3 x 3."""
    sheet = np.zeros((128, 128), np.uint8)
    thick = int(rng.integers(3, 13))
    for _ in range(int(rng.integers(3, 6))):
        one, other = 24 + 40 * rng.integers(0, 3, (2, 2)) + rng.normal(0, 4, (2, 2))
        belly = (one + other) / 2 + rng.normal(0, 18, 2) * (rng.random() < 0.5)
        t = np.linspace(0, 1, 12)[:, None]
        way = (1 - t) ** 2 * one + 2 * t * (1 - t) * belly + t**2 * other
        cv2.polylines(sheet, [way.astype(np.int32)], False, 255, thick, cv2.LINE_AA)
    return sheet.astype(np.float32) / 255


def _blobs(rng: np.random.Generator) -> Ink:
    """Stains: smooth noise above a threshold."""
    noise = cv2.GaussianBlur(rng.standard_normal((64, 64), np.float32), (0, 0), rng.uniform(1.5, 7))
    level = np.quantile(noise, rng.uniform(0.4, 0.9))
    return np.asarray(np.clip((noise - level) / max(float(noise.std()) * 0.3, 1e-6), 0, 1), np.float32)


def _grain(rng: np.random.Generator) -> Pictures:
    """Noise all over, stripes and checks."""
    kind = rng.random()
    if kind < 0.5:
        coarse = int(rng.integers(5, 29))
        noise = cv2.resize(rng.random((coarse, coarse), np.float32), (28, 28), interpolation=cv2.INTER_LINEAR)
        return np.asarray(255 * np.clip(noise, 0, 1) ** rng.uniform(0.5, 3), np.uint8)
    x, y = np.meshgrid(np.arange(28), np.arange(28))
    angle, step = rng.uniform(0, np.pi), rng.uniform(0.6, 2)
    wave = np.cos(step * (np.cos(angle) * x + np.sin(angle) * y))
    if kind < 0.75:
        wave = wave * np.cos(step * (np.sin(angle) * x - np.cos(angle) * y))
    return np.asarray(255 * np.clip(wave * rng.uniform(0.7, 2), 0, 1), np.uint8)


def _two_digits(digits: Pictures, rng: np.random.Generator) -> Ink:
    """Two digits side by side or one above the other, near enough to touch, in one box."""
    one, other = (_trimmed(_from(digits, rng)) for _ in range(2))
    if rng.random() < 0.12:
        one, other = one.T, other.T
        return _beside(one, other, rng).T
    return _beside(one, other, rng)


def _beside(one: Ink, other: Ink, rng: np.random.Generator) -> Ink:
    gap = int(rng.integers(-3, 3))
    offset = rng.integers(0, 4, 2)
    sheet = np.zeros((26, one.shape[1] + other.shape[1] + max(gap, 0)), np.float32)
    sheet[offset[0] : offset[0] + one.shape[0], : one.shape[1]] = one
    start = one.shape[1] + gap
    part = sheet[offset[1] : offset[1] + other.shape[0], max(start, 0) : max(start, 0) + other.shape[1]]
    np.maximum(part, other[:, : part.shape[1]], out=part)
    return np.asarray(cv2.resize(sheet, None, fx=3, fy=3, interpolation=cv2.INTER_LINEAR), np.float32)


def _trimmed(digit: Pictures) -> Ink:
    left, top, right, bottom = box_of(digit.astype(np.float32) / 255)
    return np.asarray(digit[top:bottom, left:right] / np.float32(255), np.float32)


def _seen_by_ink(picture: Pictures) -> Pictures | None:
    try:
        return ink.from_picture(picture).pixels
    except NothingDrawn:
        return None


def _plain(picture: Pictures) -> Pictures:
    """A photograph as somebody hands it on without preparing it."""
    grey = picture if picture.ndim == 2 else picture.mean(axis=2)
    return np.asarray(cv2.resize(grey.astype(np.float32), (28, 28), interpolation=cv2.INTER_AREA), np.uint8)
