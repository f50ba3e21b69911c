"""``python -m bench.handwriting.debian``: which packages of Debian complete the measurement on this machine."""

from __future__ import annotations

import shutil

from bench.handwriting.fonts import FONTS, missing
from bench.handwriting.nondigits.words import missing_faces

__all__ = ["wanted"]


def wanted() -> list[str]:
    """The packages that are not installed, each a hand or a reader that would be left out."""
    found = sorted({*(FONTS[name].package for name in missing()), *missing_faces().values()})
    return found if shutil.which("tesseract") else ["tesseract-ocr", *found]


if __name__ == "__main__":
    print(f"Debian's packages complete it: apt-get install {' '.join(wanted())}" if wanted() else "Nothing is missing.")
