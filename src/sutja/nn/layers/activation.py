"""Activation: y = f(x) for each element, as a layer of its own (softmax: over the last axis)."""

from __future__ import annotations

from typing import Any

from sutja.nn import activations
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config

__all__ = ["Activation", "FixedActivation"]


class FixedActivation(Layer):
    """Base of the layers that apply a function of :mod:`sutja.nn.activations`, which is ``function``."""

    supports_masking = True

    function: activations.Activation

    def forward(self, x: Array, call: Call) -> Array:
        """f(x), of the shape of x."""
        y = self.function.forward(x, call.buffer("y", x.shape, x.dtype))
        call.save(x if self.function.from_input else y)
        return y

    def backward(self, dy: Array, call: Call) -> Array:
        """dx = dy f'(x)."""
        return self.function.backward(dy, call.saved, call.buffer("dx", dy.shape, dy.dtype))


class Activation(FixedActivation):
    """Applies ``activation``, such as ``Activation("relu")``."""

    def __init__(self, activation: Any, **others: Any) -> None:
        super().__init__(**others)
        self.activation = self.function = activations.get(activation)

    def get_config(self) -> Config:
        """The name of the activation."""
        return {**super().get_config(), "activation": activations.serialize(self.activation)}
