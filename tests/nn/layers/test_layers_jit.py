"""Dense, pooling, BatchNormalization, Dropout, ReLU and LSTM compiled give NumPy's numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

pytest.importorskip("numba", reason="the extra `fast` is not installed")

from sutja.nn import config, layers
from sutja.nn.blas import blas_threads
from sutja.nn.call import Call, Step
from sutja.nn.jit.processor import LANES
from sutja.nn.layers import dense_jit


@pytest.fixture(autouse=True)
def _as_before():
    yield
    config.set_accelerated(None)


def both_ways(layer: Any, x: Any, dy_seed: int) -> list[tuple[Any, Any]]:
    """(y, dx) with compiled routines and without; twice each, the second with the memory of the first."""
    results = []
    for accelerated in (True, False):
        config.set_accelerated(accelerated)
        step = Step()
        call = Call(step)
        for _step in range(2):
            step.begin(training=True, seed=3, number=5)
            y = layer.forward(x, call)
            dy = np.random.default_rng(dy_seed).standard_normal(y.shape).astype(x.dtype)
            dx = layer.backward(dy, call)
        results.append((y.copy(), dx.copy()))
    return results


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    shape=st.tuples(st.integers(1, 3), st.integers(2, 7), st.integers(2, 7), st.integers(1, 20)),
    padding=st.sampled_from(["valid", "same"]),
    seed=st.integers(0, 2**32 - 1),
)
def test_max_pooling_gives_the_very_numbers(shape: Any, padding: str, seed: int) -> None:
    x = np.random.default_rng(seed).integers(-2, 3, shape).astype(np.float32)  # with many equal entries
    (y, dx), (plain_y, plain_dx) = both_ways(layers.MaxPooling2D(padding=padding), x, seed)
    np.testing.assert_array_equal(y, plain_y)
    np.testing.assert_array_equal(dx, plain_dx)


@pytest.mark.parametrize("place", [(0, 0), (0, 1), (1, 0), (1, 1)])
def test_max_pooling_passes_on_what_is_no_number(place: tuple[int, int]) -> None:
    x = np.ones((1, 2, 2, 3), np.float32)
    x[0, *place, 1] = np.nan
    (y, _dx), (plain_y, _plain_dx) = both_ways(layers.MaxPooling2D(), x, 0)
    np.testing.assert_array_equal(y, plain_y)
    assert np.isnan(y[0, 0, 0]).tolist() == [False, True, False]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    shape=st.tuples(st.integers(1, 3), st.integers(2, 7), st.integers(2, 7), st.integers(1, 20)),
    padding=st.sampled_from(["valid", "same"]),
    seed=st.integers(0, 2**32 - 1),
)
def test_average_pooling_gives_the_very_numbers(shape: Any, padding: str, seed: int) -> None:
    x = np.random.default_rng(seed).standard_normal(shape).astype(np.float32)
    (y, dx), (plain_y, plain_dx) = both_ways(layers.AveragePooling2D(padding=padding), x, seed)
    np.testing.assert_array_equal(y, plain_y)
    np.testing.assert_array_equal(dx, plain_dx)


def normalized(options: Any, shape: Any, training: bool, seed: int) -> tuple[Any, ...]:
    """y, dx, the gradients of the weights and the moving statistics, the second time with the memory of the first."""
    rng = np.random.default_rng(seed)
    layer = layers.BatchNormalization(**options)
    layer.build_once((None, *shape[1:]))
    for weight in layer.variables:
        weight.assign(rng.uniform(0.5, 2, weight.shape).astype(np.float32))
    x, dy = (rng.normal(3, 2, shape).astype(np.float32) for _ in range(2))
    step = Step()
    step.gradients = {id(v): np.zeros(v.shape, np.float32) for v in layer.trainable_weights}
    call = Call(step)
    for _step in range(2):
        step.begin(training=training)
        y = layer.forward(x, call)
        dx = layer.backward(dy, call)
    return (y.copy(), dx.copy(), *step.gradients.values(), *(value for _variable, value in step.updates))


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    shape=st.one_of(
        st.tuples(st.integers(1, 200), st.integers(1, 20)),
        st.tuples(st.integers(1, 3), st.integers(1, 9), st.integers(1, 9), st.integers(1, 20)),
    ),
    options=st.fixed_dictionaries(
        {"center": st.booleans(), "scale": st.booleans(), "axis": st.sampled_from([1, -1, -1])}
    ),
    training=st.booleans(),
    seed=st.integers(0, 2**32 - 1),
)
def test_batch_normalization_agrees(shape: Any, options: Any, training: bool, seed: int) -> None:
    config.set_accelerated(True)
    compiled = normalized(options, shape, training, seed)
    config.set_accelerated(False)
    for ours, theirs in zip(compiled, normalized(options, shape, training, seed), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-4)


def test_moments_far_from_0_are_exact() -> None:
    from sutja.nn.layers.batch_normalization_jit import moments

    x = np.random.default_rng(0).normal(1000, 1, (5000, 3)).astype(np.float32)
    mean, squares = np.empty((2, 3), np.float32)
    moments(x, mean, squares)
    exact = x.astype(float)
    np.testing.assert_allclose(mean, exact.mean(axis=0), rtol=1e-6)
    np.testing.assert_allclose(squares, ((exact - exact.mean(axis=0)) ** 2).sum(axis=0), rtol=1e-4)


@pytest.mark.parametrize("rate", [0.25, 0.5, 1.0])
@pytest.mark.parametrize("shape", [(7, 33), (2, 5, 5, 3)])
def test_dropout_draws_the_same_masks(rate: float, shape: tuple[int, ...]) -> None:
    x = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    (y, dx), (plain_y, plain_dx) = both_ways(layers.Dropout(rate), x, 1)
    np.testing.assert_array_equal(y, plain_y)
    np.testing.assert_array_equal(dx, plain_dx)


@pytest.mark.parametrize("rows", [11, 16, 47, 64])
@pytest.mark.parametrize(("inputs", "units"), [(14, 16), (33, 50), (200, 31), (64, 128), (130, 100)])
def test_a_dense_layer_gives_the_same_products_for_few_rows(rows: int, inputs: int, units: int) -> None:
    """Also where tiles of two heights meet, where they overlap, and where panels end early; and the slopes."""
    x = np.random.default_rng(rows).standard_normal((rows, inputs)).astype(np.float32)
    layer = layers.Dense(units, activation="tanh")
    layer.build((None, inputs))
    layer.bias.assign(np.linspace(-1, 1, units))
    assert dense_jit.suits(rows, (inputs, units))
    found = []
    for accelerated in (True, False):
        config.set_accelerated(accelerated)
        step = Step()
        step.begin(training=True)
        step.gradients = {id(layer.kernel): np.full((inputs, units), 7, np.float32)}
        call = Call(step)
        with blas_threads(1):
            y = layer.forward(x, call)
            dx = layer.backward(np.cos(y), call)
        found.append((y.copy(), dx.copy(), step.gradients[id(layer.kernel)]))
    for compiled, plain in zip(*found, strict=True):
        np.testing.assert_allclose(compiled, plain, rtol=2e-5, atol=2e-5)


@pytest.mark.parametrize(("rows", "kernel"), [(10, (99, 99)), (65, (99, 99)), (32, (13, 99)), (32, (99, LANES - 1))])
def test_other_dense_layers_stay_with_blas(rows: int, kernel: tuple[int, int]) -> None:
    assert not dense_jit.suits(rows, kernel)


def test_tiles_compute_where_blas_has_one_thread_only(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    config.set_accelerated(True)
    monkeypatch.setattr(dense_jit, "product", lambda x, _kernel, _bias, _out: asked.append(len(x)))
    layer, x = layers.Dense(32), np.ones((20, 40), np.float32)
    layer.build((None, 40))
    for threads in (2, 1):
        with blas_threads(threads):
            layer.forward(x, Call(Step()))
    layer.forward(x, Call(Step()))
    assert asked == [20]


@settings(max_examples=30, deadline=None, derandomize=True)
@given(numbers=st.lists(st.sampled_from([-1.5, -0.0, 0.0, 1e-40, 2.0, np.inf]), min_size=1, max_size=40))
def test_relu_has_the_same_slope(numbers: list[float]) -> None:
    x = np.array([numbers], np.float32)
    (y, dx), (plain_y, plain_dx) = both_ways(layers.Activation("relu"), x, 0)
    np.testing.assert_array_equal(y, plain_y)
    np.testing.assert_array_equal(dx, plain_dx)


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize(
    "options",
    [
        {},
        {"return_sequences": True, "go_backwards": True},
        {"dropout": 0.3, "recurrent_dropout": 0.3, "use_bias": False},
        {"activation": "relu", "recurrent_activation": "hard_sigmoid"},
    ],
)
def test_lstm_agrees(options: Any, masked: bool) -> None:
    rng = np.random.default_rng(0)
    layer = layers.LSTM(9, **options)
    layer.build_once((None, 5, 4))
    for weight in layer.variables:
        weight.assign(rng.normal(0, 1, weight.shape).astype(np.float32))
    x = rng.normal(0, 2, (7, 5, 4)).astype(np.float32)
    mask = rng.random((7, 5)) < 0.7 if masked else None

    def numbers(accelerated: bool) -> Any:
        config.set_accelerated(accelerated)
        step = Step()
        step.gradients = {id(v): np.zeros(v.shape, np.float32) for v in layer.trainable_weights}
        call = Call(step)
        call.mask = mask
        for _step in range(2):
            step.begin(training=True, seed=3)
            y = layer.forward(x, call)
            dx = layer.backward(np.cos(np.arange(y.size)).astype(np.float32).reshape(y.shape), call)
        return y.copy(), dx.copy(), *step.gradients.values()

    for ours, theirs in zip(numbers(True), numbers(False), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-5)


def test_tanh_and_sigmoid_are_exact_to_float32() -> None:
    from sutja.nn.layers.tanh_jit import sigmoid, tanh

    size = np.geomspace(1e-6, 100, 3000)
    x = np.concatenate([-size, [0.0], size, [np.inf, -np.inf]]).astype(np.float32)
    exact = x.astype(np.float64)
    np.testing.assert_allclose([tanh(v) for v in x], np.tanh(exact), rtol=4e-7)
    np.testing.assert_allclose([sigmoid(v) for v in x], 1 / (1 + np.exp(-exact)), rtol=0, atol=1.5e-7)
    assert np.isnan(tanh(np.float32("nan"))) and np.isnan(sigmoid(np.float32("nan")))


def test_lstm_of_large_numbers_is_sure_of_itself() -> None:
    layer = layers.LSTM(3, kernel_initializer="ones")
    layer.build_once((None, 4, 1))
    (y, _dx), (plain_y, _plain_dx) = both_ways(layer, np.full((2, 4, 1), 1e30, np.float32), 0)
    np.testing.assert_array_equal(y, plain_y)
    assert np.isfinite(y).all() and y.min() > 0.9
