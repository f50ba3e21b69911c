"""PyTorch under the engine's names, as far as the networks of the benchmark need it.

``network.build(bench.torch_engine)`` gives a plain ``torch.nn.Sequential`` of PyTorch's own modules, so that what is
measured as PyTorch is PyTorch alone. Widths of inputs are found by PyTorch's lazy modules on a first picture.
A softmax at the end is left to the loss while training, as PyTorch does it: the model gives logits.
"""

from __future__ import annotations

from collections.abc import Sequence as Items
from types import SimpleNamespace
from typing import Any

import torch

__all__ = ["Input", "Sequential", "layers"]

ROW = 28  # pixels in a row of MNIST, where the only recurrent network starts
ACTIVATIONS = {"relu": torch.nn.ReLU, "sigmoid": torch.nn.Sigmoid, "tanh": torch.nn.Tanh}


class Rows(torch.nn.Module):  # type: ignore[misc]
    """(batch, 1, steps, width) -> (batch, steps, width)."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Without the dimension of the only channel."""
        return x.squeeze(1)


class LastOutput(torch.nn.Module):  # type: ignore[misc]
    """The output of the last step of an LSTM."""

    def __init__(self, width: int, units: int) -> None:
        super().__init__()
        self.lstm = torch.nn.LSTM(width, units, batch_first=True)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """(batch, steps, width) -> (batch, units)."""
        return self.lstm(x)[0][:, -1]


def Input(shape: Items[int]) -> SimpleNamespace:
    """The shape of the pictures, channels last."""
    return SimpleNamespace(shape=tuple(shape))


def Sequential(parts: Items[Any]) -> torch.nn.Sequential:
    """The modules in a row; ``parts`` starts with the input, and each further part is a list of modules."""
    source, *others = parts
    model = torch.nn.Sequential(*(module for part in others for module in part))
    height, width, channels = source.shape
    model.eval()(torch.zeros(2, channels, height, width))
    return model.train()


def _activated(module: torch.nn.Module, activation: str | None) -> list[torch.nn.Module]:
    if activation in (None, "softmax"):
        return [module]
    return [module, ACTIVATIONS[activation]()]


def _dense(units: int, activation: str | None = None, **_initial: Any) -> list[torch.nn.Module]:
    return _activated(torch.nn.LazyLinear(units), activation)


def _conv2d(
    filters: int,
    size: int,
    strides: int = 1,
    padding: str = "valid",
    activation: str | None = None,
    use_bias: bool = True,
) -> list[torch.nn.Module]:
    return _activated(torch.nn.LazyConv2d(filters, size, strides, padding, bias=use_bias), activation)


def _batch_normalization(momentum: float = 0.99) -> list[torch.nn.Module]:
    """PyTorch's momentum is the share of the new, Keras' that of the old."""
    return [torch.nn.LazyBatchNorm2d(eps=1e-3, momentum=1 - momentum)]


layers = SimpleNamespace(
    Activation=lambda name: [ACTIVATIONS[name]()],
    BatchNormalization=_batch_normalization,
    Conv2D=_conv2d,
    Dense=_dense,
    Dropout=lambda rate: [torch.nn.Dropout(rate)],
    Flatten=lambda: [torch.nn.Flatten()],
    LSTM=lambda units: [LastOutput(ROW, units)],
    MaxPooling2D=lambda size=2: [torch.nn.MaxPool2d(size)],
    Reshape=lambda shape: [Rows()],
)
