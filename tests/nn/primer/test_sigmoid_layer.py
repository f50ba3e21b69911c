"""The sigmoid that goes both ways: B-layers-backward, its four small nodes, and the engine's as twin."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from sutja.errors import InvalidArgument
from sutja.nn import activations, primer


def test_twin_of_the_engine(rng: Any) -> None:
    x, d = rng.standard_normal((2, 4, 3))
    sigmoid = primer.Sigmoid()
    y = sigmoid.forward(x)
    np.testing.assert_allclose(y, activations.sigmoid(x), rtol=1e-13)
    np.testing.assert_allclose(sigmoid.backward(d), activations.sigmoid.backward(d, y, None), rtol=1e-13)


def test_against_differences(rng: Any, slopes_agree: Any) -> None:
    x, d = rng.standard_normal((2, 4, 3))
    sigmoid = primer.Sigmoid()
    sigmoid.forward(x)
    slopes_agree(lambda x: np.sum(d * primer.sigmoid(x)), x, sigmoid.backward(d))


def test_node_by_node() -> None:
    """B-layers-backward: the slopes of the four small nodes, multiplied, are y (1 - y); at 0 that is 1/4."""
    x = np.linspace(-4, 4, 9)
    w = 1 + np.exp(-x)
    by_nodes = (-1 / w**2) * 1 * np.exp(-x) * -1
    sigmoid = primer.Sigmoid()
    sigmoid.forward(x)
    np.testing.assert_allclose(sigmoid.backward(np.ones(9)), by_nodes, rtol=1e-12)
    assert by_nodes.max() == by_nodes[4] == 0.25


def test_misuse() -> None:
    sigmoid = primer.Sigmoid()
    sigmoid.forward([1.0, 2.0])
    with pytest.raises(InvalidArgument, match=re.escape("`d`. Expected shape (2,), that of `x`. Received: d=1.0")):
        sigmoid.backward(1.0)
