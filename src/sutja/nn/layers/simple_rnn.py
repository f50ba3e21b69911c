"""SimpleRNN: the plainest recurrent layer; the state is the output.

    h_t = f(x_t W + h_{t-1} U + b)        W (n, units)   U (units, units)   b (units,)

The gradient passes through U and f' once for each step that it goes back, so it shrinks (or grows) like a power: what
happened many steps ago is hardly learned. GRU and LSTM were made against that. Elman 1990; deck experiment
``E-rnn-patterns``, pattern 1.
"""

from __future__ import annotations

from sutja.nn.layers.recurrent import Recurrent
from sutja.nn.layers.recurrent_walk import Walk, apply, slope

__all__ = ["SimpleRNN"]


class SimpleRNN(Recurrent):
    """Arguments and weights are those of :class:`RecurrentBase`, with one gate."""

    def step(self, t: int, walk: Walk) -> None:
        """h_t = f(z_t + h_{t-1} U)."""
        z, a, h = walk.z[t], walk.a[t], walk.states[0]
        z += walk.recur(t)
        h[t + 1] = apply(self.activation, z, a)

    def step_backward(self, t: int, walk: Walk) -> None:
        """With z = x W + h_{t-1} U + b:  dz = dh_t f'(z),  dh_{t-1} = dz U^T."""
        dh = walk.dstates[0]
        slope(self.activation, dh, walk.z[t], walk.a[t], walk.dz[t])
        walk.recur_backward(t, dh)
