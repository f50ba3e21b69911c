"""Forward: how a signal goes through a network that has its weights already.

    a = z W + b      the totals of one layer: one row a sample, one column a unit
    z = f(a)         what the layer passes on

W_jk is the weight from unit j of one layer to unit k of the next, so a layer from n units to m has W of shape (n, m)
and b of shape (m,), and the last dimension of one layer is the first of the next one's W:

    x (2,)  W1 (2, 3)  z1 (3,)  W2 (3, 2)  z2 (2,)  W3 (2, 2)  y (2,)

A batch is the same product with more rows: x (n, 2) gives y (n, 2). Deck experiment ``B-forward-3-layer``; and
``B-inference``, where the same function with ``output=softmax`` runs a 784-50-100-10 network on digits.

The engine's part: :class:`sutja.nn.Sequential` and its ``predict``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.primer.activations import identity, sigmoid
from sutja.nn.primer.checks import floats
from sutja.nn.typing import Array

__all__ = ["Weights", "example_network", "forward", "signals"]


class Weights(NamedTuple):
    """What one layer knows: ``w`` (units before, units) and ``b`` (units,)."""

    w: Array
    b: Array


def example_network() -> list[Weights]:
    """The deck's network of 2, 3, 2 and 2 units, small enough to follow with a pencil."""
    return [
        Weights(np.array([[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]]), np.array([0.1, 0.2, 0.3])),
        Weights(np.array([[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]]), np.array([0.1, 0.2])),
        Weights(np.array([[0.1, 0.3], [0.2, 0.4]]), np.array([0.1, 0.2])),
    ]


def signals(
    network: Sequence[tuple[Any, Any]], x: Any, output: Callable[[Array], Array] = identity
) -> Iterator[tuple[Array, Array]]:
    """(a, z) of each layer in turn: the totals, and what becomes of them.

    The layers pass on sigmoids of their totals, the last one ``output`` of them.

    Args:
        network: (w, b) of each layer.
        x: One sample, (inputs,), or a batch, (n, inputs).
        output: The function of the last layer: ``identity`` for quantities, ``softmax`` for classes.

    Raises:
        InvalidArgument: A layer's weights do not fit what comes in; the error says which layer.
    """
    if not network:
        raise invalid("network", _("at least one layer"), network)
    z = floats("x", x)
    for number, (w, b) in enumerate(network, start=1):
        w, b = floats(f"w{number}", w), floats(f"b{number}", b)
        if w.ndim != 2 or z.shape[-1:] != w.shape[:1]:
            raise invalid(
                f"w{number}",
                _("shape ({inputs}, units): {inputs} numbers come in", inputs=z.shape[-1] if z.ndim else 1),
                w,
            )
        if b.shape != w.shape[1:]:
            raise invalid(f"b{number}", _("shape {shape} for `{name}`", shape=w.shape[1:], name=f"w{number}"), b)
        a = z @ w + b
        z = sigmoid(a) if number < len(network) else output(a)
        yield a, z


def forward(network: Sequence[tuple[Any, Any]], x: Any, output: Callable[[Array], Array] = identity) -> Array:
    """What the last layer passes on: (outputs,) for one sample, (n, outputs) for a batch.

    The arguments and errors are those of :func:`signals`.

    >>> print(forward(example_network(), [1.0, 0.5]).round(8))
    [0.31682708 0.69627909]
    """
    return list(signals(network, x, output))[-1][1]
