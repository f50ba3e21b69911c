"""Every loss against the one of the same name in Keras: values, reductions and slopes, argument by argument.

A drawn example is compiled by JAX, which takes a tenth of a second; so there are few, and each draws all arguments.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja import nn

SEEDS = st.integers(0, 2**32 - 1)
REDUCTIONS = st.sampled_from(["sum_over_batch_size", "mean", "mean_with_sample_weight", "sum", "none", None])
few = settings(max_examples=4, deadline=None, derandomize=True)


def numbers(seed: int, *shape: int) -> Any:
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


def probabilities(seed: int, *shape: int) -> Any:
    z = np.exp(numbers(seed, *shape))
    return z / z.sum(axis=-1, keepdims=True)


def one_hot(seed: int, n: int, classes: int) -> Any:
    return np.eye(classes, dtype="f4")[np.random.default_rng(seed).integers(0, classes, n)]


def weights_of(seed: int, n: int) -> Any:
    return np.random.default_rng(seed).uniform(0, 2, n).astype("f4")


@pytest.mark.parametrize(
    ("kind", "arguments"),
    [
        ("MeanSquaredError", {}),
        ("MeanAbsoluteError", {}),
        ("MeanAbsolutePercentageError", {}),
        ("MeanSquaredLogarithmicError", {}),
        ("CosineSimilarity", {}),
        ("Huber", {}),
        ("Huber", {"delta": 0.3}),
        ("LogCosh", {}),
    ],
)
@few
@given(n=st.integers(1, 5), m=st.integers(1, 4), reduction=REDUCTIONS, weighted=st.booleans(), seed=SEEDS)
def test_losses_for_numbers(
    twin: Any, kind: str, arguments: Any, n: int, m: int, reduction: Any, weighted: bool, seed: int
) -> None:
    y, p = numbers(seed, n, m), numbers(seed + 1, n, m)
    y[np.abs(y) < 0.01] = 0  # where a percentage of it means nothing
    if kind == "MeanAbsolutePercentageError":
        y = np.where(y == 0, 0.1, y).astype("f4")
    twin.compare_loss(kind, {**arguments, "reduction": reduction}, y, p, weights_of(seed, n) if weighted else None)


@pytest.mark.parametrize("kind", ["CategoricalCrossentropy", "CategoricalFocalCrossentropy"])
@few
@given(
    n=st.integers(1, 5),
    classes=st.integers(2, 5),
    from_logits=st.booleans(),
    smoothing=st.sampled_from([0.0, 0.1]),
    gamma=st.sampled_from([0.0, 0.5, 2.0]),
    each=st.booleans(),
    seed=SEEDS,
)
def test_categorical(
    twin: Any, kind: str, n: int, classes: int, from_logits: bool, smoothing: float, gamma: float, each: bool, seed: int
) -> None:
    arguments: dict[str, Any] = {"from_logits": from_logits, "label_smoothing": smoothing}
    if "Focal" in kind:
        arguments |= {"gamma": gamma, "alpha": [0.1 * (k + 1) for k in range(classes)] if each else 0.4}
    p = numbers(seed, n, classes) if from_logits else probabilities(seed, n, classes)
    twin.compare_loss(kind, arguments, one_hot(seed, n, classes), p, weights_of(seed, n) if each else None)


@few
@given(
    lead=st.sampled_from([(5,), (2, 3)]),
    from_logits=st.booleans(),
    ignored=st.sampled_from([None, 0, -1, 255]),
    reduction=REDUCTIONS,
    weighted=st.booleans(),
    seed=SEEDS,
)
def test_sparse_categorical(
    twin: Any, lead: Any, from_logits: bool, ignored: Any, reduction: Any, weighted: bool, seed: int
) -> None:
    y = np.random.default_rng(seed).integers(0, 3, lead)
    if ignored is not None:
        y[np.random.default_rng(seed + 1).random(lead) < 0.4] = ignored
    p = numbers(seed, *lead, 3) if from_logits else probabilities(seed, *lead, 3)
    arguments = {"from_logits": from_logits, "ignore_class": ignored, "reduction": reduction}
    w = weights_of(seed, lead[0]) if weighted and len(lead) == 1 else None
    twin.compare_loss("SparseCategoricalCrossentropy", arguments, y, p, w)


def test_nothing_but_ignored_labels(twin: Any) -> None:
    arguments = {"ignore_class": 1}
    twin.compare_loss("SparseCategoricalCrossentropy", arguments, np.array([1, 1]), probabilities(0, 2, 3))


@pytest.mark.parametrize("kind", ["BinaryCrossentropy", "BinaryFocalCrossentropy"])
@few
@given(
    n=st.integers(1, 5),
    m=st.integers(1, 3),
    from_logits=st.booleans(),
    smoothing=st.sampled_from([0.0, 0.1]),
    gamma=st.sampled_from([0.0, 0.5, 2.0]),
    balanced=st.booleans(),
    seed=SEEDS,
)
def test_binary(
    twin: Any, kind: str, n: int, m: int, from_logits: bool, smoothing: float, gamma: float, balanced: bool, seed: int
) -> None:
    arguments: dict[str, Any] = {"from_logits": from_logits, "label_smoothing": smoothing}
    if "Focal" in kind:
        arguments |= {"gamma": gamma, "alpha": 0.3, "apply_class_balancing": balanced}
    rng = np.random.default_rng(seed)
    p = numbers(seed, n, m) if from_logits else rng.uniform(0.05, 0.95, (n, m)).astype("f4")
    twin.compare_loss(kind, arguments, rng.integers(0, 2, (n, m)).astype("f4"), p)


@pytest.mark.parametrize("kind", ["Hinge", "SquaredHinge", "CategoricalHinge", "KLDivergence", "Poisson"])
@few
@given(n=st.integers(1, 5), classes=st.integers(2, 4), minus=st.booleans(), reduction=REDUCTIONS, seed=SEEDS)
def test_margins_and_divergences(
    twin: Any, kind: str, n: int, classes: int, minus: bool, reduction: Any, seed: int
) -> None:
    y, p = one_hot(seed, n, classes), numbers(seed, n, classes)
    if kind in ("KLDivergence", "Poisson"):
        y, p = probabilities(seed + 1, n, classes) if minus else y, probabilities(seed, n, classes)
    elif minus and kind != "CategoricalHinge":
        y = 2 * y - 1
    twin.compare_loss(kind, {"reduction": reduction}, y, p)


@pytest.mark.parametrize("kind", ["Dice", "Tversky"])
@pytest.mark.parametrize("axis", [None, -1, (1, 2), [0, 1], 0])
def test_overlap(twin: Any, kind: str, axis: Any) -> None:
    arguments = {"axis": axis} | ({"alpha": 0.3, "beta": 0.9} if kind == "Tversky" else {})
    rng = np.random.default_rng(0)
    y, p = rng.integers(0, 2, (3, 4, 2)).astype("f4"), rng.uniform(0, 1, (3, 4, 2)).astype("f4")
    twin.compare_loss(kind, arguments, y, p)


def test_generalized_crossentropy(twin: Any) -> None:
    for q in (0.3, 0.9):
        twin.compare_loss("CategoricalGeneralizedCrossEntropy", {"q": q}, np.array([0, 2, 1]), probabilities(0, 3, 4))


CONFIGS: list[tuple[str, dict[str, Any]]] = [
    ("MeanSquaredError", {"reduction": "sum"}),
    ("MeanAbsolutePercentageError", {}),
    ("MeanSquaredLogarithmicError", {}),
    ("CosineSimilarity", {}),
    ("Huber", {"delta": 2.0}),
    ("LogCosh", {"name": "mine"}),
    ("CategoricalCrossentropy", {"label_smoothing": 0.1}),
    ("SparseCategoricalCrossentropy", {"ignore_class": 3, "from_logits": True}),
    ("BinaryCrossentropy", {"from_logits": True}),
    ("CategoricalFocalCrossentropy", {"alpha": [0.1, 0.2], "gamma": 1.0}),
    ("BinaryFocalCrossentropy", {"apply_class_balancing": True}),
    ("KLDivergence", {}),
    ("Poisson", {}),
    ("Hinge", {}),
    ("SquaredHinge", {}),
    ("CategoricalHinge", {}),
    ("Dice", {"axis": [1, 2]}),
    ("Tversky", {"alpha": 0.3, "axis": -1}),
]


@pytest.mark.parametrize(("kind", "arguments"), CONFIGS)
def test_configs_read_on_the_other_side(keras: Any, kind: str, arguments: dict[str, Any]) -> None:
    ours, theirs = getattr(nn.losses, kind)(**arguments), getattr(keras.losses, kind)(**arguments)
    assert keras.losses.deserialize(nn.losses.serialize(ours)).get_config() == theirs.get_config()
    again = nn.losses.get(keras.losses.serialize(theirs)).get_config()
    shared = again.keys() & theirs.get_config().keys()  # Keras leaves the delta of Huber out, we leave axis=-1 out
    assert {k: again[k] for k in shared} == {k: theirs.get_config()[k] for k in shared}
    assert again.keys() - shared <= {"delta"}
    assert ours.name == theirs.name
    assert nn.losses.get(nn.losses.serialize(ours)).get_config() == ours.get_config()


def test_the_same_names(keras: Any) -> None:
    for name in keras.src.losses.ALL_OBJECTS_DICT:
        if name not in ("Loss", "LossFunctionWrapper", "CTC", "ctc", "Circle", "circle"):
            assert nn.losses.get(name).values is not None, name
    for name in dir(keras.losses):
        if not name.startswith("_") and name not in ("CTC", "ctc", "Circle", "circle"):
            assert name in nn.losses.__all__, name


@pytest.mark.parametrize("name", sorted(nn.losses.functions.FUNCTIONS))
def test_functions(keras: Any, twin: Any, name: str) -> None:
    y, p = one_hot(0, 4, 3), probabilities(1, 4, 3)
    if name.startswith("sparse") or "generalized" in name:
        y = y.argmax(axis=-1)
    more = {"q": 0.5} if "generalized" in name else {}
    ours, theirs = getattr(nn.losses, name)(y, p, **more), getattr(keras.losses, name)(y, p, **more)
    twin.assert_close(ours, theirs, twin.VALUES, name)
    if not more:
        assert nn.losses.get(getattr(nn.losses, name)).name == nn.losses.get(name).name
