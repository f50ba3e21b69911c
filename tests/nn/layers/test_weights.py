"""add_weight: the arguments in Keras' order and in the engine's own, and what is said to others."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sutja import nn
from sutja.errors import InvalidArgument, UnknownName


def layer() -> Any:
    return nn.layers.Flatten(name="own")


def test_as_in_keras() -> None:
    own = layer()
    w = own.add_weight((2, 3), "ones", name="w", regularizer="l2", trainable=False, dtype="float32")
    assert (w.path, w.shape, w.trainable, w.value.sum()) == ("own/w", (2, 3), False, 6)
    assert isinstance(w.regularizer, nn.regularizers.L2)
    assert own.add_weight(shape=(4,), initializer=nn.initializers.Constant(2.0), name="b").value.tolist() == [2] * 4
    assert own.add_weight(shape=5).shape == (5,)
    assert own.add_weight().shape == ()
    assert [v.name for v in own.variables] == ["w", "b", "variable", "variable_1"]
    assert np.ptp(own.variables[2].value) > 0
    assert own.non_trainable_variables == own.non_trainable_weights == [w]


def test_with_the_name_in_front() -> None:
    own = layer()
    assert own.add_weight("w", (2,), "zeros").path == "own/w"
    assert own.add_weight("v", shape=(2,), initializer="ones").value.tolist() == [1, 1]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda own: own.add_weight((2,), shape=(3,)), "`name`, `shape` and `initializer`, each of them once"),
        (lambda own: own.add_weight((2,), "ones", "float32"), "`name`, `shape` and `initializer`, each of them once"),
        (lambda own: own.add_weight("w", (2,), name="v"), "`name`, `shape` and `initializer`, each of them once"),
        (lambda own: own.add_weight((2, None)), "argument `shape`. Expected a whole number of at least 0"),
        (lambda own: own.add_weight((2,), dtype="int32"), "Unsupported argument `dtype` of add_weight"),
        (lambda own: own.add_weight((2,), constraint="nonneg"), "Unsupported argument `constraint` of add_weight"),
        (lambda own: own.add_weight((2,), "oness"), "Did you mean 'ones'?"),
    ],
)
def test_what_is_said_to_others(call: Any, message: str) -> None:
    own = layer()
    with pytest.raises(InvalidArgument) as caught:
        call(own)
    assert message in str(caught.value)
    assert own.variables == []


def test_a_slip_of_the_pen() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'initializer'"):
        layer().add_weight((2,), intializer="ones")
