"""Losses: deck B's figures, slopes against differences, everything against Keras, and what they refuse."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja.errors import InvalidArgument, UnknownName
from sutja.nn import losses
from sutja.nn.losses.loss import weighted

SEEDS = st.integers(0, 2**32 - 1)
SMOOTHINGS = st.sampled_from([0.0, 0.1, 0.5])
grid = settings(max_examples=40, deadline=None, derandomize=True)
few = settings(max_examples=8, deadline=None, derandomize=True)

DECK_Y = np.array([[0.1, 0.05, 0.6, 0.0, 0.05, 0.1, 0.0, 0.1, 0.0, 0.0]])


def one_hot(labels: Any, classes: int) -> Any:
    return np.eye(classes)[labels]


# Deck B


@pytest.mark.parametrize(("label", "figure"), [(2, 0.0975), (7, 0.5975)])
def test_half_the_sum_of_squares_of_deck_b(label: int, figure: float) -> None:
    """Deck experiment B-mse: half the sum over ten classes is five times their mean."""
    assert losses.MeanSquaredError()(one_hot([label], 10), DECK_Y) * 10 / 2 == pytest.approx(figure, abs=1e-12)


def test_cross_entropy_of_deck_b() -> None:
    """Deck experiment B-cross-entropy: -log 0.6, and the mean of a mini-batch."""
    loss = losses.CategoricalCrossentropy()
    assert round(float(loss(one_hot([2], 10), DECK_Y)), 2) == 0.51
    both = loss(one_hot([2, 7], 10), np.vstack([DECK_Y, DECK_Y]))
    assert both == pytest.approx((-np.log(0.6) - np.log(0.1)) / 2, abs=1e-12)
    assert losses.SparseCategoricalCrossentropy()([2, 7], np.vstack([DECK_Y, DECK_Y])) == both


# Cases: (name, arguments, y_true, y_pred, weights of the samples)


def _predictions(rng: np.random.Generator, shape: tuple[int, ...], from_logits: bool, normalised: bool) -> Any:
    if from_logits:
        return 3 * rng.standard_normal(shape)
    p = rng.uniform(0.05, 0.95, shape)
    return p / p.sum(axis=-1, keepdims=True) if normalised else p


@st.composite
def cases(draw: Any, kind: str) -> tuple[dict[str, Any], Any, Any, Any]:
    rng = np.random.default_rng(draw(SEEDS))
    lead = draw(st.sampled_from([(1,), (4,), (2, 3)]))  # few shapes: JAX compiles each
    outputs = draw(st.sampled_from([1, 3] if kind.startswith(("Mean", "Binary")) else [3]))
    shape = (*lead, outputs)
    weights = rng.uniform(0, 2, lead[: draw(st.integers(1, len(lead)))]) if draw(st.booleans()) else None
    arguments: dict[str, Any] = {}
    if kind.startswith("Mean"):
        return arguments, rng.standard_normal(shape), rng.standard_normal(shape), weights
    arguments["from_logits"] = draw(st.booleans())
    y_pred = _predictions(rng, shape, arguments["from_logits"], draw(st.booleans()))
    if kind == "SparseCategoricalCrossentropy":
        labels = rng.integers(0, outputs, (*lead, 1) if draw(st.booleans()) else lead)
        return arguments, labels, y_pred, weights
    arguments["label_smoothing"] = draw(SMOOTHINGS)
    if kind == "BinaryCrossentropy":
        y_true = rng.integers(0, 2, shape).astype(float)
    else:
        y_true = one_hot(rng.integers(0, outputs, lead), outputs)
    if draw(st.booleans()):  # labels that are not sure themselves
        y_true = rng.uniform(0, 1, shape)
    return arguments, y_true, y_pred, weights


ALL = [
    "MeanSquaredError",
    "MeanAbsoluteError",
    "CategoricalCrossentropy",
    "SparseCategoricalCrossentropy",
    "BinaryCrossentropy",
]


@pytest.mark.parametrize("kind", ALL)
@grid
@given(data=st.data())
def test_gradient_is_the_derivative(gradient_check: Any, kind: str, data: Any) -> None:
    """Of sum(w l), with the weights of the samples as w: all slopes and the weighting at once."""
    arguments, y_true, y_pred, weights = data.draw(cases(kind))
    loss = getattr(losses, kind)(reduction="sum", **arguments)
    slope = loss.gradient(y_true, y_pred)
    if weights is not None:
        slope = weighted(slope, weights)
    gradient_check.check(lambda: float(loss(y_true, y_pred, weights)), y_pred, slope)


@pytest.mark.parametrize("kind", ALL)
@few
@given(data=st.data(), reduction=st.sampled_from(["sum_over_batch_size", "mean", "sum", "none", None]))
def test_as_keras(twin: Any, kind: str, data: Any, reduction: str | None) -> None:
    arguments, y_true, y_pred, weights = data.draw(cases(kind))
    twin.compare_loss(kind, {**arguments, "reduction": reduction}, y_true, y_pred.astype(np.float32), weights)


SURE = np.array([[0.0, 1.0], [1.0, 0.0], [1e-9, 1 - 1e-9], [0.0, 0.0]], np.float32)


@pytest.mark.parametrize("kind", ["CategoricalCrossentropy", "BinaryCrossentropy"])
@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_probabilities_of_nought_and_one_as_keras(twin: Any, kind: str, smoothing: float) -> None:
    """They are cut to [epsilon, 1 - epsilon], where the slope is 0: a sure answer, right or wrong, learns nothing."""
    rows = SURE[:3] if kind == "CategoricalCrossentropy" else SURE
    for y_true in (one_hot([0] * len(rows), 2), one_hot([1] * len(rows), 2)):
        twin.compare_loss(kind, {"label_smoothing": smoothing}, y_true, rows)


@pytest.mark.parametrize("kind", ["CategoricalCrossentropy", "SparseCategoricalCrossentropy", "BinaryCrossentropy"])
def test_logits_of_any_size_stay_finite_as_keras(twin: Any, kind: str) -> None:
    z = np.array([[1000.0, -1000.0, 0.0], [-80.0, 80.0, 79.0], [0.0, 0.0, 0.0]], np.float32)
    labels = np.array([1, 0, 2])
    y_true = labels if kind.startswith("Sparse") else one_hot(labels, 3)
    twin.compare_loss(kind, {"from_logits": True}, y_true, z)
    assert np.isfinite(getattr(losses, kind)(from_logits=True)(y_true, z))


def test_equal_numbers_have_no_slope_in_the_absolute_error() -> None:
    """At the kink every slope from -1 to 1 would do; 0 leaves a right prediction where it is."""
    y = np.array([[1.0, 2.0]])
    np.testing.assert_array_equal(losses.MeanAbsoluteError().gradient(y, y), np.zeros((1, 2)))


def test_one_column_may_be_left_out(twin: Any) -> None:
    """Labels (n,) for predictions (n, 1) are one label a sample, not n."""
    rng = np.random.default_rng(0)
    p = rng.uniform(0.1, 0.9, (5, 1)).astype(np.float32)
    labels = np.array([0, 1, 1, 0, 1])
    for kind in ("BinaryCrossentropy", "MeanSquaredError", "MeanAbsoluteError"):
        twin.compare_loss(kind, {}, labels, p)
        loss = getattr(losses, kind)()
        assert loss(labels, p) == loss(labels[:, None], p)


FUNCTIONS = {
    "mean_squared_error": {},
    "mean_absolute_error": {},
    "categorical_crossentropy": {"label_smoothing": 0.1},
    "sparse_categorical_crossentropy": {"from_logits": True},
    "binary_crossentropy": {"from_logits": True, "label_smoothing": 0.2},
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_functions_give_a_value_a_sample_as_in_keras(keras: Any, name: str) -> None:
    rng = np.random.default_rng(1)
    y_pred = rng.uniform(0.1, 0.9, (4, 3)).astype(np.float32)
    y_true = rng.integers(0, 3, 4) if name.startswith("sparse") else one_hot(rng.integers(0, 3, 4), 3)
    ours = getattr(losses, name)(y_true, y_pred, **FUNCTIONS[name])
    theirs = getattr(keras.losses, name)(y_true, y_pred, **FUNCTIONS[name])
    np.testing.assert_allclose(ours, theirs, rtol=1e-5)
    assert ours.shape == (4,)


@pytest.mark.parametrize("kind", ALL)
def test_every_way_to_name_one(keras: Any, kind: str) -> None:
    theirs = getattr(keras.losses, kind)()
    snake = theirs.name
    assert getattr(losses, kind)().name == snake
    loss = getattr(losses, kind)(reduction="sum", name="mine")
    again = [
        losses.get(losses.serialize(loss)),
        losses.deserialize(keras.losses.serialize(keras.losses.deserialize(losses.serialize(loss)))),
    ]
    for other in [*again, losses.get(loss)]:
        assert type(other) is type(loss)
        assert other.get_config() == loss.get_config()
    for name in (kind, snake, getattr(losses, snake)):
        assert losses.get(name).get_config() == getattr(losses, kind)().get_config()
    shared = {k: v for k, v in theirs.get_config().items() if k in loss.get_config()}
    assert getattr(losses, kind)().get_config() == shared


@pytest.mark.parametrize(("short", "kind"), [("mse", "MeanSquaredError"), ("MAE", "MeanAbsoluteError")])
def test_short_names(short: str, kind: str) -> None:
    assert type(losses.get(short)).__name__ == kind


def test_float64_predictions_give_float64() -> None:
    for kind in ALL:
        y_true = [1] if kind.startswith("Sparse") else [[0, 1]]
        for dtype in (np.float32, np.float64):
            y_pred = np.array([[0.25, 0.75]], dtype)
            loss = getattr(losses, kind)()
            assert loss.gradient(y_true, y_pred).dtype == dtype
            assert loss.values(y_true, y_pred).dtype == dtype


SPARSE = losses.SparseCategoricalCrossentropy()
THREE = np.full((2, 3), 1 / 3)


@pytest.mark.parametrize(
    ("call", "kind", "message"),
    [
        (
            lambda: SPARSE([0, 3], THREE),
            InvalidArgument,
            "Invalid value for argument `y_true`. Expected labels from 0 to 2, one for each output. Received: y_true=3",
        ),
        (
            lambda: SPARSE([-1, 2], THREE),
            InvalidArgument,
            "Invalid value for argument `y_true`. Expected labels from 0 to 2, one for each output. "
            "Received: y_true=-1",
        ),
        (
            lambda: SPARSE([0.5, 2], THREE),
            InvalidArgument,
            "Invalid value for argument `y_true`. Expected labels that are whole numbers. "
            "Received: y_true=array of shape (2,), dtype float64",
        ),
        (
            lambda: SPARSE(np.eye(3)[:2], THREE),
            InvalidArgument,
            "Invalid value for argument `y_true`. Expected one whole number a sample, shape (2,) (for one-hot rows "
            "use categorical_crossentropy). Received: y_true=array of shape (2, 3), dtype float64",
        ),
        (
            lambda: losses.CategoricalCrossentropy()([0, 1], THREE),
            InvalidArgument,
            "Invalid value for argument `y_true`. Expected shape (2, 3), that of the predictions, for "
            "categorical_crossentropy. Received: y_true=array of shape (2,), dtype float64",
        ),
        (
            lambda: losses.MeanSquaredError()(THREE, THREE, sample_weight=[1, 2, 3]),
            InvalidArgument,
            "Invalid value for argument `sample_weight`. Expected one weight a sample, shape (2,). "
            "Received: sample_weight=array of shape (3,), dtype float64",
        ),
        (
            lambda: losses.BinaryCrossentropy(label_smoothing=1),
            InvalidArgument,
            "Invalid value for argument `label_smoothing`. Expected a number in [0, 1). Received: label_smoothing=1",
        ),
        (
            lambda: losses.MeanSquaredError(reduction="average"),
            InvalidArgument,
            "Invalid value for argument `reduction`. Expected one of: sum_over_batch_size, mean, "
            "mean_with_sample_weight, sum, none. Received: reduction='average'",
        ),
        (
            lambda: losses.SparseCategoricalCrossentropy(axis=0),
            InvalidArgument,
            "Unsupported argument `axis` of SparseCategoricalCrossentropy. Expected -1. Received: "
            "axis=0. For this one, train with Keras itself: `import keras`.",
        ),
        (
            lambda: losses.get("categorical_crosentropy"),
            UnknownName,
            "Invalid value for argument `loss`. Expected one of 32 names, such as "
            "categorical_crossentropy, categorical_focal_crossentropy, sparse_categorical_crossentropy, "
            "categorical_generalized_cross_entropy, binary_focal_crossentropy. Received: "
            "loss='categorical_crosentropy'. Did you mean 'categorical_crossentropy'?",
        ),
        (
            lambda: losses.get({"class_name": "CTC", "config": {}}),
            UnknownName,
            "Invalid value for argument `loss`. Expected one of 32 names, such as Tversky, LogCosh, Tanimoto, "
            "Chebyshev, CategoricalCrossentropy. Received: loss='CTC'",
        ),
        (
            lambda: losses.get(3),
            InvalidArgument,
            "Invalid value for argument `loss`. Expected the name of a loss, or one of `sutja.nn.losses`. "
            "Received: loss=3",
        ),
    ],
)
def test_misuse(call: Any, kind: type[Exception], message: str) -> None:
    with pytest.raises(kind) as caught:
        call()
    assert str(caught.value) == message
