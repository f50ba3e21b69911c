"""ReduceLROnPlateau: smaller steps when larger ones no longer help."""

from __future__ import annotations

from sutja.checks import fraction
from sutja.language import translate as _
from sutja.nn.callbacks.callback import Logs
from sutja.nn.callbacks.learning_rate_scheduler import log_learning_rate, settable_optimizer
from sutja.nn.callbacks.monitor import MonitorCallback

__all__ = ["ReduceLROnPlateau"]


class ReduceLROnPlateau(MonitorCallback):
    """Multiplies the learning rate by ``factor`` after ``patience`` epochs without an improvement of ``monitor``.

    Then it waits for ``cooldown`` epochs before it counts again. The rate does not fall below ``min_lr``.
    """

    best: float | None
    cooling: int
    wait: int

    def __init__(
        self,
        monitor: str = "val_loss",
        factor: float = 0.1,
        patience: int = 10,
        verbose: int = 0,
        mode: str = "auto",
        min_delta: float = 1e-4,
        cooldown: int = 0,
        min_lr: float = 0.0,
    ) -> None:
        super().__init__(monitor, mode, min_delta)
        self.factor = fraction("factor", factor)
        self.patience, self.verbose, self.cooldown, self.min_lr = patience, verbose, cooldown, min_lr
        self._reset()

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Forget the training before."""
        self._reset()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Compare with the best so far; the rate of this epoch goes into the logs."""
        log_learning_rate(self.model, logs)
        current = self.watched(logs)
        if current is None:
            return
        if self.cooling:
            self.cooling -= 1
            self.wait = 0
        if self.is_better(current, self.best):
            self.best, self.wait = current, 0
        elif not self.cooling:
            self.wait += 1
            if self.wait >= self.patience:
                self._reduce(epoch)

    def _reduce(self, epoch: int) -> None:
        optimizer = settable_optimizer(self.model)
        before = optimizer.learning_rate
        if before <= self.min_lr:
            return
        optimizer.learning_rate = max(before * self.factor, self.min_lr)
        if self.verbose:
            print(_("Epoch {epoch}: learning rate reduced to {rate}", epoch=epoch + 1, rate=optimizer.learning_rate))
        self.cooling, self.wait = self.cooldown, 0

    def _reset(self) -> None:
        self.best = None
        self.cooling = self.wait = 0
