"""How far a training has come, so that one which is stopped goes on with the epoch after the last that was kept.

Two files for each training and seed: the weights with the state of the optimizer, and a JSON file with the declaration,
the numbers of each epoch and the name of the file of weights. The second is replaced only when the first is whole, so
that at every moment they fit together. Both go when the run is done.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sutja.errors import SutjaError
from sutja.language import translate as _
from sutja.whole_file import write_whole

__all__ = ["Unfinished"]

EVERY = 60.0
"""Seconds between two times that it is kept; most trainings of the course are done by then."""


class Unfinished:
    """The training called ``name``, kept in ``folder``, by the declaration ``declared``; without a folder, nowhere.

    Attributes:
        history: The numbers of each epoch that is done, by name.
        seconds: How long they took.
    """

    def __init__(self, folder: Path | None = None, name: str = "", declared: Mapping[str, str] | None = None) -> None:
        self.folder, self.name, self.declared = folder, name, dict(declared or {})
        self.history: dict[str, list[float]] = {}
        self.seconds = 0.0
        self._weights: Path | None = None
        self._read()
        self._kept = self._began = time.perf_counter()

    @property
    def epochs(self) -> int:
        """How many epochs are done."""
        return len(self.history.get("loss", ()))

    def callback(self, model: Any, nn: Any, epochs: int) -> Any:
        """What takes ``model`` of the engine ``nn`` to where it was and keeps it, on its way to so many ``epochs``."""

        def begin(logs: Any = None) -> None:
            self._kept = self._began = time.perf_counter()
            if self._weights is not None:
                model.load_weights(self._weights)

        def end(epoch: int, logs: Mapping[str, float] | None = None) -> None:
            for key, value in (logs or {}).items():
                self.history.setdefault(key, []).append(float(value))
            due = time.perf_counter() - self._kept >= EVERY or self.epochs == epochs
            if self.folder is not None and due and not model.stop_training:
                self._keep(model)

        return nn.callbacks.LambdaCallback(on_train_begin=begin, on_epoch_end=end)

    def took(self) -> float:
        """How many seconds the training took until now, without those that were lost when it was stopped."""
        return self.seconds + time.perf_counter() - self._began

    def remove(self) -> None:
        """The training is done, and its result is kept elsewhere."""
        if self.folder is None:
            return
        for file in [self._file, *self.folder.glob(f"{self.name}-*.weights.h5")]:
            file.unlink(missing_ok=True)
        if self.folder.is_dir() and not any(self.folder.iterdir()):
            self.folder.rmdir()

    @property
    def _file(self) -> Path:
        assert self.folder is not None
        return self.folder / f"{self.name}.json"

    def _keep(self, model: Any) -> None:
        assert self.folder is not None
        self.folder.mkdir(parents=True, exist_ok=True)
        before, self._weights = self._weights, self.folder / f"{self.name}-{self.epochs}.weights.h5"
        model.save_weights(self._weights, overwrite=True)
        about = {
            "declared": self.declared,
            "weights": self._weights.name,
            "seconds": round(self.took(), 1),
            "history": self.history,
        }
        write_whole(self._file, json.dumps(about, indent=1, ensure_ascii=False) + "\n")
        if before is not None and before != self._weights:
            before.unlink(missing_ok=True)
        self._kept = time.perf_counter()

    def _read(self) -> None:
        """Go on from what is kept, if that was trained by the same declaration."""
        if self.folder is None or not self._file.exists():
            return
        try:
            about = json.loads(self._file.read_text(encoding="utf-8"))
            if about["declared"] != self.declared:
                return
            weights = self.folder / Path(about["weights"]).name
            if not weights.is_file():  # taken away by hand: as if it had not been begun
                return
            history = {str(key): [float(value) for value in values] for key, values in about["history"].items()}
            self.history, self.seconds, self._weights = history, float(about["seconds"]), weights
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise SutjaError(
                _(
                    "{file} is damaged: {reason}. Remove it, and run the experiment again.",
                    file=self._file,
                    reason=error,
                )
            ) from error
