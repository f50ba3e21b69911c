"""Layers of one model have one float type; else some of them would change theirs without a word."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sutja import nn
from sutja.errors import InvalidArgument
from sutja.nn import layers


def functional(*stack: Any) -> Any:
    x = inputs = nn.Input((4,))
    for layer in stack:
        x = layer(x)
    return nn.Model(inputs, x, name="net")


def sequential(*stack: Any) -> Any:
    return nn.Sequential([nn.Input((4,)), *stack], name="net")


def deferred(*stack: Any) -> Any:
    return nn.Sequential(stack, name="net")


MAKERS = [functional, sequential, deferred]


@pytest.mark.parametrize("make", MAKERS)
def test_different_float_types_are_refused(make: Any) -> None:
    with pytest.raises(InvalidArgument) as caught:
        make(layers.Dense(3, name="a"), layers.Dropout(0.5), layers.Dense(3, dtype="float64", name="b"))
    assert str(caught.value) == (
        "The layers of `net` have different float types: `a` has float32 and `b` float64. "
        "Give all of them the same `dtype`."
    )


@pytest.mark.parametrize("make", MAKERS)
def test_also_those_inside_others(make: Any) -> None:
    inner = nn.Sequential([nn.Input((3,)), layers.Dense(3, dtype="float64", name="b")])
    with pytest.raises(InvalidArgument, match="`a` has float32 and `b` float64"):
        make(layers.Dense(3, name="a"), inner)
    with pytest.raises(InvalidArgument, match="`steps` has float32 and `b` float64"):
        make(
            layers.Reshape((2, 2), name="steps"),
            layers.TimeDistributed(layers.Dense(3, dtype="float64", name="b"), name="steps2"),
        )


@pytest.mark.parametrize("make", MAKERS)
def test_one_float_type_stays(make: Any) -> None:
    model = make(layers.Dense(3, dtype="float64"), layers.Dense(1, dtype="float64"))
    model.compile("sgd", "mse")
    model.fit(np.ones((4, 4)), np.ones((4, 1)), verbose=0)
    assert {w.dtype for w in model.weights} == {"float64"}


def test_an_input_takes_whatever_data_comes() -> None:
    words = nn.Input((4,), dtype="int32")
    model = nn.Model(words, layers.Dense(1)(layers.Flatten()(layers.Embedding(5, 2)(words))))
    assert model.predict(np.zeros((2, 4), int), verbose=0).dtype == np.float32
