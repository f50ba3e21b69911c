"""The depthwise convolution: each channel of a picture is looked at by windows of its own.

    z[n, r, c, k m + j] = sum over i, l of x[n, r s + i d, c s + l d, k] W[i, l, k, j],    j = 0 ... m - 1

Channels are not mixed, so the kernel is small: (height, width, channels, m). Each channel is repeated m times first;
then the upper left entries of all windows are multiplied by their weights at once, then their neighbours, and so on.
"""

from __future__ import annotations

import numpy as np

from sutja.nn.call import Call
from sutja.nn.layers.window import Windows
from sutja.nn.typing import Array

__all__ = ["depthwise", "depthwise_gradients"]


def depthwise(x: Array, kernel: Array, windows: Windows, call: Call) -> Array:
    """z (n, h', w', c m) for x (n, h, w, c); ``kernel`` (kh, kw, c, m). ``call`` keeps the repeated channels."""
    multiplier = kernel.shape[-1]
    repeated = np.repeat(x, multiplier, axis=-1) if multiplier > 1 else x
    padded = windows.pad_input(repeated, 0, call)
    weights = kernel.reshape(-1, repeated.shape[-1])
    z = call.buffer("depthwise", (len(x), *windows.out, repeated.shape[-1]), x.dtype)
    part = call.buffer("part", z.shape, x.dtype)
    z[...] = 0
    for position, weight in zip(windows.positions(), weights, strict=True):
        z += np.multiply(padded[position], weight, out=part)
    call.child("depthwise").save(padded, windows)
    return z


def depthwise_gradients(dz: Array, kernel: Array, dkernel: Array | None, call: Call) -> Array | None:
    """dx from dz, if anyone needs it; fills ``dkernel``, if it is given.

    Each weight met one entry of every window: dW = sum of dz times that entry; dx gets dz W back from there.
    """
    padded, windows = call.child("depthwise").saved
    weights = kernel.reshape(-1, padded.shape[-1])
    part = call.buffer("part", dz.shape, dz.dtype)
    if dkernel is not None:
        slopes = dkernel.reshape(weights.shape)
        for position, slope in zip(windows.positions(), slopes, strict=True):
            np.sum(np.multiply(padded[position], dz, out=part), axis=(0, 1, 2), out=slope)
    if not call.needs_input_gradient:
        return None
    dx = call.buffer("dx", padded.shape, dz.dtype)
    dx[...] = 0
    for position, weight in zip(windows.positions(), weights, strict=True):
        dx[position] += np.multiply(dz, weight, out=part)
    inside: Array = dx[windows.inside]
    multiplier = kernel.shape[-1]
    return inside.reshape(*inside.shape[:-1], -1, multiplier).sum(axis=-1) if multiplier > 1 else inside
