"""Gradients, for a training loop of one's own and for looking into a model.

``fit`` takes three steps for each batch: it finds the gradient of the loss, has the optimizer change the weights by
it, and reports. Here is the first step alone; the second is ``optimizer.apply``:

    loss, gradients = nn.gradients(model, "mse", x, y)                         dL/dw for each weight w
    optimizer.apply(gradients, model.trainable_variables)

The same walk back through the graph also says how the loss depends on the input: which pixels matter (saliency), and
which small change misleads the model (adversarial examples; Goodfellow, Shlens and Szegedy 2015).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import losses
from sutja.nn.blas import blas_threads
from sutja.nn.losses.loss import Loss
from sutja.nn.training.batch import as_batch
from sutja.nn.training.interface import by_output
from sutja.nn.training.objective import Objective
from sutja.nn.typing import Array

if TYPE_CHECKING:
    from sutja.nn.models.model import Model

__all__ = ["gradients"]

LossFunction: TypeAlias = Callable[[Any, Array], tuple[float, Array]]


def gradients(
    model: Model,
    loss: str | Loss | LossFunction | Any,
    x: Any,
    y: Any = None,
    sample_weight: Any = None,
    *,
    by: str = "weights",
    training: bool | None = None,
) -> tuple[float, Any]:
    """(loss, gradient of the loss) of the batch ``x``, ``y``.

    ``loss``: one of ``nn.losses``, by name or as an object; or a function of one's own from (y, prediction) to (loss,
    slope of the loss by the prediction), an array of the prediction's shape. For several outputs, a list or a dict by
    output name. What regularizers add is added, as in ``fit``.

    ``by`` "weights": a list with one array for each of ``model.trainable_variables``. ``by`` "inputs": an array of
    the shape of ``x``, or a list of them for several inputs; ``None`` for an input on which the loss does not depend,
    and 0 for whole numbers, such as the words of an Embedding, which have no small change.

    ``training``: whether layers behave as in training (Dropout drops units, BatchNormalization goes by the batch and
    follows it); if left out, when the gradient is by the weights. Each call draws random numbers of its own.

    >>> import numpy as np
    >>> from sutja import nn
    >>> model = nn.Sequential([nn.Input((1,)), nn.layers.Dense(1, use_bias=False, kernel_initializer="ones")])
    >>> optimizer = nn.optimizers.SGD(0.1)
    >>> x, y = np.array([[1.0], [2.0]]), np.array([[3.0], [6.0]])
    >>> for step in range(3):  # the line y = 3 x, from w = 1
    ...     loss, slopes = nn.gradients(model, "mse", x, y)
    ...     optimizer.apply(slopes, model.trainable_variables)
    ...     print(f"loss {loss:.2f}, dL/dw {slopes[0].item():.2f}, then w = {model.get_weights()[0].item():.2f}")
    loss 10.00, dL/dw -10.00, then w = 2.00
    loss 2.50, dL/dw -5.00, then w = 2.50
    loss 0.62, dL/dw -2.50, then w = 2.75

    How the score itself depends on the input, here w:

    >>> def score(y, prediction):
    ...     return float(prediction.sum()), np.ones_like(prediction)
    >>> nn.gradients(model, score, x, by="inputs")[1].ravel()
    array([2.75, 2.75], dtype=float32)
    """
    if by not in ("weights", "inputs"):
        raise invalid("by", _("'weights' or 'inputs'"), by)
    x = model.build_for(x)
    names = model.output_names
    structured = isinstance(loss, list | tuple | dict) and "class_name" not in loss
    chosen = by_output("loss", loss, names) if structured else [loss] * len(names)
    objective = Objective([_as_loss(item) for item in chosen or []])
    batch = as_batch(x, y, sample_weight, model.interface(objective.trained)).take(slice(None), model.dtype)
    stream = model.stream()
    if by == "inputs":
        with model.executions.borrowed(model.graph, len(batch)) as execution, blas_threads(execution.blas_threads):
            outcome = execution.gradient(batch, objective, training=bool(training), by_inputs=True, **stream)
        slopes = outcome.by_inputs or []
        return outcome.loss, slopes[0] if len(slopes) == 1 else slopes
    execution, vector = model.executions.training(model.graph, model.trainable_weights)
    with blas_threads(execution.blas_threads):
        outcome = execution.gradient(batch, objective, training=training is not False, **stream)
    assert outcome.gradient is not None  # there is a vector
    return outcome.loss, vector.views(outcome.gradient.copy())


class _OfOnesOwn(Loss):
    """A function from (y_true, y_pred) to (loss, slope) as a loss: one number for the whole batch."""

    over_batch = True
    needs_labels = False

    def __init__(self, function: LossFunction) -> None:
        super().__init__("sum", getattr(function, "__name__", "loss"))
        self.function = function

    def values(self, y_true: Any, y_pred: Any) -> Array:
        """The number."""
        return np.asarray([self._asked(y_true, y_pred)[0]])

    def gradient(self, y_true: Any, y_pred: Any) -> Array:
        """Its slope."""
        return self._asked(y_true, y_pred)[1]

    def _asked(self, y_true: Any, y_pred: Array) -> tuple[float, Array]:
        result = self.function(y_true, y_pred)
        expected = _("a function that returns (loss, slope by the prediction, of shape {shape})", shape=y_pred.shape)
        if not isinstance(result, tuple) or len(result) != 2 or np.ndim(result[0]):
            raise invalid("loss", expected, result)
        slope = np.array(result[1], y_pred.dtype)
        if slope.shape != y_pred.shape:
            raise invalid("loss", expected, slope)
        return float(result[0]), slope


def _as_loss(item: Any) -> Loss | None:
    if item is None or isinstance(item, str | dict | Loss):
        return None if item is None else losses.get(item)
    if callable(item) and getattr(losses, getattr(item, "__name__", ""), None) is not item:
        return _OfOnesOwn(item)
    return losses.get(item)
