"""``B-filters``: four kernels made by hand, and what they make of a drawn scene and of a written digit.

The deck prints kernels and pictures, and no numbers of these pictures: nothing of it is judged.
"""

from __future__ import annotations

import numpy as np

from sutja import nn
from sutja.labs.computed import Computed, Finding
from sutja.labs.worked.characters import beside, matrix, shaded
from sutja.labs.worked.digits import one_digit
from sutja.labs.worked.plotting import Picture, bare, heat
from sutja.language import translate as _
from sutja.nn.primer import BLUR, EDGE, EMBOSS, SHARPEN, convolve
from sutja.nn.typing import Array

__all__ = ["filters", "scene"]

KERNELS = {"sharpen": SHARPEN, "edge": EDGE, "blur": BLUR, "emboss": EMBOSS}
DARK_TO_BRIGHT = np.array([[0.0, 0.0, 1.0, 1.0]] * 3)


def filters() -> Computed:
    """What each kernel makes of grey and of an edge, whether the engine's Conv2D sees the same, and its pictures."""
    house, digit = scene(), one_digit(5)[..., 0]
    findings = []
    for name, kernel in KERNELS.items():
        grey = convolve(np.full((3, 3), 0.5), kernel)[0, 0]
        findings += [
            Finding(_("{name}: grey of 0.5 becomes", name=name), round(float(grey), 12)),
            Finding(_("{name}: an edge from 0 to 1 becomes", name=name), convolve(DARK_TO_BRIGHT, kernel)[0].round(12)),
        ]
    apart = np.abs(_by_the_engine(house) - np.stack([convolve(house, one) for one in KERNELS.values()], axis=-1))
    findings.append(
        Finding(_("the drawn scene by Conv2D and by the formula: the largest difference"), float(apart.max()))
    )
    edges = np.abs(convolve(digit, EDGE, padding="same"))
    text = (
        "\n\n".join(f"{name}\n\n{matrix(kernel, 2)}" for name, kernel in KERNELS.items())
        + "\n\n"
        + beside(shaded(digit[4:24, 4:24]), "→", shaded(edges[4:24, 4:24]))
    )
    return Computed(tuple(findings), {"filters": _draw(house, digit)}, text)


def _by_the_engine(picture: Array) -> Array:
    """A picture (h, w) by the kernels as the weights of a layer, (h - 2, w - 2, 4)."""
    layer = nn.layers.Conv2D(len(KERNELS), 3, use_bias=False, kernel_initializer="zeros")
    model = nn.Sequential([nn.Input((*picture.shape, 1)), layer])
    model.set_weights([np.stack(list(KERNELS.values()), axis=-1)[:, :, None, :]])
    return np.asarray(model.predict(picture[None, :, :, None], verbose=0)[0])


def scene(size: int = 64) -> Array:
    """A picture of areas, edges, a slope of light and fine stripes, (size, size), from 0 (black) to 1."""
    row, column = np.mgrid[0:size, 0:size] / (size - 1)
    picture = 0.75 - 0.35 * row  # the sky
    picture[np.hypot(row - 0.2, column - 0.78) < 0.11] = 1  # the sun
    picture[row > 0.75] = 0.3  # the ground
    picture[(row > 0.45) & (row < 0.8) & (abs(column - 0.35) < 0.2)] = 0.85  # a house
    picture[(row > 0.25) & (row <= 0.45) & (abs(column - 0.35) < (row - 0.25) * 1.3)] = 0.15  # its roof
    picture[(row > 0.57) & (row < 0.8) & (abs(column - 0.35) < 0.05)] = 0.1  # its door
    fence = (row > 0.66) & (row < 0.8) & (column > 0.62)
    picture[fence & (np.arange(size) % 4 < 2)] = 0.95
    return picture


def _draw(house: Array, digit: Array) -> str:
    with Picture(7.4, 5, 3) as picture:
        axes = np.reshape(np.array(picture.all_axes, dtype=object), (5, 3))
        bare(axes[0, 0])
        _show(axes[0, 1], house, "x")
        _show(axes[0, 2], digit, "x")
        for row, (name, kernel) in zip(axes[1:], KERNELS.items(), strict=True):
            if name == "blur":
                heat(row[0], 9 * kernel, f"{name} (÷ 9)")
            else:
                heat(row[0], kernel, name)
            for place, source in zip(row[1:], (house, digit), strict=True):
                seen = convolve(source, kernel, padding="same")
                _show(place, 0.5 + 0.5 * seen if name == "edge" else seen)
    return picture.svg


def _show(axes: object, picture: Array, title: str = "") -> None:
    axes.imshow(np.clip(picture, 0, 1), cmap="gray", vmin=0, vmax=1, interpolation="nearest")  # type: ignore[attr-defined]
    bare(axes, title)
