"""Conv2D: the same small window of weights looks at every place of a picture.

    y[n, r, c, f] = f( b[f] + sum over i, j, k of x[n, r s + i d, c s + j d, k] W[i, j, k, f] )

with strides s and dilation d (the field's "convolution", which is a cross-correlation: the kernel is not turned
round). A feature is learnt once and found anywhere, and weights are few: kernel (height, width, channels in,
filters). How it is computed, and its gradient: :mod:`sutja.nn.layers.convolution`.
"""

from __future__ import annotations

from sutja.nn.layers.convolution import Convolution

__all__ = ["Conv2D"]


class Conv2D(Convolution):
    """``filters`` windows of ``kernel_size``; weights ``kernel`` (kh, kw, channels, filters), ``bias`` (filters,).

    (batch, h, w, channels) -> (batch, h', w', filters). With ``groups`` the kernel has channels / groups.
    """

    rank = 2
    input_rank = 4
