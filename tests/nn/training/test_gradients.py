"""nn.gradients: the same as one step of fit, as Keras on JAX, and as measuring; by weights and by inputs."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sutja.nn as nn
from sutja.errors import InvalidArgument

RNG = np.random.default_rng(0)
X = RNG.standard_normal((40, 4)).astype(np.float32)
Y = RNG.integers(0, 3, 40)
WEIGHTS = RNG.random(40).astype(np.float32)
SPARSE = "sparse_categorical_crossentropy"


def network(engine: Any, dropout: float = 0.0) -> Any:
    layers = engine.layers
    hidden = [layers.Dense(5, kernel_regularizer="l2"), layers.BatchNormalization(), layers.Activation("tanh")]
    last = layers.Dense(3, activation="softmax")
    return engine.Sequential([engine.Input((4,)), *hidden, layers.Dropout(dropout), last])


@pytest.mark.parametrize("threads", [1, 2])
def test_a_step_by_hand_is_a_step_of_fit(threads: int) -> None:
    """To the last bit, with what Dropout drops, moving statistics and prices of weights."""
    nn.config.set_num_threads(threads)
    by_fit, by_hand = (network(nn, dropout=0.5) for _ in range(2))
    by_hand.seed = by_fit.seed
    by_hand.set_weights(by_fit.get_weights())
    by_fit.compile(nn.optimizers.SGD(0.5), SPARSE)
    history = by_fit.fit(X, Y, sample_weight=WEIGHTS, batch_size=40, shuffle=False, verbose=0)
    optimizer = nn.optimizers.SGD(0.5)
    loss, gradients = nn.gradients(by_hand, SPARSE, X, Y, WEIGHTS)
    optimizer.apply(gradients, by_hand.trainable_variables)
    assert loss == pytest.approx(history.history["loss"][0], rel=1e-9)
    assert optimizer.iterations == 1
    for a, b in zip(by_fit.get_weights(), by_hand.get_weights(), strict=True):
        assert np.array_equal(a, b)
    again, _more = nn.gradients(by_hand, SPARSE, X, Y, WEIGHTS)
    assert again != loss  # other units are dropped


def test_a_loop_by_hand_goes_the_way_of_adam() -> None:
    by_fit, by_hand = (network(nn) for _ in range(2))
    by_hand.set_weights(by_fit.get_weights())
    by_fit.compile(nn.optimizers.Adam(0.01), SPARSE)
    optimizer = nn.optimizers.Adam(0.01)
    for part in (slice(0, 16), slice(16, 40), slice(3, 4)):
        by_fit.train_on_batch(X[part], Y[part])
        _loss, gradients = nn.gradients(by_hand, SPARSE, X[part], Y[part])
        optimizer.apply_gradients(zip(gradients, by_hand.trainable_variables, strict=True))
    for a, b in zip(by_fit.get_weights(), by_hand.get_weights(), strict=True):
        assert np.array_equal(a, b)


@pytest.mark.parametrize("threads", [1, 2])
def test_gradients_are_those_of_jax(twin: Any, keras: Any, threads: int) -> None:
    import jax

    nn.config.set_num_threads(threads)
    ours, theirs = network(nn), network(keras)
    theirs.set_weights(ours.get_weights())
    fixed = [v.value for v in theirs.non_trainable_variables]
    loss_function = keras.losses.SparseCategoricalCrossentropy()

    def total(trained: Any, x: Any, training: bool) -> Any:
        y, _state, prices = theirs.stateless_call(trained, fixed, x, training=training, return_losses=True)
        return loss_function(Y, y) + sum(prices)

    trained = [v.value for v in theirs.trainable_variables]
    for by, place, training in (("weights", 0, True), ("inputs", 1, False)):
        expected, slopes = jax.value_and_grad(total, argnums=place)(trained, X, training)
        start = ours.get_weights()
        loss, found = nn.gradients(ours, SPARSE, X, Y, by=by)
        ours.set_weights(start)
        twin.assert_close(loss, expected, twin.VALUES, "loss")
        pairs = zip(found, slopes, strict=True) if by == "weights" else [(found, slopes)]
        for own, other in pairs:
            twin.assert_close(own, other, twin.GRADIENTS, f"by {by}")


def test_by_the_input_as_measured_for_several_inputs_and_outputs() -> None:
    nn.config.set_floatx("float64")
    a, b, unused = nn.Input((3,), name="a"), nn.Input((2,), name="b"), nn.Input((1,), name="unused")
    hidden = nn.layers.Dense(4, activation="tanh")(nn.layers.Concatenate()([a, b]))
    outputs = [nn.layers.Dense(2, name="left")(hidden), nn.layers.Dense(1, name="right")(a)]
    model = nn.Model([a, b, unused], outputs)
    x = {"a": RNG.random((20, 3)), "b": RNG.random((20, 2)), "unused": np.ones((20, 1))}
    y = {"left": RNG.random((20, 2)), "right": RNG.random((20, 1))}
    loss = {"left": "mse", "right": "mae"}
    for threads in (1, 2):
        nn.config.set_num_threads(threads)
        value, (by_a, by_b, by_unused) = nn.gradients(model, loss, x, y, by="inputs")
        assert by_unused is None
        for name, slope in (("a", by_a), ("b", by_b)):
            direction, step = RNG.standard_normal(x[name].shape), 1e-6
            moved = nn.gradients(model, loss, x | {name: x[name] + step * direction}, y, by="inputs")[0]
            assert (moved - value) / step == pytest.approx(np.vdot(slope, direction), rel=1e-4, abs=1e-6)


def test_a_loss_of_ones_own_is_a_number_and_its_slope() -> None:
    """The same numbers as the loss that it is, whatever the number of shards."""

    def squared(y: Any, prediction: Any) -> tuple[float, Any]:
        error = prediction - y
        return float((error**2).mean()), 2 * error / error.size

    model = nn.Sequential([nn.Input((4,)), nn.layers.Dense(3)])
    target = np.eye(3)[Y]
    for threads in (1, 2):
        nn.config.set_num_threads(threads)
        for by in ("weights", "inputs"):
            (loss, found), (own, others) = (nn.gradients(model, f, X, target, by=by) for f in ("mse", squared))
            assert own == pytest.approx(loss, rel=1e-5)
            for a, b in zip(found, others, strict=True):
                assert a == pytest.approx(b, abs=1e-6)


def test_a_step_against_the_gradient_misleads_a_model_and_a_mask_of_it_shows_what_matters() -> None:
    """What it is for: adversarial examples by the sign of the gradient, and saliency of a score."""
    labels = (X[:, 0] > X[:, 1]).astype(int)
    model = nn.Sequential([nn.Input((4,)), nn.layers.Dense(8, activation="tanh"), nn.layers.Dense(2)])
    loss = nn.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(nn.optimizers.Adam(0.05), loss, metrics=["accuracy"])
    model.fit(X, labels, epochs=60, verbose=0)
    before, right = model.evaluate(X, labels, verbose=0)
    _loss, slope = nn.gradients(model, loss, X, labels, by="inputs")
    after, wrong = model.evaluate(X + 0.5 * np.sign(slope), labels, verbose=0)
    assert right > 0.95 and wrong < right - 0.2 and after > 2 * before

    def score(y: Any, prediction: Any) -> tuple[float, Any]:
        return float((y * prediction).sum()), y

    _score, saliency = nn.gradients(model, score, X, np.eye(2)[labels], by="inputs")
    important = np.abs(saliency).mean(axis=0)
    assert important[:2].min() > 2 * important[2:].max()


def test_statistics_and_dropout_wait_for_training() -> None:
    model = network(nn, dropout=0.5)
    before = model.get_weights()
    nn.gradients(model, SPARSE, X, Y, training=False)
    nn.gradients(model, SPARSE, X, Y, by="inputs")
    assert all(np.array_equal(a, b) for a, b in zip(before, model.get_weights(), strict=True))
    nn.gradients(model, SPARSE, X, Y, by="inputs", training=True)
    assert not np.array_equal(before[4], model.get_weights()[4])  # the moving mean


def test_gradients_stay_as_they_are_and_may_be_added_up() -> None:
    """Two half batches, one step: what gradient accumulation is."""
    model = nn.Sequential([nn.Input((4,)), nn.layers.Dense(3)])
    target = np.eye(3)[Y]
    (_a, first), (_b, second) = (nn.gradients(model, "mse", X[p], target[p]) for p in (slice(20), slice(20, 40)))
    _whole, both = nn.gradients(model, "mse", X, target)
    for a, b, c in zip(first, second, both, strict=True):
        assert (a + b) / 2 == pytest.approx(c, abs=1e-6)


MISUSE: dict[str, tuple[Any, str]] = {
    "by": (
        lambda model: nn.gradients(model, SPARSE, X, Y, by="outputs"),
        "Invalid value for argument `by`. Expected 'weights' or 'inputs'. Received: by='outputs'",
    ),
    "labels": (
        lambda model: nn.gradients(model, SPARSE, X),
        "Invalid value for argument `y`. Expected the labels that belong to `x`. Received: y=None",
    ),
    "loss": (
        lambda model: nn.gradients(model, None, X, Y),
        "Invalid value for argument `loss`. Expected a loss, such as 'sparse_categorical_crossentropy', in compile(). "
        "Received: loss=None",
    ),
    "a function without a slope": (
        lambda model: nn.gradients(model, lambda y, prediction: prediction.sum(), X),
        "Invalid value for argument `loss`. Expected a function that returns (loss, slope by the prediction, of shape "
        "(40, 3)). Received: loss=",
    ),
    "a slope of another shape": (
        lambda model: nn.gradients(model, lambda y, prediction: (0.0, prediction[:, 0]), X),
        "Invalid value for argument `loss`. Expected a function that returns (loss, slope by the prediction, of shape "
        "(40, 3)). Received: loss=array of shape (40,), dtype float32",
    ),
    "gradients of other shapes": (
        lambda model: nn.optimizers.SGD().apply([np.ones(3)], model.trainable_variables[:2]),
        "Invalid value for argument `grads`. Expected one array for each variable, of shapes [(4, 5), (5,)]. "
        "Received: grads=[(3,)]",
    ),
    "gradients without variables": (
        lambda model: nn.optimizers.SGD().apply([np.ones(3)]),
        "Invalid value for argument `trainable_variables`. Expected the variables that belong to `grads`. "
        "Received: trainable_variables=None",
    ),
}


@pytest.mark.parametrize("case", MISUSE)
def test_misuse(case: str) -> None:
    nn.config.set_num_threads(1)
    call, message = MISUSE[case]
    with pytest.raises(InvalidArgument) as caught:
        call(network(nn))
    assert str(caught.value).startswith(message)
