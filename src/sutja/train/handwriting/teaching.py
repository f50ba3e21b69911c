"""Teaching: training on rounds of pictures, from their labels or from what teachers say of them.

A small network learns more from the probabilities that a large one gives than from the bare label: that a picture is a
7, and that it might have been a 1 (Hinton, Vinyals and Dean, 2015); from several, it learns what they say in the mean.
All look at the very same pictures, many times (Beyer et al., "Knowledge distillation: a good teacher is patient and
consistent", 2022), and a part of each target is the label all the same, since teachers are wrong now and then:

    target = TAUGHT · teachers' probabilities + (1 - TAUGHT) · label.

AdamW with a learning rate that rises for a tenth of the steps and falls along half a cosine; what is kept is the moving
average of the weights.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from sutja import nn, zoo
from sutja.language import translate as _
from sutja.nn.callbacks import Callback
from sutja.nn.callbacks.callback import Logs
from sutja.nn.models import Model
from sutja.nn.optimizers import AdamW
from sutja.nn.saving import load_model, read_metadata
from sutja.nn.utils import PyDataset, to_categorical
from sutja.train.batches import as_floats
from sutja.train.handwriting.pictures import NONE, Pictures
from sutja.train.schedule import rise_and_fall

__all__ = ["Rounds", "round_file", "taught_file", "teach"]

TAUGHT = 0.7
_BATCH = 128
_CLASSES = NONE + 1


def round_file(folder: Path, number: int) -> Path:
    """Where the pictures of a round lie."""
    return folder / f"round-{number}.npz"


def taught_file(folder: Path, number: int) -> Path:
    """Where the teachers' probabilities for them lie."""
    return folder / f"taught-{number}.npy"


class Rounds(PyDataset):
    """The rounds in ``folder``, one an epoch and then from the first again, each time in another order."""

    def __init__(self, folder: Path, count: int, *, taught: bool, seed: int, epoch: int = 0) -> None:
        super().__init__()
        self.folder, self.count, self.taught, self.seed, self.epoch = folder, count, taught, seed, epoch
        self._open()

    def __len__(self) -> int:
        return math.ceil(len(self._x) / _BATCH)

    def __getitem__(self, index: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        chosen = self._order[index * _BATCH : (index + 1) * _BATCH]
        return as_floats(self._x[chosen])[..., None], self._targets[chosen]

    def on_epoch_end(self) -> None:
        """The next round."""
        self.epoch += 1
        self._open()

    def _open(self) -> None:
        number = self.epoch % self.count
        with np.load(round_file(self.folder, number)) as found:
            self._x, labels = found["x"], found["y"]
        self._targets = to_categorical(labels, _CLASSES).astype(np.float32)
        if self.taught:
            said = np.load(taught_file(self.folder, number)).astype(np.float32)
            self._targets += np.float32(TAUGHT) * (said - self._targets)
        self._order = np.random.default_rng([self.seed, self.epoch]).permutation(len(self._x))


def teach(
    architecture: str,
    folder: Path,
    rounds: int,
    epochs: int,
    *,
    peak: float,
    held_out: Pictures,
    taught: bool,
    seed: int,
    console: Console,
) -> Model:
    """A network of the zoo that has learnt from the rounds in ``folder``; goes on where it was interrupted.

    Args:
        architecture: Its name.
        folder: Where the rounds lie, and a checkpoint after each epoch.
        rounds: How many there are.
        epochs: How many are learnt from; above ``rounds``, they come again.
        peak: The highest learning rate.
        held_out: Pictures that only tell how far it has come.
        taught: Whether to learn from what teachers said of them too.
        seed: Fixes initial weights and order.
        console: Where a line for each epoch goes.
    """
    last = folder / f"{architecture}-last.keras"
    if last.exists():
        model, state = load_model(last), read_metadata(last)
        model.seed, done = int(state["seed"]), int(state["epoch"])
    else:
        nn.utils.set_random_seed(seed)
        model, done = zoo.build(architecture, classes=_CLASSES), 0
    batches = Rounds(folder, rounds, taught=taught, seed=seed, epoch=done)
    if not done:
        steps = epochs * len(batches)
        rate = rise_and_fall(peak, steps, steps // 10)
        optimizer = AdamW(rate, weight_decay=0.01, use_ema=True, ema_momentum=0.999)
        model.compile(optimizer, "categorical_crossentropy", metrics=["accuracy"])
    kept = _Kept(last, epochs, held_out, console)
    model.fit(batches, epochs=epochs, initial_epoch=done, shuffle=False, verbose=0, callbacks=[kept])
    return model


class _Kept(Callback):
    """A checkpoint and a line after each epoch."""

    def __init__(self, file: Path, epochs: int, held_out: Pictures, console: Console) -> None:
        super().__init__()
        self.file, self.epochs, self.held_out, self.console = file, epochs, held_out, console

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        said = self.model.predict(as_floats(self.held_out.x)[..., None], batch_size=256, verbose=0)
        numbers: dict[str, Any] = {
            "epoch": epoch + 1,
            "epochs": self.epochs,
            **(logs or {}),
            "held_out": float(np.mean(said.argmax(axis=1) == self.held_out.y)),
        }
        self.console.print(
            _("Epoch {epoch}/{epochs}  loss {loss:.4f}  accuracy {accuracy:.2%}  held out {held_out:.2%}", **numbers)
        )
        self.model.save(self.file, metadata={"seed": self.model.seed, "epoch": epoch + 1})
