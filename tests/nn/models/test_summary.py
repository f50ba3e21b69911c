"""summary() prints what Keras prints, for the same model with the same names."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import sutja.nn as nn


def chain(engine: Any) -> Any:
    return engine.Sequential(
        [
            engine.Input((28, 28, 1)),
            engine.layers.Conv2D(32, 3, activation="relu", kernel_initializer="zeros"),
            engine.layers.BatchNormalization(),
            engine.layers.MaxPooling2D(),
            engine.layers.Dropout(0.25),
            engine.layers.Flatten(),
            engine.layers.Dense(1000, kernel_initializer="zeros"),
            engine.layers.Dense(10, activation="softmax", kernel_initializer="zeros"),
        ]
    )


def without_input(engine: Any) -> Any:
    return engine.Sequential([engine.layers.Dense(10, name="hidden"), engine.layers.Dense(2)], name="unbuilt")


def functional_chain(engine: Any) -> Any:
    x = engine.Input((784,), name="pixels")
    y = engine.layers.Dense(32, activation="relu")(x)
    return engine.Model(x, engine.layers.Dense(10, activation="softmax")(y), name="mlp")


def branches(engine: Any) -> Any:
    x = engine.Input((8, 8, 3))
    stem = engine.layers.Dense(4)(x)
    a = engine.layers.Activation("relu")(engine.layers.Dense(4)(stem))
    shortcut = engine.layers.Dense(4)(stem)
    y = engine.layers.Flatten()(engine.layers.Add()([a, shortcut, stem]))
    return engine.Model(x, engine.layers.Dense(1)(y))


def two_inputs_and_a_shared_layer(engine: Any) -> Any:
    a, b = engine.Input((4,), name="left"), engine.Input((4,), name="right")
    shared = engine.layers.Dense(3, name="shared_between_both_of_them_with_a_long_name")
    total = engine.layers.Add()([shared(a), shared(b)])
    return engine.Model([a, b], [engine.layers.Dense(1)(total), total])


def outputs_along_a_chain(engine: Any) -> Any:
    x = engine.Input((4,))
    hidden = engine.layers.Dense(3)(x)
    return engine.Model(x, [hidden, engine.layers.Dense(1)(hidden)])


def nested(engine: Any) -> Any:
    inner = engine.Sequential([engine.Input((4,)), engine.layers.Dense(3)], name="inner")
    x = engine.Input((4,))
    return engine.Model(x, engine.layers.Dense(1)(inner(x)), name="outer")


def frozen(engine: Any) -> Any:
    model = chain(engine)
    model.layers[0].trainable = False
    model.layers[5].trainable = False
    return model


def trained(engine: Any) -> Any:
    model = functional_chain(engine)
    model.compile("adam", "mse")
    if engine is nn:
        model.fit(np.zeros((2, 784)), np.zeros((2, 10)), verbose=0)
    else:  # what fit does to the optimizer; the rest of it would take long
        model.optimizer.build(model.trainable_variables)
    return model


def with_names_like_markup(engine: Any) -> Any:
    layer = engine.layers.Dense(2, name="[b]dense")
    return engine.Sequential([engine.Input((3,)), layer], name="[b]net")


def text(model: Any, **others: Any) -> str:
    lines: list[str] = []
    model.summary(print_fn=lines.append, **others)
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("make", "width"),
    [
        (chain, 80),
        (without_input, 80),
        (functional_chain, 200),
        (branches, 200),
        (two_inputs_and_a_shared_layer, 80),
        (two_inputs_and_a_shared_layer, 200),
        (outputs_along_a_chain, 80),
        (nested, 200),
        (frozen, 200),
        (trained, 80),
        (with_names_like_markup, 80),
    ],
)
def test_the_table_is_that_of_keras(keras: Any, monkeypatch: pytest.MonkeyPatch, make: Any, width: int) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    keras.utils.clear_session()
    nn.utils.clear_session()
    assert text(make(nn)) == text(make(keras))


@pytest.mark.parametrize("line_length", [50, 70, 120])
def test_line_length_gives_the_width(keras: Any, monkeypatch: pytest.MonkeyPatch, line_length: int) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    for make in (functional_chain, two_inputs_and_a_shared_layer):
        keras.utils.clear_session()
        nn.utils.clear_session()
        ours = text(make(nn), line_length=line_length)
        assert ours == text(make(keras), line_length=line_length)
        assert max(map(len, ours.splitlines())) == line_length


def test_the_table_comes_out_on_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    functional_chain(nn).summary()
    printed = capsys.readouterr().out
    assert printed.splitlines()[0] == 'Model: "mlp"'
    assert printed.endswith(" Non-trainable params: 0 (0.00 B)\n")
