"""What an activation function is: a formula and its derivative.

    forward(x, out)         ->  y = f(x)
    backward(dy, kept, out) ->  dx = dy f'(x)

Most functions here can tell their derivative from their output alone (sigmoid: y (1 - y)). For them ``kept`` is y,
and a layer may compute y in the place of x. The others, marked ``from_input``, need x as it was: for them ``kept``
is x, and y goes into memory of its own. A layer asks :meth:`Activation.room` where y may go and keeps the array
that it passed in; that array is then the right one in both cases.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import config
from sutja.nn.typing import Array

if TYPE_CHECKING:
    from sutja.nn.call import Call

__all__ = ["Activation"]


@dataclass(frozen=True)
class Activation:
    """A function ``name`` with its two passes; calling it computes ``forward`` on anything like an array.

    ``variant``: makes the function with other constants, for those that have arguments: ``relu(x, max_value=6)``
    computes ``relu.with_arguments(max_value=6)``.
    """

    name: str
    forward: Callable[[Array, Array | None], Array]
    backward: Callable[[Array, Array, Array | None], Array]
    from_input: bool = False
    variant: Callable[..., Activation] | None = None

    def __call__(self, x: Any, *arguments: Any, **options: Any) -> Array:
        """f(x), as a new array."""
        if arguments or options:
            return self.with_arguments(*arguments, **options)(x)
        array = np.asarray(x)
        return self.forward(array if array.dtype.kind == "f" else array.astype(config.floatx()), None)

    def room(self, x: Array, call: Call) -> Array:
        """Where ``forward(x, ...)`` may write: over x itself, unless ``backward`` is going to need it."""
        return call.buffer(f"f of {self.name}", x.shape, x.dtype) if self.from_input else x

    def with_arguments(self, *arguments: Any, **options: Any) -> Activation:
        """The function with other constants than its usual ones."""
        if self.variant is None:
            raise invalid("x", _("the only argument of `{name}`", name=self.name), arguments or options)
        return self.variant(*arguments, **options)

    def __repr__(self) -> str:
        return f"<activation {self.name}>"
