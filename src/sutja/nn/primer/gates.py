"""Perceptrons as logic gates: the smallest thing that decides.

A perceptron weighs its inputs, adds them up with a bias b, and fires (gives 1) when the total is above 0:

    y = 1 if w1 x1 + w2 x2 + b > 0, else 0

Where the total is exactly 0 lies a straight line through the plane of all (x1, x2), and the perceptron says on which
side of it a point is. AND, NAND and OR are one and the same machine with three settings of w and b. (Some write
w1 x1 + w2 x2 > theta: the threshold theta is -b.)

XOR, "one or the other but not both", has no such line. Suppose there were weights for it. Then

    (0, 0) -> 0   needs           b <= 0
    (1, 0) -> 1   needs      w1 + b >  0
    (0, 1) -> 1   needs      w2 + b >  0
    (1, 1) -> 0   needs w1 + w2 + b <= 0

The two in the middle add up to w1 + w2 + 2b > 0, so w1 + w2 + b > -b >= 0, which the last line forbids. Two layers can
do it: XOR = AND(NAND, OR). That is why networks are deep. Deck experiment ``B-gates``.

The engine's part: :class:`sutja.nn.layers.Dense`, many such sums at once, with smoother functions than the step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.primer.checks import floats
from sutja.nn.typing import Array

__all__ = ["AND", "NAND", "OR", "XOR", "Perceptron"]


@dataclass(frozen=True)
class Perceptron:
    """The line w . x + b = 0, and the side of it on which a point lies.

    Attributes:
        weights: One for each input: how much it counts, and in which direction.
        bias: How easily the perceptron fires; its threshold is ``-bias``.

    >>> print(AND([0, 1, 0, 1], [0, 0, 1, 1]))
    [0 0 0 1]
    """

    weights: tuple[float, ...]
    bias: float

    def __call__(self, *inputs: Any) -> Array:
        """0 or 1 for inputs that are numbers; for inputs that are arrays of one shape, an array of that shape.

        Raises:
            InvalidArgument: There are more or fewer inputs than weights, or their shapes differ.
        """
        if len(inputs) != len(self.weights):
            raise invalid("inputs", _("{count} of them, one for each weight", count=len(self.weights)), inputs)
        arrays = [floats("inputs", x) for x in inputs]
        if len({x.shape for x in arrays}) > 1:
            raise invalid("inputs", _("inputs of one shape"), [x.shape for x in arrays])
        total = sum(w * x for w, x in zip(self.weights, arrays, strict=True)) + self.bias
        return np.where(total > 0, 1, 0)[()]


AND = Perceptron((0.5, 0.5), -0.7)  # one input brings 0.5, which is not enough; both bring 1.0
NAND = Perceptron((-0.5, -0.5), 0.7)  # AND with every sign turned, so with every answer turned
OR = Perceptron((0.5, 0.5), -0.2)  # as AND, but one input is enough


def XOR(x1: Any, x2: Any) -> Array:
    """1 where exactly one of the two is 1: what NAND and OR both say yes to.

    >>> print(XOR([0, 1, 0, 1], [0, 0, 1, 1]))
    [0 1 1 0]
    """
    return AND(NAND(x1, x2), OR(x1, x2))
