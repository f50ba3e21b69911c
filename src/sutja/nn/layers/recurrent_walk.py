"""What a walk through time leaves behind for the way back.

Arrays are time first, (time, batch, ...), so that one step's rows lie together. The walk keeps what each step
computed; the way back writes each step's gradients into arrays of the same shape, so that the gradients of the
weights, which are sums over all steps, are single matrix products in the end.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from sutja.nn.activations import Activation
from sutja.nn.call import Call
from sutja.nn.layers import gate_product
from sutja.nn.typing import Array

__all__ = ["Walk", "apply", "slope"]


@dataclass
class Walk:
    """One layer's way through a batch of sequences.

    ``x`` (time, batch, n): the inputs in the order of the walk. ``z`` (time, batch, G units): what goes into the
    gates; ``a``: what comes out of them. ``states``: arrays (time + 1, batch, units); entry t is the state before
    step t. ``mask`` (time, batch, 1): which steps exist, or ``None`` for all. ``x_factors`` and ``h_factors``: those
    of dropout, (sets, batch, ...), or ``None``.

    On the way back: ``dz``, the gradient by ``z``; ``dproduct``, that by the product of the state with the recurrent
    kernel, which is ``dz`` too unless the layer says otherwise; ``dstates``: that by the state, at the step where
    the walk is.
    """

    call: Call
    x: Array
    z: Array
    a: Array
    states: list[Array]
    mask: Array | None
    x_factors: Array | None
    h_factors: Array | None
    recurrent_kernel: Array
    dz: Array = field(init=False)
    dproduct: Array = field(init=False)
    dstates: list[Array] = field(init=False)

    @property
    def steps(self) -> int:
        """The number of time steps."""
        return len(self.x)

    def array(self, name: str, width: int) -> Array:
        """A further array (time, batch, ``width``)."""
        return self.call.buffer(name, (*self.x.shape[:2], width), self.x.dtype)

    def row(self, name: str, width: int) -> Array:
        """An array (batch, ``width``) for one step's computations."""
        return self.call.buffer(name, (self.x.shape[1], width), self.x.dtype)

    def recur(self, t: int) -> Array:
        """The product of the state before step t with the recurrent kernel, (batch, G units)."""
        out = self.row("recurrent product", self.z.shape[-1])
        return gate_product.product(self.states[0][t], self.recurrent_kernel, self.h_factors, out)

    def recur_backward(self, t: int, out: Array) -> Array:
        """From ``dproduct[t]`` to the gradient by the state before step t, (batch, units)."""
        return gate_product.input_gradient(self.dproduct[t], self.recurrent_kernel, self.h_factors, out)


def apply(function: Activation, z: Array, out: Array) -> Array:
    """f(z), into ``out``."""
    return _into(out, function.forward(z, out))


def slope(function: Activation, dy: Array, z: Array, a: Array, out: Array) -> Array:
    """dy f'(z) for a = f(z), into ``out``."""
    return _into(out, function.backward(dy, z if function.from_input else a, out))


def _into(out: Array, result: Array) -> Array:
    """A function that changes nothing may hand back what it was given."""
    if result is not out:
        out[...] = result
    return out
