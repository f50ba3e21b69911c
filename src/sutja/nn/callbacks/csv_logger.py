"""CSVLogger: a table of the numbers of every epoch, one line each, in a file that a spreadsheet opens."""

from __future__ import annotations

import csv
from os import PathLike
from pathlib import Path
from typing import Any

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.callbacks.callback import Callback, Logs

__all__ = ["CSVLogger"]


class CSVLogger(Callback):
    """Writes ``filename``: epoch, then the logs by name. ``append`` goes on with a file that exists.

    Columns are those of the first epoch; without validation in it, there is a ``val_`` column for each, filled "NA"
    until there is one.
    """

    def __init__(self, filename: str | PathLike[str], separator: str = ",", append: bool = False) -> None:
        super().__init__()
        if len(separator) != 1:
            raise invalid("separator", _("a single character"), separator)
        self.path, self.separator, self.append = Path(filename), separator, append
        self._names: list[str] | None = None
        self._with_header = True

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Start the file, unless it is to be appended to; its folder is made if there is none."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._names = None
        self._with_header = not (self.append and self.path.exists() and self.path.stat().st_size)
        if not self.append:
            self.path.write_text("", encoding="utf-8")

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """One more line, at once on disk."""
        row = dict(logs or {})
        header = self._names is None and self._with_header
        if self._names is None:
            self._names = sorted(row)
            if not any(name.startswith("val_") for name in row):
                self._names += [f"val_{name}" for name in self._names]
        with self.path.open("a", newline="", encoding="utf-8") as file:
            writer = csv.writer(file, delimiter=self.separator)
            if header:
                writer.writerow(["epoch", *self._names])
            writer.writerow([epoch, *(_cell(row.get(name, "NA")) for name in self._names)])


def _cell(value: Any) -> Any:
    """A metric with one number for each class as "[0.5, 0.25]", in one cell."""
    return str(np.asarray(value).tolist()) if np.ndim(value) else value
