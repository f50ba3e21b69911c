"""Initial weights: their distribution against its formula and against Keras, their seeds and their configs.

Samples are finite, so their mean and variance scatter: with n numbers of standard deviation s, the mean by
s / sqrt(n) and the variance by s^2 sqrt((k - 1) / n), where k (the kurtosis) is at most 3 here. Bounds are five of
these standard errors; seeds are fixed, so a test either always passes or never.
"""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import pytest
from scipy import stats

from sutja.errors import InvalidArgument, UnknownName
from sutja.nn import config, initializers, utils

SHAPE = (200, 300)
COUNT = math.prod(SHAPE)
ERRORS = 5

# name: (the variance that the rule gives for SHAPE, the form of the distribution)
SCALED = {
    "LecunNormal": (1 / 200, "truncated"),
    "LecunUniform": (1 / 200, "uniform"),
    "GlorotNormal": (2 / 500, "truncated"),
    "GlorotUniform": (2 / 500, "uniform"),
    "HeNormal": (2 / 200, "truncated"),
    "HeUniform": (2 / 200, "uniform"),
}
# name: (arguments, mean, standard deviation)
RANDOM: dict[str, tuple[dict[str, Any], float, float]] = {
    "RandomNormal": ({"mean": 0.3, "stddev": 0.2}, 0.3, 0.2),
    "RandomUniform": ({"minval": -0.1, "maxval": 0.5}, 0.2, 0.6 / math.sqrt(12)),
    "TruncatedNormal": ({"mean": 0.3, "stddev": 0.2}, 0.3, 0.2 * 0.87962566103423978),
}
ALL: dict[str, dict[str, Any]] = {
    "Zeros": {},
    "Ones": {},
    "Constant": {"value": 0.25},
    **{name: {"seed": 7} for name in SCALED},
    **{name: {**arguments, "seed": 7} for name, (arguments, _, _) in RANDOM.items()},
    "VarianceScaling": {"scale": 3.0, "mode": "fan_avg", "distribution": "uniform", "seed": 7},
}


def assert_moments(values: Any, mean: float, stddev: float) -> None:
    values = values.astype(np.float64)
    assert abs(values.mean() - mean) <= ERRORS * stddev / math.sqrt(values.size)
    assert abs(values.var() / stddev**2 - 1) <= ERRORS * math.sqrt(2 / values.size)


@pytest.mark.parametrize("name", SCALED)
def test_variance_is_that_of_the_rule(name: str) -> None:
    variance, form = SCALED[name]
    values = getattr(initializers, name)(seed=1)(SHAPE)
    assert_moments(values, 0, math.sqrt(variance))
    bound = math.sqrt(3 * variance) if form == "uniform" else 2 * math.sqrt(variance) / 0.87962566103423978
    assert 0.99 * bound < np.abs(values).max() <= bound


@pytest.mark.parametrize("name", RANDOM)
def test_moments_of_the_plain_distributions(name: str) -> None:
    arguments, mean, stddev = RANDOM[name]
    values = getattr(initializers, name)(**arguments, seed=1)(SHAPE)
    assert_moments(values, mean, stddev)
    if name == "RandomUniform":
        assert -0.1 <= values.min() < -0.099
        assert 0.499 < values.max() < 0.5
    if name == "TruncatedNormal":
        assert 0.39 < np.abs(values - 0.3).max() <= 0.4 * (1 + 1e-6)


@pytest.mark.parametrize("mode", ["fan_in", "fan_out", "fan_avg"])
@pytest.mark.parametrize(
    ("shape", "fan_in", "fan_out"),
    [((20000,), 20000, 20000), ((400, 100), 400, 100), ((3, 5, 20, 80), 15 * 20, 15 * 80)],
)
def test_fans(mode: str, shape: tuple[int, ...], fan_in: int, fan_out: int) -> None:
    """The window of a convolution's kernel counts in both fans."""
    fan = {"fan_in": fan_in, "fan_out": fan_out, "fan_avg": (fan_in + fan_out) / 2}[mode]
    for distribution in ("uniform", "truncated_normal", "untruncated_normal"):
        values = initializers.VarianceScaling(2.0, mode, distribution, seed=3)(shape)
        assert_moments(values, 0, math.sqrt(2 / fan))


@pytest.mark.parametrize("name", [*SCALED, *RANDOM, "VarianceScaling"])
def test_same_distribution_as_keras(keras: Any, name: str) -> None:
    """Not the same numbers: the two draw from different generators. A two-sample Kolmogorov-Smirnov test."""
    shape = (3, 3, 40, 50)  # a convolution's kernel, so fans are compared as well
    ours = getattr(initializers, name)(**ALL[name])(shape)
    theirs = np.asarray(getattr(keras.initializers, name)(**ALL[name])(shape))
    assert ours.shape == theirs.shape
    assert ours.std() == pytest.approx(theirs.std(), rel=2 * ERRORS / math.sqrt(2 * ours.size))
    assert stats.ks_2samp(ours.ravel(), theirs.ravel()).pvalue > 1e-3


def test_constants() -> None:
    np.testing.assert_array_equal(initializers.Zeros()((2, 3)), np.zeros((2, 3)))
    np.testing.assert_array_equal(initializers.Ones()((2, 3)), np.ones((2, 3)))
    np.testing.assert_array_equal(initializers.Constant(0.25)((2, 3)), np.full((2, 3), 0.25))
    assert initializers.Constant()((1,)) == 0


@pytest.mark.parametrize("name", [*SCALED, *RANDOM, "VarianceScaling"])
def test_a_seed_gives_the_same_numbers_each_time(name: str) -> None:
    kind = getattr(initializers, name)
    seeded = kind(seed=5)
    np.testing.assert_array_equal(seeded((4, 3)), seeded((4, 3)))
    np.testing.assert_array_equal(seeded((4, 3)), kind(seed=5)((4, 3)))
    assert not np.array_equal(seeded((4, 3)), kind(seed=6)((4, 3)))


def test_without_a_seed_the_seed_of_everything_decides() -> None:
    draw = initializers.GlorotUniform()
    utils.set_random_seed(3)
    first, second = draw((4, 3)), draw((4, 3))
    utils.set_random_seed(3)
    np.testing.assert_array_equal(draw((4, 3)), first)
    np.testing.assert_array_equal(draw((4, 3)), second)
    assert not np.array_equal(first, second)
    utils.set_random_seed(4)
    assert not np.array_equal(draw((4, 3)), first)


@pytest.mark.parametrize("name", ALL)
def test_float_type(name: str) -> None:
    draw = getattr(initializers, name)(**ALL[name])
    assert draw((2, 3)).dtype == "float32"
    assert draw((2, 3), "float64").dtype == "float64"
    config.set_floatx("float64")
    assert draw((2, 3)).dtype == "float64"


@pytest.mark.parametrize("name", ALL)
def test_config_round_trip_with_keras(keras: Any, name: str) -> None:
    ours = getattr(initializers, name)(**ALL[name])
    theirs = getattr(keras.initializers, name)(**ALL[name])
    assert ours.get_config() == ALL[name]
    assert {key: value for key, value in theirs.get_config().items() if value is not None} == ALL[name]
    again = [
        initializers.get(initializers.serialize(ours)),
        initializers.get(keras.initializers.serialize(theirs)),
        initializers.deserialize(keras.initializers.serialize(keras.initializers.get(initializers.serialize(ours)))),
    ]
    for other in again:
        assert type(other) is type(ours)
        assert other.get_config() == ours.get_config()
        np.testing.assert_array_equal(other((3, 4)), ours((3, 4)))


@pytest.mark.parametrize("name", ALL)
def test_every_way_to_name_one(name: str) -> None:
    kind = getattr(initializers, name)
    assert type(initializers.get(name)) is kind
    assert type(initializers.get(re.sub("(?<=[a-z])(?=[A-Z])", "_", name).lower())) is kind
    ours = kind()
    assert initializers.get(ours) is ours


def test_unknown_names_are_refused() -> None:
    with pytest.raises(UnknownName, match=r"Received: initializer='he_norml'\. Did you mean 'he_normal'\?$"):
        initializers.get("he_norml")
    with pytest.raises(UnknownName, match=r"Received: initializer='STFT'"):
        initializers.get({"class_name": "STFT", "config": {}})
    with pytest.raises(InvalidArgument) as caught:
        initializers.get(0.1)
    assert str(caught.value) == (
        "Invalid value for argument `initializer`. Expected the name of an initializer, or one of "
        "`sutja.nn.initializers`. Received: initializer=0.1"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"scale": 0}, "Invalid value for argument `scale`. Expected a number above 0. Received: scale=0"),
        (
            {"mode": "fan"},
            "Invalid value for argument `mode`. Expected one of: fan_in, fan_out, fan_avg. Received: mode='fan'",
        ),
        (
            {"distribution": "normal"},
            "Invalid value for argument `distribution`. Expected one of: truncated_normal, untruncated_normal, "
            "uniform. Received: distribution='normal'",
        ),
    ],
)
def test_variance_scaling_refuses(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        initializers.VarianceScaling(**arguments)
    assert str(caught.value) == message
