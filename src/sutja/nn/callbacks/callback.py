"""What a callback is: methods that ``fit``, ``evaluate`` and ``predict`` call at the moments they are named for.

``logs`` holds the numbers known at that moment, such as {"loss": 0.3, "accuracy": 0.9}; it is empty where there are
none yet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from sutja.nn.models.model import Model

__all__ = ["Callback", "CallbackList", "Logs"]

Logs: TypeAlias = Mapping[str, float]


class Callback:
    """Base of all callbacks. ``model`` is set before training starts; set ``model.stop_training`` to end it."""

    model: Model

    def __init__(self) -> None:
        self.params: dict[str, Any] = {}

    def set_params(self, params: dict[str, Any]) -> None:
        """``epochs``, ``steps`` and ``verbose`` of this training."""
        self.params = params

    def set_model(self, model: Model) -> None:
        """The model that is trained."""
        self.model = model

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Before the first epoch."""

    def on_train_end(self, logs: Logs | None = None) -> None:
        """After the last epoch."""

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Before epoch ``epoch`` = 0, 1, ..."""

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """After epoch ``epoch`` and its validation."""

    def on_train_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Before a step of training; calls ``on_batch_begin``, its older name."""
        self.on_batch_begin(batch, logs)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """After a step of training; calls ``on_batch_end``, its older name."""
        self.on_batch_end(batch, logs)

    def on_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Before a step of training."""

    def on_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """After a step of training."""

    def on_test_begin(self, logs: Logs | None = None) -> None:
        """Before an evaluation."""

    def on_test_end(self, logs: Logs | None = None) -> None:
        """After an evaluation."""

    def on_test_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Before a step of an evaluation."""

    def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """After a step of an evaluation."""

    def on_predict_begin(self, logs: Logs | None = None) -> None:
        """Before a prediction."""

    def on_predict_end(self, logs: Logs | None = None) -> None:
        """After a prediction."""

    def on_predict_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Before a step of a prediction."""

    def on_predict_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """After a step of a prediction."""


class CallbackList:
    """Several callbacks, called one after the other: ``callbacks("on_epoch_end", 0, logs=logs)``."""

    def __init__(self, callbacks: Iterable[Callback], model: Model, params: dict[str, Any]) -> None:
        self.callbacks = list(callbacks)
        self._listeners: dict[str, list[Callback]] = {}
        for callback in self.callbacks:
            callback.set_params(params)
            callback.set_model(model)

    def __call__(self, moment: str, *number: int, logs: Logs | Callable[[], Logs] | None = None) -> None:
        """Call the method ``moment`` of each, with the number of the epoch or batch and one dict of ``logs``.

        ``logs`` may be a function that makes them: after a step of a small network that takes as long as a layer, so
        it is called only if a callback has something to do at this moment.
        """
        listeners = self._listeners.get(moment)
        if listeners is None:
            listeners = [callback for callback in self.callbacks if _listens(callback, moment)]
            self._listeners[moment] = listeners
        if listeners:
            shared = dict((logs() if callable(logs) else logs) or {})
            for callback in listeners:
                getattr(callback, moment)(*number, shared)


_OLDER_NAMES = {"on_train_batch_begin": "on_batch_begin", "on_train_batch_end": "on_batch_end"}


def _listens(callback: Callback, moment: str) -> bool:
    """Whether ``callback`` does anything at ``moment``: whether its method is another than the empty one above."""
    names = (moment, _OLDER_NAMES.get(moment, moment))
    return any(getattr(getattr(callback, name), "__func__", None) is not getattr(Callback, name) for name in names)
