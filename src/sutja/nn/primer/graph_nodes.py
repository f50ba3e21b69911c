"""Nodes of a computational graph: how a calculation goes backwards.

Draw a calculation as a graph, a node for each operation, an edge for each number on its way. Two apples at 100 with a
tax of 10 %:

    apple (100) --.
                  (x)-- 200 --.
    number (2) ---'            (x)-- price (220)
    tax (1.1) -----------------'

Forwards, each node turns what comes in into what goes out. Backwards, each node is told how much the end result changes
with its output, d = dprice/dout, and tells each of its inputs how much the result changes with that one. For this it
need know nothing but its own operation, as by the chain rule

    dprice/dx = dprice/dout * dout/dx

    z = x + y    dz/dx = 1, dz/dy = 1    d goes on unchanged, both ways
    z = x y      dz/dx = y, dz/dy = x    d times the other input: so a product must remember its inputs

One walk forwards and one backwards give the slopes of the result by all the inputs, however many there are; trying,
as in :mod:`~sutja.nn.primer.numerical_gradient`, takes two walks for each. A network is such a graph with some
thousands of nodes. Deck experiment ``B-graph-shopping``.

The engine's part: :mod:`sutja.nn.graph`, whose nodes are whole layers.
"""

from __future__ import annotations

from typing import Any

from sutja.nn.primer.checks import floats, kept, same_shape
from sutja.nn.typing import Array

__all__ = ["AddLayer", "MulLayer"]


class MulLayer:
    """z = x y, of two numbers, or entry by entry of two arrays of one shape.

    >>> apples, taxed = MulLayer(), MulLayer()
    >>> price = taxed.forward(apples.forward(100, 2), 1.1)
    >>> print(price.round())
    220.0
    """

    def __init__(self) -> None:
        self.inputs: tuple[Array, Array] | None = None

    def forward(self, x: Any, y: Any) -> Array:
        """The product; it keeps x and y for the way back."""
        x, y = floats("x", x), floats("y", y)
        same_shape("y", y, "x", x)
        self.inputs = x, y
        return x * y

    def backward(self, d: Any) -> tuple[Array, Array]:
        """(d y, d x), the slopes by x and by y: who is multiplied by much, counts for much.

        Args:
            d: The slope of the end result by this node's output, of the shape of the output.

        Raises:
            SutjaError: Nothing came forwards before.
        """
        x, y = kept(self.inputs)
        d = floats("d", d)
        same_shape("d", d, "x", x)
        return d * y, d * x


class AddLayer:
    """z = x + y, of two numbers, or entry by entry of two arrays of one shape."""

    def forward(self, x: Any, y: Any) -> Array:
        """The sum; nothing is kept, as the slopes do not depend on the inputs."""
        x, y = floats("x", x), floats("y", y)
        same_shape("y", y, "x", x)
        return x + y

    def backward(self, d: Any) -> tuple[Array, Array]:
        """(d, d): one more of either is one more of the sum."""
        d = floats("d", d)
        return d, d.copy()
