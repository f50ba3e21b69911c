"""Numbers of all kinds: NumPy's are welcome wherever Python's are, and what is none is answered at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sutja import nn
from sutja.checks import above_0, fraction, is_dimension, is_number, is_whole, number, short_seed
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


# What is given as NumPy's numbers, and is written to files, which know Python's only.
TWO, HALF = np.int64(2), np.float32(0.5)
DESCRIBED: dict[str, Callable[[], Any]] = {
    "Reshape": lambda: layers.Reshape((TWO, np.int8(-1))),
    "Maxout": lambda: layers.Maxout(TWO, axis=TWO),
    "Concatenate": lambda: layers.Concatenate(axis=TWO),
    "Dot": lambda: layers.Dot((TWO, TWO)),
    "Softmax": lambda: layers.Softmax(TWO),
    "LayerNormalization": lambda: layers.LayerNormalization(TWO, epsilon=HALF),
    "BatchNormalization": lambda: layers.BatchNormalization(TWO, epsilon=HALF),
    "PReLU": lambda: layers.PReLU(shared_axes=TWO),
    "ZeroPadding2D": lambda: layers.ZeroPadding2D(((TWO, 1), (0, TWO))),
    "Conv2DTranspose": lambda: layers.Conv2DTranspose(TWO, TWO, strides=TWO, output_padding=np.int64(1)),
    "RandomRotation": lambda: layers.RandomRotation(HALF),
    "GaussianDropout": lambda: layers.GaussianDropout(HALF),
    "LSTM": lambda: layers.LSTM(TWO, dropout=HALF),
    "CosineSimilarity": lambda: nn.losses.CosineSimilarity(axis=TWO),
    "Dice": lambda: nn.losses.Dice(axis=TWO),
    "Tversky": lambda: nn.losses.Tversky(axis=[TWO, 1]),
    "Huber": lambda: nn.losses.Huber(delta=HALF),
}


@pytest.mark.parametrize("name", DESCRIBED)
def test_numbers_of_numpy_can_be_written(name: str) -> None:
    made = DESCRIBED[name]()
    written = json.loads(json.dumps(made.get_config()))
    assert type(made).from_config(written).get_config() == made.get_config()


def test_the_number_of_a_dimension() -> None:
    assert [is_dimension(n) for n in (1, -1, np.int8(3), 0, True, 1.0, None)] == [True, True, True, *[False] * 4]
    for wrong in (0, None, "1"):
        for call in (layers.Concatenate, nn.losses.CosineSimilarity):
            with pytest.raises(InvalidArgument, match=r"argument `axis`. Expected the number of a dimension, not 0"):
                call(axis=wrong)


@pytest.mark.parametrize(
    "wrong", [True, "2", None, float("nan"), float("inf"), [2], 2.5j, np.complex64(2), np.timedelta64(2)]
)
def test_what_is_no_number(wrong: Any) -> None:
    assert not is_number(wrong)
    assert not is_whole(wrong)
    for check in (number, above_0, fraction):
        with pytest.raises(InvalidArgument, match=r"argument `size`\. Expected a number"):
            check("size", wrong)


def test_the_ends_of_ranges() -> None:
    assert [is_whole(n, 1, 3) for n in (0, 1, 3, 4, 2.0)] == [False, True, True, False, False]
    assert [is_number(n, 1, 3) for n in (0, 1, 3, 4, 2.5)] == [False, True, True, False, True]
    assert (fraction("size", 0), above_0("size", 1e-300), number("size", 0)) == (0.0, 1e-300, 0.0)
    assert (short_seed(0), short_seed(np.uint32(2**32 - 1))) == (0, 2**32 - 1)
    assert not is_number(10**400)
    for call in (lambda: fraction("size", 1), lambda: above_0("size", 0), lambda: short_seed(2**32)):
        with pytest.raises(InvalidArgument):
            call()
