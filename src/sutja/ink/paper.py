"""The paper: how bright it is at each point, and whether it is the light or the dark part of the picture.

A lamp, a window or the edge of a lens light a sheet unevenly, but smoothly: over one digit the brightness of
empty paper is a polynomial of low degree in the position (x, y), both from -1 to 1 over the picture,

    level:  c₀        plane:  + c₁ y + c₂ x        bowl:  + c₃ y² + c₄ x² + c₅ x y.

Paper and ink are told apart in two steps, on a copy of at most 64x64 pixels, where a thin line still leaves its
trace in the mean of a block.

**Which side is the paper?** For each of the three, the surface is fitted to all pixels by least squares, and what
remains is split in two by Otsu's threshold. The surface with the clearest split is taken (a simpler one wins if
it is less than 0.02 behind for each degree). Paper is the class that has more of the edge and more of the area,

    (share of the edge) + (share of the area) > 1.

If the paper is the darker class, as on a blackboard or in MNIST itself, the picture is turned into its negative.

**How bright is the paper?** If it is flat (its median absolute deviation is below a hundredth), its brightness is
its median. Otherwise a bowl is fitted to the pixels of the paper alone; pixels that are darker than it by half
of the next threshold then leave the paper, and lighter ones join it; three times.

The result is the *darkness*, 1 - grey / paper: 0 on paper in light and in shadow, and because light multiplies,
the same for the same ink anywhere.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sutja.ink.shrink import factor_for, shrink
from sutja.ink.threshold import otsu

__all__ = ["Sheet", "darkness"]

_COARSE = 64  # pixels on the longer side of the copy
_FLAT = 0.01  # the deviation of a sheet in even light
_DARKEST = 0.05  # paper that is darker than this leaves no room for darker ink
_SIMPLER = 0.02  # how much clearer the split must be for each further degree
_ROUNDS = 3

Grey = NDArray[np.float32]


class Sheet(NamedTuple):
    """A picture with its paper removed.

    Attributes:
        darkness: (H, W), 0 on paper and at most 1.
        brightness: The mean brightness of the paper, in [0.05, 1].
        dark_ink: Whether the ink is darker than the paper.
    """

    darkness: Grey
    brightness: float
    dark_ink: bool


def darkness(grey: Grey) -> Sheet:
    """Remove the paper from a ``grey`` picture (H, W) in [0, 1]."""
    coarse = shrink(grey, factor_for(grey.shape, _COARSE))
    light = _light_class(coarse)
    dark_ink = _share_of_edge(light) + float(light.mean()) > 1
    if not dark_ink:
        grey, coarse, light = 1 - grey, 1 - coarse, ~light
    values = coarse[light]
    level = float(np.median(values))
    if float(np.median(np.abs(values - level))) < _FLAT:
        paper: Grey = np.full((1, 1), level, np.float32)
    else:
        paper = _surface(grey.shape) @ _bowl(coarse, light)
    paper = np.maximum(paper, np.float32(_DARKEST))
    return Sheet(np.asarray(1 - grey / paper, np.float32), float(paper.mean()), dark_ink)


def _light_class(coarse: Grey) -> NDArray[np.bool_]:
    """The lighter of the two classes of ``coarse``, seen without its uneven light."""
    best, clearest = np.ones(coarse.shape, bool), 0.0
    for degree, terms in enumerate((1, 3, 6)):
        surface = _surface(coarse.shape)[..., :terms]
        rest = coarse - surface @ _least_squares(surface, coarse)
        split = otsu(rest)
        if split.separation - _SIMPLER * degree > clearest:
            best, clearest = rest > split.threshold, split.separation - _SIMPLER * degree
    return best


def _bowl(coarse: Grey, paper: NDArray[np.bool_]) -> Grey:
    """The coefficients (6,) of a bowl through the ``paper`` alone."""
    surface = _surface(coarse.shape)
    coefficients = _least_squares(surface[paper], coarse[paper])
    for _round in range(_ROUNDS - 1):
        dark = 1 - coarse / np.maximum(surface @ coefficients, _DARKEST)
        paper = dark <= otsu(dark).threshold / 2
        if np.count_nonzero(paper) < surface.shape[-1]:
            break
        coefficients = _least_squares(surface[paper], coarse[paper])
    return coefficients


def _surface(shape: tuple[int, ...]) -> Grey:
    """The six terms of the polynomial at each pixel, (H, W, 6)."""
    y, x = np.meshgrid(*(np.linspace(-1, 1, n, dtype=np.float32) for n in shape), indexing="ij")
    return np.stack([np.ones_like(x), y, x, y * y, x * x, x * y], axis=-1)


def _least_squares(surface: Grey, grey: Grey) -> Grey:
    terms = surface.reshape(-1, surface.shape[-1]).astype(np.float64)
    return np.asarray(np.linalg.pinv(terms.T @ terms) @ (terms.T @ grey.ravel()), np.float32)


def _share_of_edge(mask: NDArray[np.bool_]) -> float:
    edge = np.concatenate([mask[0], mask[-1], mask[1:-1, 0], mask[1:-1, -1]])
    return float(edge.mean())
