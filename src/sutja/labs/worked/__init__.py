"""The worked examples of the course: each a small calculation with an exact answer, beside the deck's own.

``WORKED`` has one function for each experiment that is a calculation or has one beside it; called, it gives a
:class:`~sutja.labs.computed.Computed`. The calculations are those of the primer or of the engine, never retyped.
"""

from __future__ import annotations

from collections.abc import Callable

from sutja.labs.computed import Computed
from sutja.labs.worked.activations import activations
from sutja.labs.worked.augmentation import augmentation
from sutja.labs.worked.convolution import convolution_by_hand, cosine_convolution
from sutja.labs.worked.curve_fitting import curve_fitting
from sutja.labs.worked.filters import filters
from sutja.labs.worked.forward import forward_three_layers
from sutja.labs.worked.gates import gates
from sutja.labs.worked.gradients import numerical_gradients
from sutja.labs.worked.inference import inference
from sutja.labs.worked.layers_backward import layers_backward
from sutja.labs.worked.loss_table import loss_table
from sutja.labs.worked.losses import cross_entropy_of_digits, squared_error_of_digits
from sutja.labs.worked.optimizers import optimizers
from sutja.labs.worked.pooling import pooling
from sutja.labs.worked.shopping import shopping
from sutja.labs.worked.softmax import softmax_of_three

__all__ = ["WORKED"]

WORKED: dict[str, Callable[[], Computed]] = {
    "A-curve-fitting": curve_fitting,
    "B-gates": gates,
    "B-activations": activations,
    "B-forward-3-layer": forward_three_layers,
    "B-softmax": softmax_of_three,
    "B-inference": inference,
    "B-mse": squared_error_of_digits,
    "B-cross-entropy": cross_entropy_of_digits,
    "B-loss-table": loss_table,
    "B-numerical-gradient": numerical_gradients,
    "B-graph-shopping": shopping,
    "B-layers-backward": layers_backward,
    "B-cosine-convolution": cosine_convolution,
    "B-filters": filters,
    "E-convolution-by-hand": convolution_by_hand,
    "D-max-pool": pooling,
    "B-augmentation": augmentation,
    "E-optimizers": optimizers,
}
