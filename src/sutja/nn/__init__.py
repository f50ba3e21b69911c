"""The engine: neural networks in NumPy, one concept a file, under Keras' names.

``import sutja.nn as keras`` runs code written for Keras 3, for what is here; ``__all__`` names it. Names, arguments,
defaults, shapes (channels last) and numbers are Keras'.

    primer/         where to start reading: each of these ideas in its simplest form
    graph/          layers as nodes, tensors as edges; forwards and backwards through them
    layers/         each with forward and backward
    activations/ initializers/ regularizers/ losses/ metrics/ optimizers/ callbacks/
    training/       what compile() asks for, batches, the step over shards in threads, fit, evaluate, gradients
    models/         Model and Sequential
    saving/         .keras, .weights.h5 and .h5 files
    datasets/       the data sets of Keras, by way of sutja.data
    description.py  things as plain values, and back; custom_objects.py: classes of the user's own
    call.py         what one call of a layer remembers
    variables.py    weights, and the flat vector they live in
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sutja.nn import (
    activations,
    callbacks,
    config,
    datasets,
    initializers,
    layers,
    losses,
    metrics,
    models,
    optimizers,
    regularizers,
    saving,
    utils,
)
from sutja.nn.graph.tensor import KerasTensor
from sutja.nn.layers.input import Input
from sutja.nn.layers.layer import Layer
from sutja.nn.missing import answer_to_missing
from sutja.nn.models.model import Model
from sutja.nn.models.sequential import Sequential
from sutja.nn.training.gradients import gradients
from sutja.nn.variables import Variable

__all__ = [
    "Input",
    "KerasTensor",
    "Layer",
    "Model",
    "Sequential",
    "Variable",
    "activations",
    "callbacks",
    "config",
    "datasets",
    "gradients",
    "initializers",
    "layers",
    "losses",
    "metrics",
    "models",
    "optimizers",
    "regularizers",
    "saving",
    "utils",
]

if not TYPE_CHECKING:  # type checkers look for each name themselves
    __getattr__ = answer_to_missing(__name__, __all__)
