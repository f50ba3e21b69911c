"""TensorBoard: the numbers of training as curves, in the page that ``tensorboard --logdir logs`` shows."""

from __future__ import annotations

import time
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from sutja.checks import is_whole
from sutja.errors import invalid, missing_extra
from sutja.language import translate as _
from sutja.nn.callbacks.callback import Callback, Logs
from sutja.nn.unsupported import refuse

__all__ = ["TensorBoard"]


class TensorBoard(Callback):
    """Writes the logs of each epoch under ``log_dir``/train and ``log_dir``/validation, by Keras' names.

    ``update_freq``: "epoch", "batch", or after so many batches; then also those of the batch. Needs the package
    tensorboard. Numbers only: no graph, histograms, pictures or profiles.
    """

    def __init__(
        self, log_dir: str | PathLike[str] = "logs", *, update_freq: str | int = "epoch", **others: Any
    ) -> None:
        super().__init__()
        drawn_by_keras = {"histogram_freq": 0, "write_graph": True, "profile_batch": 0, "embeddings_freq": 0}
        refuse(TensorBoard, others, drawn_by_keras)
        every = 1 if update_freq == "batch" else update_freq
        if every != "epoch" and not is_whole(every, 1):
            raise invalid("update_freq", _("'epoch', 'batch' or a number of batches"), update_freq)
        self.log_dir, self.update_freq = Path(log_dir), every
        self._writers: dict[str, Any] = {}
        self._batches = 0

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Count batches anew."""
        self._batches = 0

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """The numbers so far in this epoch, if batches count."""
        self._batches += 1
        if not isinstance(self.update_freq, str) and self._batches % self.update_freq == 0:
            self._write("train", "batch_{}", logs, self._batches)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """The numbers of the epoch; the learning rate among those of training."""
        numbers = dict(logs or {})
        validation = {name.removeprefix("val_"): v for name, v in numbers.items() if name.startswith("val_")}
        training = {name: v for name, v in numbers.items() if not name.startswith("val_")}
        if self.model.optimizer is not None:
            training["learning_rate"] = self.model.optimizer.learning_rate
        self._write("train", "epoch_{}", training, epoch)
        self._write("validation", "epoch_{}", validation, epoch)

    def on_test_end(self, logs: Logs | None = None) -> None:
        """The numbers of an evaluation against the steps of training so far."""
        if self.model.optimizer is not None:
            self._write("validation", "evaluation_{}_vs_iterations", logs, self.model.optimizer.iterations)

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Close the files."""
        for writer in self._writers.values():
            writer.close()
        self._writers = {}

    def _write(self, part: str, tag: str, numbers: Logs | None, step: int) -> None:
        if not numbers:
            return
        try:
            from tensorboard.compat.proto.event_pb2 import Event
            from tensorboard.compat.proto.summary_pb2 import Summary
            from tensorboard.summary.writer.event_file_writer import EventFileWriter
        except ImportError:
            raise missing_extra("TensorBoard", "tensorboard") from None
        if part not in self._writers:
            self._writers[part] = EventFileWriter(str(self.log_dir / part))
        values = [Summary.Value(tag=tag.format(name), simple_value=float(np.mean(v))) for name, v in numbers.items()]
        self._writers[part].add_event(Event(wall_time=time.time(), step=step, summary=Summary(value=values)))
        self._writers[part].flush()
