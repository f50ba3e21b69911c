"""What a layer does with its weights: it makes them, lists them in Keras' order, and hands them out.

A weight is trained, or it follows the training by itself as a moving mean does. A layer made of others, such as a model
or Bidirectional, has theirs; those of a frozen layer are not trained.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sutja.checks import whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import initializers, regularizers
from sutja.nn.typing import Array
from sutja.nn.unsupported import refuse
from sutja.nn.variables import Variable, initial_value

if TYPE_CHECKING:
    from sutja.nn.layers.layer import Layer

__all__ = ["Weights"]


class Weights:
    """The base of :class:`sutja.nn.layers.layer.Layer`: its weights, and those of the layers inside it."""

    def __init__(self, name: str, dtype: str, trainable: bool) -> None:
        self.name, self.dtype, self.built = name, dtype, False
        self._trainable = trainable
        self._variables: list[Variable] = []

    def add_weight(
        self,
        *given: Any,
        name: str | None = None,
        shape: Any = None,
        initializer: Any = None,
        regularizer: Any = None,
        trainable: bool = True,
        **others: Any,
    ) -> Variable:
        """A new weight, filled by ``initializer``; weights are saved in the order in which they are added.

        By place come ``shape`` and ``initializer``, as in Keras, or ``name``, ``shape`` and ``initializer``. While it
        is trained, its ``regularizer`` adds to the loss. Without an initializer it is GlorotUniform.
        """
        refuse(Weights.add_weight, others, {"aggregation": "none", "autocast": True, "dtype": self.dtype})
        order = ("name", "shape", "initializer") if given and isinstance(given[0], str) else ("shape", "initializer")
        by_name = {"name": name, "shape": shape, "initializer": initializer}
        by_place = dict(zip(order, given, strict=False))
        if len(given) > len(order) or any(by_name[argument] is not None for argument in by_place):
            raise invalid("add_weight", _("`name`, `shape` and `initializer`, each of them once"), given)
        name, shape, initializer = (by_name | by_place).values()
        initializer = initializers.get(initializer or "glorot_uniform")
        sizes = shape if isinstance(shape, Iterable) else () if shape is None else [shape]
        name = self._unused("variable") if name is None else name
        value = initial_value(initializer, tuple(whole("shape", size, 0) for size in sizes), self.dtype)
        variable = Variable(value, name=name, trainable=trainable, path=f"{self.name}/{name}")
        variable.regularizer = regularizers.get(regularizer)
        self._variables.append(variable)
        return variable

    def _unused(self, name: str) -> str:
        taken = {variable.name for variable in self._variables}
        numbered = (f"{name}_{number}" for number in itertools.count(1))
        return next(free for free in itertools.chain([name], numbered) if free not in taken)

    @property
    def parts(self) -> dict[str, Layer]:
        """The layers that a wrapper such as Bidirectional holds, by the names under which files know them."""
        return {}

    @property
    def layers_inside(self) -> list[Layer]:
        """The layers that this one is made of; a plain layer has none."""
        return list(self.parts.values())

    @property
    def trainable(self) -> bool:
        """Whether training may change the weights; set it to ``False`` to freeze them, then compile again."""
        return self._trainable

    @trainable.setter
    def trainable(self, value: bool) -> None:
        self._trainable = bool(value)
        for layer in self.layers_inside:
            layer.trainable = value

    @property
    def variables(self) -> list[Variable]:
        """All weights, in the order in which they were made, each once."""
        return _each_once(self._variables + [v for layer in self.layers_inside for v in layer.variables])

    @property
    def trainable_weights(self) -> list[Variable]:
        """The weights that training changes."""
        if not self._trainable:
            return []
        own = [v for v in self._variables if v.trainable]
        return _each_once(own + [v for layer in self.layers_inside for v in layer.trainable_weights])

    @property
    def non_trainable_weights(self) -> list[Variable]:
        """The weights that training leaves alone."""
        trained = {id(v) for v in self.trainable_weights}
        return [v for v in self.variables if id(v) not in trained]

    @property
    def weights(self) -> list[Variable]:
        """The trainable weights, then the others."""
        if self.layers_inside:
            return self.variables
        return [v for v in self._variables if v.trainable] + [v for v in self._variables if not v.trainable]

    @property
    def trainable_variables(self) -> list[Variable]:
        """Another name of ``trainable_weights``."""
        return self.trainable_weights

    @property
    def non_trainable_variables(self) -> list[Variable]:
        """Another name of ``non_trainable_weights``."""
        return self.non_trainable_weights

    def get_weights(self) -> list[Array]:
        """Copies of all weights."""
        return [v.numpy() for v in self.weights]

    def set_weights(self, weights: Sequence[Any]) -> None:
        """Replace all weights; number and shapes must agree. Nothing changes if one of them does not."""
        variables = self.weights
        expected = _("arrays of shapes {shapes} for `{name}`", shapes=[v.shape for v in variables], name=self.name)
        if not isinstance(weights, Iterable):
            raise invalid("weights", expected, weights)
        arrays = [np.asarray(w) for w in weights]
        if [a.shape for a in arrays] != [v.shape for v in variables]:
            raise invalid("weights", expected, [a.shape for a in arrays])
        for variable, array in zip(variables, arrays, strict=True):
            variable.assign(array)

    def count_params(self) -> int:
        """How many numbers the weights hold."""
        if not self.built:
            raise invalid(
                "layer",
                _("a layer that has been built"),
                self.name,
                _("Call it on an input or give it an Input first."),
            )
        return sum(v.size for v in self.variables)


def _each_once(variables: list[Variable]) -> list[Variable]:
    """Layers inside a layer may share weights."""
    return list(dict.fromkeys(variables))
