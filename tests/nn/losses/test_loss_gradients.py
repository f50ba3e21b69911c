"""Losses by themselves: slopes against differences, training in shards, and what is said to wrong arguments."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja import nn
from sutja.errors import InvalidArgument
from sutja.nn.losses.janocha_czarnecki import JANOCHA_CZARNECKI

few = settings(max_examples=5, deadline=None, derandomize=True)
SEEDS = st.integers(0, 2**32 - 1)
KINDS: list[tuple[str, dict[str, Any]]] = [
    ("MeanSquaredError", {}),
    ("MeanAbsoluteError", {}),
    ("MeanAbsolutePercentageError", {}),
    ("MeanSquaredLogarithmicError", {}),
    ("CosineSimilarity", {}),
    ("Huber", {"delta": 0.2}),
    ("LogCosh", {}),
    ("CategoricalCrossentropy", {"label_smoothing": 0.1}),
    ("CategoricalCrossentropy", {"from_logits": True}),
    ("SparseCategoricalCrossentropy", {"ignore_class": 1}),
    ("BinaryCrossentropy", {}),
    ("BinaryCrossentropy", {"from_logits": True, "label_smoothing": 0.2}),
    ("CategoricalFocalCrossentropy", {"gamma": 1.5, "alpha": [0.2, 0.3, 0.4]}),
    ("CategoricalFocalCrossentropy", {"from_logits": True, "label_smoothing": 0.1}),
    ("BinaryFocalCrossentropy", {"gamma": 0.5, "apply_class_balancing": True}),
    ("BinaryFocalCrossentropy", {"from_logits": True, "label_smoothing": 0.2}),
    ("CategoricalGeneralizedCrossEntropy", {"q": 0.7}),
    ("KLDivergence", {}),
    ("Poisson", {}),
    ("Hinge", {}),
    ("SquaredHinge", {}),
    ("CategoricalHinge", {}),
    ("Dice", {}),
    ("Dice", {"axis": -1}),
    ("Tversky", {"alpha": 0.2, "beta": 0.9}),
]


def labels_for(kind: str, seed: int, n: int) -> Any:
    labels = np.random.default_rng(seed).integers(0, 3, n)
    return labels if kind.startswith("Sparse") or "Generalized" in kind else np.eye(3)[labels]


@pytest.mark.parametrize(("kind", "arguments"), KINDS)
@few
@given(n=st.integers(1, 3), seed=SEEDS)
def test_slopes(gradient_check: Any, kind: str, arguments: dict[str, Any], n: int, seed: int) -> None:
    loss = getattr(nn.losses, kind)(**arguments)
    y, p = labels_for(kind, seed, n), np.random.default_rng(seed).uniform(0.05, 0.95, (n, 3))
    if kind == "MeanAbsolutePercentageError":
        y = y + 1
    slope = loss.gradient(y, p)
    assert slope.dtype == np.float64
    gradient_check.check(lambda: float(loss.values(y, p).sum()), p, slope)


@pytest.mark.parametrize("symbol", JANOCHA_CZARNECKI)
@few
@given(n=st.integers(1, 3), classes=st.integers(3, 5), seed=SEEDS)
def test_slopes_of_the_twelve(gradient_check: Any, symbol: str, n: int, classes: int, seed: int) -> None:
    loss = JANOCHA_CZARNECKI[symbol]()
    rng = np.random.default_rng(seed)
    y, o = np.eye(classes)[rng.integers(0, classes, n)], rng.standard_normal((n, classes))
    gradient_check.check(lambda: float(loss.values(y, o).sum()), o, loss.gradient(y, o))


def test_the_twelve_by_hand() -> None:
    o, y = np.log([[0.5, 0.3, 0.2]]), np.array([[0.0, 1, 0]])
    s, both, squares = np.array([0.5, 0.3, 0.2]), 0.3, 0.38
    expected = {
        "L1": np.abs(y - o).sum(),
        "L2": ((y - o) ** 2).sum(),
        "L1∘σ": 2 * 0.7,
        "L2∘σ": 0.7**2 + 0.5**2 + 0.2**2,
        "L∞∘σ": 0.7,
        "hinge": max(0, 0.5 + o[0, 0]) + max(0, 0.5 - o[0, 1]) + max(0, 0.5 + o[0, 2]),
        "hinge²": (0.5 - o[0, 1]) ** 2,
        "hinge³": (0.5 - o[0, 1]) ** 3,
        "log": -np.log(0.3),
        "log²": np.log(0.3) ** 2,
        "tan": -both / (squares + 1 - both),
        "D_CS": -np.log(both / np.sqrt(squares)),
    }
    assert list(expected) == list(JANOCHA_CZARNECKI)
    assert s.sum() == 1
    for symbol, value in expected.items():
        assert JANOCHA_CZARNECKI[symbol]().values(y, o) == pytest.approx([value]), symbol


@pytest.mark.parametrize("symbol", JANOCHA_CZARNECKI)
def test_each_of_the_twelve_trains_and_is_saved(symbol: str, tmp_path: Any) -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 96)
    x, y = (3 * np.eye(3)[labels] + rng.standard_normal((96, 3))).astype("f4"), np.eye(3)[labels]
    model = nn.Sequential([nn.Input((3,)), nn.layers.Dense(3, kernel_initializer="zeros")])
    model.compile(nn.optimizers.Adam(0.05), JANOCHA_CZARNECKI[symbol](), metrics=["accuracy"])
    losses = model.fit(x, y, epochs=12, verbose=0).history["loss"]
    assert losses[-1] < losses[0]
    assert model.evaluate(x, y, verbose=0)[1] > 0.9
    model.save(tmp_path / "m.keras")
    again = nn.models.load_model(tmp_path / "m.keras")
    assert type(again.loss) is JANOCHA_CZARNECKI[symbol]


@pytest.mark.parametrize("symbol", JANOCHA_CZARNECKI)
def test_scores_far_apart_leave_numbers(symbol: str) -> None:
    loss = JANOCHA_CZARNECKI[symbol]()
    y, o = np.array([[0, 1, 0]], "f4"), np.array([[300, -300, 0]], "f4")
    assert np.isfinite(loss.values(y, o)).all()
    assert np.isfinite(loss.gradient(y, o)).all()


@pytest.mark.parametrize(
    ("kind", "arguments", "weighted"),
    [
        ("SparseCategoricalCrossentropy", {"ignore_class": 2, "from_logits": True}, True),
        ("SparseCategoricalCrossentropy", {"reduction": "mean_with_sample_weight", "from_logits": True}, True),
        ("MeanSquaredError", {"reduction": "sum"}, True),
        ("Dice", {}, False),
        ("Tversky", {"axis": 0}, False),
        ("Hinge", {}, False),
    ],
)
def test_shards_do_not_matter(kind: str, arguments: dict[str, Any], weighted: bool) -> None:
    rng = np.random.default_rng(0)
    x, y = rng.standard_normal((64, 4)).astype("f4"), labels_for(kind, 1, 64)
    w = rng.uniform(0, 1, 64) if weighted else None
    found = []
    for threads in (1, 3):
        nn.utils.clear_session()
        nn.utils.set_random_seed(0)
        nn.config.set_num_threads(threads)
        model = nn.Sequential([nn.Input((4,)), nn.layers.Dense(3, activation=None if weighted else "sigmoid")])
        model.compile(nn.optimizers.SGD(0.5), getattr(nn.losses, kind)(**arguments))
        value = model.train_on_batch(x, y, w)
        found.append([value, *(weight.copy() for weight in model.get_weights())])
    for one, other in zip(*found, strict=True):
        assert np.allclose(one, other, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("kind", "arguments", "message"),
    [
        ("MeanSquaredError", {"reduction": "max"}, "mean_with_sample_weight, sum, none"),
        ("Huber", {"delta": 0}, "argument `delta`. Expected a number above 0."),
        ("CosineSimilarity", {"axis": 0}, "argument `axis`. Expected the number of a dimension, not 0"),
        ("CategoricalFocalCrossentropy", {"label_smoothing": 1}, "`label_smoothing`. Expected a number in [0, 1)."),
        ("BinaryFocalCrossentropy", {"axis": 1}, "Unsupported argument `axis` of BinaryFocalCrossentropy."),
        ("CategoricalGeneralizedCrossEntropy", {"q": 1}, "argument `q`. Expected a number in (0, 1)."),
        ("Dice", {"axis": "x"}, "argument `axis`. Expected the number of an axis, several of them, or None for all."),
    ],
)
def test_wrong_arguments(kind: str, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        getattr(nn.losses, kind)(**arguments)
    assert message in str(caught.value)


def test_weights_for_a_loss_of_the_whole_batch() -> None:
    with pytest.raises(InvalidArgument, match=r"dice is one number for a whole batch. Leave out weights"):
        nn.losses.Dice()([[1.0]], [[0.5]], [1.0])


def test_names() -> None:
    assert type(nn.losses.get("kld")) is nn.losses.KLDivergence
    with pytest.raises(InvalidArgument, match="Did you mean 'huber'"):
        nn.losses.get("hubert")
    with pytest.raises(InvalidArgument, match=r"Expected the name of a loss, or one of `sutja.nn.losses`"):
        nn.losses.get(lambda y_true, y_pred: 0)
