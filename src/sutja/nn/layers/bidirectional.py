"""Bidirectional: one recurrent layer reads from the front, a second one from the back, and both are put together.

    y_t = merge(forward_t, backward_t)        merge: concat, sum, mul, ave, or None (both, as two outputs)

So the output of every step knows what came before and what comes after. Schuster and Paliwal 1997; deck experiment
``E-rnn-patterns``.
"""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.call import Call
from sutja.nn.layers.layer import Layer
from sutja.nn.layers.recurrent import Recurrent, mask_of_walk
from sutja.nn.layers.wrapped import warn_of_lost_price
from sutja.nn.typing import Array, Config

__all__ = ["Bidirectional"]

_MODES = ("concat", "sum", "mul", "ave", None)


class Bidirectional(Layer):
    """``Bidirectional(LSTM(10))``: two layers made from the description of ``layer``, with weights of their own.

    ``backward_layer``: another one for the way from the back; it has ``go_backwards=True``. Steps that the mask
    leaves out give 0 in both directions. ``initial_state``: first the forward layer's states, then the other's.
    """

    input_rank: ClassVar[int | None] = 3
    further_inputs: ClassVar[str | None] = "initial_state"

    def __init__(
        self, layer: Layer, merge_mode: str | None = "concat", *, backward_layer: Layer | None = None, **others: Any
    ) -> None:
        super().__init__(**others)
        for name, value in (("layer", layer), ("backward_layer", backward_layer)):
            if not isinstance(value, Recurrent) and (name, value) != ("backward_layer", None):
                raise invalid(name, _("a recurrent layer, such as LSTM(10)"), value)
        if merge_mode not in _MODES:
            raise invalid("merge_mode", _("one of: {names}", names=", ".join(map(str, _MODES))), merge_mode)
        assert isinstance(layer, Recurrent)
        for one in (layer, backward_layer):
            if one is not None:
                warn_of_lost_price(self, one)
        self.merge_mode = merge_mode
        self.forward_layer = _copy(layer, "forward_")
        self.backward_layer = (
            _copy(layer, "backward_", go_backwards=True) if backward_layer is None else _recurrent(backward_layer)
        )
        self._check_directions()
        for one in (self.forward_layer, self.backward_layer):
            one.zero_output_for_mask = one.return_sequences
        self.return_sequences, self.return_state = layer.return_sequences, layer.return_state

    def _check_directions(self) -> None:
        one, other = self.forward_layer, self.backward_layer
        if one.go_backwards == other.go_backwards:
            raise invalid(
                "backward_layer", _("one of the two layers with go_backwards=True, the other without"), other.name
            )
        for name in ("return_sequences", "return_state"):
            if getattr(one, name) != getattr(other, name):
                raise invalid("backward_layer", _("the same `{name}` as `layer` has", name=name), getattr(other, name))

    @property
    def parts(self) -> dict[str, Layer]:
        """Both layers."""
        return {"forward_layer": self.forward_layer, "backward_layer": self.backward_layer}

    # Shapes and masks

    def __call__(  # type: ignore[override]
        self, inputs: Any, initial_state: Any = None, training: bool | None = None, mask: Any = None
    ) -> Any:
        """As any layer; ``initial_state``: one tensor (batch, units) for each state of both layers."""
        return super().__call__(inputs if initial_state is None else [inputs, *initial_state], training, mask)

    def check_input_shape(self, input_shape: Any) -> None:
        """As the two layers do."""
        for layer, part in zip(self.layers_inside, _halves(input_shape), strict=True):
            layer.check_input_shape(part[0] if isinstance(part, list) else part)

    def build(self, input_shape: Any) -> None:
        """Build both layers."""
        for layer, part in zip(self.layers_inside, _halves(input_shape), strict=True):
            layer.build_once(part)

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The merged output, or both, and the states of both if returned."""
        one, other = (
            layer.compute_output_shape(part)
            for layer, part in zip(self.layers_inside, _halves(input_shape), strict=True)
        )
        (y, *states), (y_back, *states_back) = (one, other) if self.return_state else ([one], [other])
        width = y[-1] + y_back[-1] if self.merge_mode == "concat" else y[-1]
        outputs = [y, y_back] if self.merge_mode is None else [(*y[:-1], width)]
        return _bare([*outputs, *states, *states_back])

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """That of the input where there is one output a step; none for single outputs and states."""
        mask = mask[0] if isinstance(mask, list) else mask
        own = [mask if self.return_sequences else None] * (2 if self.merge_mode is None else 1)
        states = len(self.forward_layer.state_names) + len(self.backward_layer.state_names)
        return _bare([*own, *[None] * (states if self.return_state else 0)])

    # Both directions

    def forward(self, x: Any, call: Call) -> Any:
        """Both layers on the same input; what the second one says is turned to run forwards before the two meet."""
        mask, results = mask_of_walk(call), []
        for name, part in zip(self.parts, _halves(x), strict=True):
            child = call.child(name)
            child.needs_input_gradient, child.mask = call.needs_input_gradient, mask
            results.append(self.parts[name].forward(part, child))
        (y, *states), (y_back, *states_back) = results if self.return_state else ([results[0]], [results[1]])
        y_back = self._turn(y_back)
        call.save(y, y_back, isinstance(x, list))
        return _bare([*self._merge(y, y_back, call), *states, *states_back])

    def backward(self, dy: Any, call: Call) -> Any:
        """Each layer gets its part of dy; the input feeds both, so their gradients by it add up."""
        y, y_back, takes_list = call.saved
        several = dy if isinstance(dy, list) else [dy]
        count = 2 if self.merge_mode is None else 1
        dmerged, dstates = several[:count], several[count:]
        d, d_back = dmerged if self.merge_mode is None else self._merge_backward(dmerged[0], y, y_back)
        own = len(self.forward_layer.state_names)
        d_back = None if d_back is None else self._turn(d_back)
        parts = ([d, *dstates[:own]], [d_back, *dstates[own:]]) if self.return_state else (d, d_back)
        results = [
            _go_back(self.parts[name], part, call.child(name)) for name, part in zip(self.parts, parts, strict=True)
        ]
        if not takes_list:
            return _sum(*results)
        (dx, *first), (dx_back, *second) = ([None] * (1 + own) if r is None else r for r in results)
        return [_sum(dx, dx_back), *first, *second]

    def _turn(self, sequence: Array) -> Array:
        return sequence[:, ::-1] if self.return_sequences else sequence

    def _merge(self, y: Array, y_back: Array, call: Call) -> list[Array]:
        if self.merge_mode is None:
            return [y, y_back]
        if self.merge_mode == "concat":
            shape = (*y.shape[:-1], y.shape[-1] + y_back.shape[-1])
            return [np.concatenate([y, y_back], axis=-1, out=call.buffer("y", shape, y.dtype))]
        if self.merge_mode == "mul":
            return [y * y_back]
        return [y + y_back if self.merge_mode == "sum" else (y + y_back) / 2]

    def _merge_backward(self, dy: Array | None, y: Array, y_back: Array) -> tuple[Any, Any]:
        """concat: each its own part; sum: dy for both; ave: half of it; mul: dy times the other factor."""
        if dy is None:
            return None, None
        if self.merge_mode == "concat":
            return dy[..., : y.shape[-1]], dy[..., y.shape[-1] :]
        if self.merge_mode == "mul":
            return dy * y_back, dy * y
        return (dy, dy) if self.merge_mode == "sum" else (dy / 2, dy / 2)

    def get_config(self) -> Config:
        """Both layers and how they are merged."""
        from sutja.nn.saving.architecture import layer_to_config

        return {
            **super().get_config(),
            "merge_mode": self.merge_mode,
            "layer": layer_to_config(self.forward_layer),
            "backward_layer": layer_to_config(self.backward_layer),
        }

    @classmethod
    def from_config(cls, config: Config) -> Bidirectional:
        """The layer that ``get_config`` describes."""
        from sutja.nn.saving.architecture import layer_from_config

        layers = {name: layer_from_config(config[name]) for name in ("layer", "backward_layer") if config.get(name)}
        return cls(**{**config, **layers})


def _copy(layer: Recurrent, prefix: str, **changes: Any) -> Recurrent:
    """A layer with the same arguments, named ``prefix`` + the name of ``layer``."""
    name = prefix + layer.name.removeprefix(prefix)
    return type(layer).from_config({**layer.get_config(), **changes, "name": name})


def _recurrent(layer: Any) -> Recurrent:
    assert isinstance(layer, Recurrent)  # the constructor has checked
    return layer


def _halves(inputs: Any) -> tuple[Any, Any]:
    """What each layer is given: the sequence, and its half of the initial states if there are any."""
    if not isinstance(inputs, list):
        return inputs, inputs
    sequence, *states = inputs
    half = len(states) // 2
    return [sequence, *states[:half]], [sequence, *states[half:]]


def _go_back(layer: Layer, dy: Any, call: Call) -> Any:
    """The layer's gradient; ``None`` if the loss does not depend on it."""
    nothing = all(part is None for part in dy) if isinstance(dy, list) else dy is None
    return None if nothing else layer.backward(dy, call)


def _sum(one: Array | None, other: Array | None) -> Array | None:
    if one is None or other is None:
        return other if one is None else one
    one += other
    return one


def _bare(items: list[Any]) -> Any:
    return items if len(items) > 1 else items[0]
