"""What learning by trying costs: one step of deck B's TwoLayerNet with numerical gradients, ``B-two-layer-numeric``.

Each of the 39,760 weights is moved up and down, and the loss of the whole batch is computed each time; back-propagation
finds the same numbers in one walk back. Here the slopes of a few weights are found by trying, which times their
number gives the time of a step; all of them would take minutes.
"""

from __future__ import annotations

import time

import numpy as np

from sutja.data import load
from sutja.labs.computed import Computed, Finding
from sutja.language import translate as _
from sutja.nn.primer import TwoLayerNet, numerical_gradient
from sutja.nn.typing import Array

__all__ = ["two_layer_numeric"]

ITERATIONS, BATCH, TRIED = 10_000, 100, 20


def two_layer_numeric() -> Computed:
    """Both gradients on one batch of digits, how far they are apart, and what each costs."""
    digits = load("mnist5k")
    x, t = digits.x_train[:BATCH].reshape(BATCH, -1) / 255, digits.y_train[:BATCH]
    net = TwoLayerNet(784, 50, 10)
    start = time.perf_counter()
    exact = net.gradient(x, t)
    back = time.perf_counter() - start
    start = time.perf_counter()
    difference = max(float(np.abs(_tried(net, name, x, t) - _few(exact[name])).max()) for name in exact)
    each = (time.perf_counter() - start) / sum(_few(slopes).size for slopes in exact.values())
    weights = sum(w.size for w in net.params.values())
    step = each * weights
    findings = (
        Finding(_("weights"), float(weights)),
        Finding(_("largest difference between the two gradients"), difference),
        Finding(_("a step by trying takes so many times as long"), round(step / back)),
    )
    text = _(
        "A step by back-propagation: {back:.1f} ms. A step by trying {weights:,} weights: {step:.0f} s. "
        "{iterations:,} such steps: {days:.0f} days.",
        back=1000 * back,
        weights=weights,
        step=step,
        iterations=ITERATIONS,
        days=step * ITERATIONS / 86400,
    )
    return Computed(findings, {}, text)


def _few(values: Array) -> Array:
    """A few numbers from the middle of ``values``, where digits have ink."""
    flat = values.reshape(-1)
    middle = len(flat) // 2
    return flat[max(0, middle - TRIED // 2) : middle + TRIED // 2]


def _tried(net: TwoLayerNet, name: str, x: Array, t: Array) -> Array:
    """The slopes by those few of the weights ``name``, found by trying."""
    few = _few(net.params[name])  # a view: what is changed in it is changed in the network
    return numerical_gradient(lambda _w: net.loss(x, t), few)
