"""The engine against Keras: the same layer or loss with the same weights on the same numbers.

Keras runs on JAX, whose derivatives are found by a program and not by hand; so this holds our formulas against
ones that nobody here wrote. Both compute in float32: values must agree to 1e-5 and gradients, which add up more
numbers, to 1e-4, relative to the largest entry (or to 1, if all are smaller).
"""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

import jax
import keras
import numpy as np

from sutja import nn
from sutja.nn.call import Call, Step
from sutja.nn.losses.loss import weighted

VALUES = 1e-5
GRADIENTS = 1e-4


def assert_close(ours: Any, theirs: Any, tolerance: float, what: str) -> None:
    """``ours`` and ``theirs`` differ by no more than ``tolerance`` times their largest entry, or times 1."""
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    assert ours.shape == theirs.shape, f"{what}: shape {ours.shape}, Keras has {theirs.shape}"
    error = np.abs(ours - theirs).max(initial=0) / max(1, np.abs(theirs).max(initial=0))
    assert error <= tolerance, f"{what}: off by {error:.1e}\nours\n{ours}\nKeras\n{theirs}"  # NaN fails too


def compare_layer(kind: str, arguments: dict[str, Any], inputs: Any, *, training: bool = False, seed: int = 0) -> None:
    """``kind(**arguments)`` here and in Keras: outputs, gradients by inputs and weights, updated statistics.

    ``inputs``: an array, or a list of arrays for a layer with several inputs.
    """
    ours, theirs = getattr(nn.layers, kind)(**arguments), getattr(keras.layers, kind)(**arguments)
    takes_list = isinstance(inputs, list)
    shapes = [(None, *x.shape[1:]) for x in (inputs if takes_list else [inputs])]
    ours.build_once(shapes if takes_list else shapes[0])
    theirs.build(shapes if takes_list else shapes[0])
    rng = np.random.default_rng(seed)
    weights = [_start(rng, variable) for variable in ours.weights]
    ours.set_weights(weights)
    theirs.set_weights(weights)

    step = Step()
    step.gradients = {id(v): np.full(v.shape, np.nan, np.float32) for v in ours.trainable_weights}
    call = Call(step)
    step.begin(training=training)
    y = ours.forward(inputs, call)
    assert (None, *y.shape[1:]) == ours.compute_output_shape(shapes if takes_list else shapes[0])
    r = rng.standard_normal(y.shape).astype(np.float32)
    dx = ours.backward(r.copy(), call)
    step.finish_backward()

    fixed = theirs.non_trainable_variables
    mode = {"training": training} if "training" in inspect.signature(theirs.call).parameters else {}

    def total(trained: Any, x: Any) -> Any:
        result, state = theirs.stateless_call(trained, [v.value for v in fixed], x, **mode)
        return (result * r).sum(), (result, state)

    trained = [v.value for v in theirs.trainable_variables]
    slopes, (their_y, state) = jax.jit(jax.grad(total, argnums=(0, 1), has_aux=True))(trained, inputs)
    assert_close(y, their_y, VALUES, "output")
    for own, other in zip(dx if takes_list else [dx], slopes[1] if takes_list else [slopes[1]], strict=True):
        assert_close(own, other, GRADIENTS, "gradient by the input")
    for variable, other in zip(ours.trainable_weights, slopes[0], strict=True):
        assert_close(step.gradients[id(variable)], other, GRADIENTS, f"gradient by {variable.name}")
    for variable, value in step.updates:
        variable.assign(value)
    after = {variable.name: value for variable, value in zip(fixed, state, strict=True)}
    for variable in ours.non_trainable_weights:
        assert_close(variable.value, after[variable.name], VALUES, variable.name)


def compare_files(kind: str, arguments: dict[str, Any], inputs: Any, folder: Path) -> None:
    """A model of the one layer ``kind(**arguments)`` in a file of ours that Keras reads, and the other way round."""
    several = inputs if isinstance(inputs, list) else [inputs]
    models = []
    for engine in (nn, keras):
        tensors = [engine.layers.Input(x.shape[1:]) for x in several]
        layer = getattr(engine.layers, kind)(**arguments)
        model = engine.Model(tensors, layer(tensors if isinstance(inputs, list) else tensors[0]))
        rng = np.random.default_rng(0)
        model.set_weights([rng.uniform(0.5, 2, w.shape) for w in model.get_weights()])
        models.append(model)
    ours, theirs = models
    ours.save(folder / "ours.keras")
    theirs.save(folder / "theirs.keras")
    expected = ours.predict(inputs, verbose=0)
    read_there = keras.models.load_model(folder / "ours.keras")
    read_here = nn.models.load_model(folder / "theirs.keras")
    given = _plain(theirs.layers[-1].get_config())
    for name, value in _plain(read_there.layers[-1].get_config()).items():
        assert name in ("name", "dtype") or value == given[name], f"{name}: {value}, not {given[name]}"
    assert _plain(read_here.layers[-1].get_config()) == _plain({**ours.layers[-1].get_config()}) | {
        "name": read_here.layers[-1].name
    }
    assert_close(read_there(inputs, training=False), expected, VALUES, "our file in Keras")
    assert_close(read_here.predict(inputs, verbose=0), expected, VALUES, "a file of Keras here")


def _plain(config: Any) -> Any:
    """As JSON would have it, and without what Keras adds to the description of an object."""
    if isinstance(config, dict):
        skipped = ("build_config", "module", "registered_name")
        return {name: _plain(value) for name, value in config.items() if name not in skipped}
    return [_plain(item) for item in config] if isinstance(config, list | tuple) else config


def compare_loss(kind: str, arguments: dict[str, Any], y_true: Any, y_pred: Any, weights: Any = None) -> None:
    """The loss ``kind(**arguments)`` here and in Keras: its value, reduced and not, and its slope by ``y_pred``."""
    ours, theirs = getattr(nn.losses, kind)(**arguments), getattr(keras.losses, kind)(**arguments)

    shape = y_pred.shape[:-1]
    each = None if weights is None else np.broadcast_to(weights.T, shape[::-1]).T  # Keras wants one a value

    def total(pred: Any) -> Any:
        value = theirs(y_true, pred, sample_weight=each)
        return value.sum(), value

    slope, value = jax.grad(total, has_aux=True)(y_pred)
    assert_close(ours(y_true, y_pred, weights), value, VALUES, "loss")
    own = ours.gradient(y_true, y_pred)
    if weights is not None:
        weights = np.asarray(weights, own.dtype)
        own = weighted(own, weights)
    count = ours.values(y_true, y_pred).size
    divisor = 1 if ours.reduction == "none" else ours.divisor(count, y_true, weights)
    assert_close(own, slope * divisor, GRADIENTS, "slope of the loss")


def compare_training(build: Any, compiled: Any, batches: list[Any], threads: tuple[int, ...] = (1, 2)) -> None:
    """Step by step through ``batches`` from the same weights: every number that is reported, and all weights.

    ``build(engine)`` makes the model and ``compiled(engine)`` the arguments of its ``compile``; each batch is what
    ``train_on_batch`` takes. Steps start where the ones before ended, so errors grow: 2e-5 of the largest weight.
    """
    theirs = build(keras)
    theirs.compile(**compiled(keras))
    rng = np.random.default_rng(5)
    start = [w + rng.uniform(0.05, 0.3, w.shape).astype(np.float32) for w in theirs.get_weights()]
    theirs.set_weights(start)
    expected = [(theirs.train_on_batch(*batch, return_dict=True), theirs.get_weights()) for batch in batches]
    after = theirs.test_on_batch(*batches[0], return_dict=True)
    assert any(np.abs(a - b).max() > 1e-3 for a, b in zip(start, expected[-1][1], strict=True))  # it did train
    for count in threads:
        nn.config.set_num_threads(count)
        ours = build(nn)
        ours.compile(**compiled(nn))
        ours.set_weights(start)
        for batch, (numbers, weights) in zip(batches, expected, strict=True):
            assert_same_numbers(ours.train_on_batch(*batch, return_dict=True), numbers)
            for own, other in zip(ours.weights, weights, strict=True):
                assert_close(own.value, other, 2 * VALUES, own.path)
        assert_same_numbers(ours.test_on_batch(*batches[0], return_dict=True), after)


def assert_same_numbers(ours: Any, theirs: Any) -> None:
    """The same names in the same order, and the same numbers."""
    assert list(ours) == list(theirs)
    for name, value in theirs.items():
        assert_close(ours[name], value, 2 * VALUES, name)


def _start(rng: np.random.Generator, variable: Any) -> Any:
    """A value to start from: anything, but positive where a variance is meant."""
    if variable.name == "moving_variance":
        return rng.uniform(0.5, 2, variable.shape).astype(np.float32)
    return rng.standard_normal(variable.shape).astype(np.float32)
