"""Names, order and defaults of arguments are Keras' own, so that code can move from one to the other."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from sutja import nn
from sutja.errors import InvalidArgument

BASES = {"Layer", "Loss", "Metric", "MeanMetric", "Optimizer", "Initializer", "LearningRateSchedule", "Regularizer"}
BEYOND_KERAS = {"GradientReversal", "Maxout", "OneCycle"}
NAMESPACES = ("layers", "losses", "metrics", "optimizers", "optimizers.schedules", "initializers", "regularizers")
OF_ALL_LAYERS = {"name", "trainable", "dtype", "activity_regularizer"}  # where a Keras layer writes **kwargs


def find(module: Any, path: str) -> Any:
    for name in path.split("."):
        module = getattr(module, name)
    return module


def public(namespace: str) -> list[str]:
    module = find(nn, namespace)
    names = [name for name in module.__all__ if name not in BASES | BEYOND_KERAS]
    return [f"{namespace}.{name}" for name in names if inspect.isclass(getattr(module, name))]


CLASSES = [path for namespace in NAMESPACES for path in public(namespace)]
FUNCTIONS = [f"losses.{name}" for name in nn.losses.__all__ if name.endswith(("_crossentropy", "_error"))]
NEEDED: dict[str, Any] = {
    "units": 1,
    "filters": 1,
    "kernel_size": 1,
    "pool_size": 1,
    "input_dim": 2,
    "output_dim": 2,
    "n": 2,
    "size": 2,
    "dims": (1,),
    "axes": 1,
    "factor": 0.1,
    "height_factor": 0.1,
    "width_factor": 0.1,
    "height": 2,
    "width": 2,
    "scale": 2.0,
    "stddev": 0.5,
    "rate": 0.5,
    "target_shape": (1,),
    "activation": "relu",
    "shape": (1,),
}


def parameters(callable_: Any) -> dict[str, inspect.Parameter]:
    return dict(inspect.signature(callable_).parameters)


def test_everything_that_is_public_is_looked_at() -> None:
    assert len(CLASSES) > 130
    assert len(FUNCTIONS) == 9


def same_default(ours: Any, theirs: Any) -> bool:
    """Whether both mean the same: 2 is (2, 2), and the name of an initializer may be written both ways."""
    if theirs is inspect.Parameter.empty:
        return True
    if isinstance(theirs, tuple) and not isinstance(ours, tuple):
        return set(theirs) == {ours}
    return ours == theirs or (isinstance(ours, str) and ours == str(theirs).lower())


@pytest.mark.parametrize("path", [*CLASSES, *FUNCTIONS, "Input"])
def test_arguments_are_keras_own(keras: Any, path: str) -> None:
    """What may be given by position comes in Keras' order, and every default is Keras' default.

    Where a Keras layer takes ``**kwargs``, ours may name what it takes; where Keras asks for a value,
    ours may know one.
    """
    ours, theirs = parameters(find(nn, path)), parameters(find(keras, path))
    by_position = [name for name, p in ours.items() if p.kind is p.POSITIONAL_OR_KEYWORD]
    assert by_position == list(theirs)[: len(by_position)]
    takes_more = any(p.kind is p.VAR_KEYWORD for p in theirs.values())
    for name, parameter in ours.items():
        if parameter.kind is parameter.VAR_KEYWORD or (takes_more and name in OF_ALL_LAYERS):
            continue
        if name not in theirs:
            assert takes_more and parameter.kind is parameter.KEYWORD_ONLY, name
        elif not (name == "name" and parameter.default is None):  # None: made of the class's name, see below
            assert same_default(parameter.default, theirs[name].default), name


@pytest.mark.parametrize("path", [path for path in CLASSES if path.startswith(("losses.", "metrics."))])
def test_default_names_are_keras_own(keras: Any, path: str) -> None:
    assert find(nn, path)().name == find(keras, path)().name


def taken(kind: Any) -> set[str]:
    """What ``kind`` takes by name, by itself or handed on: to its base, or to the loss of which it is the metric."""
    kinds = [*kind.__mro__, *(getattr(kind, "kind", object).__mro__)]
    return {name for one in kinds if "__init__" in vars(one) for name in parameters(one.__init__)}


@pytest.mark.parametrize("path", [path for path in CLASSES if not path.startswith(("initializers.", "optimizers.sch"))])
def test_arguments_of_keras_that_are_missing_here_are_refused_by_name(keras: Any, path: str) -> None:
    """Every argument that Keras has and we do not is either switched off or refused; none is swallowed."""
    kind = find(nn, path)
    ours, theirs = taken(kind), parameters(find(keras, path))
    needed = {name: value for name, value in NEEDED.items() if name in ours}
    if path.endswith(("TimeDistributed", "Bidirectional")):
        needed["layer"] = nn.layers.SimpleRNN(1)
    of_all = {"dtype"}
    for name, parameter in theirs.items():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD) or name in ours or name in of_all:
            continue
        kind(**needed, **{name: parameter.default})
        with pytest.raises(InvalidArgument, match=f"^Unsupported argument `{name}` of "):
            kind(**needed, **{name: "something"})
