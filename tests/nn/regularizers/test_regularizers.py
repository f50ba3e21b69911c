"""Regularizers: penalties and slopes, their names, and what they do to training and to the logged loss."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja import nn
from sutja.errors import InvalidArgument, UnknownName
from sutja.nn import config, layers, regularizers

CASES: list[tuple[str, dict[str, Any]]] = [
    ("L1", {"l1": 0.3}),
    ("L2", {"l2": 0.2}),
    ("L1L2", {"l1": 0.1, "l2": 0.4}),
    ("OrthogonalRegularizer", {"factor": 0.5}),
    ("OrthogonalRegularizer", {"factor": 0.5, "mode": "columns"}),
]
each = pytest.mark.parametrize(("kind", "arguments"), CASES)


@each
@settings(max_examples=10, deadline=None, derandomize=True)
@given(seed=st.integers(0, 1000))
def test_slope_is_the_derivative(gradient_check: Any, kind: str, arguments: Any, seed: int) -> None:
    regularizer, x = getattr(regularizers, kind)(**arguments), np.random.default_rng(seed).standard_normal((3, 4))
    gradient_check.check(lambda: regularizer(x), x, regularizer.slope(x))


@each
def test_penalty_and_slope_as_keras(keras: Any, kind: str, arguments: Any) -> None:
    import jax

    x = np.random.default_rng(0).standard_normal((4, 3)).astype(np.float32)
    ours, theirs = getattr(regularizers, kind)(**arguments), getattr(keras.regularizers, kind)(**arguments)
    value, slope = jax.value_and_grad(theirs)(x)
    assert ours(x) == pytest.approx(float(value), rel=1e-5)
    np.testing.assert_allclose(ours.slope(x), np.asarray(slope), rtol=1e-5, atol=1e-6)
    assert ours.slope(x).dtype == np.float32


@each
def test_every_way_to_name_one(keras: Any, kind: str, arguments: Any) -> None:
    ours = getattr(regularizers, kind)(**arguments)
    for described in (regularizers.serialize(ours), keras.regularizers.serialize(_theirs(keras, kind, arguments))):
        again = regularizers.get(described)
        assert type(again) is type(ours)
        assert again.get_config() == pytest.approx(ours.get_config())
    assert regularizers.get(ours) is ours
    assert type(regularizers.get(kind)) is type(ours)
    assert regularizers.get(None) is None
    assert regularizers.get("l2").get_config() == {"l2": 0.01}
    assert regularizers.get(regularizers.l1).get_config() == {"l1": 0.01}


def _theirs(keras: Any, kind: str, arguments: Any) -> Any:
    return getattr(keras.regularizers, kind)(**arguments)


def build(engine: Any) -> Any:
    r, la = engine.regularizers, engine.layers
    return engine.Sequential(
        [
            la.Input((6, 6, 2)),
            la.Conv2D(
                3,
                3,
                kernel_regularizer=r.L1L2(0.002, 0.01),
                bias_regularizer="l1",
                bias_initializer="ones",
                activation="tanh",
            ),
            la.BatchNormalization(gamma_regularizer=r.L2(0.1)),
            la.Flatten(),
            la.Dense(4, kernel_regularizer=r.OrthogonalRegularizer(0.3), activity_regularizer=r.L2(0.05)),
            la.Dense(2, kernel_regularizer="l2", trainable=False, activity_regularizer="l1"),
        ]
    )


@pytest.mark.parametrize("threads", [1, 3])
def test_training_and_logged_losses_as_keras(keras: Any, tmp_path: Path, threads: int) -> None:
    """Also cut into shards; also through a file; a frozen layer's weights cost nothing, but its output does."""
    config.set_num_threads(threads)
    rng = np.random.default_rng(0)
    x = rng.standard_normal((48, 6, 6, 2)).astype(np.float32)
    y = rng.standard_normal((48, 2)).astype(np.float32)
    theirs = build(keras)
    theirs.compile(keras.optimizers.SGD(0.05), "mse")
    theirs.save(tmp_path / "theirs.keras")
    ours = nn.models.load_model(tmp_path / "theirs.keras")
    assert ours.evaluate(x, y, verbose=0) == pytest.approx(theirs.evaluate(x, y, verbose=0), rel=1e-4)
    a = ours.fit(x, y, batch_size=48, epochs=4, verbose=0).history["loss"]
    b = theirs.fit(x, y, batch_size=48, epochs=4, verbose=0, shuffle=False).history["loss"]
    np.testing.assert_allclose(a, b, rtol=1e-4)
    for own, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        np.testing.assert_allclose(own, other, rtol=1e-3, atol=1e-4)
    assert ours.evaluate(x, y, batch_size=16, verbose=0) == pytest.approx(
        theirs.evaluate(x, y, batch_size=16, verbose=0), rel=1e-4
    )


def test_a_penalty_alone_shrinks_the_weights() -> None:
    model = nn.Sequential([layers.Input((3,)), layers.Dense(2, kernel_regularizer=regularizers.L2(0.5))])
    model.compile(nn.optimizers.SGD(0.1), "mse")
    x = np.zeros((4, 3), np.float32)
    kernel = model.get_weights()[0]
    model.fit(x, np.zeros((4, 2)), batch_size=4, epochs=1, verbose=0)
    np.testing.assert_allclose(model.get_weights()[0], kernel * (1 - 0.1 * 2 * 0.5), rtol=1e-6)


@pytest.mark.parametrize(
    ("make", "kind", "message"),
    [
        (
            lambda: regularizers.L1(-1),
            InvalidArgument,
            "Invalid value for argument `l1`. Expected a number of at least 0. Received: l1=-1",
        ),
        (
            lambda: layers.Dense(2, kernel_regularizer="l3"),
            UnknownName,
            "Invalid value for argument `regularizer`. Expected one of: l1, l2, l1l2, orthogonal_regularizer. "
            "Received: regularizer='l3'. Did you mean 'l2'?",
        ),
        (
            lambda: regularizers.OrthogonalRegularizer(mode="rowss"),
            InvalidArgument,
            "Invalid value for argument `mode`. Expected 'rows' or 'columns'. Received: mode='rowss'",
        ),
        (
            lambda: regularizers.OrthogonalRegularizer()(np.zeros(3)),
            InvalidArgument,
            "Invalid value for argument `x`. Expected a matrix of two dimensions, for OrthogonalRegularizer. "
            "Received: x=array of shape (3,), dtype float64",
        ),
        (
            lambda: layers.Dense(2, kernel_constraint="non_neg"),
            InvalidArgument,
            "Unsupported argument `kernel_constraint` of Dense. Expected to be left out: Dense does not have it. "
            "Received: kernel_constraint='non_neg'. For this one, train with Keras itself: `import keras`.",
        ),
    ],
)
def test_misuse(make: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as caught:
        make()
    assert str(caught.value) == message
