"""Variables, and the one flat vector in which a model keeps all that it trains.

A layer knows its kernel and its bias as arrays of their own shapes. An optimizer would rather see a single long
vector: one pass over it is one loop over memory, and adding up the gradients of two threads is one addition. A
:class:`FlatVector` serves both: it lays the variables one behind the other and turns each variable's array into a
view of its stretch,

    theta = [ kernel_1 (row by row) | bias_1 | kernel_2 | bias_2 | ... ].

A model that is read from a file needs no initial weights. Inside :func:`postponed_values` a new weight has its shape
alone and takes no memory; the first assignment gives it a value. So a file cannot ask for more than it brings.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.typing import Array

if TYPE_CHECKING:
    from sutja.nn.initializers.initializer import Initializer
    from sutja.nn.regularizers.regularizer import Regularizer

__all__ = ["FlatVector", "Variable", "initial_value", "postponed_values"]

_postponed: ContextVar[bool] = ContextVar("sutja_postponed_values", default=False)


@contextmanager
def postponed_values() -> Iterator[None]:
    """Make weights without values inside the ``with`` block; each gets one by ``assign``."""
    token = _postponed.set(True)
    try:
        yield
    finally:
        _postponed.reset(token)


def initial_value(initializer: Initializer, shape: tuple[int, ...], dtype: str) -> Array:
    """What a new weight holds: what ``initializer`` draws, or a single 0 shown in ``shape`` while that can wait."""
    if _postponed.get():
        return np.broadcast_to(np.zeros((), dtype), shape)
    return initializer(shape, dtype)


class Variable:
    """An array with a name that training may change.

    ``value`` is the array itself, never a copy; layers compute with it. ``trainable`` says whether gradients are
    meant for it at all (a kernel: yes; the moving mean of a BatchNormalization: no). ``path`` is "layer name/name".
    ``regularizer`` is what makes the loss larger by the size of the value, if anything does. ``home`` is the flat
    vector in which the value lies, if it does.
    """

    regularizer: Regularizer | None = None
    home: FlatVector | None = None

    def __init__(self, value: Array, *, name: str, trainable: bool = True, path: str | None = None) -> None:
        self.value = value
        self.name = name
        self.path = path or name
        self.trainable = trainable

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of ``value``."""
        return self.value.shape

    @property
    def dtype(self) -> str:
        """The dtype of ``value`` by name."""
        return self.value.dtype.name

    @property
    def size(self) -> int:
        """How many numbers ``value`` holds."""
        return self.value.size

    def numpy(self) -> Array:
        """A copy of the value."""
        return self.value.copy()

    @property
    def has_value(self) -> bool:
        """Whether it holds numbers: one made inside :func:`postponed_values` waits for its first assignment."""
        return self.value.flags.writeable

    def assign(self, value: object) -> None:
        """Overwrite the value in place; shapes must agree, and the dtype stays."""
        array = np.asarray(value)
        if array.shape != self.shape:
            raise invalid("value", _("shape {shape} for `{name}`", shape=self.shape, name=self.name), array)
        if self.has_value:
            self.value[...] = array
        else:
            self.value = np.array(array, self.value.dtype)

    def __repr__(self) -> str:
        return f"<Variable name={self.name}, shape={self.shape}, dtype={self.dtype}>"

    def __array__(self, dtype: np.typing.DTypeLike | None = None, copy: bool | None = None) -> Array:
        return np.array(self.value, dtype=dtype, copy=copy)


class FlatVector:
    """All trained variables of a model in one vector ``values`` of length ``sum(v.size)``."""

    def __init__(self, variables: Sequence[Variable]) -> None:
        self.variables = list(variables)
        self.size = sum(v.size for v in self.variables)
        dtype = self.variables[0].value.dtype if self.variables else np.dtype(np.float32)
        self.values: Array = np.empty(self.size, dtype)
        self._own_views = self.views(self.values)
        self.take_in()

    @classmethod
    def of(cls, variables: Sequence[Variable]) -> FlatVector:
        """The vector in which just these variables live; a new one if they do not live together."""
        home = variables[0].home if variables else None
        return home if home is not None and home.is_for(variables) else cls(variables)

    def take_in(self) -> None:
        """Have all variables live here, also those that another vector has taken in since: models may share layers."""
        for variable, view in zip(self.variables, self._own_views, strict=True):
            if variable.value is not view:
                view[...] = variable.value
                variable.value, variable.home = view, self

    def views(self, vector: Array) -> list[Array]:
        """``vector``, which is laid out like ``values``, as one array of the right shape for each variable."""
        views, start = [], 0
        for variable in self.variables:
            views.append(vector[start : start + variable.size].reshape(variable.shape))
            start += variable.size
        return views

    def like(self) -> Array:
        """A vector of zeros laid out like ``values``, for gradients or an optimizer's memory."""
        return np.zeros_like(self.values)

    def joined(self, argument: str, arrays: Sequence[object]) -> Array:
        """``arrays``, one for each variable and of its shape, in one vector laid out like ``values``."""
        result, given = self.like(), [np.asarray(array) for array in arrays]
        views = self.views(result)
        if [array.shape for array in given] != [view.shape for view in views]:
            expected = _("one array for each variable, of shapes {shapes}", shapes=[view.shape for view in views])
            raise invalid(argument, expected, [array.shape for array in given])
        for view, array in zip(views, given, strict=True):
            view[...] = array
        return result

    def is_for(self, variables: Sequence[Variable]) -> bool:
        """Whether it is laid out for just these variables."""
        return len(variables) == len(self.variables) and all(map(operator.is_, variables, self.variables))

    def move(self, old: Array, before: FlatVector, into: Array) -> Array:
        """Put what ``old``, laid out like ``before``, holds of the same variables into ``into``, laid out like this."""
        known = dict(zip(map(id, before.variables), before.views(old), strict=True))
        for variable, view in zip(self.variables, self.views(into), strict=True):
            if id(variable) in known:
                view[...] = known[id(variable)]
        return into
