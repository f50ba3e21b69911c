"""Initial weights for recurrent kernels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sutja.nn import initializers


@pytest.mark.parametrize("shape", [(4, 4), (6, 3), (3, 6), (2, 2, 3), (2, 1, 6)])
@pytest.mark.parametrize("gain", [1.0, 0.5])
def test_rows_or_columns_are_orthonormal(shape: tuple[int, ...], gain: float) -> None:
    matrix = initializers.Orthogonal(gain=gain, seed=1)(shape, "float64").reshape(-1, shape[-1])
    if len(matrix) < shape[-1]:
        matrix = matrix.T
    np.testing.assert_allclose(matrix.T @ matrix, gain**2 * np.eye(matrix.shape[1]), atol=1e-12)


def test_all_turns_are_equally_likely() -> None:
    """The mean of many orthogonal matrices is 0; with the signs of QR left in, its diagonal would not be."""
    draws = np.stack([initializers.Orthogonal(seed=seed)((2, 2)) for seed in range(400)])
    assert np.abs(draws.mean(axis=0)).max() < 0.12
    assert 0.4 < (np.linalg.det(draws) > 0).mean() < 0.6


def test_a_seed_gives_the_same_matrix_again() -> None:
    np.testing.assert_array_equal(*(initializers.Orthogonal(seed=3)((4, 4)) for _ in range(2)))


def test_identity(keras: Any) -> None:
    for shape in ((3, 3), (2, 4)):
        ours, theirs = (module.Identity(gain=2.0)(shape) for module in (initializers, keras.initializers))
        np.testing.assert_array_equal(ours, np.asarray(theirs))


@pytest.mark.parametrize(("name", "kind"), [("orthogonal", "Orthogonal"), ("identity", "Identity")])
def test_descriptions_are_those_of_keras(keras: Any, name: str, kind: str) -> None:
    ours = initializers.serialize(initializers.get(name))
    theirs = keras.initializers.serialize(keras.initializers.get(name))
    assert {**ours, "config": {}} == {**theirs, "config": {}}
    assert type(initializers.get(theirs)).__name__ == type(keras.initializers.get(ours)).__name__ == kind


def test_short_names() -> None:
    assert isinstance(initializers.get("uniform"), initializers.RandomUniform)
    assert isinstance(initializers.get("normal"), initializers.RandomNormal)
