"""The folder of a run, and what lies in it.

    config.json     the recipe and where its data came from
    history.csv     the numbers of each epoch
    best.keras      the weights of the epoch with the lowest loss on the held-out pictures
    last.keras      the weights after the last epoch, with all that resuming needs
    metrics.json    the evaluation on the test pictures
    figures/        learning curves, confusion matrix, worst mistakes (SVG)

``last.keras`` is the truth: it is replaced in one move after each epoch and holds the history so far, from which
``history.csv`` is written again. Whatever moment a run is killed in, it goes on from there.
"""

from __future__ import annotations

import csv
import io
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sutja.errors import ModelFileError, SutjaError
from sutja.language import translate as _
from sutja.train.recipe import Recipe
from sutja.whole_file import write_whole

__all__ = ["Run"]


class Run:
    """The run in ``folder``, which need not exist yet."""

    def __init__(self, folder: str | os.PathLike[str]) -> None:
        self.folder = Path(folder)
        self.config_file = self.folder / "config.json"
        self.history_file = self.folder / "history.csv"
        self.best_file = self.folder / "best.keras"
        self.last_file = self.folder / "last.keras"
        self.metrics_file = self.folder / "metrics.json"
        self.figures = self.folder / "figures"

    @property
    def exists(self) -> bool:
        """Whether a training was started here."""
        return self.config_file.exists()

    def clear(self) -> None:
        """Remove what an earlier training left here, and nothing else."""
        if self.exists:
            for file in (self.history_file, self.best_file, self.last_file, self.metrics_file, self.config_file):
                file.unlink(missing_ok=True)
            shutil.rmtree(self.figures, ignore_errors=True)

    def write_config(self, recipe: Recipe, threads: int | None, source: str) -> None:
        """Note what is trained, into how many shards a step is cut if somebody chose, and where the data came from."""
        self.folder.mkdir(parents=True, exist_ok=True)
        about = {"recipe": recipe.as_dict(), "threads": threads, "source": source, "command": recipe.command}
        write_whole(self.config_file, json.dumps(about, indent=2, ensure_ascii=False) + "\n")

    def read_config(self) -> tuple[Recipe, int | None]:
        """The recipe, and into how many shards a step is cut; ``None``: into as many as pay."""
        if not self.exists:
            raise SutjaError(
                _(
                    "There is no run in {folder}. Start one: sutja train --name {name}",
                    folder=self.folder,
                    name=self.folder.name,
                )
            )
        try:
            about = json.loads(self.config_file.read_text(encoding="utf-8"))
            threads = about["threads"]
            return Recipe(**about["recipe"]), None if threads is None else int(threads)
        except (ValueError, KeyError, TypeError) as error:
            raise ModelFileError(
                _(
                    "{file} is damaged: {reason}. Start the run again under another name.",
                    file=self.config_file,
                    reason=error,
                )
            ) from error

    def write_history(self, rows: Sequence[Mapping[str, float]]) -> None:
        """The numbers of each epoch, one row each."""
        if not rows:
            return
        text = io.StringIO()
        writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        write_whole(self.history_file, text.getvalue())

    def write_metrics(self, metrics: Mapping[str, Any]) -> None:
        """The evaluation."""
        write_whole(self.metrics_file, json.dumps(metrics, indent=2, ensure_ascii=False) + "\n")
