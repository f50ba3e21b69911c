"""Handwriting of others: fonts that were made from people's hands, out of Debian's packages.

A French school hand, Korean pens and brushes, Japanese pens, American markers, a few scripts: digits and letters by
writers that neither MNIST nor any model here has met. Nothing is trained on them. Each glyph is then written with a
pen of another width, leans, and is seen from somewhere, so that no two pictures are alike. All digits and letters that
are used were looked at: the tables leave out those that a person would not take for what they are.

Whose package is not installed is left out by name.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from bench.handwriting import camera
from bench.handwriting.pen import Ink

__all__ = ["FONTS", "Font", "glyph", "installed", "missing", "packages", "write_glyph"]

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts", "~/Library/Fonts")
_TALL = 200
_HAIRLINE = 7  # pixels, the finest pen
_DIGITS = "0123456789"
_BOTH, _CAPITALS, _SMALL = "both", "capitals", "small"


class Font(NamedTuple):
    """A font: its file, Debian's package, the licence, and which of it is used.

    ``letters`` is ``both``, ``capitals``, ``small`` or nothing; ``hangul`` whether it has Korean syllables by hand.
    """

    file: str
    package: str
    licence: str
    digits: str = _DIGITS
    letters: str = _BOTH
    hangul: bool = False


FONTS: dict[str, Font] = {
    "French school": Font("Ecolier-court.ttf", "fonts-ecolier-court", "OFL 1.1", letters=_SMALL),  # W has a rule
    "Korean pen": Font("NanumPen.ttf", "fonts-nanum-extra", "OFL 1.1", hangul=True),
    "Korean brush": Font("NanumBrush.ttf", "fonts-nanum-extra", "OFL 1.1", hangul=True),
    "Korean running hand": Font("UnPilgia.ttf", "fonts-unfonts-extra", "GPL 2", hangul=True),
    "Korean book hand": Font("UnPen.ttf", "fonts-unfonts-extra", "GPL 2", "", "", True),  # its Latin is printed
    "Kristi": Font("Kristi.ttf", "fonts-kristi", "OFL 1.1"),
    "Comic Neue": Font("ComicNeue-Regular.otf", "fonts-comic-neue", "OFL 1.1"),
    "D. K. Gillmor": Font("dkg.ttf", "fonts-dkg-handwriting", "OFL 1.1", letters=_SMALL),  # capitals are doubled
    "Humor Sans": Font("Humor-Sans.ttf", "fonts-humor-sans", "OFL 1.1", letters=_CAPITALS),
    "Rufscript": Font("Rufscript010.ttf", "fonts-rufscript", "GPL 3 with font exception"),
    "Tomson Talks": Font("TomsonTalks.ttf", "fonts-tomsontalks", "OFL 1.1", letters=_CAPITALS),
    # Its 0 is open as a U, its 2 and its 6 have no belly.
    "Breip": Font("Breip.ttf", "fonts-breip", "OFL 1.0", "1345789"),
    "Because We Build": Font("BecauseWeBuild-Regular.otf", "fonts-bwht", "OFL 1.1", letters=_CAPITALS),
    "Because We Connect": Font("BecauseWeConnect-Regular.otf", "fonts-bwht", "OFL 1.1", letters=_CAPITALS),
    "Because We Create": Font("BecauseWeCreate-Regular.otf", "fonts-bwht", "OFL 1.1", letters=_CAPITALS),
    "Because We Learn": Font("BecauseWeLearn-Regular.otf", "fonts-bwht", "OFL 1.1", letters=_CAPITALS),
    "Because We Mentor": Font("BecauseWeMentor-Regular.otf", "fonts-bwht", "OFL 1.1", letters=_CAPITALS),
    "Because We Organize": Font("BecauseWeOrganize-Regular.otf", "fonts-bwht", "OFL 1.1", letters=_CAPITALS),
    "Dancing Script": Font("DancingScript-Regular.otf", "fonts-dancingscript", "OFL 1.1"),
    "Femke Klaver": Font("femkeklaver.ttf", "fonts-femkeklaver", "CC BY-SA 3.0", "", _SMALL),  # the rest is hollow
    "Kiloji": Font("kiloji.ttf", "fonts-kiloji", "BSD 3-clause"),
    "Klee One": Font("KleeOne-Regular.ttf", "fonts-klee", "OFL 1.1"),
    "Leckerli One": Font("LeckerliOne-Regular.ttf", "fonts-leckerli-one", "OFL 1.1", letters=""),  # too ornate
    "Seto": Font("setofont.ttf", "fonts-seto", "OFL 1.1", "123456789"),  # its 0 has a slash
    "Delphine": Font("Delphine.ttf", "fonts-sjfonts", "GPL 2 with font exception"),
    "Steve": Font("SteveHand.ttf", "fonts-sjfonts", "GPL 2 with font exception"),
    "Yusei Magic": Font("YuseiMagic-Regular.ttf", "fonts-yusei-magic", "OFL 1.1"),
    "Kaushan Script": Font("KaushanScript-Regular.otf", "fonts-kaushanscript", "OFL 1.1"),
    "Purisa": Font("Purisa.ttf", "fonts-tlwg-purisa", "GPL 2 with font exception"),
    "Yoz": Font("YOzRNF.ttf", "fonts-yozvox-yozfont", "OFL 1.1"),
    "Aoyagi Kouzan": Font("AoyagiKouzanT.ttf", "fonts-aoyagi-kouzan-t", "public domain"),
}


@cache
def installed() -> dict[str, Path]:
    """The file of each of FONTS that is on this machine."""
    wanted = {font.file: name for name, font in FONTS.items()}
    found: dict[str, Path] = {}
    for folder in FOLDERS:
        for path in sorted(Path(folder).expanduser().rglob("*")):
            if path.name in wanted:
                found.setdefault(wanted[path.name], path)
    return {name: found[name] for name in FONTS if name in found}


def missing() -> list[str]:
    """The names of those FONTS that are not installed."""
    return [name for name in FONTS if name not in installed()]


def packages() -> list[str]:
    """All Debian packages that FONTS are in."""
    return sorted({font.package for font in FONTS.values()})


@cache
def glyph(name: str, character: str) -> Ink:
    """The ink of a ``character`` in the font ``name``, _TALL pixels along its longer side, cut to its box."""
    font = ImageFont.truetype(str(installed()[name]), 2 * _TALL)
    left, top, right, bottom = font.getbbox(character)
    layer = Image.new("L", (int(right - left) + 8, int(bottom - top) + 8))
    ImageDraw.Draw(layer).text((4 - left, 4 - top), character, fill=255, font=font)
    drawn = _cut(np.asarray(layer, np.float32) / np.float32(255))
    scale = _TALL / max(drawn.shape)
    return np.asarray(cv2.resize(drawn, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.float32)


def write_glyph(name: str, character: str, rng: np.random.Generator) -> Ink:
    """A ``character`` of the font ``name`` by another pen, leaning, and seen at an angle."""
    ink = np.pad(_another_pen(glyph(name, character), rng), _TALL // 3)
    height, width = ink.shape
    lean, angle = np.tan(np.radians(rng.uniform(-10, 10))), np.radians(rng.uniform(-5, 5))
    shape = np.array([[1, -lean], [0, 1]]) @ np.diag([rng.uniform(0.88, 1.15), 1.0])
    turned = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) @ shape
    middle = np.array([width, height]) / 2
    view = np.vstack([np.hstack([turned, (middle - turned @ middle)[:, None]]), [0, 0, 1]])
    view = camera.perspective((height, width), rng, 0.04) @ view
    return _cut(np.asarray(cv2.warpPerspective(ink, view, (width, height), flags=cv2.INTER_LINEAR), np.float32))


def _another_pen(ink: Ink, rng: np.random.Generator) -> Ink:
    """``ink`` with its outline moved outwards or inwards, as a thicker or a finer pen leaves it."""
    room = _TALL // 8
    mask = (np.pad(ink, room) > 0.2).astype(np.uint8)
    inside, outside = (cv2.distanceTransform(part, cv2.DIST_L2, 5) for part in (mask, 1 - mask))
    middles = inside[(inside >= cv2.dilate(inside, np.ones((3, 3), np.uint8))) & (mask > 0)]
    hairline, pen = (2 * float(np.percentile(middles, share)) for share in (15, 85))
    wanted = rng.uniform(0.05, 0.13) * _TALL
    least = max(-0.1 * pen, (_HAIRLINE - hairline) / 2)  # a fine line must not break, nor vanish
    more = max(least, min((wanted - pen) / 2, 0.05 * _TALL))
    return _cut(np.asarray(np.clip(inside - outside + more + 0.5, 0, 1), np.float32))


def _cut(ink: NDArray[np.float32]) -> Ink:
    rows, columns = np.flatnonzero((ink > 0.1).any(axis=1)), np.flatnonzero((ink > 0.1).any(axis=0))
    return ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
