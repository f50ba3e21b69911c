"""Gradient checks: a derivative that was worked out by hand against one that was measured.

The measured one is the central difference (f(x + h) - f(x - h)) / 2h, whose error is of the order h^2. In float64
with h = 1e-5 it has ten good digits, so a formula that is right agrees to 1e-6 and one that is wrong does not. At a
kink (ReLU at 0, the maximum of two equal numbers) there is no derivative to compare with: the slopes of the two
sides differ, and hypothesis is told to draw another example.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import assume

from sutja.nn.call import Call, Step

H = 1e-5
TOLERANCE = 1e-6
KINK = 1e-2  # the slopes of the two sides of a smooth function differ by h f'', far less; at a kink, by its angle


def check_layer(layer: Any, inputs: Any, *, training: bool = False, seed: int = 0) -> None:
    """Hold ``layer.backward`` against differences of sum(r * layer(x)), for its inputs and all trained weights.

    ``inputs``: an array of float64, or a list of them. r is fixed and random, so that every output counts.
    """
    takes_list = isinstance(inputs, list)
    arrays = inputs if takes_list else [inputs]
    shapes = [(None, *array.shape[1:]) for array in arrays]
    layer.build_once(shapes if takes_list else shapes[0])
    rng = np.random.default_rng(seed)
    for variable in layer.variables:
        positive = variable.name == "moving_variance"
        variable.assign(rng.uniform(0.5, 2, variable.shape) if positive else rng.standard_normal(variable.shape))
    call = Call(Step())
    call.step.gradients = {id(v): np.full(v.shape, np.nan) for v in layer.trainable_weights}

    def forward() -> Any:
        call.step.begin(training=training, seed=seed)
        return layer.forward(inputs, call)

    r = rng.standard_normal(forward().shape)
    found = layer.backward(r.copy(), call)
    call.step.finish_backward()
    gradients = [np.array(dx) for dx in (found if takes_list else [found])]
    weights = layer.trainable_weights
    gradients += [call.step.gradients[id(weight)] for weight in weights]
    for array, gradient in zip([*arrays, *(weight.value for weight in weights)], gradients, strict=True):
        check(lambda: float(np.vdot(r, forward())), array, gradient)


def check(f: Callable[[], float], x: Any, gradient: Any) -> None:
    """Hold ``gradient`` against differences of ``f``, which depends on the content of the array ``x``."""
    assert gradient.shape == x.shape
    measured = differences(f, x)
    size = max(np.abs(measured).max(initial=0), np.abs(gradient).max(initial=0), 1e-3)
    error = np.abs(measured - gradient).max(initial=0) / size
    assert error <= TOLERANCE, f"relative error {error:.1e}\nmeasured\n{measured}\nworked out\n{gradient}"


def differences(f: Callable[[], float], x: Any) -> Any:
    """(f(x + h e) - f(x - h e)) / 2h for each entry e of ``x``, which is as before when this is done."""
    assert x.dtype == np.float64
    here, slopes = f(), np.empty_like(x)
    for place in np.ndindex(x.shape):
        value = x[place]
        x[place] = value + H
        above = f()
        x[place] = value - H
        below = f()
        x[place] = value
        slopes[place] = (above - below) / (2 * H)
        assume(abs(above - 2 * here + below) < H * KINK * max(1, abs(slopes[place])))
    return slopes
