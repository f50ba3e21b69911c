"""Names that layers and models get when none is given."""

from __future__ import annotations

from typing import Any

import pytest

import sutja.nn as nn
from sutja.nn.naming import to_snake_case


@pytest.mark.parametrize(
    ("name", "snake"),
    [
        ("Dense", "dense"),
        ("MaxPooling2D", "max_pooling2d"),
        ("Conv2D", "conv2d"),
        ("InputLayer", "input_layer"),
        ("RMSprop", "rm_sprop"),
        ("SparseTopKCategoricalAccuracy", "sparse_top_k_categorical_accuracy"),
    ],
)
def test_snake_case_is_that_of_keras(keras: Any, name: str, snake: str) -> None:
    from keras.src.utils import naming

    assert to_snake_case(name) == naming.to_snake_case(name) == snake


def names(engine: Any) -> list[str]:
    x = engine.Input((4,))
    y = engine.layers.Dense(3)(x)
    y = engine.layers.Dense(3, name="dense_7")(y)
    y = engine.layers.Dense(3)(y)
    model = engine.Model(x, engine.layers.Activation("relu")(y))
    chains = [engine.Sequential([engine.Input((4,)), engine.layers.Dense(1)]) for _ in range(2)]
    return [name for m in (model, *chains) for name in (m.name, *(layer.name for layer in m.layers))]


def test_names_are_counted_as_keras_counts_them(keras: Any) -> None:
    keras.utils.clear_session()
    assert names(nn) == names(keras)


def test_clear_session_starts_the_count_anew() -> None:
    assert [nn.layers.Dense(1).name for _ in range(3)] == ["dense", "dense_1", "dense_2"]
    nn.utils.clear_session()
    assert nn.layers.Dense(1).name == "dense"
