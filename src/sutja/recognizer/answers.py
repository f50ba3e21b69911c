"""What a recogniser answers: one digit of a picture of one, or the digits of a page in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sutja.language import translate as _

__all__ = ["SURE", "Digit", "Prediction", "Reading"]

SURE = 0.9
"""The least probability of a digit that need not be looked at again; ``static/sure.js`` of the studio has it too."""

_REFUSED_ON_A_PAGE = 0.9


@dataclass(frozen=True, eq=False)
class Prediction:
    """What was read.

    Attributes:
        digit: The digit, 0 to 9; None if the picture is refused, because it looks more like no digit than like one.
        probability: How likely the best guess is, in [0, 1], if it is a digit at all.
        probabilities: The probabilities of all ten digits, adding up to 1, if it is a digit at all.
        pixels: The picture that the network received, uint8 (28, 28), ink 255 on 0.
        no_digit: How likely it is that this is no digit, in [0, 1]; 0 from a model that knows digits only.
    """

    digit: int | None
    probability: float
    probabilities: tuple[float, ...]
    pixels: NDArray[np.uint8]
    no_digit: float = 0.0

    @property
    def refused(self) -> bool:
        """Whether this is taken for no digit at all."""
        return self.digit is None

    @property
    def guess(self) -> int:
        """The most likely digit, 0 to 9, refused or not."""
        return max(range(10), key=self.probabilities.__getitem__)

    @property
    def reason(self) -> str | None:
        """Why the picture is refused, in the language of the moment; None if it is not."""
        if not self.refused:
            return None
        return _(
            "This does not look like a digit ({percent} sure). If it is one, it is most likely a {guess}.",
            percent=f"{self.no_digit:.0%}",
            guess=self.guess,
        )


@dataclass(frozen=True, eq=False)
class Digit:
    """A digit on a page.

    Attributes:
        digit: The most likely digit, 0 to 9.
        probability: How likely it is, in [0, 1], if this is a digit at all.
        probabilities: The probabilities of all ten digits, adding up to 1, if this is a digit at all.
        box: (left, top, right, bottom), in pixels of the picture held upright.
        pixels: The picture that the network received, uint8 (28, 28), ink 255 on 0.
        no_digit: How likely it is that this is no digit, in [0, 1]; 0 from a model that knows digits only.
    """

    digit: int
    probability: float
    probabilities: tuple[float, ...]
    box: tuple[float, float, float, float]
    pixels: NDArray[np.uint8]
    no_digit: float = 0.0

    @property
    def refused(self) -> bool:
        """Whether this is taken for no digit. Among digits most things are digits: on a page it takes odds of nine."""
        return self.no_digit > _REFUSED_ON_A_PAGE


@dataclass(frozen=True, eq=False)
class Reading:
    """What is written on a page.

    Attributes:
        lines: The digits of each line of writing, refused ones too, from top to bottom and left to right.
    """

    lines: tuple[tuple[Digit, ...], ...]

    @cached_property
    def digits(self) -> tuple[Digit, ...]:
        """All digits in reading order, refused ones too."""
        return tuple(digit for line in self.lines for digit in line)

    @cached_property
    def text(self) -> str:
        """The digits as text, a line feed between lines; empty if there are none.

        Refused ones are left out, and so are lines that have no others.
        """
        lines = ("".join(str(d.digit) for d in line if not d.refused) for line in self.lines)
        return "\n".join(line for line in lines if line)
