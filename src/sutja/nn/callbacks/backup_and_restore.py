"""BackupAndRestore: a training that was killed goes on where it was.

Run the same program again: ``fit`` finds the backup and starts with the epoch after it, with the same weights,
optimizer and order of samples. A file ``training_metadata.json`` says which epoch is done and which file holds its
weights; it is replaced only when that file is whole, so that at every moment the two fit together.
"""

from __future__ import annotations

import json
import shutil
from os import PathLike
from pathlib import Path

from sutja.errors import ModelFileError, invalid
from sutja.language import translate as _
from sutja.nn.callbacks.batch_counter import BatchCounter
from sutja.nn.callbacks.callback import Callback, Logs
from sutja.whole_file import write_whole

__all__ = ["BackupAndRestore"]


class BackupAndRestore(Callback):
    """Keeps a backup in ``backup_dir`` after each epoch, or every ``save_freq`` batches; it begins at whole epochs.

    ``delete_checkpoint``: remove it when training ends. The backup before goes only when the new one is whole, as with
    ``double_checkpoint`` in Keras.
    """

    def __init__(
        self,
        backup_dir: str | PathLike[str],
        save_freq: str | int = "epoch",
        double_checkpoint: bool = False,
        delete_checkpoint: bool = True,
    ) -> None:
        super().__init__()
        if not str(backup_dir):
            raise invalid("backup_dir", _("the name of a directory"), backup_dir)
        self.backup_dir, self.delete_checkpoint = Path(backup_dir), delete_checkpoint
        self._counter = BatchCounter(save_freq)
        self._metadata = self.backup_dir / "training_metadata.json"
        self._epoch = self._saved = 0

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Go back to the backup, if there is one."""
        if not self._metadata.exists():
            return
        try:
            about = json.loads(self._metadata.read_text(encoding="utf-8"))
            self._epoch, self._saved, seed = int(about["epoch"]), int(about["number"]), int(about["seed"])
        except (ValueError, KeyError, TypeError):
            raise ModelFileError(
                _("{path}: this is no backup. Delete it to start anew.", path=self._metadata)
            ) from None
        self.model.load_weights(self._weights(self._saved))
        self.model.seed = seed
        self.model.resumed_epoch = self._epoch

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """What is saved before the end of this epoch begins with it."""
        self._epoch = epoch

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Save, if so many batches have gone by."""
        if self._counter.is_time():
            self._save()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Save, if epochs count."""
        self._epoch = epoch + 1
        if self._counter.each_epoch:
            self._save()

    def on_train_end(self, logs: Logs | None = None) -> None:
        """The training is complete; the backup has done its work."""
        if self.delete_checkpoint:
            shutil.rmtree(self.backup_dir, ignore_errors=True)

    def _save(self) -> None:
        self.backup_dir.mkdir(parents=True, exist_ok=True)
        before, self._saved = self._saved, self._saved + 1
        self.model.save_weights(self._weights(self._saved))
        about = {"epoch": self._epoch, "number": self._saved, "seed": self.model.seed}
        write_whole(self._metadata, json.dumps(about).encode())
        self._weights(before).unlink(missing_ok=True)

    def _weights(self, number: int) -> Path:
        return self.backup_dir / f"{number}.weights.h5"
