"""The primer: a network from nothing, one piece a file, as one builds it before there is an engine.

Each file needs nothing but NumPy and the files before it; the arrays are plain, the loops are loops, and nothing is
fast that could be clear instead. Beside each piece stands the part of the engine that does the same in earnest; tests
hold the two equal. Read in this order; ``docs/primer.md`` goes the same way with examples to run.

    What a network is
     1  gates.py               a perceptron decides; two layers of them do what one cannot    layers.Dense
     2  activations.py         the step made smooth                                           activations
     3  softmax.py             scores become probabilities                                    activations.softmax
     4  forward.py             a signal goes through three layers                             Sequential.predict

    What learning is
     5  labels.py              the right answer as a row                                      utils.to_categorical
     6  losses.py              how wrong, as one number                                       losses
     7  numerical_gradient.py  the slope of that number, by trying                            (tests of every layer)
     8  gradient_descent.py    downhill, step by step                                         optimizers.SGD
     9  curve_fitting.py       all of it without a network; learning by heart                 Model.fit

    How a network learns
    10  graph_nodes.py         sums and products that go backwards                            graph
    11  relu_layer.py          a switch that goes backwards                                   activations.relu
    12  sigmoid_layer.py       a smooth step that goes backwards                              activations.sigmoid
    13  affine.py              a layer's sums, for a whole batch                              layers.Dense
    14  softmax_with_loss.py   what it said minus what it should have said                    CategoricalCrossentropy
    15  two_layer_net.py       put together                                                   Sequential
    16  training.py            the loop                                                       compile, fit

    Looking at pictures
    17  convolution.py         one pattern, every place                                       layers.Conv2D
    18  filters.py             patterns made by hand                                          kernels of Conv2D
    19  cosine.py              what a convolution measures                                    layers.Conv2D
    20  pooling.py             smaller, with what matters kept                                layers.MaxPooling2D

``checks.py`` refuses what does not fit, and says why.
"""

from __future__ import annotations

from sutja.nn.primer.activations import elu, identity, leaky_relu, maxout, naive_sigmoid, relu, sigmoid, step, tanh
from sutja.nn.primer.affine import Affine
from sutja.nn.primer.convolution import convolve, zeros_around
from sutja.nn.primer.cosine import cosine_map, cosine_similarity, unit
from sutja.nn.primer.curve_fitting import (
    DegreeErrors,
    compare_degrees,
    fit_pieces,
    fit_polynomial,
    pieces,
    polynomial,
)
from sutja.nn.primer.filters import BLUR, EDGE, EMBOSS, SHARPEN
from sutja.nn.primer.forward import Weights, example_network, forward, signals
from sutja.nn.primer.gates import AND, NAND, OR, XOR, Perceptron
from sutja.nn.primer.gradient_descent import descent_path, gradient_descent
from sutja.nn.primer.graph_nodes import AddLayer, MulLayer
from sutja.nn.primer.labels import one_hot
from sutja.nn.primer.losses import batch_cross_entropy, cross_entropy, half_squared_error, mean_squared_error
from sutja.nn.primer.numerical_gradient import numerical_derivative, numerical_gradient
from sutja.nn.primer.pooling import average_pool, max_pool
from sutja.nn.primer.relu_layer import Relu
from sutja.nn.primer.sigmoid_layer import Sigmoid
from sutja.nn.primer.softmax import naive_softmax, softmax
from sutja.nn.primer.softmax_with_loss import SoftmaxWithLoss
from sutja.nn.primer.training import sgd_step, train
from sutja.nn.primer.two_layer_net import TwoLayerNet

__all__ = [
    "AND",
    "NAND",
    "OR",
    "XOR",
    "Perceptron",
    "step",
    "identity",
    "naive_sigmoid",
    "sigmoid",
    "tanh",
    "relu",
    "leaky_relu",
    "elu",
    "maxout",
    "naive_softmax",
    "softmax",
    "Weights",
    "example_network",
    "forward",
    "signals",
    "one_hot",
    "half_squared_error",
    "mean_squared_error",
    "cross_entropy",
    "batch_cross_entropy",
    "numerical_derivative",
    "numerical_gradient",
    "descent_path",
    "gradient_descent",
    "polynomial",
    "fit_polynomial",
    "pieces",
    "fit_pieces",
    "DegreeErrors",
    "compare_degrees",
    "MulLayer",
    "AddLayer",
    "Relu",
    "Sigmoid",
    "Affine",
    "SoftmaxWithLoss",
    "TwoLayerNet",
    "sgd_step",
    "train",
    "convolve",
    "zeros_around",
    "SHARPEN",
    "EDGE",
    "BLUR",
    "EMBOSS",
    "cosine_similarity",
    "cosine_map",
    "unit",
    "average_pool",
    "max_pool",
]
