"""TimeDistributed: the same layer on every time step.

    y_bt = layer(x_bt)        x (batch, time, ...)

The steps of all sequences are laid one behind the other as one large batch, (batch time, ...), so the wrapped layer
runs once.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.layers.wrapped import warn_of_lost_price
from sutja.nn.typing import Array, Config, Shape

__all__ = ["TimeDistributed"]


class TimeDistributed(Layer):
    """Applies ``layer`` to each step of (batch, time, ...); its weights are those of ``layer``."""

    supports_masking: ClassVar[bool] = True

    def __init__(self, layer: Layer, **others: Any) -> None:
        super().__init__(**others)
        if not isinstance(layer, Layer):
            raise invalid("layer", _("a layer, such as Dense(10)"), layer)
        warn_of_lost_price(self, layer)
        self.layer = layer

    @property
    def parts(self) -> dict[str, Layer]:
        """The wrapped layer."""
        return {"layer": self.layer}

    def build(self, input_shape: Shape) -> None:
        """Build the wrapped layer for one step."""
        self.layer.build_once(_of_step(input_shape))
        if any(not variable.trainable for variable in self.layer.variables):
            raise invalid(
                "layer",
                _("a layer that treats each sample by itself, not one with statistics of the batch"),
                self.layer.name,
            )

    def compute_output_shape(self, input_shape: Shape) -> Shape:
        """(batch, time, *output of the layer)."""
        inner = self.layer.compute_output_shape(_of_step(input_shape))
        if isinstance(inner, list):
            raise invalid("layer", _("a layer with one output"), self.layer.name)
        return (*input_shape[:2], *inner[1:])

    def forward(self, x: Array, call: Call) -> Array:
        """The layer's outputs, as (batch, time, ...)."""
        child = call.child("layer")
        child.needs_input_gradient = call.needs_input_gradient
        y = self.layer.forward(x.reshape(-1, *x.shape[2:]), child)
        call.save(x.shape)
        return y.reshape(*x.shape[:2], *y.shape[1:])

    def backward(self, dy: Array, call: Call) -> Array | None:
        """The layer's gradient, as (batch, time, ...)."""
        dx = self.layer.backward(dy.reshape(-1, *dy.shape[2:]), call.child("layer"))
        return None if dx is None else dx.reshape(call.saved)

    def get_config(self) -> Config:
        """The wrapped layer."""
        from sutja.nn.saving.architecture import layer_to_config

        return {**super().get_config(), "layer": layer_to_config(self.layer)}

    @classmethod
    def from_config(cls, config: Config) -> TimeDistributed:
        """The layer that ``get_config`` describes."""
        from sutja.nn.saving.architecture import layer_from_config

        return cls(**{**config, "layer": layer_from_config(config["layer"])})


def _of_step(input_shape: Any) -> Shape:
    if isinstance(input_shape, list) or len(input_shape) < 3:
        raise invalid("input_shape", _("at least 3 dimensions: batch, time and what each step has"), input_shape)
    return (input_shape[0], *input_shape[2:])
