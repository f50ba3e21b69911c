"""Training and predicting with Sutja or Keras: the same calls on either."""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.contestants import Contestant
from bench.workloads import Network, Work

__all__ = ["KerasRunner"]


class KerasRunner:
    """A contestant whose engine is Sutja or Keras."""

    def __init__(self, contestant: Contestant) -> None:
        self.contestant = contestant
        os.environ |= contestant.environment
        if contestant.backend:
            os.environ["KERAS_BACKEND"] = contestant.backend
            os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
            os.environ |= {"JAX_PLATFORMS": "cpu", "KERAS_TORCH_DEVICE": "cpu", "CUDA_VISIBLE_DEVICES": "-1"}
        self.nn: Any = importlib.import_module("sutja.nn" if contestant.engine == "sutja" else "keras")
        self.notes: list[str] = []
        if contestant.name == "sutja" and find_spec("numba") is None:
            self.notes.append("without Numba, which is not installed")

    def train(self, network: Network, optimizer: str, batch: int, x: Any, y: Any, work: Work) -> list[float]:
        """The seconds of the warm-up, which holds all compilation, and of each epoch."""
        model = network.build(self.nn)
        self.compile(model, optimizer)
        clock = self._clock()
        start = time.perf_counter()
        if self.contestant.engine == "sutja" and work.epochs:
            model.train_on_batch(x[:batch], y[:batch])  # so short a fit does not load compiled routines
        model.fit(x[: work.warm_up], y[: work.warm_up], batch_size=batch, verbose=0)
        warm_up = time.perf_counter() - start
        if work.epochs:
            model.fit(x, y, batch_size=batch, epochs=work.epochs, verbose=0, callbacks=[clock])
        return [warm_up, *clock.seconds]

    def compile(self, model: Any, optimizer: Any) -> None:
        """For classification, with this contestant's settings."""
        model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"], **self.contestant.compile)

    def predictor(self, network: Network, batch: int) -> Callable[[Any], Any]:
        """The function that gives the probabilities for ``batch`` pictures."""
        return self._predicting(network.build(self.nn))

    def save(self, network: Network, folder: Path) -> None:
        """Write the network's file."""
        network.build(self.nn).save(folder / "model.keras")

    def load(self, folder: Path) -> Callable[[Any], Any]:
        """Read it again: a function like ``predictor``'s."""
        return self._predicting(self.nn.models.load_model(folder / "model.keras"))

    def _predicting(self, model: Any) -> Callable[[Any], Any]:
        if self.contestant.tuned:
            self.compile(model, "adam")
            return lambda x: model.predict_on_batch(x)
        return lambda x: model.predict(x, batch_size=len(x), verbose=0)

    def _clock(self) -> Any:
        class Clock(self.nn.callbacks.Callback):  # type: ignore[misc, name-defined]
            def __init__(self) -> None:
                super().__init__()
                self.seconds: list[float] = []

            def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
                self.start = time.perf_counter()

            def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
                self.seconds.append(time.perf_counter() - self.start)

        return Clock()
