"""What the tests of the primer share: the engine in float64, so that its numbers can be held to ten digits."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sutja.nn import config, primer


@pytest.fixture(autouse=True)
def _double(_settings: None) -> None:
    """The engine computes as the primer does; ``_settings`` puts its own float type back."""
    config.set_floatx("float64")


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


@pytest.fixture
def slopes_agree() -> Callable[[Any, Any, Any], None]:
    """Hold a slope that was worked out against the one that is measured, to a millionth of the largest."""

    def agree(f: Callable[[Any], float], x: Any, gradient: Any) -> None:
        measured = primer.numerical_gradient(f, x)
        assert gradient.shape == x.shape
        assert np.abs(gradient - measured).max() <= 1e-6 * np.abs(measured).max()

    return agree
