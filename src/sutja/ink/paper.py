"""The paper: how bright it is at each point, under a lamp, in a shadow, at the fold of a notebook.

The *darkness* of a pixel is 1 - grey / paper: 0 on paper in light and in shadow, and because light multiplies, the
same for the same ink anywhere. (Where the ink is light on dark, the negative of the picture is meant.) It needs the
brightness that the paper has under the ink, and there are two ways to know it:

- **A smooth surface** through the paper that is seen, a polynomial in the position (x, y) from -1 to 1,

      level:  c₀        bowl:  c₀ + c₁ y + c₂ x + c₃ y² + c₄ x² + c₅ x y.

  It is right in even light and under a lamp, for strokes of any thickness, and wrong at the edge of a shadow. Paper is
  what is lighter than Otsu's threshold of what remains after a fit to all pixels; a bowl is then fitted to the
  paper alone, three times, darker pixels leaving it and lighter ones joining.

- **A closing**: the largest value within a square window, then the smallest of these. It fills dark lines that are
  thinner than the window with the paper beside them and leaves everything that is larger, shadows with hard edges too,
  as it is. It is wrong where a stroke is wider than the window. The window tried is 1/4 of the
  shorter side, and on a page of many digits 1/8 as well.

Each way is tried on a copy of at most 512 pixels, where a thin line still leaves its trace in the mean of a block.
The right one leaves two clear classes, paper and ink, over the whole picture and over the pixels around edges, where
there is as much of the one as of the other; and it leaves no darkness on the lighter side of edges. So
the one with the largest

    min(separation over all, separation at edges) - 0.5 (mean |darkness| of the lighter sides) / (mean of the darker)
                                                  - 0.3 (solid + hollow)

is taken, with the separations of Otsu's threshold. *Solid* is the share of the ink in areas that hold a square of a
third of the shorter side, as a shadow does; *hollow* the share of ink in the border, 2 pixels wide, of paper that is
darker than 3/4 of its median, as around the inside of a stroke that was taken for paper. Each in the order above must
be 0.02 better than the best before, and none is tried after one that reaches 0.9.

**A drawing** that never was on paper, as from a screen, needs none of this: where more than half of the pixels above
Otsu's threshold have the same value (to a thousandth), and no more than a tenth of the others is solid, that value is
the paper.

Edges are the 4 % of the pixels with the largest 1 - (smallest / largest value of the 3 x 3 pixels around). What is
around them and what their sides are is told by a square window of 1/32 of the longer side (5 and 3 pixels at least):
its largest and its smallest value are the sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sutja.ink.polarity import ink_is_dark
from sutja.ink.shrink import factor_for, shrink
from sutja.ink.threshold import median, otsu, percentile

__all__ = ["ONE_DIGIT", "PAGE", "Sheet", "darkness"]

ONE_DIGIT, PAGE = (4,), (4, 8)  # to the shorter side, the windows

_COARSE = 512  # pixels on the longer side of the copy
_SURFACE = 64  # pixels on the longer side of the copy that surfaces are fitted to
_DARKEST = 0.05  # paper that is darker than this leaves no room for darker ink
_SIMPLER = 0.02  # how much clearer a later way must split the picture
_ROUNDS = 3
_SMALLEST = 11  # pixels, of a window
_EDGES = 0.04  # of the pixels
_LEFT, _WRONG = 0.5, 0.3
_DARK_PAPER = 0.75
_ALIKE, _DRAWN, _LITTLE = 1e-3, 0.5, 0.1
_CLEAR = 0.9
_EVERY = 4

Grey = NDArray[np.float32]


class Sheet(NamedTuple):
    """A picture with its paper removed.

    Attributes:
        darkness: (H, W), 0 on paper and at most 1.
        brightness: The mean brightness of the paper, in [0.05, 1].
        dark_ink: Whether the ink is darker than the paper.
        threshold: Otsu's, of the darkness.
    """

    darkness: Grey
    brightness: float
    dark_ink: bool
    threshold: float


def darkness(grey: Grey, windows: tuple[int, ...] = ONE_DIGIT) -> Sheet:
    """Remove the paper from a ``grey`` picture (H, W) in [0, 1].

    ``windows`` are those of the closings, as parts of the shorter side: ONE_DIGIT or PAGE.
    """
    dark_ink = ink_is_dark(grey)
    if not dark_ink:
        grey = 1 - grey
    factor = factor_for(grey.shape, _COARSE)
    coarse = shrink(grey, factor)
    split = otsu(coarse)
    level = _level_of_drawing(coarse, split.threshold)
    if level is not None:
        dark = np.asarray(1 - grey / np.float32(level), np.float32)
        threshold = 1 - split.threshold / level if factor == 1 else otsu(dark).threshold
        return Sheet(dark, level, dark_ink, threshold)
    edges = _edges(coarse)
    best, clearest = np.ones_like(coarse), -np.inf
    for paper in _papers(coarse, windows):
        quality = _quality(coarse, paper, edges)
        if quality > clearest + _SIMPLER:
            best, clearest = paper, quality
        if clearest >= _CLEAR:
            break
    if factor > 1:
        best = _enlarge(best, factor, grey.shape)
    dark = np.asarray(1 - grey / best, np.float32)
    return Sheet(dark, float(best.mean()), dark_ink, otsu(dark).threshold)


def _papers(coarse: Grey, windows: tuple[int, ...]) -> Iterator[Grey]:
    """What the paper may be, each in the shape of ``coarse`` and at least _DARKEST."""
    import cv2

    small = shrink(coarse, factor_for(coarse.shape, _SURFACE))
    light = small > otsu(small).threshold
    yield np.full_like(coarse, max(median(small[light] if light.any() else small), _DARKEST))
    yield np.maximum(_surface(_bowl(small, _light_class(small)), coarse.shape), np.float32(_DARKEST))
    for share in windows:
        side = max(_SMALLEST, min(coarse.shape) // share | 1)
        window = np.ones((side, side), np.uint8)
        closed = cv2.morphologyEx(coarse, cv2.MORPH_CLOSE, window, borderType=cv2.BORDER_REPLICATE)
        yield np.maximum(np.asarray(cv2.blur(closed, (side // 2 | 1, side // 2 | 1))), np.float32(_DARKEST))


def _level_of_drawing(coarse: Grey, threshold: float) -> float | None:
    """The brightness of the paper if it has one only, as a drawing has that never was on paper."""
    level = _commonest(coarse, threshold)
    if level is None or level < _DARKEST or _solid(coarse <= threshold) > _LITTLE:
        return None
    return level


def _commonest(coarse: Grey, threshold: float) -> float | None:
    """The value that more than half of the pixels above ``threshold`` have, if there is one."""
    lightest = coarse.max()
    if np.count_nonzero(coarse == lightest) > _DRAWN * coarse.size:
        return float(lightest)
    light = coarse[coarse > threshold]
    if light.size == 0:
        return None
    level = median(light)
    alike = np.count_nonzero(np.abs(light - np.float32(level)) < _ALIKE)
    return level if alike >= _DRAWN * light.size else None


class _Edges(NamedTuple):
    """The pixels on edges, those at most 2 from one, and the values on the lighter and the darker side of each."""

    on: NDArray[np.bool_]
    near: NDArray[np.bool_]
    lighter: Grey
    darker: Grey


def _edges(coarse: Grey) -> _Edges:
    """The edges of strokes, of shadows and of all else."""
    import cv2

    lighter, darker = _sides(coarse, 3)
    contrast = 1 - darker / np.maximum(lighter, np.float32(_DARKEST))
    on = contrast >= percentile(contrast, 1 - _EDGES)
    around = max(coarse.shape) // 32 | 1
    if around > 3:
        lighter, darker = _sides(coarse, around)
    near = cv2.dilate(on.astype(np.uint8), np.ones((max(around, 5),) * 2, np.uint8)) > 0
    return _Edges(on, np.asarray(near), lighter[on], darker[on])


def _sides(coarse: Grey, window: int) -> tuple[Grey, Grey]:
    """The largest and the smallest value in a square ``window`` around each pixel."""
    import cv2

    square = np.ones((window, window), np.uint8)
    largest = cv2.dilate(coarse, square, borderType=cv2.BORDER_REPLICATE)
    smallest = cv2.erode(coarse, square, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(largest, np.float32), np.asarray(smallest, np.float32)


def _quality(coarse: Grey, paper: Grey, edges: _Edges) -> float:
    """How well ``paper`` explains the picture; see above."""
    dark = 1 - coarse / paper
    split = otsu(dark)
    separation = min(split.separation, otsu(dark[edges.near]).separation)
    left = float(np.abs(1 - edges.lighter / paper[edges.on]).mean())
    found = float(np.abs(1 - edges.darker / paper[edges.on]).mean())
    ink = dark > split.threshold
    if found == 0 or not ink.any():
        return 0.0
    return separation - _LEFT * left / found - _WRONG * (_solid(ink) + _hollow(ink, paper))


def _solid(ink: NDArray[np.bool_]) -> float:
    """How much of the ink is in areas wider than a stroke."""
    import cv2

    side = min(ink.shape) // 3 | 1
    sheet = ink.astype(np.uint8)
    if side >= 4 * _EVERY and not cv2.erode(sheet[::_EVERY, ::_EVERY], _square(side // _EVERY - 2)).any():
        return 0.0  # the square would cover this many of every fourth pixel
    left = cv2.erode(sheet, _square(side))
    return float(cv2.dilate(left, _square(side)).sum()) / float(ink.sum()) if left.any() else 0.0


def _hollow(ink: NDArray[np.bool_], paper: Grey) -> float:
    """How much of the border of dark paper is ink, as it is around the inside of a stroke taken for paper."""
    import cv2

    if paper.min() >= _DARK_PAPER * paper.max():
        return 0.0
    inside = (paper < _DARK_PAPER * median(paper)).astype(np.uint8)
    border = cv2.dilate(inside, np.ones((5, 5), np.uint8)) > inside
    return float(ink[border].mean()) if border.any() else 0.0


def _light_class(small: Grey) -> NDArray[np.bool_]:
    """The lighter of the two classes of ``small``, seen without its uneven light."""
    best, clearest = np.ones(small.shape, bool), 0.0
    for degree, terms in enumerate((1, 3, 6)):
        surface = _terms(small.shape)[..., :terms]
        split = otsu(rest := small - surface @ _least_squares(surface, small))
        if split.separation - _SIMPLER * degree > clearest:
            best, clearest = rest > split.threshold, split.separation - _SIMPLER * degree
    return best


def _bowl(small: Grey, paper: NDArray[np.bool_]) -> Grey:
    """The coefficients (6,) of a bowl through the ``paper`` alone."""
    surface = _terms(small.shape)
    coefficients = _least_squares(surface[paper], small[paper])
    for _round in range(_ROUNDS - 1):
        dark = 1 - small / np.maximum(surface @ coefficients, _DARKEST)
        paper = dark <= otsu(dark).threshold / 2
        if np.count_nonzero(paper) < surface.shape[-1]:
            break
        coefficients = _least_squares(surface[paper], small[paper])
    return coefficients


def _surface(coefficients: Grey, shape: tuple[int, ...]) -> Grey:
    """The polynomial with ``coefficients`` (6,) at each pixel."""
    y, x = (np.linspace(-1, 1, n, dtype=np.float32) for n in shape)
    c = coefficients
    down, across = c[0] + c[1] * y + c[3] * y * y, c[2] * x + c[4] * x * x
    return np.asarray(down[:, None] + across + np.outer(c[5] * y, x), np.float32)


def _square(side: int) -> NDArray[np.uint8]:
    return np.ones((side, side), np.uint8)


@lru_cache(maxsize=4)
def _terms(shape: tuple[int, ...]) -> Grey:
    """The six terms of the polynomial at each pixel, (H, W, 6)."""
    y, x = np.meshgrid(*(np.linspace(-1, 1, n, dtype=np.float32) for n in shape), indexing="ij")
    return np.stack([np.ones_like(x), y, x, y * y, x * x, x * y], axis=-1)


def _least_squares(surface: Grey, grey: Grey) -> Grey:
    terms = surface.reshape(-1, surface.shape[-1]).astype(np.float64)
    return np.asarray(np.linalg.pinv(terms.T @ terms) @ (terms.T @ grey.ravel()), np.float32)


def _enlarge(coarse: Grey, factor: int, shape: tuple[int, ...]) -> Grey:
    """Undo a shrinking by ``factor``, linear between the middles of the blocks."""
    import cv2

    size = (coarse.shape[1] * factor, coarse.shape[0] * factor)
    return np.asarray(cv2.resize(coarse, size, interpolation=cv2.INTER_LINEAR)[: shape[0], : shape[1]], np.float32)
