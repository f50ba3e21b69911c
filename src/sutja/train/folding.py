"""Folding: a network without its BatchNormalization, which answers the same and faster.

After training, BatchNormalization is a fixed linear map of each channel, y = γ (x - μ) / √(σ² + ε) + β. Behind a
convolution or a dense layer, x = w · v + b, it is part of that layer:

    w' = w γ / √(σ² + ε),        b' = (b - μ) γ / √(σ² + ε) + β.

An activation that follows joins the layer as well, and Dropout, which does nothing outside training, goes.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from sutja import nn
from sutja.nn.layers import Activation, BatchNormalization, Conv2D, Dense, Dropout, Layer
from sutja.nn.models import Model

__all__ = ["folded"]


def folded(model: Model) -> nn.Sequential:
    """A model that gives what ``model`` predicts, each BatchNormalization folded into the layer before it."""
    layers: list[Layer] = []
    weights: list[list[np.ndarray[Any, Any]]] = []
    for layer in model.layers:
        before = layers[-1] if layers else None
        linear = isinstance(before, Conv2D | Dense) and before.activation is nn.activations.linear
        if isinstance(layer, Dropout):
            continue
        if isinstance(layer, BatchNormalization) and linear:
            weights[-1] = _merged(weights[-1], layer)
        elif isinstance(layer, Activation) and linear:
            layers[-1] = _rebuilt(layers[-1], activation=layer.get_config()["activation"])
        else:
            changes = {"use_bias": True} if isinstance(layer, Conv2D | Dense) else {}
            layers.append(_rebuilt(layer, **changes))
            weights.append(_with_bias(layer))
    shape = tuple(model.inputs[0].shape)[1:]
    result = nn.Sequential([nn.Input(shape), *layers])
    for layer, values in zip(layers, weights, strict=True):
        layer.set_weights(values)
    return result


def _rebuilt(layer: Layer, **changes: Any) -> Layer:
    return type(layer).from_config({**layer.get_config(), **changes})


def _with_bias(layer: Layer) -> list[np.ndarray[Any, Any]]:
    values = layer.get_weights()
    if isinstance(layer, Conv2D | Dense) and not layer.use_bias:
        values = [*values, np.zeros(values[0].shape[-1], values[0].dtype)]
    return values


def _merged(values: list[np.ndarray[Any, Any]], normalization: BatchNormalization) -> list[np.ndarray[Any, Any]]:
    kernel, bias = values
    rest = iter(normalization.get_weights())
    gamma = next(rest) if normalization.scale else np.float32(1)
    beta = next(rest) if normalization.center else np.float32(0)
    mean, variance = rest
    factor = gamma / np.sqrt(variance + normalization.epsilon)
    return [kernel * factor, (bias - mean) * factor + beta]
