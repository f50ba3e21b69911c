"""Pictures that are different from each other, and files of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image


def picture(value: int, size: tuple[int, int] = (6, 8), colour: bool = False) -> np.ndarray:
    """A picture that is different for each value; its first pixel is the value."""
    pixels = np.random.default_rng(value).integers(0, 256, (*size, 3) if colour else size, np.uint8)
    pixels[0, 0] = value
    return pixels


def save(file: Path, pixels: np.ndarray, **options: object) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(file, **options)
    return file
