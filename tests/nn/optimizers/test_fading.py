"""What an optimizer remembers of weights that learn nothing more becomes 0, and never a denormal number."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sutja.nn import config, optimizers
from sutja.nn.optimizers.fading import EVERY, forget_traces
from sutja.nn.variables import FlatVector, Variable

SMALLEST = np.finfo(np.float32).tiny


@pytest.fixture(autouse=True)
def _as_before():
    yield
    config.set_accelerated(None)


def test_traces_are_forgotten_and_all_else_is_kept() -> None:
    memory = np.array([0, 1, -1, 1e-29, -1e-29, 1e-31, -1e-31, 1e-40, np.inf, -np.inf, np.nan], np.float32)
    forget_traces(memory)
    kept = np.array([0, 1, -1, 1e-29, -1e-29, 0, 0, 0, np.inf, -np.inf, np.nan], np.float32)
    np.testing.assert_array_equal(memory, kept)


@pytest.mark.parametrize("accelerated", [False, True])
@pytest.mark.parametrize(
    "make",
    [
        lambda: optimizers.Adam(),
        lambda: optimizers.Adam(use_ema=True, clipnorm=1.0),
        lambda: optimizers.Nadam(),
        lambda: optimizers.Lion(beta_2=0.9),
        lambda: optimizers.RMSprop(rho=0.8),
        lambda: optimizers.RMSprop(momentum=0.9),
        lambda: optimizers.SGD(momentum=0.9),
        lambda: optimizers.Adadelta(rho=0.8),
        lambda: optimizers.SGD(momentum=0.9, gradient_accumulation_steps=2),
    ],
)
def test_a_weight_that_learns_nothing_more_forgets(make: Any, accelerated: bool) -> None:
    config.set_accelerated(accelerated)
    optimizer, vector = make(), FlatVector([Variable(np.ones(8, np.float32), name="w")])
    for _step in range(2):
        optimizer.apply_flat(vector, np.full(8, 1e-3, np.float32))
    fading = [name for name, memory in optimizer.state.items() if np.any(memory)]
    denormal = 0
    for _step in range(30 * EVERY):
        optimizer.apply_flat(vector, np.zeros(8, np.float32))
        denormal += sum(np.any((memory != 0) & (np.abs(memory) < SMALLEST)) for memory in optimizer.state.values())
    assert fading
    assert denormal == 0
    assert any(not np.any(optimizer.state[name]) for name in fading)
