"""What all layers share: weights, configs, the float type, being called."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sutja import nn
from sutja.errors import InvalidArgument
from sutja.nn import config, layers

# (class, arguments, shape of the input)
CASES: dict[str, tuple[str, dict[str, Any], Any]] = {
    "dense": ("Dense", {"units": 3, "activation": "relu", "use_bias": False}, (4,)),
    "dense, initializers": (
        "Dense",
        {"units": 3, "kernel_initializer": "he_normal", "bias_initializer": "ones"},
        (2, 4),
    ),
    "conv2d": (
        "Conv2D",
        {"filters": 3, "kernel_size": (2, 3), "strides": 2, "padding": "same", "activation": "elu"},
        (5, 6, 2),
    ),
    "max_pooling2d": ("MaxPooling2D", {"pool_size": 3, "strides": (1, 2), "padding": "same"}, (5, 6, 2)),
    "average_pooling2d": ("AveragePooling2D", {"pool_size": 2}, (5, 6, 2)),
    "flatten": ("Flatten", {}, (2, 3, 2)),
    "reshape": ("Reshape", {"target_shape": (-1, 4)}, (2, 6)),
    "dropout": ("Dropout", {"rate": 0.25, "seed": 3}, (4,)),
    "activation": ("Activation", {"activation": "tanh"}, (4,)),
    "batch_normalization": ("BatchNormalization", {"momentum": 0.9, "epsilon": 0.01, "center": False}, (3,)),
    "add": ("Add", {}, [(3,), (3,)]),
}


def shapes_of(name: str) -> Any:
    shape = CASES[name][2]
    return [(None, *s) for s in shape] if isinstance(shape, list) else (None, *shape)


@pytest.mark.parametrize("name", CASES)
def test_config_round_trip_with_keras(keras: Any, name: str) -> None:
    """Keras makes its layer of our config, and we make ours of its."""
    kind, arguments, _ = CASES[name]
    ours = getattr(layers, kind)(**arguments, name="mine")
    theirs = getattr(keras.layers, kind).from_config(ours.get_config())
    plain = getattr(keras.layers, kind)(**arguments, name="mine")
    assert theirs.get_config() == plain.get_config()
    again = getattr(layers, kind).from_config(plain.get_config())
    assert again.get_config() == ours.get_config()
    assert set(ours.get_config()) <= set(theirs.get_config())


@pytest.mark.parametrize("name", CASES)
def test_shapes_names_and_counts_are_keras_own(keras: Any, name: str) -> None:
    kind, arguments, _ = CASES[name]
    ours, theirs = getattr(layers, kind)(**arguments), getattr(keras.layers, kind)(**arguments)
    shapes = shapes_of(name)
    ours.build_once(shapes)
    theirs.build(shapes)
    assert ours.compute_output_shape(shapes) == tuple(theirs.compute_output_shape(shapes))
    for attribute in ("weights", "trainable_weights", "non_trainable_weights"):
        own = [(v.name, v.shape) for v in getattr(ours, attribute)]
        assert own == [(v.name, tuple(v.shape)) for v in getattr(theirs, attribute)]
    assert ours.count_params() == theirs.count_params()
    assert ours.name == name.split(",")[0]  # the name of the first of its class


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_float_type_of_a_layer(name: str, dtype: str) -> None:
    kind, arguments, shape = CASES[name]
    layer = getattr(layers, kind)(**arguments, dtype=dtype)
    x = [np.ones((2, *s)) for s in shape] if isinstance(shape, list) else np.ones((2, *shape))
    assert layer(x, training=True).dtype == dtype
    assert {v.dtype for v in layer.weights} <= {dtype}


@pytest.mark.parametrize("name", CASES)
def test_called_on_arrays_or_in_a_graph_is_the_same(name: str) -> None:
    kind, arguments, shape = CASES[name]
    layer = getattr(layers, kind)(**arguments)
    several = shape if isinstance(shape, list) else [shape]
    rng = np.random.default_rng(0)
    x = [rng.standard_normal((2, *s)).astype(np.float32) for s in several]
    inputs = [nn.Input(s) for s in several]
    output = layer(inputs if isinstance(shape, list) else inputs[0])
    model = nn.Model(inputs, output)
    given: Any = x if isinstance(shape, list) else x[0]
    y = layer(given)
    np.testing.assert_array_equal(model.predict(given, verbose=0), y)
    assert output.shape == (None, *y.shape[1:])


@pytest.mark.parametrize("name", CASES)
def test_a_call_returns_an_array_of_its_own_and_leaves_the_input_alone(name: str) -> None:
    kind, arguments, shape = CASES[name]
    layer = getattr(layers, kind)(**arguments)
    x = [np.ones((2, *s), np.float32) for s in shape] if isinstance(shape, list) else np.ones((2, *shape), np.float32)
    layer(x, training=True)[...] = 5
    for array in x if isinstance(x, list) else [x]:
        np.testing.assert_array_equal(array, 1)


def test_the_default_float_type_holds_for_what_is_made_later() -> None:
    before = layers.Dense(2)
    config.set_floatx("float64")
    after = layers.Dense(2)
    x = np.ones((1, 3))
    assert before(x).dtype == "float32"
    assert after(x).dtype == "float64"


def test_weights_can_be_read_and_replaced() -> None:
    layer = layers.Dense(2)
    layer(np.ones((1, 3)))
    kernel, bias = np.arange(6.0).reshape(3, 2), np.array([1.0, -1.0])
    layer.set_weights([kernel, bias])
    copies = layer.get_weights()
    np.testing.assert_array_equal(copies[0], kernel)
    copies[0][...] = 7
    np.testing.assert_array_equal(layer.kernel.value, kernel)
    np.testing.assert_array_equal(layer(np.ones((1, 3))), [[7.0, 8.0]])


def test_weights_of_other_shapes_change_nothing() -> None:
    layer = layers.Dense(2)
    layer(np.ones((1, 3)))
    before = layer.get_weights()
    for wrong in ([np.zeros((3, 2)), np.zeros(3)], [np.zeros((3, 2))], [np.zeros(2), np.zeros((3, 2))]):
        with pytest.raises(InvalidArgument):
            layer.set_weights(wrong)
        for a, b in zip(before, layer.get_weights(), strict=True):
            np.testing.assert_array_equal(a, b)


def test_build_makes_the_weights_once() -> None:
    layer = layers.Dense(2)
    layer.build((None, 3))
    layer.set_weights([np.ones((3, 2)), np.zeros(2)])
    np.testing.assert_array_equal(layer(np.ones((1, 3))), [[3.0, 3.0]])
    assert len(layer.weights) == 2
    assert layer.count_params() == 8


def test_frozen_weights_are_still_weights() -> None:
    layer = layers.Dense(2, trainable=False)
    layer(np.ones((1, 3)))
    assert layer.trainable_weights == []
    assert [v.name for v in layer.weights] == ["kernel", "bias"]
    layer.trainable = True
    assert [v.name for v in layer.trainable_weights] == ["kernel", "bias"]


def test_a_width_that_is_not_known_yet_is_let_through() -> None:
    layer = layers.Dense(2)
    layer(np.ones((1, 3)))
    assert layer(nn.Input((None,))).shape == (None, 2)


def test_a_layer_written_as_for_keras_is_answered_at_once() -> None:
    class Doubled(nn.Layer):
        def call(self, inputs: Any) -> Any:
            return 2 * inputs

    for inputs in (np.ones((1, 3)), nn.Input((3,))):
        with pytest.raises(InvalidArgument) as caught:
            Doubled(name="twice")(inputs)
        assert str(caught.value) == (
            "Layer `twice` (Doubled) has no `forward`. Write forward(x, call), which returns the output, and "
            "backward(dy, call), which returns dL/dx; the `call` of Keras is not used here."
        )


def test_a_layer_without_a_way_back_can_predict_but_not_learn() -> None:
    class Doubled(nn.Layer):
        def forward(self, x: Any, call: Any) -> Any:
            return 2 * x

    model = nn.Sequential([nn.Input((3,)), layers.Dense(3), Doubled(name="twice")])
    assert model.predict(np.ones((1, 3)), verbose=0).shape == (1, 3)
    model.compile("sgd", "mse")
    with pytest.raises(InvalidArgument, match=r"Layer `twice` \(Doubled\) has no `backward`"):
        model.fit(np.ones((1, 3)), np.ones((1, 3)), verbose=0)
