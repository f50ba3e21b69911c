"""Arguments that are none of a class's: slips of the pen are found whatever their value, Keras' own are known."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from sutja import nn
from sutja.errors import InvalidArgument, UnknownName
from sutja.nn import layers
from sutja.nn.unsupported import refuse, without_what_is_off

SLIPS: dict[str, Any] = {
    "a switch turned off": (
        lambda: layers.Dense(3, use_bais=False),
        "Unknown argument `use_bais` of Dense. Expected one of: units, activation, use_bias, kernel_initializer, "
        "bias_initializer, kernel_regularizer, bias_regularizer, name, trainable, dtype, activity_regularizer. "
        "Received: use_bais=False. Did you mean 'use_bias'?",
    ),
    "of a class with many arguments": (
        lambda: layers.BatchNormalization(scael=False),
        "Unknown argument `scael` of BatchNormalization. Expected one of: ",
    ),
    "None": (lambda: nn.optimizers.SGD(lerning_rate=None), "Received: lerning_rate=None. Did you mean 'learning_rate'"),
    "a value": (lambda: layers.Dense(3, actvation="relu"), "Received: actvation='relu'. Did you mean 'activation'?"),
    "of a loss": (lambda: nn.losses.Huber(detla=None), "Unknown argument `detla` of Huber. "),
    "of a metric": (
        lambda: nn.metrics.BinaryAccuracy(treshold=None),
        "Unknown argument `treshold` of BinaryAccuracy. ",
    ),
    "of a function": (lambda: nn.Sequential().compile(metric=None), "Unknown argument `metric` of compile. "),
    "nothing like it": (lambda: layers.Flatten(qqq=False), "Received: qqq=False"),
    "a name of Keras 2": (lambda: nn.optimizers.SGD(lr=0.1), "Received: lr=0.1. Did you mean 'learning_rate'?"),
}


@pytest.mark.parametrize("case", SLIPS)
def test_slips_of_the_pen_are_found(case: str) -> None:
    call, message = SLIPS[case]
    with pytest.raises(UnknownName) as caught:
        call()
    assert message in str(caught.value)
    assert "import keras" not in str(caught.value)


def test_what_keras_switches_off_is_let_through() -> None:
    layers.Dense(3, kernel_constraint=None, lora_rank=None, autocast=True)
    layers.LSTM(3, stateful=False, use_cudnn="auto")
    nn.Sequential([nn.Input((1,))]).compile(jit_compile=True)
    with pytest.raises(InvalidArgument, match=r"^Unsupported argument `kernel_constraint` of Dense"):
        layers.Dense(3, kernel_constraint="max_norm")


def test_every_argument_of_keras_is_known(keras: Any) -> None:
    """Those of its classes that are here as well, and what it writes into descriptions of them."""
    for room in ("layers", "losses", "metrics", "optimizers"):
        for name in getattr(nn, room).__all__:
            ours, theirs = getattr(getattr(nn, room), name), getattr(getattr(keras, room), name, None)
            if not inspect.isclass(ours) or theirs is None:
                continue
            for parameter in inspect.signature(theirs).parameters.values():
                if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD) or parameter.name == "dtype":
                    continue
                if parameter.name == "fn" or "Loss" in name:  # the function inside, never given by a user
                    continue
                refuse(getattr(ours, "kind", ours), {parameter.name: None}, {"name": None})


def test_a_file_of_a_newer_keras_is_read(keras: Any) -> None:
    config = layers.serialize(layers.Dense(3))
    config["config"] |= {"kernel_shape_of_tomorrow": None, "fast": False}
    assert isinstance(layers.deserialize(config), layers.Dense)
    config["config"] |= {"fast": "very"}
    with pytest.raises(UnknownName, match=r"^Unknown argument `fast` of Dense"):
        layers.deserialize(config)


def test_a_class_of_ones_own_gets_all_that_is_in_the_file() -> None:
    class Mine:
        def __init__(self, **options: Any) -> None:
            self.options = options

    config = {"a": None, "b": False, "c": 1}
    assert without_what_is_off(Mine, config) == config
    assert without_what_is_off(layers.Dense, config) == {"c": 1}
