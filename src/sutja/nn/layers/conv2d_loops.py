"""Convolution as the course computes it by hand: one window at a time (deck experiment ``E-convolution-by-hand``).

This is the definition, written down. :class:`sutja.nn.layers.conv2d.Conv2D` computes the same numbers with matrix
products; a test holds the two equal.
"""

from __future__ import annotations

import numpy as np

from sutja.nn.typing import Array

__all__ = ["conv2d", "conv2d_gradients"]


def conv2d(x: Array, kernel: Array, bias: Array, stride: int = 1) -> Array:
    """x (n, h, w, c), kernel (kh, kw, c, f), bias (f,) -> y (n, h', w', f), without padding."""
    n, h, w, _c = x.shape
    kh, kw, _c, f = kernel.shape
    y = np.empty((n, (h - kh) // stride + 1, (w - kw) // stride + 1, f), x.dtype)
    for r in range(y.shape[1]):
        for c in range(y.shape[2]):
            window = x[:, r * stride : r * stride + kh, c * stride : c * stride + kw, :]
            for k in range(f):
                y[:, r, c, k] = np.sum(window * kernel[..., k], axis=(1, 2, 3)) + bias[k]
    return y


def conv2d_gradients(x: Array, kernel: Array, dy: Array, stride: int = 1) -> tuple[Array, Array, Array]:
    """(dx, dkernel, dbias) from dy: each product window * kernel sends dy to both of its factors."""
    kh, kw, _c, f = kernel.shape
    dx, dkernel = np.zeros_like(x), np.zeros_like(kernel)
    for r in range(dy.shape[1]):
        for c in range(dy.shape[2]):
            rows, columns = slice(r * stride, r * stride + kh), slice(c * stride, c * stride + kw)
            for k in range(f):
                d = dy[:, r, c, k][:, None, None, None]
                dx[:, rows, columns, :] += d * kernel[..., k]
                dkernel[..., k] += np.sum(d * x[:, rows, columns, :], axis=0)
    return dx, dkernel, dy.sum(axis=(0, 1, 2))
