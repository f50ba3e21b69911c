"""Conv1D: the same small window of weights looks at every place of a sequence.

    y[n, t, f] = f( b[f] + sum over i, k of x[n, t s + i d, k] W[i, k, f] )

with strides s and dilation d. With padding "causal" a place sees itself and what came before it, never what comes
after. How it is computed, and its gradient: :mod:`sutja.nn.layers.convolution`.
"""

from __future__ import annotations

from sutja.nn.layers.convolution import Convolution

__all__ = ["Conv1D"]


class Conv1D(Convolution):
    """``filters`` windows of ``kernel_size``; weights ``kernel`` (k, channels, filters), ``bias`` (filters,).

    (batch, length, channels) -> (batch, length', filters). With ``groups`` the kernel has channels / groups.
    """

    rank = 1
    input_rank = 3
