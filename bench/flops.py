"""How many floating-point operations a network costs, counted from shapes.

Only the matrix products count, a multiplication and an addition as two; everything else (activations, pooling,
normalisation, the optimizer) is small beside them, so the share of the peak that a network reaches is stated a
little too low rather than too high.

    Dense     2 in out
    Conv2D    2 (height width) of the output * kernel_height kernel_width in * out
    LSTM      2 steps * 4 units (in + units)

Backwards, each product is done twice more: once for the gradient by the weights and once for that by the inputs,
which the first layer need not find. So training costs 3 times the way forwards, less once the first layer's.
"""

from __future__ import annotations

import math
from typing import Any

from bench.workloads import Network

__all__ = ["forward", "training"]


def forward(network: Network) -> int:
    """Operations to predict one picture."""
    return sum(_by_layer(network))


def training(network: Network) -> int:
    """Operations to learn from one picture."""
    costs = _by_layer(network)
    return 3 * sum(costs) - costs[0]


def _by_layer(network: Network) -> list[int]:
    """The cost of each layer that multiplies matrices, from the input on."""
    from sutja import nn

    costs = [_of_layer(layer) for layer in network.build(nn).layers]
    return [cost for cost in costs if cost]


def _of_layer(layer: Any) -> int:
    node, kind = layer.nodes[0], type(layer).__name__
    _batch, *given = node.inputs[0].shape
    if kind == "Dense":
        return 2 * math.prod(given) * int(layer.units)
    if kind == "Conv2D":
        _batch, *made = node.output.shape
        return 2 * math.prod(made) * math.prod(layer.kernel_size) * int(given[-1])
    if kind == "LSTM":
        steps, width = given
        return 2 * int(steps) * 4 * int(layer.units) * int(width + layer.units)
    if any("kernel" in weight.name for weight in layer.weights):
        raise NotImplementedError(f"bench.flops does not know what the layer {kind} costs")
    return 0
