"""What is handed to ``fit`` is only read, whatever the loss does with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from sutja import nn
from sutja.nn.losses.loss import Loss
from sutja.nn.typing import Array

RNG = np.random.default_rng(0)


class _LabelsAsSlope(Loss):
    """- sum of label times prediction: its slope is made of the labels themselves."""

    sign = 1.0

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        return (y_true * y_pred).sum(axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        return y_true


class _PredictionsAsSlope(Loss):
    """Half of the squared prediction."""

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        return (y_pred**2).sum(axis=-1) / 2

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        return y_pred


class _AlwaysTheSame(Loss):
    """The sum of the predictions, whose slope somebody has thought worth keeping."""

    slope = np.ones((6, 3))

    def _values(self, y_true: Array, y_pred: Array) -> Array:
        return y_pred.sum(axis=-1)

    def _gradient(self, y_true: Array, y_pred: Array) -> Array:
        return self.slope[: len(y_pred)]


BY_CLASS = (nn.losses.SparseCategoricalCrossentropy, nn.losses.CategoricalGeneralizedCrossEntropy)
OWN = [_LabelsAsSlope, _PredictionsAsSlope, _AlwaysTheSame]


def models() -> Iterator[Any]:
    yield nn.Sequential([nn.Input((3,)), nn.layers.Dense(3, kernel_initializer="identity")])
    yield nn.Sequential([nn.Input((3,)), nn.layers.Dense(3, "sigmoid", kernel_initializer="identity")])
    x = nn.Input((3,))
    yield nn.Model(x, [nn.layers.Flatten(name="same")(x), nn.layers.Dense(1)(x)])  # one output is the input itself


@pytest.mark.parametrize("loss", OWN)
def test_a_loss_of_ones_own_may_hand_out_what_it_was_given(loss: type[Loss]) -> None:
    x, y = RNG.random((6, 3), np.float32), RNG.random((6, 3), np.float32)
    before = x.copy(), y.copy()
    for model in models():
        several = len(model.outputs) > 1
        model.compile("sgd", [loss(), None] if several else loss(), loss_weights=[0.5, 1.0] if several else [0.5])
        for _epoch in range(2):
            labels = [y, np.zeros(6)] if several else y
            model.fit(x, labels, batch_size=6, shuffle=False, verbose=0)
        assert np.array_equal(x, before[0])
        assert np.array_equal(y, before[1])
    assert np.array_equal(_AlwaysTheSame.slope, np.ones((6, 3)))


def test_its_predictions_and_slopes_stay_what_they_are() -> None:
    """The metrics see the predictions, and the layers before them go by their own outputs."""
    x = RNG.random((6, 3), np.float32)
    model = nn.Sequential([nn.Input((3,)), nn.layers.Dense(3, "sigmoid", kernel_initializer="identity")])
    model.compile(nn.optimizers.SGD(1.0), _PredictionsAsSlope(), metrics=["mae"])
    y = 1 / (1 + np.exp(-x))
    _loss, mae = model.train_on_batch(x, np.zeros((6, 3)))
    assert np.isclose(mae, y.mean(), rtol=1e-5)
    assert np.allclose(model.get_weights()[0], np.eye(3) - x.T @ (y * y * (1 - y)) / 6, atol=1e-5)


def losses() -> list[type[Loss]]:
    named = [getattr(nn.losses, name) for name in nn.losses.__all__]
    kinds = [kind for kind in named if isinstance(kind, type) and kind is not Loss]
    return kinds + list(nn.losses.janocha_czarnecki.JANOCHA_CZARNECKI.values())


@pytest.mark.parametrize("kind", losses())
def test_the_engines_losses_hand_out_arrays_of_their_own(kind: type[Loss]) -> None:
    loss = kind()
    pred = RNG.uniform(0.1, 0.9, (6, 3)).astype(np.float32)
    true = np.eye(3, dtype=np.float32)[[0, 1, 2, 0, 1, 2]]
    labels = true.argmax(axis=-1) if kind in BY_CLASS else true
    before = pred.copy(), labels.copy()
    found = loss.gradient(labels, pred) if loss.over_batch else loss.values_and_gradient(labels, pred)[1]
    assert not np.may_share_memory(found, pred)
    assert not np.may_share_memory(found, labels)
    assert found.flags.writeable
    assert np.array_equal(pred, before[0])
    assert np.array_equal(labels, before[1])
