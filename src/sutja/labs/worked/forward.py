"""``B-forward-3-layer``: a signal goes through a network of 2, 3, 2 and 2 units."""

from __future__ import annotations

import numpy as np

import sutja.nn as nn
from sutja.labs.computed import Computed, Finding, half_a_unit
from sutja.labs.worked.characters import number, table
from sutja.language import translate as _
from sutja.nn.primer import example_network, signals

__all__ = ["forward_three_layers"]

X = np.array([1.0, 0.5])


def forward_three_layers() -> Computed:
    """The totals a and what is passed on, z, of each layer; the same by the engine, drawn as a graph."""
    network = example_network()
    (a1, z1), (a2, z2), (_a3, y) = signals(network, X)
    model = nn.Sequential(
        [
            nn.Input((2,), name="x", dtype="float64"),
            nn.layers.Dense(3, activation="sigmoid", dtype="float64"),
            nn.layers.Dense(2, activation="sigmoid", dtype="float64"),
            nn.layers.Dense(2, dtype="float64"),
        ],
        name="forward",
    )
    model.set_weights([array for layer in network for array in layer])
    by_engine = model.predict(X[None], verbose=0)[0]
    findings = (
        Finding("a₁", a1, np.array([0.3, 0.7, 1.1]), half_a_unit(1)),
        Finding("z₁", z1, np.array([0.57444252, 0.66818777, 0.75026011]), half_a_unit(8)),
        Finding("a₂", a2),
        Finding("z₂", z2),
        Finding("y", y),
        Finding(_("y, by the engine"), by_engine),
        Finding(_("largest difference between the two"), float(np.abs(by_engine - y).max())),
    )
    rows = [["", _("shape"), _("numbers")]]
    for name, values in (("x", X), ("a₁", a1), ("z₁", z1), ("a₂", a2), ("z₂", z2), ("y", y)):
        rows.append([name, f"({len(values)},)", "  ".join(number(value) for value in values)])
    drawing = nn.utils.draw_graph(model, X, rankdir="TB")
    for arrow in drawing.diagram.arrows:
        arrow.backward = []  # of the way back tells a later lesson
    return Computed(findings, {"forward": drawing.svg}, f"{table(rows)}\n\n{drawing}")
