"""Numbers of all kinds: NumPy's are welcome wherever Python's are, and what is none is answered at once."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sutja import nn
from sutja.checks import (
    above_0,
    as_list,
    between_0_and_1,
    fraction,
    is_dimension,
    is_number,
    is_whole,
    number,
    short_seed,
)
from sutja.data import augment, hold_out
from sutja.errors import InvalidArgument
from sutja.nn import initializers, layers, metrics, optimizers
from sutja.nn.optimizers import schedules

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
    "CategoricalGeneralizedCrossEntropy": lambda: nn.losses.CategoricalGeneralizedCrossEntropy(q=HALF),
    "BinaryFocalCrossentropy": lambda: nn.losses.BinaryFocalCrossentropy(alpha=HALF, gamma=TWO),
    "Tversky of two weights": lambda: nn.losses.Tversky(HALF, HALF),
    "Normalization": lambda: layers.Normalization(TWO),
    "BatchNormalization of momentum": lambda: layers.BatchNormalization(momentum=HALF),
    "SGD": lambda: optimizers.SGD(momentum=HALF, clipnorm=TWO, weight_decay=HALF),
    "SGD with an average": lambda: optimizers.SGD(use_ema=True, ema_momentum=HALF, ema_overwrite_frequency=TWO),
    "RMSprop": lambda: optimizers.RMSprop(rho=HALF, momentum=HALF, epsilon=HALF),
    "Lion": lambda: optimizers.Lion(beta_1=HALF),
    "Adagrad": lambda: optimizers.Adagrad(initial_accumulator_value=TWO, epsilon=HALF),
    "AdamW": lambda: optimizers.AdamW(weight_decay=HALF, epsilon=HALF),
    "Muon": lambda: optimizers.Muon(adam_weight_decay=HALF, momentum=HALF, ns_steps=TWO, rms_rate=HALF),
    "CosineDecay": lambda: schedules.CosineDecay(HALF, TWO, HALF, warmup_target=HALF, warmup_steps=TWO),
    "CosineDecayRestarts": lambda: schedules.CosineDecayRestarts(HALF, TWO, TWO, HALF, HALF),
    "ExponentialDecay": lambda: schedules.ExponentialDecay(HALF, TWO, HALF, np.True_),
    "InverseTimeDecay": lambda: schedules.InverseTimeDecay(HALF, TWO, HALF),
    "OneCycle": lambda: schedules.OneCycle(HALF, TWO, HALF, TWO, TWO),
    "PiecewiseConstantDecay": lambda: schedules.PiecewiseConstantDecay(np.array([2, 5]), np.full(3, HALF)),
    "PolynomialDecay": lambda: schedules.PolynomialDecay(HALF, TWO, HALF, HALF),
    "BinaryAccuracy": lambda: metrics.BinaryAccuracy(threshold=HALF),
    "FBetaScore": lambda: metrics.FBetaScore(beta=HALF, threshold=HALF),
    "Precision": lambda: metrics.Precision(thresholds=HALF, top_k=TWO, class_id=TWO),
    "Recall": lambda: metrics.Recall(thresholds=np.array([0.25, 0.5])),
    "AUC": lambda: metrics.AUC(num_thresholds=np.int64(7), multi_label=True, label_weights=np.full(2, HALF)),
    "AUC at thresholds": lambda: metrics.AUC(thresholds=np.array([0.5, 0.25])),
    "CosineSimilarity as a metric": lambda: metrics.CosineSimilarity(axis=TWO),
}


@pytest.mark.parametrize("name", DESCRIBED)
def test_numbers_of_numpy_can_be_written(name: str) -> None:
    made = DESCRIBED[name]()
    written = json.loads(json.dumps(made.get_config()))
    assert type(made).from_config(written).get_config() == made.get_config()


# Numbers of one range each; what is none is answered in words, by all of them.
RANGED: dict[str, tuple[str, list[Callable[[Any], Any]]]] = {
    "[0, 1]": (
        r"(a number|numbers) in \[0, 1\]",
        [
            lambda n: optimizers.SGD(momentum=n),
            lambda n: optimizers.RMSprop(rho=n),
            lambda n: optimizers.RMSprop(momentum=n),
            lambda n: optimizers.SGD(use_ema=True, ema_momentum=n),
            lambda n: layers.Dropout(n),
            lambda n: layers.BatchNormalization(momentum=n),
            lambda n: metrics.BinaryAccuracy(threshold=n),
            lambda n: metrics.TruePositives(thresholds=[0.5, n]),
            lambda n: metrics.AUC(thresholds=[0.5, n]),
            lambda n: augment.Flip(horizontal=n),
            lambda n: augment.Some(n, augment.Flip()),
        ],
    ),
    "(0, 1]": (
        r"a number in \(0, 1\]",
        [lambda n: optimizers.Lion(beta_1=n), lambda n: metrics.F1Score(threshold="" if n is None else n)],
    ),
    "(0, 1)": (
        r"a number in \(0, 1\)",
        [
            lambda n: schedules.OneCycle(0.1, 10, pct_start=n),
            lambda n: nn.losses.CategoricalGeneralizedCrossEntropy(q=n),
            lambda n: hold_out([0, 1, 0, 1], n),
            nn.config.set_epsilon,
        ],
    ),
    "[0, 1)": (
        r"a number in \[0, 1\)",
        [lambda n: augment.Affine(zoom=n), lambda n: optimizers.Adam(beta_1=n)],
    ),
    "[0, inf)": (
        r"a number of at least 0",
        [
            lambda n: schedules.CosineDecay(n, 10),
            lambda n: schedules.CosineDecay(0.1, 10, n),
            lambda n: schedules.ExponentialDecay(0.1, 10, n),
            lambda n: schedules.PolynomialDecay(0.1, 10, n),
            lambda n: schedules.CosineDecayRestarts(0.1, 10, m_mul=n),
            lambda n: optimizers.Adagrad(initial_accumulator_value=n),
            lambda n: optimizers.AdamW(weight_decay=n),
            lambda n: optimizers.RMSprop(epsilon=n),
            lambda n: nn.activations.elu.with_arguments(n),
            lambda n: nn.activations.leaky_relu.with_arguments(n),
        ],
    ),
    "[1, inf)": (r"a number of at least 1", [lambda n: schedules.CosineDecayRestarts(0.1, 10, t_mul=n)]),
    "(0, inf)": (
        r"a number above 0",
        [
            lambda n: schedules.InverseTimeDecay(0.1, n, 0.5),
            lambda n: schedules.OneCycle(0.1, n),
            lambda n: augment.MixUp(n),
            lambda n: augment.Elastic(smoothness=n),
        ],
    ),
}


@pytest.mark.parametrize("wrong", [None, "x", True, np.True_, float("nan"), float("inf"), -0.5, [0.5], 1j])
@pytest.mark.parametrize("place", RANGED)
def test_what_is_outside_a_range(place: str, wrong: Any) -> None:
    expected, calls = RANGED[place]
    for call in calls:
        with pytest.raises(InvalidArgument, match=rf"Expected {expected}"):
            call(wrong)


@pytest.mark.parametrize("place", RANGED)
def test_the_ends_of_a_range_belong_to_it_as_its_brackets_say(place: str) -> None:
    least, most = (float(end) for end in place[1:-1].split(", "))
    for end, within in ((least, place[0] == "["), (most, place[-1] == "]")):
        for call in RANGED[place][1] if within else ():
            call(end)
        for call in () if within else RANGED[place][1]:
            with pytest.raises(InvalidArgument):
                call(end)


def test_whole_numbers_of_a_schedule_stay_whole() -> None:
    """As in Keras' description of it; a number that is not whole is a float."""
    config = schedules.CosineDecay(1, np.int32(100), warmup_target=np.float64(2), warmup_steps=1.0).get_config()
    assert repr([config[name] for name in ("initial_learning_rate", "decay_steps", "alpha")]) == "[1, 100, 0.0]"
    assert repr([config[name] for name in ("warmup_target", "warmup_steps")]) == "[2.0, 1.0]"
    pieces = schedules.PiecewiseConstantDecay([np.int64(3), 4.5], (1, np.float32(0.5), 0)).get_config()
    assert repr([pieces["boundaries"], pieces["values"]]) == "[[3, 4.5], [1, 0.5, 0]]"


def test_a_variation_keeps_plain_numbers() -> None:
    """An int8 would soon be too small to count in."""
    assert repr(augment.Crop(np.int8(100))) == "Crop(padding=100)"
    assert repr(augment.MixUp(np.float32(0.5))) == "MixUp(alpha=0.5)"
    assert repr(augment.Flip(np.float32(0.5), 1)) == "Flip(horizontal=0.5, vertical=1.0)"


def test_the_items_of_a_list() -> None:
    assert as_list(np.array([1.5, 2])) == as_list((1.5, 2.0)) == [1.5, 2.0]
    assert repr([as_list([True, 2]), as_list("ab"), as_list(None), as_list(0.5), as_list([])]) == (
        "[[True, 2], ['ab'], [None], [0.5], []]"
    )


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
    for check in (number, above_0, fraction, between_0_and_1):
        with pytest.raises(InvalidArgument, match=r"argument `size`\. Expected a number"):
            check("size", wrong)


def test_the_ends_of_ranges() -> None:
    assert [is_whole(n, 1, 3) for n in (0, 1, 3, 4, 2.0)] == [False, True, True, False, False]
    assert [is_number(n, 1, 3) for n in (0, 1, 3, 4, 2.5)] == [False, True, True, False, True]
    assert (fraction("size", 0), above_0("size", 1e-300), number("size", 0)) == (0.0, 1e-300, 0.0)
    assert (short_seed(0), short_seed(np.uint32(2**32 - 1))) == (0, 2**32 - 1)
    assert not is_number(10**400)
    assert (between_0_and_1("size", 1e-300), above_0("size", 1, most=1)) == (1e-300, 1.0)
    for call in (
        lambda: fraction("size", 1),
        lambda: above_0("size", 0),
        lambda: above_0("size", 1.1, most=1),
        lambda: between_0_and_1("size", 0),
        lambda: between_0_and_1("size", 1),
        lambda: short_seed(2**32),
    ):
        with pytest.raises(InvalidArgument):
            call()
