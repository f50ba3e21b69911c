"""Another light: brighter or darker, with more or less contrast, and colours turned to grey.

With the mean m of a picture I, the contrast c and the brightness b, drawn anew for each picture,

    I' = (1 + c) (I - m) + m + b w,        cut off at 0 and at w,

where w is the value of white. Grey is the brightness 0.299 R + 0.587 G + 0.114 B (ITU-R BT.601) in all channels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.data.augment.compose import as_float_batch, check_chances, check_ranges

__all__ = ["Grey", "Light"]

_BRIGHTNESS = np.array([0.299, 0.587, 0.114], np.float32)


@dataclass(frozen=True)
class Light:
    """A random brightness and contrast for each picture.

    Attributes:
        brightness: b is in ±``brightness``, a part of white.
        contrast: c is in ±``contrast``.
        white: The value of white: 1 for pictures in [0, 1], as training has them, 255 for bytes.

    Raises:
        InvalidArgument: A range is negative.
    """

    brightness: float = 0.0
    contrast: float = 0.0
    white: float = 1.0

    def __post_init__(self) -> None:
        check_ranges(self, "brightness", "contrast", "white")

    def __call__(self, images: NDArray[Any], rng: np.random.Generator) -> NDArray[np.float32]:
        """Vary ``images``; arguments and result as in :class:`~sutja.data.augment.Variation`."""
        images = as_float_batch(images)
        drawn = rng.uniform(-1, 1, (len(images), 2)).astype(np.float32) * [self.brightness, self.contrast]
        brightness, contrast = drawn.astype(np.float32).T[..., None, None, None]
        mean = images.mean((1, 2, 3), keepdims=True)
        varied = images * (1 + contrast)
        varied += brightness * np.float32(self.white) - contrast * mean
        return np.clip(varied, 0, np.float32(self.white), out=varied)


@dataclass(frozen=True)
class Grey:
    """Take the colours away from some pictures; those of one channel stay as they are.

    Attributes:
        chance: That of each picture, in [0, 1].

    Raises:
        InvalidArgument: ``chance`` is not in [0, 1].
    """

    chance: float = 0.1

    def __post_init__(self) -> None:
        check_chances(self, "chance")

    def __call__(self, images: NDArray[Any], rng: np.random.Generator) -> NDArray[np.float32]:
        """Vary ``images``; arguments and result as in :class:`~sutja.data.augment.Variation`."""
        images = as_float_batch(images)
        chosen = rng.random(len(images)) < self.chance
        if images.shape[3] != len(_BRIGHTNESS):
            return images.copy()
        return np.where(chosen[:, None, None, None], (images @ _BRIGHTNESS)[..., None], images)
