"""ProgbarLogger: the progress bar of ``fit`` and ``evaluate``."""

from __future__ import annotations

from sutja.nn.callbacks.callback import Callback, Logs
from sutja.nn.utils.progbar import Progbar

__all__ = ["ProgbarLogger"]


class ProgbarLogger(Callback):
    """Draws one bar an epoch, and one for an evaluation of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._bar: Progbar | None = None
        self._training = False
        self._seen = 0

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """From here on, evaluations are part of training and draw no bar of their own."""
        self._training = True

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """A new bar."""
        if self.params["verbose"]:
            print(f"Epoch {epoch + 1}/{self.params['epochs']}")
        self._begin()

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """One step further."""
        self._go_on(batch, logs)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """The end of the line, with the numbers of the validation."""
        self._end(logs)

    def on_test_begin(self, logs: Logs | None = None) -> None:
        """A bar for an evaluation outside training."""
        if not self._training:
            self._begin()

    def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """One step further."""
        if not self._training:
            self._go_on(batch, logs)

    def on_test_end(self, logs: Logs | None = None) -> None:
        """The end of the line."""
        if not self._training:
            self._end(logs)

    def _begin(self) -> None:
        self._bar, self._seen = Progbar(self.params["steps"], verbose=self.params["verbose"]), 0

    def _go_on(self, batch: int, logs: Logs | None) -> None:
        self._seen = batch + 1
        if self._bar is not None:
            self._bar.update(self._seen, logs or {})

    def _end(self, logs: Logs | None) -> None:
        if self._bar is not None:
            self._bar.update(self.params["steps"] or self._seen, logs or {}, finalize=True)
