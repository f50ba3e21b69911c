"""The ReLU that goes both ways: B-layers-backward, and the engine's as twin."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest

from sutja.errors import InvalidArgument
from sutja.nn import activations, primer

X = np.array([[1.0, -0.5], [-2.0, 3.0], [0.0, 0.25]])
D = np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
X.setflags(write=False)
D.setflags(write=False)


def test_twin_of_the_engine() -> None:
    """B-layers-backward: the slope passes where x > 0 and nowhere else, at 0 neither."""
    relu = primer.Relu()
    y = relu.forward(X)
    np.testing.assert_array_equal(y, activations.relu(X))
    dx = relu.backward(D)
    np.testing.assert_array_equal(dx, activations.relu.backward(D, y, None))
    assert dx.tolist() == [[1, 0], [0, 4], [0, 6]]


def test_against_differences(rng: Any, slopes_agree: Any) -> None:
    x, d = rng.standard_normal((2, 4, 3))
    relu = primer.Relu()
    relu.forward(x)
    slopes_agree(lambda x: np.sum(d * primer.relu(x)), x, relu.backward(d))


def test_what_comes_in_is_not_changed() -> None:
    """The deck's layer writes its zeros into the slopes that it was given; whoever needs them again has lost them."""
    relu = primer.Relu()
    relu.forward(X)
    assert relu.backward(D) is not D  # and D is read-only, so nothing was written into it


def test_misuse() -> None:
    relu = primer.Relu()
    relu.forward(X)
    text = "`d`. Expected shape (3, 2), that of `x`. Received: d=array of shape (2, 3), dtype float64"
    with pytest.raises(InvalidArgument, match=re.escape(text)):
        relu.backward(D.T)
