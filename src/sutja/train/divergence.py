"""Stopping when the loss is no longer a number: from there every weight is lost, and no further step makes sense."""

from __future__ import annotations

import math

from sutja.errors import TrainingDiverged
from sutja.language import translate as _
from sutja.nn.callbacks import Callback
from sutja.nn.callbacks.callback import Logs

__all__ = ["StopWhenDiverged"]


class StopWhenDiverged(Callback):
    """Raises :class:`TrainingDiverged` at the first loss that is not finite."""

    def __init__(self, learning_rate: float) -> None:
        super().__init__()
        self.learning_rate = learning_rate
        self._epoch = 0

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Remember where we are."""
        self._epoch = epoch

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Look at the loss."""
        if logs and not math.isfinite(logs["loss"]):
            raise TrainingDiverged(
                _(
                    "The loss is no longer a number in epoch {epoch}, step {step}. "
                    "Start again with a smaller --learning-rate (it was {rate:g}).",
                    epoch=self._epoch + 1,
                    step=batch + 1,
                    rate=self.learning_rate,
                )
            )
