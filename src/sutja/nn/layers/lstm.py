"""LSTM: beside the output h a second state c, the cell, which is only ever scaled and added to.

    i_t = s(x_t W_i + h_{t-1} U_i + b_i)      input gate: how much of the new
    f_t = s(x_t W_f + h_{t-1} U_f + b_f)      forget gate: how much of the old stays
    g_t = f(x_t W_c + h_{t-1} U_c + b_c)      what is new
    o_t = s(x_t W_o + h_{t-1} U_o + b_o)      output gate
    c_t = f_t c_{t-1} + i_t g_t
    h_t = o_t f(c_t)

Where the forget gate is open (f_t = 1), dc_t/dc_{t-1} = 1: the gradient goes back any number of steps without
shrinking. So the forget gate's bias starts at 1 (``unit_forget_bias``). The four kernels stand side by side in this
order. Hochreiter and Schmidhuber 1997; Gers et al. 2000.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from sutja.nn import activations, jit
from sutja.nn.layers.gated import Gated
from sutja.nn.layers.recurrent_walk import Walk, apply, slope
from sutja.nn.typing import Array, Config, Shape

__all__ = ["LSTM"]


class LSTM(Gated):
    """Long short-term memory; the states are h and c, each (batch, units).

    ``unit_forget_bias``: start the forget gate's bias at 1. The other arguments are those of :class:`RecurrentBase`.
    """

    gates: ClassVar[int] = 4
    state_names: ClassVar[tuple[str, ...]] = ("h", "c")

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        recurrent_activation: Any = "sigmoid",
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros",
        unit_forget_bias: bool = True,
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
        self.unit_forget_bias = unit_forget_bias

    def build(self, input_shape: Shape) -> None:
        """Make the weights; the forget gate starts open."""
        super().build(input_shape)
        if self.use_bias and self.unit_forget_bias and self.bias.has_value:
            self.bias.value[self.block(1)] = 1

    def step(self, t: int, walk: Walk) -> None:
        """One step of the formulas above."""
        z, a = walk.z[t], walk.a[t]
        h, c = walk.states
        product, f_of_c = walk.recur(t), walk.array("f of c", self.units)[t]
        z += product
        i, f, g, o = (a[:, self.block(gate)] for gate in range(4))
        for gate, y, function in self._functions(i, f, g, o):
            apply(function, z[:, gate], y)
        np.multiply(f, c[t], out=c[t + 1])
        c[t + 1] += np.multiply(i, g, out=walk.row("new", self.units))
        np.multiply(o, apply(self.activation, c[t + 1], f_of_c), out=h[t + 1])

    def step_backward(self, t: int, walk: Walk) -> None:
        """First  do = dh f(c_t),  dc += dh o f'(c_t);  then from c_t = f_t c_{t-1} + i_t g_t

            di = dc g,   df = dc c_{t-1},   dg = dc i,   dc_{t-1} = dc f_t,

        each of i, f, g, o goes back through its own function to dz, and dh_{t-1} = dz U^T.
        """
        z, a, dz = walk.z[t], walk.a[t], walk.dz[t]
        c = walk.states[1]
        dh, dc = walk.dstates
        f_of_c = walk.array("f of c", self.units)[t]
        i, f, g, o = (a[:, self.block(gate)] for gate in range(4))
        di, df, dg, do = (dz[:, self.block(gate)] for gate in range(4))
        np.multiply(dh, f_of_c, out=do)
        row = np.multiply(dh, o, out=walk.row("new", self.units))
        dc += slope(self.activation, row, c[t + 1], f_of_c, row)
        np.multiply(dc, g, out=di)
        np.multiply(dc, c[t], out=df)
        np.multiply(dc, i, out=dg)
        dc *= f
        for gate, y, function in self._functions(i, f, g, o):
            slope(function, dz[:, gate], z[:, gate], y, dz[:, gate])
        walk.recur_backward(t, dh)

    def walk_forward(self, walk: Walk) -> None:
        """All steps at once, if they are the usual ones."""
        if not self._is_usual(walk):
            super().walk_forward(walk)
            return
        from sutja.nn.layers import lstm_jit

        seen, product = walk.array("f of c", self.units), walk.row("recurrent product", walk.z.shape[-1])
        h, c = walk.states
        lstm_jit.forward(walk.z, walk.recurrent_kernel, h, c, seen, product)

    def walk_backward(self, dy: Array | None, walk: Walk) -> None:
        """All steps at once, if they are the usual ones."""
        if not self._is_usual(walk):
            super().walk_backward(dy, walk)
            return
        from sutja.nn.layers import lstm_jit

        dh, dc = walk.dstates
        by_output = np.empty((0, *dh.shape), dh.dtype)
        if dy is not None and self.return_sequences:
            by_output = dy.swapaxes(0, 1)
        elif dy is not None:
            dh += dy
        seen, turned = walk.array("f of c", self.units), np.ascontiguousarray(walk.recurrent_kernel.T)
        lstm_jit.backward(by_output, walk.dz, turned, walk.a, walk.states[1], seen, dh, dc)

    def _is_usual(self, walk: Walk) -> bool:
        """Whether gates are sigmoids and all else is tanh, and no step or state is left out: that is compiled."""
        usual = self.activation is activations.tanh and self.recurrent_activation is activations.sigmoid
        return usual and walk.mask is None and walk.h_factors is None and jit.wanted(walk.z)

    def _functions(self, i: Any, f: Any, g: Any, o: Any) -> list[tuple[slice, Any, Any]]:
        """For each gate its columns, its output and its function."""
        own, gate = self.activation, self.recurrent_activation
        return [
            (self.block(0), i, gate),
            (self.block(1), f, gate),
            (self.block(2), g, own),
            (self.block(3), o, gate),
        ]

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {**super().get_config(), "unit_forget_bias": self.unit_forget_bias}
