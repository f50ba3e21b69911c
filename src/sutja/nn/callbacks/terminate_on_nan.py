"""TerminateOnNaN: stop when the loss is no longer a number; from there every weight is lost."""

from __future__ import annotations

import math

from sutja.errors import TrainingDiverged
from sutja.language import translate as _
from sutja.nn.callbacks.callback import Callback, Logs

__all__ = ["TerminateOnNaN"]


class TerminateOnNaN(Callback):
    """Stops at the first loss that is not finite, or with ``raise_error`` raises :class:`TrainingDiverged`."""

    def __init__(self, raise_error: bool = False) -> None:
        super().__init__()
        self.raise_error = raise_error

    def on_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Look at the loss."""
        loss = (logs or {}).get("loss", 0.0)
        if math.isfinite(loss):
            return
        message = _("Step {step}: the loss is {loss}, which is no number to go on with.", step=batch + 1, loss=loss)
        if self.raise_error:
            raise TrainingDiverged(message)
        print(message)
        self.model.stop_training = True
