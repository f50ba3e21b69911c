"""Compiling again: what an optimizer remembers of the weights stays, and what is asked of each output is checked."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sutja.nn as nn
from sutja.errors import InvalidArgument

RNG = np.random.default_rng(0)
X, Y = RNG.random((24, 4), np.float32), RNG.random((24, 2), np.float32)
KINDS = ["SGD", "RMSprop", "Adagrad", "Adadelta", "Adam", "AdamW", "Adamax", "Nadam", "Lion", "Muon"]


def network() -> nn.Model:
    nn.utils.clear_session()
    nn.utils.set_random_seed(2)
    return nn.Sequential([nn.Input((4,)), nn.layers.Dense(3, activation="tanh"), nn.layers.Dense(2)], name="net")


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_optimizer_goes_on_as_if_nothing_had_happened(kind: str) -> None:
    more: dict[str, Any] = {"use_ema": True} if kind == "Adam" else {}
    more |= {"gradient_accumulation_steps": 2} if kind == "Adagrad" else {}
    more |= {"momentum": 0.9} if kind == "SGD" else {}
    states = []
    for again in (False, True):
        model = network()
        model.compile(getattr(nn.optimizers, kind)(0.01, **more), "mse")
        for step in range(6):
            if again and step == 3:
                model.compile(model.optimizer, "mse", metrics=["mae"])
            model.train_on_batch(X, Y)
        states.append([v.tobytes() for v in [*model.get_weights(), *model.optimizer.variables()]])
    assert states[0] == states[1]


def test_an_optimizer_remembers_the_weights_that_stay_and_learns_of_others() -> None:
    model, optimizer = network(), nn.optimizers.Adam(0.01, use_ema=True)
    model.compile(optimizer, "mse")
    model.train_on_batch(X, Y)
    before = [view.copy() for view in optimizer.memory()]
    average = optimizer.average.values[-8:].copy()
    model.layers[0].trainable = False
    model.compile(optimizer, "mse")
    optimizer.build(model.trainable_variables)
    assert [v.tobytes() for v in optimizer.memory()] == [v.tobytes() for v in before[4:]]
    assert np.array_equal(optimizer.average.values, average)
    model.layers[0].trainable = True
    model.compile(optimizer, "mse")
    model.train_on_batch(X, Y)
    assert optimizer.iterations == 2
    assert all(np.isfinite(w).all() for w in model.get_weights())


def two_outputs(**compiled: Any) -> nn.Model:
    x = nn.Input((4,))
    model = nn.Model(x, [nn.layers.Dense(2, name="a")(x), nn.layers.Dense(2, name="b")(x)], name="net")
    if compiled:
        model.compile("sgd", **compiled)
    return model


NAMES = "Expected one of: a, b. "
OUTPUTS = "These are the outputs of the model."

MISUSE: dict[str, tuple[Any, str]] = {
    "a loss for an output that does not exist": (
        lambda: two_outputs(loss={"a": "mse", "c": "mse"}),
        f"Invalid value for argument `loss`. {NAMES}Received: loss='c'. {OUTPUTS}",
    ),
    "no loss for an output": (
        lambda: two_outputs(loss={"a": "mse"}),
        "Invalid value for argument `loss`. Expected a loss, or None, for each output: a, b. "
        "Received: loss={'a': 'mse'}",
    ),
    "three losses": (
        lambda: two_outputs(loss=["mse", "mse", "mse"]),
        "Invalid value for argument `loss`. Expected one item for each of the 2 outputs: a, b. "
        "Received: loss=['mse', 'mse', 'mse']",
    ),
    "an unknown loss in a list": (
        lambda: two_outputs(loss=["mse", "msle_"]),
        "Invalid value for argument `loss`. Expected one of 32 names, such as ",
    ),
    "a loss without a number": (
        lambda: two_outputs(loss=nn.losses.MeanSquaredError(reduction="none")),
        "Invalid value for argument `reduction`. Expected any but 'none': training needs one number for a batch. "
        "Received: reduction='none'",
    ),
    "loss_weights": (
        lambda: two_outputs(loss="mse", loss_weights=[1.0]),
        "Invalid value for argument `loss_weights`. Expected one item for each of the 2 outputs: a, b. "
        "Received: loss_weights=[1.0]",
    ),
    "a loss weight that is no number": (
        lambda: two_outputs(loss="mse", loss_weights={"a": "much", "b": 1}),
        "Invalid value for argument `loss_weights`. Expected a number for each output, in a list or a dict by name: "
        "a, b. Received: loss_weights={'a': 'much', 'b': 1}",
    ),
    "metrics of an output that does not exist": (
        lambda: two_outputs(loss="mse", metrics={"bb": ["mae"]}),
        f"Invalid value for argument `metrics`. {NAMES}Received: metrics='bb'. Did you mean 'b'? {OUTPUTS}",
    ),
    "one metric for two outputs": (
        lambda: two_outputs(loss="mse", metrics=["mae"]),
        "Invalid value for argument `metrics`. Expected one item for each of the 2 outputs: a, b. "
        "Received: metrics=['mae']",
    ),
    "weighted metrics by a bare name": (
        lambda: two_outputs(loss="mse", weighted_metrics="mae"),
        "Invalid value for argument `weighted_metrics`. Expected a list, such as ['accuracy']. "
        "Received: weighted_metrics='mae'",
    ),
    "labels for one of two outputs": (
        lambda: two_outputs(loss="mse").fit(X, Y),
        "Invalid value for argument `y`. Expected a list with one array for each output, or a dict by name: a, b. "
        "Received: y=array of shape (24, 2), dtype float32",
    ),
    "labels for three outputs": (
        lambda: two_outputs(loss="mse").fit(X, [Y, Y, Y]),
        "Invalid value for argument `y`. Expected one item for each of the 2 outputs: a, b. Received: y=[",
    ),
    "labels by a wrong name": (
        lambda: two_outputs(loss="mse").fit(X, {"a": Y, "y": Y}),
        f"Invalid value for argument `y`. {NAMES}Received: y='y'. {OUTPUTS}",
    ),
    "labels left out": (
        lambda: two_outputs(loss="mse").fit(X, {"a": Y}),
        "Invalid value for argument `y`. Expected the labels that belong to `x`, for each output with a loss. "
        "Received: y=None",
    ),
    "labels left out for metrics": (
        lambda: two_outputs(loss=["mse", None], metrics=[None, "mae"]).fit(X, [Y, None], verbose=0),
        "Invalid value for argument `y`. Expected labels for `b`, which has metrics. Received: y=None",
    ),
    "labels of another length": (
        lambda: two_outputs(loss="mse").fit(X, [Y, Y[:3]]),
        "Invalid value for argument `y`. Expected 24 samples, as many as in `x`. "
        "Received: y=array of shape (3, 2), dtype float32",
    ),
    "labels of another shape": (
        lambda: two_outputs(loss="mse").fit(X, [Y, Y[:, :1]], verbose=0),
        "Invalid value for argument `y_true`. Expected shape (24, 2), that of the predictions, for mean_squared_error. "
        "Received: y_true=array of shape (24, 1), dtype float32",
    ),
    "weights of values for all outputs": (
        lambda: two_outputs(loss="mse").fit(X, [Y, Y], sample_weight=np.ones((24, 2))),
        "Invalid value for argument `sample_weight`. Expected one weight a sample, or one array of weights for each "
        "output. Received: sample_weight=array of shape (24, 2), dtype float64",
    ),
    "class weights for all outputs": (
        lambda: two_outputs(loss="mse").fit(X, [Y, Y], class_weight={0: 1.0}),
        f"Invalid value for argument `class_weight`. {NAMES}Received: class_weight=0. {OUTPUTS}",
    ),
    "class weights that are numbers": (
        lambda: two_outputs(loss="mse").fit(X, [Y, Y], class_weight=[1.0, 2.0]),
        "Invalid value for argument `class_weight`. Expected a dict from class to weight; a list of such for several "
        "outputs. Received: class_weight=[1.0, 2.0]",
    ),
    "no loss at all": (
        lambda: two_outputs(loss=[None, None]).fit(X, [Y, Y]),
        "Invalid value for argument `loss`. Expected a loss, such as 'sparse_categorical_crossentropy', in compile(). "
        "Received: loss=None",
    ),
    "not compiled": (
        lambda: two_outputs().test_on_batch(X, [Y, Y]),
        "`net` has not been compiled. Call compile() before test_on_batch().",
    ),
    "a list where the shape of an input is another": (
        lambda: two_outputs().predict([X, X]),
        "Invalid value for argument `x`. Expected shape (None, 4), that of the model's input. "
        "Received: x=array of shape (2, 24, 4), dtype float32",
    ),
}


@pytest.mark.parametrize("case", MISUSE)
def test_misuse_is_answered_with_what_is_wrong_and_what_to_do(case: str) -> None:
    nn.config.set_num_threads(1)
    call, message = MISUSE[case]
    with pytest.raises(InvalidArgument) as caught:
        call()
    assert str(caught.value).startswith(message)


def test_a_compile_that_fails_changes_nothing() -> None:
    model = two_outputs(loss="mse")
    optimizer = model.optimizer
    with pytest.raises(InvalidArgument):
        model.compile("adam", ["mse"])
    assert model.optimizer is optimizer
    assert model.loss == "mse"
    model.train_on_batch(X, [Y, Y])


def test_the_metrics_of_a_single_output_may_be_nested_as_one_likes() -> None:
    model = network()
    for metrics in (["mae"], ("mae",), [["mae"]], {"dense_1": ["mae"]}, {"dense_1": "mae"}):
        model.compile("sgd", {"dense_1": "mse"}, loss_weights=[2.0], metrics=metrics, weighted_metrics=["mae", "mae"])
        names = ["loss", "mae", "weighted_mae", "weighted_mae_1"]
        assert model.metrics_names == names
        found = model.evaluate(X, {"dense_1": Y}, verbose=0, return_dict=True)
        assert list(found) == names and found["mae"] == found["weighted_mae"]
        assert found["loss"] == pytest.approx(2 * np.mean((model.predict(X, verbose=0) - Y) ** 2), rel=1e-5)


def test_accuracy_is_chosen_by_the_labels_that_come() -> None:
    """Also where there is no loss to tell what they are."""
    x = nn.Input((4,))
    model = nn.Model(x, [nn.layers.Dense(1, name="a")(x), nn.layers.Dense(3, name="b")(x)])
    labels = RNG.integers(0, 3, 24)
    for truth in (labels, labels[:, None], np.eye(3)[labels]):
        model.compile("sgd", ["mse", None], metrics=[None, "accuracy"])
        found = model.evaluate(X, [Y[:, :1], truth], verbose=0, return_dict=True)
        right = model.predict(X, verbose=0)[1].argmax(axis=1) == labels
        assert found["b_accuracy"] == pytest.approx(right.mean())
