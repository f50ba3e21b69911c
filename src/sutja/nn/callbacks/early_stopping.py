"""EarlyStopping: stop when a number has not got better for a while.

Training longer than the validation loss falls only fits the noise of the training data.
"""

from __future__ import annotations

from sutja.language import translate as _
from sutja.nn.callbacks.callback import Logs
from sutja.nn.callbacks.monitor import MonitorCallback
from sutja.nn.typing import Array

__all__ = ["EarlyStopping"]


class EarlyStopping(MonitorCallback):
    """Stops after ``patience`` epochs without an improvement of ``monitor``, not counting ``start_from_epoch`` first.

    ``baseline``: a value to beat, too. ``restore_best_weights``: end with the weights of the best epoch.
    """

    wait: int
    stopped_epoch: int
    best: float | None
    best_epoch: int
    best_weights: list[Array] | None

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0.0,
        patience: int = 0,
        verbose: int = 0,
        mode: str = "auto",
        baseline: float | None = None,
        restore_best_weights: bool = False,
        start_from_epoch: int = 0,
    ) -> None:
        super().__init__(monitor, mode, min_delta)
        self.patience, self.verbose, self.baseline = patience, verbose, baseline
        self.restore_best_weights, self.start_from_epoch = restore_best_weights, start_from_epoch
        self._reset()

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Forget the training before."""
        self._reset()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Compare with the best so far."""
        current = self.watched(logs)
        if current is None or epoch < self.start_from_epoch:
            return
        self.wait += 1
        if self.is_better(current, self.best):
            self.best, self.best_epoch = current, epoch
            if self.restore_best_weights:
                self.best_weights = self.model.get_weights()
            if self.is_better(current, self.baseline):
                self.wait = 0
        elif self.wait >= self.patience and epoch > 0:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Go back to the best weights, if asked to."""
        if self.verbose and self.stopped_epoch:
            print(_("Epoch {epoch}: early stopping", epoch=self.stopped_epoch + 1))
        if self.best_weights is not None:
            if self.verbose:
                print(_("Back to the weights of the best epoch, {epoch}", epoch=self.best_epoch + 1))
            self.model.set_weights(self.best_weights)

    def _reset(self) -> None:
        self.wait = self.stopped_epoch = self.best_epoch = 0
        self.best = None
        self.best_weights = None
