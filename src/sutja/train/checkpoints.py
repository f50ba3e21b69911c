"""Checkpoints: after each epoch, everything on disk that going on from there needs.

The best epoch is the one with the lowest loss on the held-out pictures. Their accuracy would be the plainer measure,
but on a few hundred pictures it moves in steps of a quarter of a percent, and chance decides between epochs. Where
nothing is held out, the last epoch is taken for the best.
"""

from __future__ import annotations

from typing import Any

from sutja.nn.callbacks import Callback
from sutja.nn.callbacks.callback import Logs
from sutja.nn.models import Model
from sutja.nn.saving import load_model, read_metadata
from sutja.train.run import Run

__all__ = ["Checkpoints"]


class Checkpoints(Callback):
    """Writes ``best.keras``, ``last.keras`` and ``history.csv`` of ``run``; ``rows`` are the epochs done so far."""

    def __init__(self, run: Run, rows: list[dict[str, float]] | None = None) -> None:
        super().__init__()
        self.run = run
        self.rows = rows or []

    @classmethod
    def resume(cls, run: Run) -> tuple[Model, Checkpoints]:
        """The model of ``run`` as its last checkpoint left it, and the checkpoints to go on with."""
        model = load_model(run.last_file)
        state = read_metadata(run.last_file)
        model.seed = int(state["seed"])
        return model, cls(run, list(state["history"]))

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Save the initial weights, so that a run killed in its first epoch can be resumed too."""
        if not self.rows:
            self._save_last()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Save the epoch, and first of all whether it was the best."""
        row: dict[str, Any] = {"epoch": epoch + 1, **(logs or {})}
        best = "val_loss" not in row or all(row["val_loss"] < other["val_loss"] for other in self.rows)
        self.rows.append(row)
        if best:
            self.keep()
        self._save_last()

    def keep(self) -> None:
        """Take the model as it is for the best."""
        self.model.save(self.run.best_file, include_optimizer=False, metadata={"epoch": len(self.rows)})

    def _save_last(self) -> None:
        self.model.save(self.run.last_file, metadata={"seed": self.model.seed, "history": self.rows})
        self.run.write_history(self.rows)
