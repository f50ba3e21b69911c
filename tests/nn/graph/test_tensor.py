"""Sums, differences and products of tensors, written as such."""

from __future__ import annotations

import operator
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sutja import nn

X, Y = np.random.default_rng(0).random((2, 5, 3), np.float32)
OPERATORS = {"Add": operator.add, "Subtract": operator.sub, "Multiply": operator.mul}


@pytest.mark.parametrize("kind", OPERATORS)
def test_operators_are_the_merging_layers(keras: Any, tmp_path: Path, kind: str) -> None:
    compute: Callable[[Any, Any], Any] = OPERATORS[kind]
    x, y = nn.Input((3,)), nn.Input((3,))
    model = nn.Model([x, y], compute(x, y))
    assert type(model.layers[-1]).__name__ == kind
    assert np.allclose(model.predict([X, Y], verbose=0), compute(X, Y))
    model.save(tmp_path / "m.keras")
    assert np.allclose(keras.models.load_model(tmp_path / "m.keras")([X, Y]), compute(X, Y))


def test_only_tensors_are_put_together() -> None:
    for compute in OPERATORS.values():
        for one, other in ((nn.Input((3,)), 2), (2, nn.Input((3,)))):
            with pytest.raises(TypeError, match="unsupported operand"):
                compute(one, other)
