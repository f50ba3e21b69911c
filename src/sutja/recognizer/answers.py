"""What a recogniser answers: one digit of a picture of one, or the digits of a page in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

__all__ = ["Digit", "Prediction", "Reading"]


@dataclass(frozen=True, eq=False)
class Prediction:
    """What was read.

    Attributes:
        digit: The digit, 0 to 9.
        probability: How likely it is, in [0, 1], as the network sees it.
        probabilities: The probabilities of all ten digits, adding up to 1.
        pixels: The picture that the network received, uint8 (28, 28), ink 255 on 0.
    """

    digit: int
    probability: float
    probabilities: tuple[float, ...]
    pixels: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Digit:
    """A digit on a page.

    Attributes:
        digit: The digit, 0 to 9.
        probability: How likely it is, in [0, 1], as the network sees it.
        probabilities: The probabilities of all ten digits, adding up to 1.
        box: (left, top, right, bottom), in pixels of the picture held upright.
        pixels: The picture that the network received, uint8 (28, 28), ink 255 on 0.
        refused: Whether this is taken for no digit at all. What does so is not built yet: always False.
    """

    digit: int
    probability: float
    probabilities: tuple[float, ...]
    box: tuple[float, float, float, float]
    pixels: NDArray[np.uint8]
    refused: bool = False


@dataclass(frozen=True, eq=False)
class Reading:
    """What is written on a page.

    Attributes:
        lines: The digits of each line of writing, from top to bottom and left to right.
    """

    lines: tuple[tuple[Digit, ...], ...]

    @cached_property
    def digits(self) -> tuple[Digit, ...]:
        """All digits in reading order."""
        return tuple(digit for line in self.lines for digit in line)

    @cached_property
    def text(self) -> str:
        """The digits as text, a line feed between lines; empty if there are none. Refused ones are left out."""
        return "\n".join("".join(str(d.digit) for d in line if not d.refused) for line in self.lines)
