"""LearningRateScheduler: a learning rate for each epoch, by a function."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.callbacks.callback import Callback, Logs

if TYPE_CHECKING:
    from sutja.nn.models.model import Model
    from sutja.nn.optimizers.optimizer import Optimizer

__all__ = ["LearningRateScheduler"]


class LearningRateScheduler(Callback):
    """``schedule(epoch, learning_rate)``, or ``schedule(epoch)``, gives the rate of epoch ``epoch`` = 0, 1, ..."""

    def __init__(self, schedule: Callable[..., float], verbose: int = 0) -> None:
        super().__init__()
        if not callable(schedule):
            raise invalid("schedule", _("a function of the epoch and the learning rate"), schedule)
        self.schedule, self.verbose = schedule, verbose
        self._takes_rate = _takes_two(schedule)

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Set the rate."""
        optimizer = settable_optimizer(self.model)
        arguments = (epoch, optimizer.learning_rate) if self._takes_rate else (epoch,)
        rate = self.schedule(*arguments)
        if not isinstance(rate, float | np.floating):
            raise invalid("schedule", _("a function that returns a float"), rate)
        optimizer.learning_rate = rate
        if self.verbose:
            print(_("Epoch {epoch}: learning rate set to {rate}", epoch=epoch + 1, rate=float(rate)))

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """The rate goes into the logs."""
        log_learning_rate(self.model, logs)


def settable_optimizer(model: Model) -> Optimizer:
    """The optimizer of ``model``, whose rate must not follow a schedule of its own."""
    assert model.optimizer is not None  # fit has checked
    if model.optimizer.scheduled:
        raise invalid("learning_rate", _("a number, since a callback is to change it"), model.optimizer.learning_rate)
    return model.optimizer


def log_learning_rate(model: Model, logs: Logs | None) -> None:
    """Add the learning rate to ``logs``, for the callbacks that come after."""
    if isinstance(logs, dict) and logs and model.optimizer is not None:
        logs["learning_rate"] = model.optimizer.learning_rate


def _takes_two(function: Callable[..., Any]) -> bool:
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except ValueError:  # some functions written in C do not tell
        return False
    several = any(parameter.kind is inspect.Parameter.VAR_POSITIONAL for parameter in parameters)
    return several or sum(parameter.kind in kinds for parameter in parameters) >= 2
