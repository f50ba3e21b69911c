"""Watching one number of the logs, and knowing whether it got better.

``mode`` "min" and "max" say which way is better; "auto" asks the metric of that name: a loss should fall, an accuracy
should rise.
"""

from __future__ import annotations

import warnings

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.callbacks.callback import Callback, Logs

__all__ = ["MonitorCallback"]


class MonitorCallback(Callback):
    """Base of callbacks that act on ``monitor``; better means by more than ``min_delta``."""

    def __init__(self, monitor: str = "val_loss", mode: str = "auto", min_delta: float = 0.0) -> None:
        super().__init__()
        if mode not in ("auto", "min", "max"):
            raise invalid("mode", _("'auto', 'min' or 'max'"), mode)
        self.monitor, self.mode, self.min_delta = monitor, mode, abs(min_delta)
        self._rises: bool | None = None

    def watched(self, logs: Logs | None) -> float | None:
        """The number to watch; a warning and ``None`` if it is not there."""
        value = (logs or {}).get(self.monitor)
        if value is None:
            names = ", ".join(logs or ())
            message = _("There is no {name!r} to watch. There is: {names}", name=self.monitor, names=names)
            warnings.warn(message, stacklevel=3)
        elif np.ndim(value):
            expected = _("a single number; this one has {count}, so give its metric an `average`", count=np.size(value))
            raise invalid("monitor", expected, self.monitor)
        return value

    def is_better(self, value: float, than: float | None) -> bool:
        """Whether ``value`` is an improvement; anything is better than ``None``."""
        if self._rises is None:
            self._rises = self._should_rise()
        if than is None:
            return True
        return value - self.min_delta > than if self._rises else value + self.min_delta < than

    def _should_rise(self) -> bool:
        if self.mode != "auto":
            return self.mode == "max"
        name = self.monitor.removeprefix("val_")
        if name == "loss" or name.endswith("_loss"):  # that of an output
            return False
        metric = dict(zip(self.model.metrics_names, self.model.metrics, strict=True)).get(name)
        if metric is None or metric.direction is None:
            raise invalid("mode", _("'min' or 'max', since {name} does not tell", name=self.monitor), self.mode)
        return metric.direction == "up"
