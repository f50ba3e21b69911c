"""``B-cosine-convolution`` and ``E-convolution-by-hand``: a small pattern looks at every place of a picture."""

from __future__ import annotations

import numpy as np

import sutja.nn as nn
from sutja.labs.computed import Computed, Finding, half_a_unit
from sutja.labs.worked.characters import beside, matrix, number, shaded
from sutja.labs.worked.plotting import ORANGE, Picture, heat
from sutja.language import translate as _
from sutja.nn.primer import convolve, cosine_map, max_pool, unit, zeros_around
from sutja.nn.typing import Array

__all__ = ["convolution_by_hand", "cosine_convolution"]

# Deck B: white 0, grey 0.5, black 1
GREYS = np.array([[1, 1, 1, 0, 0.5], [0.5, 0.5, 0, 0.5, 0], [0, 0, 1, 1, 1], [1, 0.5, 0.5, 0.5, 0.5], [0, 1, 0, 1, 0]])
PATTERN = np.array([[1, 1, 1], [0.5, 0.5, 0.5], [0, 0, 0]])
LIKENESS = np.array(
    [
        [0.327, 0.414, 0.327, 0.316, 0.183],
        [0.816, 0.852, 0.609, 0.426, 0.245],
        [0.390, 0.447, 0.573, 0.516, 0.467],
        [0.258, 0.552, 0.652, 0.889, 0.690],
        [0.689, 0.816, 0.778, 0.781, 0.632],
    ]
)
# Deck E
NUMBERS = np.array([[1, 2, 3, 0], [0, 1, 2, 3], [3, 0, 1, 2], [2, 3, 0, 1]])
KERNEL = np.array([[2, 0, 1], [0, 1, 2], [1, 0, 2]])


def cosine_convolution() -> Computed:
    """Deck B's table of likenesses, one of its windows step by step, and the place that is most like the pattern."""
    window = zeros_around(GREYS, PATTERN.shape)[1:4, 1:4]  # around row 1, column 1, the deck's example
    found = cosine_map(GREYS, PATTERN)
    row, column = (int(i) for i in np.unravel_index(found.argmax(), found.shape))
    findings = (
        Finding(_("inner product of (1, 2, 3, 4) and (5, 6, 7, 8)"), _inner([[1, 2], [3, 4]], [[5, 6], [7, 8]]), 70.0),
        Finding(
            _("the window, divided by its length"),
            unit(window),
            np.array([[0.471, 0.471, 0.471], [0.236, 0.236, 0], [0, 0, 0.471]]),
            half_a_unit(3),
        ),
        Finding(
            _("the pattern, divided by its length"),
            unit(PATTERN),
            np.array([[0.516] * 3, [0.258] * 3, [0] * 3]),
            half_a_unit(3),
        ),
        Finding(_("their inner product: the cosine"), _inner(unit(window), unit(PATTERN)), 0.852, half_a_unit(3)),
        Finding(_("the cosine at every place"), found, LIKENESS, half_a_unit(3)),
        Finding(_("row and column that are most like the pattern, from 1"), np.array([row + 1, column + 1])),
    )
    text = beside(shaded(GREYS), "∗", shaded(PATTERN), "=", matrix(found.round(3), 3))
    with Picture(4.6, 2, 2, width_ratios=[5, 3]) as picture:
        picture_axes, pattern_axes, likeness_axes, window_axes = picture.all_axes
        heat(picture_axes, GREYS, "x", 1)
        heat(pattern_axes, PATTERN, "w", 1)
        heat(likeness_axes, found, "cos θ", 2)
        heat(
            window_axes,
            zeros_around(GREYS, PATTERN.shape)[row : row + 3, column : column + 3],
            f"max cos θ = {found.max():.3f}",
            1,
        )
        _frame(picture_axes, row - 1, column - 1, PATTERN.shape)
        _frame(likeness_axes, row, column, (1, 1))
    return Computed(findings, {"cosine": picture.svg}, text)


def convolution_by_hand() -> Computed:
    """Deck E's 4 x 4 numbers under a 3 x 3 kernel: where it fits, with zeros around, and then pooled."""
    valid, same = convolve(NUMBERS, KERNEL), convolve(NUMBERS, KERNEL, padding="same")
    findings = (
        Finding(_("valid"), valid, np.array([[15, 16], [6, 15]])),
        Finding(_("same"), same),
        Finding(_("same, then 2 × 2 max pooling"), max_pool(same)),
        Finding(_("valid, by the engine's Conv2D"), _by_engine()),
    )
    products = [f"{number(x)}×{number(w)}" for x, w in zip(NUMBERS[:3, :3].ravel(), KERNEL.ravel(), strict=True)]
    first = " + ".join(products) + f" = {number(valid[0, 0])}"
    text = "\n\n".join(
        [
            beside(matrix(NUMBERS), "∗", matrix(KERNEL), "=", matrix(valid)),
            _("The kernel in the top left corner: {sum}", sum=first),
            beside(_("With zeros around:"), matrix(same), _("pooled:"), matrix(max_pool(same))),
        ]
    )
    with Picture(4.6, 2, 2) as picture:
        numbers_axes, kernel_axes, same_axes, pooled_axes = picture.all_axes
        heat(numbers_axes, NUMBERS, "x")
        heat(kernel_axes, KERNEL, "w")
        heat(same_axes, same, "x ∗ w")
        heat(pooled_axes, max_pool(same), "max 2 × 2")
        _frame(same_axes, 1, 1, valid.shape)
    return Computed(findings, {"by-hand": picture.svg}, text)


def _inner(a: object, b: object) -> float:
    return float(np.sum(np.asarray(a) * np.asarray(b)))


def _by_engine() -> Array:
    model = nn.Sequential([nn.Input((4, 4, 1)), nn.layers.Conv2D(1, 3, use_bias=False)], name="by-hand")
    model.set_weights([KERNEL[..., None, None]])
    return model.predict(NUMBERS[None, ..., None].astype("float32"), verbose=0)[0, ..., 0]


def _frame(axes: object, row: int, column: int, shape: tuple[int, ...]) -> None:
    from matplotlib.patches import Rectangle

    height, width = shape
    axes.add_patch(  # type: ignore[attr-defined]
        Rectangle((column - 0.5, row - 0.5), width, height, fill=False, edgecolor=ORANGE, linewidth=2.4)
    )
