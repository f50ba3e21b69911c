"""GRU: one state, kept or replaced as the update gate says.

    z_t = s(x_t W_z + b_z + h_{t-1} U_z + c_z)          update gate: how much of the old stays
    r_t = s(x_t W_r + b_r + h_{t-1} U_r + c_r)          reset gate: how much of the old the new may see
    g_t = f(x_t W_h + b_h + r_t (h_{t-1} U_h + c_h))    what is new, ``reset_after=True``
    g_t = f(x_t W_h + b_h + (r_t h_{t-1}) U_h)          the same, ``reset_after=False``, which has no biases c
    h_t = z_t h_{t-1} + (1 - z_t) g_t

Where the update gate is open (z_t = 1) the state goes on as it is, and so does the gradient. The three kernels stand
side by side in this order. Cho et al. 2014; ``reset_after`` makes one product with U of three and is Keras' default.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from sutja.nn.layers import gate_product
from sutja.nn.layers.gated import Gated
from sutja.nn.layers.recurrent_walk import Walk, apply, slope
from sutja.nn.layers.sums import column_sums
from sutja.nn.typing import Array, Config

__all__ = ["GRU"]


class GRU(Gated):
    """Gated recurrent unit; ``bias`` is (2, 3 units), of x and of h, or (3 units,) with ``reset_after=False``.

    The other arguments are those of :class:`RecurrentBase`.
    """

    gates: ClassVar[int] = 3

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid",
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros",
        *,
        reset_after: bool = True,
        **others: Any,
    ) -> None:
        super().__init__(
            units,
            activation,
            recurrent_activation,
            use_bias,
            kernel_initializer,
            recurrent_initializer,
            bias_initializer,
            **others,
        )
        self.reset_after = reset_after

    @property
    def bias_shape(self) -> tuple[int, ...]:
        """One bias for x and, with ``reset_after``, one for h."""
        return (2, 3 * self.units) if self.reset_after else (3 * self.units,)

    @property
    def input_bias(self) -> Array:
        """The bias of x; the other one belongs to the product with U."""
        return self.bias.value[0] if self.reset_after else self.bias.value

    def step(self, t: int, walk: Walk) -> None:
        """One step of the formulas above."""
        x, a, h = walk.z[t], walk.a[t], walk.states[0]
        both, candidate = slice(2 * self.units), self.block(2)
        product = walk.recur(t) if self.reset_after else self._recur_gates(t, walk)
        if self.reset_after and self.use_bias:
            product += self.bias.value[1]
        x[:, both] += product[:, both]
        z, r, g = (a[:, self.block(gate)] for gate in range(3))
        apply(self.recurrent_activation, x[:, self.block(0)], z)
        apply(self.recurrent_activation, x[:, self.block(1)], r)
        seen = walk.array("seen", self.units)[t]  # by the candidate: h U_h + c_h, or r h
        if self.reset_after:
            seen[...] = product[:, candidate]
            x[:, candidate] += r * seen
        else:
            np.multiply(r, h[t], out=seen)
            x[:, candidate] += self._candidate(walk, seen)
        apply(self.activation, x[:, candidate], g)
        np.subtract(h[t], g, out=h[t + 1])
        h[t + 1] *= z
        h[t + 1] += g

    def step_backward(self, t: int, walk: Walk) -> None:
        """From h_t = z h_{t-1} + (1 - z) g:  dz = dh (h_{t-1} - g),  dg = dh (1 - z),  dh_{t-1} = dh z + ...

        With dg' behind f, the reset gate's part and the rest of dh_{t-1} are, for ``reset_after`` and u = h U_h + c_h,
        dr = dg' u and the product's own gradient dg' r; otherwise, with v = r h_{t-1},
        dv = dg' U_h^T,  dr = dv h_{t-1}  and  dh_{t-1} += dv r.
        """
        x, a, h = walk.z[t], walk.a[t], walk.states[0]
        dh, dx = walk.dstates[0], walk.dz[t]
        candidate = self.block(2)
        z, r, g = (a[:, self.block(gate)] for gate in range(3))
        dz, dr, dg = (dx[:, self.block(gate)] for gate in range(3))
        seen = walk.array("seen", self.units)[t]
        np.multiply(dh, h[t] - g, out=dz)
        np.multiply(dh, 1 - z, out=dg)
        dh *= z
        slope(self.activation, dg, x[:, candidate], g, dg)
        if self.reset_after:
            np.multiply(dg, seen, out=dr)
        else:
            dseen = self._candidate_backward(walk, dg)
            np.multiply(dseen, h[t], out=dr)
            dh += dseen * r
        slope(self.recurrent_activation, dz, x[:, self.block(0)], z, dz)
        slope(self.recurrent_activation, dr, x[:, self.block(1)], r, dr)
        if not self.reset_after:
            dh += self._recur_gates_backward(t, walk)
            return
        walk.dproduct = walk.array("dproduct", 3 * self.units)
        walk.dproduct[t] = dx
        walk.dproduct[t][:, candidate] *= r
        dh += walk.recur_backward(t, walk.row("through U", self.units))

    def recurrent_kernel_gradient(self, walk: Walk, out: Array) -> None:
        """dU: all gates see h; with ``reset_after=False`` the candidate sees r h."""
        if self.reset_after:
            super().recurrent_kernel_gradient(walk, out)
            return
        both, candidate, factors = slice(2 * self.units), self.block(2), walk.h_factors
        gate_product.kernel_gradient(walk.states[0][:-1], walk.dz[..., both], _of(factors, 0, 2), out[:, both])
        seen = walk.array("seen", self.units)
        gate_product.kernel_gradient(seen, walk.dz[..., candidate], _of(factors, 2, 3), out[:, candidate])

    def bias_gradient(self, walk: Walk, out: Array) -> None:
        """db, and with ``reset_after`` dc, the sum of the gradients by the products with U."""
        super().bias_gradient(walk, out[0] if self.reset_after else out)
        if self.reset_after:
            out[1] = column_sums(walk.dproduct.reshape(-1, walk.dproduct.shape[-1]))

    # The products with U for reset_after=False

    def _recur_gates(self, t: int, walk: Walk) -> Array:
        kernel, out = walk.recurrent_kernel[:, : 2 * self.units], walk.row("recurrent product", 2 * self.units)
        return gate_product.product(walk.states[0][t], kernel, _of(walk.h_factors, 0, 2), out)

    def _recur_gates_backward(self, t: int, walk: Walk) -> Array:
        kernel, out = walk.recurrent_kernel[:, : 2 * self.units], walk.row("through U", self.units)
        return gate_product.input_gradient(walk.dz[t][:, : 2 * self.units], kernel, _of(walk.h_factors, 0, 2), out)

    def _candidate(self, walk: Walk, seen: Array) -> Array:
        out = walk.row("candidate product", self.units)
        return gate_product.product(seen, walk.recurrent_kernel[:, self.block(2)], _of(walk.h_factors, 2, 3), out)

    def _candidate_backward(self, walk: Walk, dg: Array) -> Array:
        out = walk.row("candidate gradient", self.units)
        return gate_product.input_gradient(dg, walk.recurrent_kernel[:, self.block(2)], _of(walk.h_factors, 2, 3), out)

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {**super().get_config(), "reset_after": self.reset_after}


def _of(factors: Array | None, first: int, end: int) -> Array | None:
    """The factors of some of the gates."""
    return None if factors is None else factors[first:end]
