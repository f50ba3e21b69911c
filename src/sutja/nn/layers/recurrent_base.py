"""What a recurrent layer is made of: its arguments, its weights, and the shapes that go in and come out."""

from __future__ import annotations

from typing import Any, ClassVar

from sutja.checks import as_seed, fraction, whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn import activations, initializers, regularizers
from sutja.nn.layers.layer import Layer
from sutja.nn.typing import Array, Config, Shape

__all__ = ["RecurrentBase"]


class RecurrentBase(Layer):
    """A layer for sequences, (batch, time, n) -> (batch, units), with weights for one step.

    ``return_sequences``: give the output of every step, (batch, time, units), not only the last. ``return_state``:
    give the last state as well, so that the result is [output, state, ...]. ``go_backwards``: read from the last step
    to the first; outputs come in that order. ``dropout`` and ``recurrent_dropout``: which share of the inputs, and of
    the state on its way into the next step, is dropped in training. ``zero_output_for_mask``: give 0, not the last
    output, for steps that do not exist. ``unroll`` changes nothing about results, and nothing here.

    Weights: ``kernel`` (n, G units), ``recurrent_kernel`` (units, G units), and ``bias``; G is the number of gates.
    """

    input_rank: ClassVar[int | None] = 3
    usual_training: ClassVar[bool | None] = False
    further_inputs: ClassVar[str | None] = "initial_state"
    weights_group: ClassVar[str] = "cell"
    accepted: ClassVar[Config] = {"use_cudnn": "auto", "implementation": 2}

    gates: ClassVar[int] = 1
    """How many kernels stand side by side."""

    state_names: ClassVar[tuple[str, ...]] = ("h",)
    """The states; the first is the output."""

    def __init__(
        self,
        units: int,
        activation: Any = "tanh",
        use_bias: bool = True,
        kernel_initializer: Any = "glorot_uniform",
        recurrent_initializer: Any = "orthogonal",
        bias_initializer: Any = "zeros",
        kernel_regularizer: Any = None,
        recurrent_regularizer: Any = None,
        bias_regularizer: Any = None,
        *,
        dropout: float = 0.0,
        recurrent_dropout: float = 0.0,
        seed: int | None = None,
        return_sequences: bool = False,
        return_state: bool = False,
        go_backwards: bool = False,
        unroll: bool = False,
        zero_output_for_mask: bool = False,
        **others: Any,
    ) -> None:
        super().__init__(**others)
        self.units = whole("units", units)
        self.activation = activations.get(activation)
        self.use_bias = use_bias
        self.kernel_initializer = initializers.get(kernel_initializer)
        self.recurrent_initializer = initializers.get(recurrent_initializer)
        self.bias_initializer = initializers.get(bias_initializer)
        self.kernel_regularizer = regularizers.get(kernel_regularizer)
        self.recurrent_regularizer = regularizers.get(recurrent_regularizer)
        self.bias_regularizer = regularizers.get(bias_regularizer)
        self.dropout = fraction("dropout", dropout)
        self.recurrent_dropout = fraction("recurrent_dropout", recurrent_dropout)
        self.seed = as_seed(seed)
        self.return_sequences, self.return_state = return_sequences, return_state
        self.go_backwards, self.unroll = go_backwards, unroll
        self.zero_output_for_mask = zero_output_for_mask

    @property
    def bias_shape(self) -> tuple[int, ...]:
        """The shape of the bias."""
        return (self.gates * self.units,)

    @property
    def input_bias(self) -> Array:
        """What is added to x W, (G units,)."""
        return self.bias.value

    @property
    def from_input(self) -> bool:
        """Whether a gate's derivative needs what went in, and not only what came out."""
        return self.activation.from_input

    # Shapes

    def __call__(  # type: ignore[override]
        self, inputs: Any, initial_state: Any = None, training: bool | None = None, mask: Any = None
    ) -> Any:
        """As any layer; ``initial_state``: one tensor (batch, units) for each state, in place of zeros."""
        if initial_state is None:
            return super().__call__(inputs, training, mask)
        states = list(initial_state) if isinstance(initial_state, list | tuple) else [initial_state]
        return super().__call__([inputs, *states], training, mask)

    def build_once(self, input_shape: Any) -> None:
        """Check all shapes; the weights depend on that of the sequence alone."""
        sequence, *states = input_shape if isinstance(input_shape, list) else [input_shape]
        if states and [shape[1:] for shape in states] != [(self.units,)] * len(self.state_names):
            raise invalid(
                "initial_state",
                _(
                    "{count} of shape (batch, {units}), one for each state of `{name}`",
                    count=len(self.state_names),
                    units=self.units,
                    name=self.name,
                ),
                states,
            )
        super().build_once(sequence)

    def build(self, input_shape: Shape) -> None:
        """Make the weights for inputs whose last dimension is n."""
        inputs, width = input_shape[-1], self.gates * self.units
        if inputs is None:
            raise invalid("input_shape", _("a shape whose last dimension is known"), input_shape)
        self.kernel = self.add_weight(
            "kernel", (inputs, width), self.kernel_initializer, regularizer=self.kernel_regularizer
        )
        self.recurrent_kernel = self.add_weight(
            "recurrent_kernel", (self.units, width), self.recurrent_initializer, regularizer=self.recurrent_regularizer
        )
        if self.use_bias:
            self.bias = self.add_weight(
                "bias", self.bias_shape, self.bias_initializer, regularizer=self.bias_regularizer
            )

    def compute_output_shape(self, input_shape: Any) -> Any:
        """(batch, units), or (batch, time, units) for sequences; with the states' shapes behind it if returned."""
        batch, time = (input_shape[0] if isinstance(input_shape, list) else input_shape)[:2]
        output = (batch, time, self.units) if self.return_sequences else (batch, self.units)
        return [output, *[(batch, self.units)] * len(self.state_names)] if self.return_state else output

    def compute_mask(self, inputs: Any, mask: Any = None) -> Any:
        """That of the input where there is one output a step; none for a single output and for states."""
        own = (mask[0] if isinstance(mask, list) else mask) if self.return_sequences else None
        return [own, *[None] * len(self.state_names)] if self.return_state else own

    def get_config(self) -> Config:
        """All arguments, in Keras' format."""
        return {
            **super().get_config(),
            "return_sequences": self.return_sequences,
            "return_state": self.return_state,
            "go_backwards": self.go_backwards,
            "stateful": False,
            "unroll": self.unroll,
            "zero_output_for_mask": self.zero_output_for_mask,
            "units": self.units,
            "activation": activations.serialize(self.activation),
            "use_bias": self.use_bias,
            "kernel_initializer": initializers.serialize(self.kernel_initializer),
            "recurrent_initializer": initializers.serialize(self.recurrent_initializer),
            "bias_initializer": initializers.serialize(self.bias_initializer),
            "kernel_regularizer": regularizers.serialize(self.kernel_regularizer),
            "recurrent_regularizer": regularizers.serialize(self.recurrent_regularizer),
            "bias_regularizer": regularizers.serialize(self.bias_regularizer),
            "dropout": self.dropout,
            "recurrent_dropout": self.recurrent_dropout,
            "seed": self.seed,
        }
