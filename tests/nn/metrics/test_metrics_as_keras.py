"""Every metric against the one of the same name in Keras, over several batches, with weights and without."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sutja import nn
from sutja.errors import InvalidArgument

ONE_HOT = ["CategoricalAccuracy", "TopKCategoricalAccuracy", "CategoricalCrossentropy", "CategoricalHinge"]
SPARSE = ["SparseCategoricalAccuracy", "SparseTopKCategoricalAccuracy", "SparseCategoricalCrossentropy"]
NUMBERS = [
    "MeanSquaredError",
    "RootMeanSquaredError",
    "MeanAbsoluteError",
    "MeanAbsolutePercentageError",
    "MeanSquaredLogarithmicError",
    "CosineSimilarity",
    "LogCoshError",
]
YES_OR_NO = ["TruePositives", "FalsePositives", "TrueNegatives", "FalseNegatives", "Precision", "Recall"]
CASES: list[tuple[str, dict[str, Any]]] = [
    *((kind, {}) for kind in [*ONE_HOT, *SPARSE, *NUMBERS, *YES_OR_NO]),
    ("Accuracy", {}),
    ("BinaryAccuracy", {"threshold": 0.3}),
    ("BinaryCrossentropy", {}),
    ("BinaryCrossentropy", {"from_logits": True, "label_smoothing": 0.2}),
    ("CategoricalCrossentropy", {"label_smoothing": 0.1}),
    ("SparseCategoricalCrossentropy", {"from_logits": True}),
    ("KLDivergence", {}),
    ("Poisson", {}),
    ("Hinge", {}),
    ("SquaredHinge", {}),
    ("TopKCategoricalAccuracy", {"k": 2}),
    ("SparseTopKCategoricalAccuracy", {"k": 1}),
    ("Precision", {"thresholds": [0.7, 0.2, 0.4]}),
    ("Precision", {"top_k": 2}),
    ("Precision", {"class_id": 1}),
    ("Precision", {"top_k": 1, "class_id": 2, "thresholds": 0.3}),
    ("Recall", {"thresholds": 0.25}),
    ("Recall", {"top_k": 2}),
    ("AUC", {}),
    ("AUC", {"num_thresholds": 7, "summation_method": "minoring"}),
    ("AUC", {"num_thresholds": 7, "summation_method": "majoring"}),
    ("AUC", {"num_thresholds": 20, "curve": "PR"}),
    ("AUC", {"num_thresholds": 20, "curve": "PR", "summation_method": "majoring"}),
    ("AUC", {"thresholds": [0.2, 0.25, 0.6], "curve": "PR"}),
    ("AUC", {"multi_label": True, "num_thresholds": 12}),
    ("AUC", {"multi_label": True, "curve": "PR", "label_weights": [0.2, 0.5, 0.3]}),
    ("AUC", {"from_logits": True}),
    ("F1Score", {}),
    ("F1Score", {"average": "micro"}),
    ("F1Score", {"average": "macro", "threshold": 0.4}),
    ("F1Score", {"average": "weighted"}),
    ("FBetaScore", {"beta": 2.0, "average": "macro"}),
]


def batches(kind: str, arguments: dict[str, Any]) -> list[Any]:
    """(y_true, y_pred, weights) of three batches, the last one smaller."""
    rng, found = np.random.default_rng(0), []
    for n in (8, 8, 5):
        z = rng.standard_normal((n, 3)).astype("f4")
        labels = rng.integers(0, 3, n)
        p = z if arguments.get("from_logits") else np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        y: Any = np.eye(3, dtype="f4")[labels]
        if kind in SPARSE:
            y = labels
        elif kind in NUMBERS:
            y, p = rng.standard_normal((n, 3)).astype("f4"), z
        elif kind == "Accuracy":
            y, p = labels, rng.integers(0, 3, n)
        found.append((y, p, rng.uniform(0, 2, n).astype("f4")))
    return found


@pytest.mark.parametrize(("kind", "arguments"), CASES)
def test_results_over_batches(keras: Any, twin: Any, kind: str, arguments: dict[str, Any]) -> None:
    keras.utils.clear_session()
    ours, theirs = getattr(nn.metrics, kind)(**arguments), getattr(keras.metrics, kind)(**arguments)
    if kind != "F1Score" and kind != "FBetaScore" and not arguments.get("multi_label"):
        twin.assert_close(ours.result(), theirs.result(), 1e-6, "before the first batch")
    first, *others = batches(kind, arguments)
    for y, p, w in [(*first[:2], None), *others]:
        ours.update_state(y, p, w)
        theirs.update_state(y, p, w)
    twin.assert_close(ours.result(), theirs.result(), 1e-5, kind)
    assert ours.name == theirs.name
    assert ours.direction == theirs._direction if hasattr(theirs, "_direction") else True
    ours.reset_state()
    again = nn.metrics.get(nn.metrics.serialize(ours))
    assert np.array_equal(ours(*first), again(*first))
    if "label_weights" not in arguments:  # which Keras cannot write to JSON
        read = nn.metrics.get(keras.metrics.serialize(theirs)).get_config()
        assert {k: v for k, v in read.items() if k in ours.get_config()} == ours.get_config()
        assert keras.metrics.deserialize(nn.metrics.serialize(ours)).get_config() == theirs.get_config()


def test_mean_and_sum(keras: Any) -> None:
    for kind in ("Mean", "Sum"):
        ours, theirs = getattr(nn.metrics, kind)(), getattr(keras.metrics, kind)()
        for values, weights in (([1.0, 2, 4], None), ([3.0, 5], [0.5, 2]), (7.0, None)):
            ours.update_state(values, weights)
            theirs.update_state(values, weights)
            assert ours.result() == pytest.approx(float(theirs.result()))


def compiled(engine: Any, **arguments: Any) -> Any:
    model = engine.Sequential([engine.Input((4,)), engine.layers.Dense(3, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy", **arguments)
    return model


def test_weighted_metrics_and_names(keras: Any, tmp_path: Any) -> None:
    arguments = {"metrics": ["accuracy", "sparse_categorical_crossentropy"], "weighted_metrics": ["accuracy"]}
    ours, theirs = compiled(nn, **arguments), compiled(keras, **arguments)
    theirs.set_weights(ours.get_weights())
    rng = np.random.default_rng(0)
    x, y, w = rng.standard_normal((40, 4)).astype("f4"), rng.integers(0, 3, 40), rng.uniform(0, 2, 40).astype("f4")
    mine = ours.evaluate(x, y, sample_weight=w, verbose=0, return_dict=True)
    other = theirs.evaluate(x, y, sample_weight=w, verbose=0, return_dict=True)
    assert mine.keys() == other.keys() == {"loss", "accuracy", "sparse_categorical_crossentropy", "weighted_accuracy"}
    assert mine == pytest.approx({name: float(value) for name, value in other.items()}, rel=1e-5)
    assert mine["accuracy"] != mine["weighted_accuracy"]
    ours.save(tmp_path / "ours.keras")
    theirs.save(tmp_path / "theirs.keras")
    for again in (nn.models.load_model(tmp_path / "theirs.keras"), nn.models.load_model(tmp_path / "ours.keras")):
        assert again.evaluate(x, y, sample_weight=w, verbose=0, return_dict=True) == pytest.approx(mine, rel=1e-6)
    there = keras.models.load_model(tmp_path / "ours.keras")
    assert there.evaluate(x, y, sample_weight=w, verbose=0, return_dict=True) == pytest.approx(other, rel=1e-6)


def test_a_perfect_and_a_guessing_model() -> None:
    y = np.arange(100) % 2
    assert nn.metrics.AUC()(y, y) == pytest.approx(1, abs=1e-6)
    assert nn.metrics.AUC()(y, np.full(100, 0.5)) == pytest.approx(0.5)
    assert nn.metrics.F1Score()(np.eye(2)[y], np.eye(2)[y]).tolist() == pytest.approx([1, 1], abs=1e-6)


@pytest.mark.parametrize(
    ("kind", "arguments", "message"),
    [
        ("Precision", {"thresholds": 2}, "argument `thresholds`. Expected numbers in [0, 1]."),
        ("AUC", {"curve": "PRGAIN"}, "argument `curve`. Expected 'ROC' or 'PR'."),
        ("AUC", {"num_thresholds": 1}, "argument `num_thresholds`. Expected a whole number of at least 2."),
        ("AUC", {"summation_method": "x"}, "Expected 'interpolation', 'minoring' or 'majoring'."),
        ("AUC", {"label_weights": [1]}, "Expected to be left out without multi_label."),
        ("F1Score", {"average": "mean"}, "argument `average`. Expected 'micro', 'macro', 'weighted' or None."),
        ("FBetaScore", {"beta": 0}, "argument `beta`. Expected a number above 0."),
        ("F1Score", {"threshold": 0}, "argument `threshold`. Expected a number in (0, 1]."),
        ("TopKCategoricalAccuracy", {"k": 0}, "argument `k`. Expected a whole number of at least 1."),
    ],
)
def test_wrong_arguments(kind: str, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        getattr(nn.metrics, kind)(**arguments)
    assert message in str(caught.value)


def test_wrong_labels() -> None:
    with pytest.raises(InvalidArgument, match=r"argument `y_true`. Expected shape \(2, 3\), that of the predictions"):
        nn.metrics.Precision()([1, 0], np.ones((2, 3)))
    with pytest.raises(InvalidArgument, match="Expected one-hot labels of the shape of the predictions"):
        nn.metrics.F1Score()([1, 0], np.ones((2, 3)))
    with pytest.raises(InvalidArgument, match="Did you mean 'precision'"):
        nn.metrics.get("precison")
