"""What a layer says when it is used in a way that it cannot be: the whole line, word by word."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from sutja import nn
from sutja.errors import InvalidArgument, UnknownName
from sutja.nn import layers

zeros = np.zeros
TO_KERAS = "For this one, train with Keras itself: `import keras`."


def built(layer: Any, *shape: int) -> Any:
    layer(zeros(shape))
    return layer


CASES: dict[str, tuple[Callable[[], Any], str]] = {
    # arguments
    "no units": (
        lambda: layers.Dense(0),
        "Invalid value for argument `units`. Expected a whole number of at least 1. Received: units=0",
    ),
    "half a unit": (
        lambda: layers.Dense(1.5),
        "Invalid value for argument `units`. Expected a whole number of at least 1. Received: units=1.5",
    ),
    "no filters": (
        lambda: layers.Conv2D(0, 3),
        "Invalid value for argument `filters`. Expected a whole number of at least 1. Received: filters=0",
    ),
    "window of three": (
        lambda: layers.Conv2D(8, (3, 3, 3)),
        "Invalid value for argument `kernel_size`. Expected a whole number above 0, or two of them. "
        "Received: kernel_size=(3, 3, 3)",
    ),
    "strides backwards": (
        lambda: layers.Conv2D(8, 3, strides=-1),
        "Invalid value for argument `strides`. Expected a whole number above 0, or two of them. Received: strides=-1",
    ),
    "empty pool": (
        lambda: layers.MaxPooling2D(0),
        "Invalid value for argument `pool_size`. Expected a whole number above 0, or two of them. "
        "Received: pool_size=0",
    ),
    "padding of another library": (
        lambda: layers.AveragePooling2D(2, padding="full"),
        "Invalid value for argument `padding`. Expected 'valid' or 'same'. Received: padding='full'",
    ),
    "rate above 1": (
        lambda: layers.Dropout(1.5),
        "Invalid value for argument `rate`. Expected a number in [0, 1]. Received: rate=1.5",
    ),
    "rate in words": (
        lambda: layers.Dropout("half"),
        "Invalid value for argument `rate`. Expected a number in [0, 1]. Received: rate='half'",
    ),
    "momentum above 1": (
        lambda: layers.BatchNormalization(momentum=2),
        "Invalid value for argument `momentum`. Expected a number in [0, 1]. Received: momentum=2",
    ),
    "epsilon of 0": (
        lambda: layers.BatchNormalization(epsilon=0),
        "Invalid value for argument `epsilon`. Expected a number above 0. Received: epsilon=0",
    ),
    "two unknown dimensions": (
        lambda: layers.Reshape((-1, -1)),
        "Invalid value for argument `target_shape`. Expected whole numbers above 0, at most one of them -1. "
        "Received: target_shape=(-1, -1)",
    ),
    "a number as shape": (
        lambda: layers.Reshape(5),
        "Invalid value for argument `target_shape`. Expected whole numbers above 0, at most one of them -1. "
        "Received: target_shape=5",
    ),
    "a number as input shape": (
        lambda: nn.Input(784),
        "Invalid value for argument `shape`. Expected a tuple of whole numbers above 0, such as (28, 28, 1). "
        "Received: shape=784",
    ),
    "no input shape": (
        lambda: nn.Input(),
        "Invalid value for argument `shape`. Expected either `shape` or `batch_shape`, not both and not none. "
        "Received: shape=None",
    ),
    "half precision": (
        lambda: layers.Dense(3, dtype="float16"),
        "Invalid value for argument `dtype`. Expected 'float32' or 'float64'. Received: dtype='float16'",
    ),
    # names
    "unknown activation": (
        lambda: layers.Dense(3, activation="rellu"),
        "Invalid value for argument `activation`. Expected one of: linear, relu, leaky_relu, relu6, elu, celu, "
        "selu, gelu, silu, hard_silu, mish, softplus, softsign, sigmoid, hard_sigmoid, log_sigmoid, tanh, "
        "exponential, softmax, log_softmax. Received: activation='rellu'. Did you mean 'relu'?",
    ),
    "unknown initializer": (
        lambda: layers.Dense(3, kernel_initializer="xavier_uniform"),
        "Invalid value for argument `initializer`. Expected one of: zeros, ones, constant, random_normal, "
        "random_uniform, truncated_normal, variance_scaling, glorot_uniform, glorot_normal, he_uniform, he_normal, "
        "lecun_uniform, lecun_normal, orthogonal, identity, uniform, normal. Received: initializer='xavier_uniform'. "
        "Did you mean 'he_uniform'?",
    ),
    # what Keras has and the engine has not
    "constraint": (
        lambda: layers.Dense(3, kernel_constraint="max_norm"),
        "Unsupported argument `kernel_constraint` of Dense. Expected to be left out: Dense does not have it. "
        f"Received: kernel_constraint='max_norm'. {TO_KERAS}",
    ),
    "groups that do not share out the filters": (
        lambda: layers.Conv2D(4, 3, groups=3),
        "Invalid value for argument `groups`. Expected a divisor of `filters`, 4. Received: groups=3",
    ),
    "groups that do not share out the channels": (
        lambda: layers.Conv2D(4, 3, groups=2)(nn.Input((8, 8, 3))),
        "Invalid value for argument `groups`. Expected a divisor of the channels, 3. Received: groups=2",
    ),
    "strides and dilation": (
        lambda: layers.Conv2D(4, 3, strides=2, dilation_rate=2),
        "Invalid value for argument `dilation_rate`. Expected 1 where `strides` are above 1. Received: dilation_rate=2",
    ),
    "channels first": (
        lambda: layers.MaxPooling2D(2, data_format="channels_first"),
        "Unsupported argument `data_format` of MaxPooling2D. Expected 'channels_last'. "
        f"Received: data_format='channels_first'. {TO_KERAS}",
    ),
    "shape of the noise": (
        lambda: layers.Dropout(0.5, noise_shape=(1, 2)),
        "Invalid value for argument `noise_shape`. Expected a tuple that starts with None, such as (None, 1, 8). "
        "Received: noise_shape=(1, 2)",
    ),
    "a noise of another shape": (
        lambda: layers.Dropout(0.5, noise_shape=(None, 2))(nn.Input((3,))),
        "Invalid value for argument `noise_shape`. Expected sizes of the input (None, 3), 1 or None. "
        "Received: noise_shape=(None, 2)",
    ),
    "sparse input": (
        lambda: nn.Input((3,), sparse=True),
        "Unsupported argument `sparse` of InputLayer. Expected to be left out: InputLayer does not have it. "
        f"Received: sparse=True. {TO_KERAS}",
    ),
    "a channels axis that is not there": (
        lambda: layers.BatchNormalization(axis=4)(nn.Input((4, 4, 3))),
        "Invalid value for argument `axis`. Expected a dimension of the input (None, 4, 4, 3), not 0. Received: axis=4",
    ),
    # shapes
    "a picture without channels": (
        lambda: layers.Conv2D(8, 3, name="first")(nn.Input((28, 28))),
        "Input of layer `first` (Conv2D) does not fit. Expected 4 dimensions, batch included. "
        "Received: shape=(None, 28, 28)",
    ),
    "rows into pooling": (
        lambda: layers.MaxPooling2D(name="pool")(zeros((2, 5))),
        "Input of layer `pool` (MaxPooling2D) does not fit. Expected 4 dimensions, batch included. "
        "Received: shape=(None, 5)",
    ),
    "a row without a batch": (
        lambda: layers.Dense(3)(zeros(4)),
        "Invalid value for argument `input_shape`. Expected at least 2 dimensions, the last one known. "
        "Received: input_shape=(None,)",
    ),
    "unknown number of channels": (
        lambda: layers.Conv2D(8, 3)(nn.Input((28, 28, None))),
        "Invalid value for argument `input_shape`. Expected a shape whose last dimension is known. "
        "Received: input_shape=(None, 28, 28, None)",
    ),
    "a window larger than the picture": (
        lambda: layers.Conv2D(8, 5)(nn.Input((4, 4, 1))),
        "Invalid value for argument `input`. Expected at least 5 pixels, the size of the window. Received: input=4",
    ),
    "a pool larger than the picture": (
        lambda: layers.MaxPooling2D(3)(zeros((1, 2, 3, 1))),
        "Invalid value for argument `input`. Expected at least 3 pixels, the size of the window. Received: input=2",
    ),
    "another width than the weights'": (
        lambda: built(layers.Dense(3, name="dense"), 2, 4)(zeros((2, 5))),
        "Input of layer `dense` (Dense) does not fit. Expected a last dimension of 4, as its weights have. "
        "Received: shape=(None, 5)",
    ),
    "the same in a graph": (
        lambda: built(layers.Dense(3, name="dense"), 2, 4)(nn.Input((5,))),
        "Input of layer `dense` (Dense) does not fit. Expected a last dimension of 4, as its weights have. "
        "Received: shape=(None, 5)",
    ),
    "other channels than the weights'": (
        lambda: built(layers.BatchNormalization(name="norm"), 2, 4)(zeros((2, 3))),
        "Input of layer `norm` (BatchNormalization) does not fit. Expected a last dimension of 4, as its weights "
        "have. Received: shape=(None, 3)",
    ),
    "sum of different shapes": (
        lambda: layers.Add()([nn.Input((3,)), nn.Input((4,))]),
        "Invalid value for argument `inputs`. Expected tensors whose dimensions are equal, or 1. "
        "Received: inputs=[(None, 3), (None, 4)]",
    ),
    "sum of one": (
        lambda: layers.Add()(zeros((2, 3))),
        "Invalid value for argument `inputs`. Expected a list of two or more tensors. Received: inputs=(None, 3)",
    ),
    "reshaped into more numbers": (
        lambda: layers.Reshape((28, 28))(nn.Input((700,))),
        "Invalid value for argument `target_shape`. Expected a shape of 700 numbers. Received: target_shape=(28, 28)",
    ),
    "the same with data": (
        lambda: layers.Reshape((28, -1))(zeros((2, 30))),
        "Invalid value for argument `target_shape`. Expected a shape of 30 numbers. Received: target_shape=(28, -1)",
    ),
    # weights
    "weights of another shape": (
        lambda: built(layers.Dense(3, name="dense"), 1, 4).set_weights([zeros((4, 3)), zeros(4)]),
        "Invalid value for argument `weights`. Expected arrays of shapes [(4, 3), (3,)] for `dense`. "
        "Received: weights=[(4, 3), (4,)]",
    ),
    "too few weights": (
        lambda: built(layers.Dense(3, name="dense"), 1, 4).set_weights([zeros((4, 3))]),
        "Invalid value for argument `weights`. Expected arrays of shapes [(4, 3), (3,)] for `dense`. "
        "Received: weights=[(4, 3)]",
    ),
    "a value of another shape": (
        lambda: built(layers.Dense(3), 1, 4).bias.assign(zeros(4)),
        "Invalid value for argument `value`. Expected shape (3,) for `bias`. "
        "Received: value=array of shape (4,), dtype float64",
    ),
    "counting before building": (
        lambda: layers.Dense(3, name="dense").count_params(),
        "Invalid value for argument `layer`. Expected a layer that has been built. Received: layer='dense'. "
        "Call it on an input or give it an Input first.",
    ),
    "output without a graph": (
        lambda: layers.Dense(3, name="dense").output,
        "Invalid value for argument `layer`. Expected a layer that is part of a graph. Received: layer='dense'",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_misuse(name: str) -> None:
    call, message = CASES[name]
    with pytest.raises(InvalidArgument) as caught:
        call()
    assert str(caught.value) == message
    assert isinstance(caught.value, UnknownName) == ("Expected one of: " in message)


@pytest.mark.parametrize("value", [None, False])
def test_arguments_of_keras_that_are_switched_off_are_let_through(value: Any) -> None:
    layers.Dense(3, kernel_regularizer=value, activity_regularizer=value, kernel_constraint=value, lora_rank=value)
    layers.Conv2D(3, 3, data_format="channels_last", dilation_rate=(1, 1), groups=1, bias_constraint=value)
    layers.Conv2D(3, 3, dilation_rate=1)
    layers.BatchNormalization(renorm=False, renorm_momentum=0.99, synchronized=value)
