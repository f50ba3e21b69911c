"""Training and predicting with plain PyTorch, written as PyTorch's tutorials write it.

As a default: batches from a ``DataLoader``. In tune: pictures with channels last in memory, batches taken by index,
the fused optimizer, and ``torch.compile`` if this processor and its compiler can run what it makes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import torch

from bench import torch_engine
from bench.contestants import Contestant
from bench.workloads import Network, Work

__all__ = ["TorchRunner"]


class TorchRunner:
    """The contestant "pytorch", plain or in tune."""

    def __init__(self, contestant: Contestant) -> None:
        self.tuned = contestant.tuned
        self.notes: list[str] = []
        torch.set_num_threads(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)

    def train(self, network: Network, optimizer: str, batch: int, x: Any, y: Any, work: Work) -> list[float]:
        """The seconds of the warm-up, which holds all compilation, and of each epoch."""
        start = time.perf_counter()
        model = self.made_fast(network.build(torch_engine), network, batch)
        step = self.stepper(model, self.optimizer(model, optimizer))
        pictures, labels = self.tensors(x), torch.from_numpy(y).long()
        seconds = []
        for count in (work.warm_up, *[len(x)] * work.epochs):
            for inputs, wanted in self.batches(pictures[:count], labels[:count], batch):
                step(inputs, wanted)
            seconds.append(time.perf_counter() - start)
            start = time.perf_counter()
        return seconds

    def stepper(self, model: Any, optimizer: Any) -> Callable[[torch.Tensor, torch.Tensor], None]:
        """One step of training, which also counts loss and accuracy as ``fit`` of Keras does."""
        loss_function = torch.nn.CrossEntropyLoss()
        total, right = torch.zeros(()), torch.zeros((), dtype=torch.long)

        def step(inputs: torch.Tensor, wanted: torch.Tensor) -> None:
            optimizer.zero_grad()
            logits = model(inputs)
            loss = loss_function(logits, wanted)
            loss.backward()
            optimizer.step()
            total.add_(loss.detach() * len(inputs))
            right.add_((logits.detach().argmax(1) == wanted).sum())

        return step

    def optimizer(self, model: Any, name: str, learning_rate: float = 1e-3) -> Any:
        """The optimizer with Keras' defaults."""
        parameters = model.parameters()
        if name == "rmsprop":
            return torch.optim.RMSprop(parameters, learning_rate, alpha=0.9, eps=1e-7)
        return torch.optim.Adam(parameters, learning_rate, eps=1e-7, **({"fused": True} if self.tuned else {}))

    def tensors(self, x: Any) -> torch.Tensor:
        """Pictures (n, height, width, channels) as PyTorch takes them, (n, channels, height, width)."""
        turned = torch.from_numpy(x).permute(0, 3, 1, 2)
        return turned if self.tuned else turned.contiguous()  # as it came, it is channels last in memory

    def batches(self, x: torch.Tensor, y: torch.Tensor, batch: int) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        """All pictures in a new order."""
        if not self.tuned:
            dataset = torch.utils.data.TensorDataset(x, y)
            yield from torch.utils.data.DataLoader(dataset, batch_size=batch, shuffle=True)
            return
        for chosen in torch.randperm(len(x)).split(batch):
            yield x[chosen], y[chosen]

    def made_fast(self, model: Any, network: Network, batch: int) -> Any:
        """The model compiled, where this contestant does that and it works; else as it is, with a note."""
        if not self.tuned:
            return model
        model = model.to(memory_format=torch.channels_last)
        compiled = torch.compile(model)
        height, width, channels = network.input_shape
        trial = torch.zeros(batch, channels, height, width).to(memory_format=torch.channels_last)
        try:
            made = compiled(trial)
            if model.training:
                made.sum().backward()
        except Exception as error:  # noqa: BLE001 - whatever a compiler can say
            self.notes.append(f"without torch.compile, which fails here: {type(error).__name__}")
            return model
        model.zero_grad()
        return compiled

    def predictor(self, network: Network, batch: int) -> Callable[[Any], Any]:
        """The function that gives the probabilities for ``batch`` pictures."""
        return self._predicting(self.made_fast(network.build(torch_engine).eval(), network, batch))

    def save(self, network: Network, folder: Path) -> None:
        """Write the network's file, a whole module."""
        torch.save(network.build(torch_engine), folder / "model.pt")

    def load(self, folder: Path) -> Callable[[Any], Any]:
        """Read it again: a function like ``predictor``'s."""
        kinds = (getattr(torch.nn, name) for name in torch.nn.modules.__all__)
        with torch.serialization.safe_globals([set, *kinds]):
            return self._predicting(torch.load(folder / "model.pt", weights_only=True).eval())

    def _predicting(self, model: Any) -> Callable[[Any], Any]:
        mode = torch.inference_mode if self.tuned else torch.no_grad

        def predict(x: Any) -> Any:
            with mode():
                return torch.softmax(model(self.tensors(x)), 1).numpy()

        return predict
