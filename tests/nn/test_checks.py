"""Whole numbers and seeds: NumPy's are welcome wherever Python's are, and what is none is answered at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sutja import nn
from sutja.errors import InvalidArgument
from sutja.nn import initializers, layers

WHOLE: dict[str, Callable[[Any], Any]] = {
    "units": lambda n: layers.Dense(n).units,
    "filters": lambda n: layers.Conv2D(n, n).filters,
    "input_dim": lambda n: layers.Embedding(n, 4).input_dim,
    "output_dim": lambda n: layers.Embedding(4, n).output_dim,
    "n": lambda n: layers.RepeatVector(n).n,
    "gradient_accumulation_steps": lambda n: nn.optimizers.SGD(gradient_accumulation_steps=n).accumulation.every,
    "value": lambda n: nn.config.set_num_threads(n) or nn.config.num_threads(),
    "shape": lambda n: nn.Input((n,)).shape[1],
}
SEEDED: dict[str, Callable[[Any], Any]] = {
    "Dropout": lambda seed: layers.Dropout(0.5, seed=seed),
    "SpatialDropout2D": lambda seed: layers.SpatialDropout2D(0.5, seed=seed),
    "GaussianNoise": lambda seed: layers.GaussianNoise(0.5, seed=seed),
    "GaussianDropout": lambda seed: layers.GaussianDropout(0.5, seed=seed),
    "LSTM": lambda seed: layers.LSTM(2, seed=seed),
    "RandomFlip": lambda seed: layers.RandomFlip(seed=seed),
    "RandomCrop": lambda seed: layers.RandomCrop(2, 2, seed=seed),
    "RandomContrast": lambda seed: layers.RandomContrast(0.1, seed=seed),
    "RandomRotation": lambda seed: layers.RandomRotation(0.1, seed=seed),
    "GlorotUniform": lambda seed: initializers.GlorotUniform(seed=seed),
    "Orthogonal": lambda seed: initializers.Orthogonal(seed=seed),
}


@pytest.mark.parametrize("name", WHOLE)
def test_whole_numbers(name: str) -> None:
    made = WHOLE[name](np.int64(3))
    assert made == 3
    assert type(made) is int
    for wrong in (0, 2.5, "3", True, -1):
        with pytest.raises(InvalidArgument, match=f"argument `{name}`. Expected a (tuple of )?whole number"):
            WHOLE[name](wrong)


@pytest.mark.parametrize("name", SEEDED)
def test_seeds(name: str) -> None:
    assert SEEDED[name](None).seed is None
    assert SEEDED[name](np.int32(7)).seed == 7
    for wrong in (-1, 0.5, "7", True):
        with pytest.raises(InvalidArgument, match=r"argument `seed`. Expected a whole number of at least 0"):
            SEEDED[name](wrong)
