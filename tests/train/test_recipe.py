"""Recipes: what they refuse, and the command that they stand for."""

from __future__ import annotations

import json

import numpy as np
import pytest

from sutja.errors import InvalidArgument
from sutja.train import Recipe

MISUSE = [
    ({"batch_size": 0}, "`batch_size`. Expected a whole number of at least 1. Received: batch_size=0"),
    ({"epochs": -1}, "`epochs`. Expected a whole number of at least 1. Received: epochs=-1"),
    ({"epochs": 2.5}, "`epochs`. Expected a whole number of at least 1. Received: epochs=2.5"),
    ({"learning_rate": 0.0}, "`learning_rate`. Expected a number above 0. Received: learning_rate=0.0"),
    ({"learning_rate": float("nan")}, "Received: learning_rate=nan"),
    ({"validation": 1.0}, "`validation`. Expected a number in [0, 1). Received: validation=1.0"),
    ({"warmup": -0.1}, "`warmup`. Expected a number in [0, 1). Received: warmup=-0.1"),
    ({"average": 1.5}, "`average`. Expected a number in [0, 1). Received: average=1.5"),
    ({"weight_decay": -1.0}, "`weight_decay`. Expected a number of at least 0. Received: weight_decay=-1.0"),
    ({"bend": True}, "`bend`. Expected False, unless augment is True. Received: bend=True"),
    ({"warmup": 0.1, "schedule": "constant"}, "`warmup`. Expected 0, unless schedule is cosine."),
    ({"seed": -3}, "`seed`. Expected a whole number in [0, 2**32). Received: seed=-3"),
    ({"schedule": "cosin"}, "Did you mean 'cosine'?"),
    ({"optimizer": "adamm"}, "Did you mean 'adam'?"),
    ({"model": "cnn-smal"}, "Did you mean 'cnn-small'?"),
    ({"data": "minst"}, "Did you mean 'mnist'?"),
    ({"data": "boston_housing"}, "Expected one of: mnist, mnist5k, fashion_mnist, digits8x8, cifar10, cifar100. "),
]


@pytest.mark.parametrize(("settings", "message"), MISUSE)
def test_misuse_is_explained(settings, message):
    with pytest.raises(InvalidArgument) as caught:
        Recipe(**settings)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_command_names_what_differs_from_the_defaults():
    assert Recipe().command == "sutja train --data mnist5k --model cnn-small"
    recipe = Recipe(data="mnist", epochs=3, learning_rate=0.002, augment=True)
    assert recipe.command == ("sutja train --data mnist --model cnn-small --epochs 3 --learning-rate 0.002 --augment")


def test_numbers_of_numpy_are_kept_as_plain_ones():
    recipe = Recipe(epochs=np.int64(2), seed=np.int32(3), validation=np.float32(0.25))
    assert json.loads(json.dumps(recipe.as_dict()))["epochs"] == 2
    assert recipe.command == Recipe(epochs=2, seed=3, validation=0.25).command
