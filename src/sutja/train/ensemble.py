"""An ensemble: several networks look at a picture, and the mean of their probabilities is the answer.

    p(class) = (1 / (M S)) Σ_m Σ_s  p_m(class | picture moved by s)

Networks that were trained apart make different mistakes, and where they disagree the mean is the better judge (Hansen
and Salamon, 1990; Lakshminarayanan, Pritzel and Blundell, 2017). In the same way one network may look several times:
at the picture as it is, and moved by a pixel up, down, left and right.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.models import Model

__all__ = ["Ensemble"]

_STILL, _AROUND = ((0, 0),), ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1))


class Ensemble:
    """``models`` that answer together; with ``shifts``, each looks at five positions of a picture.

    Raises:
        InvalidArgument: There is no model, or they take or give different shapes.
    """

    def __init__(self, models: Sequence[Model], shifts: bool = False) -> None:
        shapes = {(model.input_shape[1:], model.output_shape[1:]) for model in models}
        if len(shapes) != 1:
            raise invalid("models", _("at least one, all with the same input and output shapes"), sorted(shapes))
        self.models, self.moves = list(models), _AROUND if shifts else _STILL

    def predict(self, x: NDArray[np.float32], batch_size: int = 256, verbose: Any = 0) -> NDArray[np.float32]:
        """The mean probabilities (n, classes) for pictures ``x`` (n, height, width, channels)."""
        total = sum(
            np.asarray(model.predict(_moved(x, *move), batch_size=batch_size, verbose=verbose))
            for model in self.models
            for move in self.moves
        )
        return np.asarray(total / np.float32(len(self.models) * len(self.moves)))


def _moved(x: NDArray[np.float32], down: int, right: int) -> NDArray[np.float32]:
    """``x`` moved by whole pixels, dark where nothing came from."""
    if not (down or right):
        return x
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)))
    return padded[:, 1 - down : 1 - down + x.shape[1], 1 - right : 1 - right + x.shape[2]]
