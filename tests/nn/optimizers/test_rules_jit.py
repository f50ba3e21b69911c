"""The compiled rules of optimizers take NumPy's steps."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

pytest.importorskip("numba", reason="the extra `fast` is not installed")

from sutja.nn import config, optimizers
from sutja.nn.variables import FlatVector, Variable

SIZE = 300_000  # several slices, and two threads


@pytest.fixture(autouse=True)
def _as_before():
    yield
    config.set_accelerated(None)


def after_steps(optimizer: Any, accelerated: bool) -> Any:
    config.set_accelerated(accelerated)
    rng = np.random.default_rng(0)
    vector = FlatVector([Variable(rng.standard_normal(SIZE).astype(np.float32), name="w")])
    for _step in range(5):
        optimizer.apply_flat(vector, rng.standard_normal(SIZE).astype(np.float32))
    return vector.values


@pytest.mark.parametrize(
    "make",
    [
        lambda: optimizers.Adam(),
        lambda: optimizers.Adam(0.1, beta_1=0.0, epsilon=1e-3),
        lambda: optimizers.AdamW(weight_decay=0.1),
        lambda: optimizers.Adam(amsgrad=True),
        lambda: optimizers.RMSprop(),
        lambda: optimizers.RMSprop(0.01, rho=0.5, epsilon=1e-3),
        lambda: optimizers.RMSprop(momentum=0.9, centered=True),
    ],
)
def test_the_same_steps(make: Any) -> None:
    np.testing.assert_allclose(after_steps(make(), True), after_steps(make(), False), rtol=1e-5, atol=1e-6)
