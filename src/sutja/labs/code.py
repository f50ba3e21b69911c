"""The code of a training, as one writes it: with this engine, with Keras, and nothing else between the two.

What is printed is made from the declaration that runs, so that it cannot say anything else: the layers are those of
the built model, each with the arguments that are not its defaults.
"""

from __future__ import annotations

import dataclasses
import inspect
from typing import Any

from sutja import nn, zoo
from sutja.labs.examples import Made, Pictures, Source
from sutja.labs.part import Part, call_in_code, code_of, made
from sutja.labs.training import Training

__all__ = ["IMPORTS", "code"]

IMPORTS = {"numpy": "import sutja.nn as keras", "keras": "import keras"}
"""The line in which the two engines differ."""

_SCALED = {
    "0..1": "{x} / np.float32(255)",
    "-1..1": "{x} / np.float32(127.5) - 1",
    "0..255": "{x}.astype(np.float32)",
}
_NOT_GIVEN = ("name", "zero_output_for_mask")  # what a layer has without having been given it
_BOTH_WAYS = ("kernel_size", "pool_size", "strides")  # one number, where it is the same down and across
_PLAIN_FIELDS = {"name", "pixels", "watch", "skip", "first", "first_test", "one_hot"}


def code(training: Training, engine: str = "numpy", seed: int = 0) -> str:
    """A whole program."""
    model = _model(training)
    imports = [IMPORTS[engine]]
    if "np." in _data(training) or training.on is not None:
        imports.insert(0, "import numpy as np")
    imports += _other_imports(training, model)
    parts = [
        "\n".join(imports),
        f"keras.utils.set_random_seed({seed})",
        _data(training),
        *([_base(training.on)] if training.on else []),
        model,
        _compile(training),
        _fit(training, seed),
        _answer(training),
    ]
    return "\n\n".join(parts) + "\n"


def _other_imports(training: Training, model: str) -> list[str]:
    ours = ["data"] if _is_plain(training.data) else []
    ours += ["zoo"] if "zoo." in model or training.on is not None else []
    lines = [f"from sutja import {', '.join(ours)}"] if ours else []
    if isinstance(training.data, Made):
        lines.append(f"from {training.data.make.__module__} import {training.data.make.__name__}")
    elif not _is_plain(training.data):
        lines.append("from sutja.labs.examples import Pictures")
    if training.augment:
        lines.append(f"from sutja.data.augment import {training.augment}")
    if training.augment or training.steps:
        lines.append("from sutja.train.batches import PictureBatches")
    return sorted(lines)


# Data


def _is_plain(source: Source) -> bool:
    """Whether the examples are a data set's as it is, or cut in the simplest way."""
    if not isinstance(source, Pictures):
        return False
    changed = {one.name for one in dataclasses.fields(source) if getattr(source, one.name) != one.default}
    return changed <= _PLAIN_FIELDS


def _data(training: Training) -> str:
    source = training.data
    if isinstance(source, Made):
        return (
            f"examples = {source.make.__name__}({source.count or ''})\n"
            "x_train, y_train = examples.x_train, examples.y_train\n"
            "x_test, y_test = examples.x_test, examples.y_test"
        )
    assert isinstance(source, Pictures)
    if not _is_plain(source):
        return _cut_data(source)
    lines = [f'{source.name} = data.load("{source.name}")']
    start, end = source.skip or "", source.skip + source.first if source.first else ""
    cut = f"[{start}:{end}]" if start or end else ""
    for part, where in (("train", cut), ("test", f"[:{source.first_test}]" if source.first_test else "")):
        x = f"{source.name}.x_{part}{where}"
        if part == "test" or not training.augment:  # what is to be varied is scaled batch by batch
            x = _SCALED[source.pixels].format(x=x)
        y = f"{source.name}.y_{part}{where}"
        lines.append(f"x_{part}, y_{part} = {x}, {f'keras.utils.to_categorical({y})' if source.one_hot else y}")
    return "\n".join(lines)


def _cut_data(source: Pictures) -> str:
    changed = [
        f"{one.name}={code_of(getattr(source, one.name))}"
        for one in dataclasses.fields(source)
        if one.name not in ("name", "watch") and getattr(source, one.name) != one.default
    ]
    return (
        f"examples = Pictures({', '.join([code_of(source.name), *changed])}).load()\n"
        "x_train, y_train = examples.scale(examples.x_train), examples.y_train\n"
        "x_test, y_test = examples.scale(examples.x_test), examples.y_test"
    )


# Model


def _model(training: Training) -> str:
    if training.on is not None:
        return (
            "features = base.layers[:-1]\n"
            "for layer in features:\n"
            "    layer.trainable = False\n"
            "classes = len(np.unique(y_train))\n"
            "model = keras.Sequential(\n"
            '    [keras.Input(x_train.shape[1:]), *features, keras.layers.Dense(classes, activation="softmax")]\n'
            ")"
        )
    shape, classes = _shape_and_classes(training.data)
    settings = {name: made(value, nn) for name, value in training.settings.items()}
    model = zoo.build(training.model, nn, shape, classes, **settings)
    if not isinstance(model, nn.Sequential):
        given = ", ".join([code_of(training.model), "keras", repr(shape), str(classes)])
        return f"model = zoo.build({given})"
    layers = [f"        keras.Input({shape}),", *(f"        {_layer(layer, 8)}," for layer in model.layers)]
    return "\n".join(["model = keras.Sequential(", "    [", *layers, "    ]", ")"])


def _base(training: Training) -> str:
    """The training whose features are used, without what is the same for both."""
    assert isinstance(training.data, Pictures)
    lines = [
        _cut_data(training.data).replace("examples", "others").replace("x_train", "x_others", 1).rsplit("\n", 1)[0],
        f"base = zoo.build({code_of(training.model)}, keras, x_others.shape[1:], len(np.unique(y_others)))",
        f"base.compile({training.optimizer.code()}, {training.loss.code()})",
        f"base.fit(x_others, y_others, batch_size={training.batch_size}, epochs={training.epochs}, verbose=0)",
    ]
    lines[0] = lines[0].replace("x_others, y_train", "x_others, y_others")
    return "\n".join(lines)


def _shape_and_classes(source: Source) -> tuple[tuple[int, ...], int]:
    """Without loading a whole data set where its size is known."""
    known = {"mnist": (28, 28, 1), "mnist5k": (28, 28, 1), "fashion_mnist": (28, 28, 1), "cifar10": (32, 32, 3)}
    if isinstance(source, Pictures):
        return source.shape or known[source.name], len(source.only) or 10
    examples = source.load()
    return examples.x_train.shape[1:], examples.classes


def _layer(layer: Any, indent: int = 0) -> str:
    """The call that makes a layer like this one."""
    kind = type(layer)
    names = list(inspect.signature(kind.__init__).parameters.values())[1:]
    required = [p.name for p in names if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD]
    if required == ["layer"]:
        return call_in_code(f"keras.layers.{kind.__name__}", [_layer(layer.forward_layer)], indent)
    config = layer.get_config()
    given = {name: config[name] for name in required}
    while different := _different(kind(**given).get_config(), config, [p.name for p in names if p.name not in given]):
        given[different] = config[different]  # one at a time, as the default of one may depend on another
    others = [f"{p.name}={_value(p.name, given[p.name])}" for p in names if p.name in given and p.name not in required]
    arguments = [*(_value(name, config[name]) for name in required), *others]
    return call_in_code(f"keras.layers.{kind.__name__}", arguments, indent)


def _different(usual: dict[str, Any], config: dict[str, Any], names: list[str]) -> str | None:
    """The first of ``names`` that is not as usual."""
    for name in names:
        if name in config and name not in _NOT_GIVEN and config[name] != usual.get(name):
            return name
    return None


def _value(name: str, value: Any) -> str:
    """The value of the setting ``name`` of a layer in code."""
    if isinstance(value, dict):
        kind = value["class_name"]
        group = nn.initializers if hasattr(nn.initializers, kind) else nn.regularizers
        usual = getattr(group, kind)().get_config()
        settings = {name: item for name, item in value["config"].items() if item != usual.get(name)}
        return Part(f"{group.__name__.rsplit('.', 1)[1]}.{kind}", settings).code()
    if name in _BOTH_WAYS and len(set(value)) == 1:
        return repr(value[0])
    return code_of(value)


# Training


def _compile(training: Training) -> str:
    optimizer, loss = training.optimizer.code(4), training.loss.code(4)
    metrics = "" if _is_regression(training) else '    metrics=["accuracy"],\n'
    return f"model.compile(\n    optimizer={optimizer},\n    loss={loss},\n{metrics})"


def _answer(training: Training) -> str:
    if _is_regression(training):
        return "print(model.predict(x_test, verbose=0))"
    return "print(model.evaluate(x_test, y_test, verbose=0, return_dict=True))"


def _is_regression(training: Training) -> bool:
    """Whether numbers are to be found and not classes."""
    return training.loss.path == "losses.MeanSquaredError" and isinstance(training.data, Made)


def _fit(training: Training, seed: int) -> str:
    source = training.data
    watch = source.watch if isinstance(source, Pictures) else None
    arguments = ["x_train", "y_train", f"batch_size={training.batch_size}", f"epochs={training.epochs}"]
    before = ""
    if training.augment or training.steps:
        vary = f", augment={training.augment}()" if training.augment else ""
        scale = "" if training.augment else ", scale=np.float32"
        before = f"batches = PictureBatches(x_train, y_train, {training.batch_size}, seed={seed}{vary}{scale})\n"
        arguments = [
            "batches.endless()",
            f"steps_per_epoch={training.steps or 'len(batches)'}",
            f"epochs={training.epochs}",
        ]
    if watch == "test":
        arguments.append("validation_data=(x_test, y_test)")
    elif watch is not None:
        arguments.append(f"validation_split={watch}")
    if training.callbacks:
        arguments.append(f"callbacks=[{', '.join(callback.code() for callback in training.callbacks)}]")
    arguments.append("verbose=2" if training.epochs <= 30 else "verbose=0")  # a line an epoch, unless they are many
    return before + call_in_code("history = model.fit", arguments)
