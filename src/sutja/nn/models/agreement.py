"""What the layers of a model must have, to be one model: names that differ, and one float type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sutja.errors import InvalidArgument
from sutja.language import translate as _
from sutja.nn.layers.input import InputLayer
from sutja.nn.layers.layer import Layer
from sutja.nn.training.compiled import Compiled

__all__ = ["must_agree", "must_differ"]


def must_differ(model: str, names: Iterable[str]) -> None:
    """Refuse layers of one name: files and ``get_layer`` tell them by their names."""
    twice = next((name for name, count in Counter(names).items() if count > 1), None)
    if twice is not None:
        raise InvalidArgument(
            _(
                "Several layers of `{model}` are called {name!r}. Give each of them a `name` of its own.",
                model=model,
                name=twice,
            )
        )


def must_agree(model: str, layers: Iterable[Layer]) -> None:
    """Refuse layers of different float types: all weights that are trained lie in one vector."""
    all_layers = list(_with_those_inside(layers))
    other = next((layer for layer in all_layers if layer.dtype != all_layers[0].dtype), None)
    if other is not None:
        raise InvalidArgument(
            _(
                "The layers of `{model}` have different float types: `{one}` has {own} and `{other}` {dtype}. "
                "Give all of them the same `dtype`.",
                model=model,
                one=all_layers[0].name,
                own=all_layers[0].dtype,
                other=other.name,
                dtype=other.dtype,
            )
        )


def _with_those_inside(layers: Iterable[Layer]) -> Iterable[Layer]:
    """The layers, and those of models and wrappers; without inputs, which take whatever data comes."""
    for layer in layers:
        if not isinstance(layer, InputLayer | Compiled):
            yield layer
        yield from _with_those_inside(layer.layers_inside)
