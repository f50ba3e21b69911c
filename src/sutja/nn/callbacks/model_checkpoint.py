"""ModelCheckpoint: the model, or its weights, in a file after every epoch, or whenever it got better."""

from __future__ import annotations

import os
from os import PathLike
from pathlib import Path

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.callbacks.batch_counter import BatchCounter
from sutja.nn.callbacks.callback import Logs
from sutja.nn.callbacks.monitor import MonitorCallback

__all__ = ["ModelCheckpoint"]


class ModelCheckpoint(MonitorCallback):
    """Writes ``filepath``, in which fields are filled in: "model-{epoch:02d}-{val_loss:.2f}.keras" (epochs from 1).

    ``save_best_only``: only when ``monitor`` is better than ever, or than ``initial_value_threshold`` at first.
    ``save_weights_only``: a ``.weights.h5`` file, else ``.keras`` or ``.h5``. ``save_freq``: "epoch", or after so many
    batches; then the name may have {batch}.
    """

    def __init__(
        self,
        filepath: str | PathLike[str],
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        save_weights_only: bool = False,
        mode: str = "auto",
        save_freq: str | int = "epoch",
        initial_value_threshold: float | None = None,
    ) -> None:
        super().__init__(monitor, mode)
        self.filepath = os.fspath(filepath)
        endings = (".weights.h5",) if save_weights_only else (".keras", ".h5")
        if not self.filepath.endswith(endings):
            raise invalid("filepath", _("a name that ends in {ending}", ending=_(" or ").join(endings)), self.filepath)
        self.verbose, self.save_best_only, self.save_weights_only = verbose, save_best_only, save_weights_only
        self.best = initial_value_threshold
        self._counter = BatchCounter(save_freq)
        self._epoch = 0

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Remember where we are."""
        self._epoch = epoch

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Save, if so many batches have gone by."""
        if self._counter.is_time():
            self._save(logs, batch=batch + 1)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Save, if epochs count."""
        if self._counter.each_epoch:
            self._save(logs)

    def _save(self, logs: Logs | None, **fields: int) -> None:
        path = self._path(logs, fields)
        if self.save_best_only and not self._is_best(logs):
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        if self.save_weights_only:
            self.model.save_weights(path)
        else:
            self.model.save(path)
        if self.verbose:
            print(_("Epoch {epoch}: saved {path}", epoch=self._epoch + 1, path=path))

    def _is_best(self, logs: Logs | None) -> bool:
        current = self.watched(logs)
        if current is None:
            return True
        better = self.is_better(current, self.best)
        if better:
            self.best = current
        elif self.verbose:
            print(
                _(
                    "Epoch {epoch}: {name} no better than {best:.5f}",
                    epoch=self._epoch + 1,
                    name=self.monitor,
                    best=self.best,
                )
            )
        return better

    def _path(self, logs: Logs | None, fields: dict[str, int]) -> Path:
        known = {"epoch": self._epoch + 1, **fields, **(logs or {})}
        try:
            return Path(self.filepath.format(**known))
        except (KeyError, IndexError):
            names = ", ".join(known)
            raise invalid(
                "filepath", _("a name with no other fields than {names}", names=names), self.filepath
            ) from None
