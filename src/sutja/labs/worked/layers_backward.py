"""``B-layers-backward``: ReLU, sigmoid, Affine and Softmax-with-Loss, forwards and backwards, drawn as graphs.

Each gradient is held against the numerical one, which knows nothing of how the layer works.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import sutja.nn as nn
from sutja.labs.computed import Computed, Finding
from sutja.labs.worked.characters import number
from sutja.language import translate as _
from sutja.nn.drawing import Arrow, Box, Diagram, Drawing
from sutja.nn.primer import Affine, Relu, Sigmoid, SoftmaxWithLoss, numerical_gradient
from sutja.nn.typing import Array

__all__ = ["layers_backward"]

X = np.array([[1.0, -0.5], [-2.0, 3.0]])
W, B = np.array([[0.2, -0.4, 0.6], [0.5, 0.1, -0.3]]), np.array([0.1, 0.0, -0.1])
SCORES, TARGET = np.array([[0.3, 2.9, 4.0]]), np.array([[0.0, 1.0, 0.0]])


def layers_backward() -> Computed:
    """How far back-propagation and trying are apart for each layer, and a graph of each."""
    relu, sigmoid, affine, last = Relu(), Sigmoid(), Affine(W, B), SoftmaxWithLoss()
    y = affine.forward(X)
    by_x = affine.backward(np.ones_like(y))
    loss = last.forward(SCORES, TARGET)
    pairs = {
        "ReLU": (_back(relu, X), _tried(lambda x: Relu().forward(x).sum(), X)),
        "sigmoid": (_back(sigmoid, X), _tried(lambda x: Sigmoid().forward(x).sum(), X)),
        _("Affine, by x"): (by_x, _tried(lambda x: Affine(W, B).forward(x).sum(), X)),
        _("Affine, by W"): (affine.dw, _tried(lambda w: Affine(w, B).forward(X).sum(), W)),
        _("Affine, by b"): (affine.db, _tried(lambda b: Affine(W, b).forward(X).sum(), B)),
        "Softmax-with-Loss": (last.backward(), _tried(lambda a: SoftmaxWithLoss().forward(a, TARGET), SCORES)),
    }
    findings = [
        Finding(_("{layer}: largest difference between back-propagation and trying", layer=name), _apart(*pair))
        for name, pair in pairs.items()
    ]
    findings.append(Finding(_("Softmax-with-Loss: loss"), loss))
    findings.append(Finding(_("Softmax-with-Loss: gradient, y − t"), pairs["Softmax-with-Loss"][0][0]))
    drawings = {
        "relu": _drawing("relu", nn.layers.ReLU()),
        "sigmoid": sigmoid_in_nodes(1.0),
        "affine": _drawing_of_affine(),
        "softmax-with-loss": _drawing_of_loss(),
    }
    text = "\n\n".join(f"{name}\n\n{drawing}" for name, drawing in drawings.items())
    return Computed(tuple(findings), {name: drawing.svg for name, drawing in drawings.items()}, text)


def sigmoid_in_nodes(x: float) -> Drawing:
    """1 / (1 + exp(-x)) as the chain of its four nodes, each of which multiplies what comes back by its own slope."""
    u = -x
    v = float(np.exp(u))
    w = 1 + v
    y = 1 / w
    by_w = -(y**2)
    by_v, by_u = by_w, by_w * v
    by_x = -by_u
    signs = ["× −1", "exp", "+ 1", "1 / ·"]
    values, slopes = [x, u, v, w, y], [by_x, by_u, by_v, by_w, 1.0]
    boxes = [Box(["x"], "input"), *(Box([sign]) for sign in signs), Box(["y"], "output")]
    arrows = [
        Arrow(i, i + 1, forward=[f"→ {number(value)}"], backward=[f"← {number(slope)}"])
        for i, (value, slope) in enumerate(zip(values, slopes, strict=True))
    ]
    return Drawing(Diagram("sigmoid", "TB", boxes, arrows))


def _back(layer: Relu | Sigmoid, x: Array) -> Array:
    return layer.backward(np.ones_like(layer.forward(x)))


def _tried(f: Callable[[Array], Any], x: Array) -> Array:
    return numerical_gradient(f, x.copy())


def _apart(ours: Array, tried: Array) -> float:
    return float(np.abs(ours - tried).max())


def _drawing(name: str, layer: Any) -> Drawing:
    model = nn.Sequential([nn.Input((2,), name="x"), layer], name=name)
    return nn.utils.draw_graph(model, X, rankdir="TB")


def _drawing_of_affine() -> Drawing:
    model = nn.Sequential([nn.Input((2,), name="x"), nn.layers.Dense(3)], name="affine")
    model.set_weights([W, B])
    return nn.utils.draw_graph(model, X, rankdir="TB")


def _drawing_of_loss() -> Drawing:
    model = nn.Sequential([nn.Input((3,), name="a"), nn.layers.Softmax()], name="softmax-with-loss")
    model.compile(loss="categorical_crossentropy")
    return nn.utils.draw_graph(model, SCORES, TARGET, rankdir="TB")
