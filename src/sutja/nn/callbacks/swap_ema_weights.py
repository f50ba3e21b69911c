"""SwapEMAWeights: evaluate, predict and save with the moving average of the weights, and train on with the weights.

It takes an optimizer with ``use_ema=True``; see optimizers/moving_average.py.
"""

from __future__ import annotations

from sutja.errors import InvalidArgument
from sutja.language import translate as _
from sutja.nn.callbacks.callback import Callback, Logs

__all__ = ["SwapEMAWeights"]


class SwapEMAWeights(Callback):
    """Puts the average into the model for evaluations and predictions, and takes it out again.

    ``swap_on_epoch``: also from the end of an epoch to the beginning of the next, for callbacks that save; put it in
    front of those.
    """

    def __init__(self, swap_on_epoch: bool = False) -> None:
        super().__init__()
        self.swap_on_epoch = swap_on_epoch
        self._swapped = False

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Back to the weights."""
        if self.swap_on_epoch:
            self._show_average(False)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """The average; after the last epoch for good."""
        if not self.swap_on_epoch:
            return
        self._show_average(True)
        optimizer = self.model.optimizer
        if epoch == self.params["epochs"] - 1 and optimizer is not None and optimizer.average.values is not None:
            optimizer.average.values[...] = optimizer.weights_in_one()

    def on_test_begin(self, logs: Logs | None = None) -> None:
        """The average."""
        self._show_average(True)

    def on_test_end(self, logs: Logs | None = None) -> None:
        """Back to the weights."""
        self._show_average(False)

    def on_predict_begin(self, logs: Logs | None = None) -> None:
        """The average."""
        self._show_average(True)

    def on_predict_end(self, logs: Logs | None = None) -> None:
        """Back to the weights."""
        self._show_average(False)

    def _show_average(self, wanted: bool) -> None:
        optimizer = self.model.optimizer
        if optimizer is None or not optimizer.average.use_ema:
            raise InvalidArgument(_("SwapEMAWeights takes an optimizer with use_ema=True."))
        if wanted != self._swapped and optimizer.built:
            optimizer.average.swap(optimizer.weights_in_one())
            self._swapped = wanted
