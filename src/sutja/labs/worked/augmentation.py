"""``B-augmentation``: one picture, varied in each of the deck's ways, and what a digit does not survive."""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.data.augment import Affine, Crop, Flip, Grey, Light, Variation
from sutja.labs.computed import Computed, Finding
from sutja.labs.worked.characters import beside, shaded
from sutja.labs.worked.digits import one_digit
from sutja.labs.worked.filters import scene
from sutja.labs.worked.plotting import Picture, bare
from sutja.language import translate as _
from sutja.nn.typing import Array

__all__ = ["augmentation"]

COUNT = 4  # variations of each kind


def augmentation() -> Computed:
    """A sheet: in each row the picture and four variations of it; shifts move every pixel by the same amount."""
    digit, house = one_digit(4), _in_colour(scene(32))
    rows: list[tuple[str, Any, Array]] = [
        (_("rotation"), Affine(rotation=25), digit),
        (_("zoom"), Affine(zoom=0.3), digit),
        (_("shift"), Affine(shift=4), digit),
        (_("flip, left to right"), Flip(horizontal=0.5), house),
        (_("flip, top to bottom"), Flip(vertical=0.5), house),
        (_("crop"), Crop(padding=6), house),
        (_("brightness, contrast"), Light(brightness=0.25, contrast=0.4), house),
        (_("grey"), Grey(chance=0.5), house),
    ]
    sheet = [(name, varied(variation, picture, 20 + row)) for row, (name, variation, picture) in enumerate(rows)]
    ink = sheet[2][1].sum(axis=(1, 2, 3)) / digit.sum()
    findings = (
        Finding(_("kinds of variation that the deck names and this sheet shows"), float(len(rows))),
        Finding(_("ink of a digit after shifts, as a share of its ink before"), ink.round(3)),
        Finding(_("same seed, same variations"), _("yes") if _repeats(digit) else _("no")),
    )
    some = sheet[0][1][:2]
    text = beside(*(shaded(picture[4:24, 4:24, 0]) for picture in (digit, *some)), between=" ")
    return Computed(findings, {"augmentation": _draw(sheet, [picture for _name, _variation, picture in rows])}, text)


def varied(variation: Variation, picture: Array, seed: int) -> Array:
    """``COUNT`` variations of one picture, (COUNT, height, width, channels)."""
    return variation(np.repeat(picture[None], COUNT, axis=0), np.random.default_rng(seed))


def _repeats(picture: Array) -> bool:
    first, second = (varied(Affine(rotation=25), picture, 0) for _time in range(2))
    return bool(np.array_equal(first, second))


def _in_colour(grey: Array) -> Array:
    """The scene with a blue sky, green ground and a red roof, by its grey levels, (height, width, 3)."""
    colour = np.repeat(grey[..., None], 3, axis=-1)
    size = len(grey)
    row = np.arange(size)[:, None] / (size - 1)
    sky = (row < 0.75) & (grey > 0.35) & (grey < 0.8)
    colour[sky] = colour[sky] * np.array([0.75, 0.95, 1.3])
    colour[grey == 1] = (1, 0.85, 0.2)
    colour[grey == 0.3] = (0.3, 0.6, 0.25)
    colour[grey == 0.15] = (0.75, 0.25, 0.2)
    return np.clip(colour, 0, 1).astype(np.float32)


def _draw(sheet: list[tuple[str, Array]], originals: list[Array]) -> str:
    with Picture(8.4, len(sheet), COUNT + 1) as picture:
        axes = np.reshape(np.array(picture.all_axes, dtype=object), (len(sheet), COUNT + 1))
        for row, (name, pictures), original in zip(axes, sheet, originals, strict=True):
            for place, shown in zip(row, [original, *pictures], strict=True):
                place.imshow(shown.squeeze(), cmap="gray", vmin=0, vmax=1, interpolation="nearest")
                bare(place)
            row[0].set_title(name, loc="left", fontsize=8)
    return picture.svg
