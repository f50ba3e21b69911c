"""Recurrence: a layer that reads a sequence step by step and carries a state along.

    s_t = F(s_{t-1}, x_t; W, U, b)        t = 1, ..., T;   s_0 = 0 or ``initial_state``

The same weights serve every step: unfolded in time, the layer is a network as deep as the sequence is long, with one
set of weights. So its gradient is that of any network, walked back from the last step to the first
(back-propagation through time):

    dL/ds_{t-1} = (dL/ds_t) dF/ds_{t-1}  +  what the loss says about the output of step t - 1
    dL/dW       = sum over t of (dL/ds_t) dF/dW

This file holds the walk in both directions; SimpleRNN, GRU and LSTM hold F, one step and its derivative. What a step
takes from its input, x_t W + b, does not depend on the state; it is one matrix product for all steps at once.

Where the mask says that a step does not exist, the state stays as it is: s_t = s_{t-1}. Deck experiment
``E-rnn-patterns``.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja.nn.call import Call
from sutja.nn.layers import gate_product
from sutja.nn.layers.recurrent_base import RecurrentBase
from sutja.nn.layers.recurrent_walk import Walk
from sutja.nn.layers.sums import column_sums
from sutja.nn.typing import Array

__all__ = ["Recurrent", "mask_of_walk"]


class Recurrent(RecurrentBase):
    """The base of SimpleRNN, GRU and LSTM; its arguments are those of :class:`RecurrentBase`."""

    # What a subclass writes

    def step(self, t: int, walk: Walk) -> None:
        """From ``walk.z[t]`` (x_t W + b) and the states at t to the states at t + 1."""
        raise NotImplementedError

    def step_backward(self, t: int, walk: Walk) -> None:
        """From ``walk.dstates`` by the states at t + 1 to those by the states at t; writes dz[t] and dproduct[t]."""
        raise NotImplementedError

    # Forwards

    def forward(self, x: Any, call: Call) -> Any:
        """Walk from the first step to the last."""
        sequence, *initial = x if isinstance(x, list) else [x]
        walk = self._start(sequence, initial, call)
        self.walk_forward(walk)
        call.save(walk, isinstance(x, list))
        y = self._output(walk)
        return [y, *(state[-1] for state in walk.states)] if self.return_state else y

    def walk_forward(self, walk: Walk) -> None:
        """Step by step, to the states at every time."""
        for t in range(walk.steps):
            self.step(t, walk)
            if walk.mask is not None:
                for state in walk.states:
                    np.copyto(state[t + 1], state[t], where=~walk.mask[t])

    def _start(self, sequence: Array, initial: list[Array], call: Call) -> Walk:
        batch, time, inputs = sequence.shape
        width, dtype = self.gates * self.units, sequence.dtype
        x = call.buffer("x", (time, batch, inputs), dtype)
        x[...] = self._in_order(sequence)
        mask = mask_of_walk(call)
        if mask is not None:
            mask = self._in_order(mask)[..., None]
        z = call.buffer("z", (time, batch, width), dtype)
        a = call.buffer("a", z.shape, dtype) if self.from_input else z
        states = [call.buffer(name, (time + 1, batch, self.units), dtype) for name in self.state_names]
        for i, state in enumerate(states):
            state[0] = initial[i] if initial else 0
        x_factors, h_factors = self._factors(batch, inputs, dtype, call)
        gate_product.product(x, self.kernel.value, x_factors, z)
        if self.use_bias:
            z += self.input_bias
        return Walk(call, x, z, a, states, mask, x_factors, h_factors, self.recurrent_kernel.value)

    def _factors(
        self, batch: int, inputs: int, dtype: np.dtype[np.generic], call: Call
    ) -> tuple[Array | None, Array | None]:
        """Dropout's factors for inputs and state: one set for all gates, or one each if the state is dropped too."""
        if not call.training or not (self.dropout or self.recurrent_dropout):
            return None, None
        sets = self.gates if self.recurrent_dropout else 1

        def factors(part: int, rate: float, width: int) -> Array | None:
            start = call.decisions_start(self.seed, part)
            return gate_product.dropout_factors(start, rate, (sets, batch, width), dtype) if rate else None

        return factors(0, self.dropout, inputs), factors(1, self.recurrent_dropout, self.units)

    def _output(self, walk: Walk) -> Array:
        h, mask = walk.states[0][1:], self._mask_of_output(walk)
        if not self.return_sequences:
            return h[-1] if mask is None else np.where(mask[-1], h[-1], 0)
        y = walk.call.buffer("y", (h.shape[1], h.shape[0], self.units), h.dtype)
        y[...] = h.swapaxes(0, 1)
        if mask is not None:
            y *= mask.swapaxes(0, 1)
        return y

    def _mask_of_output(self, walk: Walk) -> Array | None:
        """Where the output is not 0, (time, batch, 1); ``None`` if nothing is set to 0."""
        return walk.mask if self.zero_output_for_mask else None

    # Backwards

    def backward(self, dy: Any, call: Call) -> Any:
        """Walk from the last step to the first; then the gradients of the weights, as sums over all steps."""
        walk, takes_list = call.saved
        dy, *dlast = dy if self.return_state else [dy]
        batch, width = walk.x.shape[1], walk.z.shape[-1]
        walk.dz = walk.array("dz", width)
        walk.dproduct = walk.dz
        walk.dstates = [call.buffer(f"d{name}", (batch, self.units), walk.x.dtype) for name in self.state_names]
        for i, dstate in enumerate(walk.dstates):
            dstate[...] = dlast[i] if dlast and dlast[i] is not None else 0
        self.walk_backward(dy, walk)
        self._weight_gradients(walk)
        dx = self._input_gradient(walk) if call.needs_input_gradient else None
        return [dx, *walk.dstates] if takes_list else dx

    def walk_backward(self, dy: Array | None, walk: Walk) -> None:
        """Step by step back, to ``walk.dz`` and the slopes by the states at the beginning."""
        walk.recurrent_kernel = np.asfortranarray(walk.recurrent_kernel)  # the way back multiplies by its transpose
        for t in range(walk.steps - 1, -1, -1):
            self._add_output_gradient(dy, t, walk)
            if walk.mask is None:
                self.step_backward(t, walk)
            else:
                past = [np.where(walk.mask[t], 0, dstate) for dstate in walk.dstates]
                for dstate in walk.dstates:
                    dstate *= walk.mask[t]
                self.step_backward(t, walk)
                for dstate, more in zip(walk.dstates, past, strict=True):
                    dstate += more

    def _add_output_gradient(self, dy: Array | None, t: int, walk: Walk) -> None:
        """What the loss says about the output of step t."""
        if dy is None or (not self.return_sequences and t < walk.steps - 1):
            return
        own, mask = dy[:, t] if self.return_sequences else dy, self._mask_of_output(walk)
        walk.dstates[0] += own if mask is None else own * mask[t]

    def _weight_gradients(self, walk: Walk) -> None:
        """dW = sum of x_t^T dz_t,  dU = sum of h_{t-1}^T dproduct_t,  db = sum of dz_t."""
        call = walk.call
        if call.wants(self.kernel):
            gate_product.kernel_gradient(walk.x, walk.dz, walk.x_factors, call.gradient(self.kernel))
        if call.wants(self.recurrent_kernel):
            self.recurrent_kernel_gradient(walk, call.gradient(self.recurrent_kernel))
        if self.use_bias and call.wants(self.bias):
            self.bias_gradient(walk, call.gradient(self.bias))

    def recurrent_kernel_gradient(self, walk: Walk, out: Array) -> None:
        """dU into ``out``."""
        gate_product.kernel_gradient(walk.states[0][:-1], walk.dproduct, walk.h_factors, out)

    def bias_gradient(self, walk: Walk, out: Array) -> None:
        """db into ``out``."""
        out[...] = column_sums(walk.dz.reshape(-1, walk.dz.shape[-1]))

    def _input_gradient(self, walk: Walk) -> Array:
        time_first = walk.array("dx time first", walk.x.shape[-1])
        gate_product.input_gradient(walk.dz, self.kernel.value, walk.x_factors, time_first)
        dx = walk.call.buffer("dx", (walk.x.shape[1], walk.steps, walk.x.shape[-1]), walk.x.dtype)
        self._in_order(dx)[...] = time_first
        return dx

    # Parts of the above

    def _in_order(self, sequence: Array) -> Array:
        """A view of (batch, time, ...) as (time, batch, ...), in the order of the walk."""
        time_first = sequence.swapaxes(0, 1)
        return time_first[::-1] if self.go_backwards else time_first


def mask_of_walk(call: Call) -> Array | None:
    """The mask by which the walk leaves out steps.

    A layer that is called in a graph with ``initial_state`` has a mask for each of its inputs. As in Keras, it then
    walks through all steps, those that do not exist too; the mask goes on to what follows, such as the loss.
    """
    return None if call.mask is None or isinstance(call.mask, list) else np.asarray(call.mask, bool)
