"""``B-loss-table``: the deck's twelve losses beside the usual three, on one answer and as curves.

All of them are losses of the engine. The curves are for two classes of which the first is right, while the difference
of their scores goes from -4 to 4: a good loss falls all the way and is steep where the answer is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

import sutja.nn as nn
from sutja.labs.computed import Computed, Finding
from sutja.labs.worked.characters import number, table
from sutja.labs.worked.plotting import BLUE, GREY, Picture
from sutja.language import translate as _
from sutja.nn.losses.janocha_czarnecki import JANOCHA_CZARNECKI
from sutja.nn.typing import Array

__all__ = ["loss_table"]

SCORES = np.array([[0.3, 2.9, 4.0]])  # the deck's, of which the last is the largest


def loss_table() -> Computed:
    """Every loss on the deck's scores, for the label that has the largest one and for the label with the smallest."""
    losses = all_losses()
    right, wrong = np.array([[0.0, 0.0, 1.0]]), np.array([[1.0, 0.0, 0.0]])
    values = {
        name: [float(loss(label, _of(name, SCORES))) for label in (right, wrong)] for name, loss in losses.items()
    }
    findings = [
        Finding(_("{name}: of a right answer, and of a wrong one", name=name), np.array(pair))
        for name, pair in values.items()
    ]
    rows = [[_("loss"), _("label is the largest"), _("label is the smallest")]]
    rows += [[name, *(number(value, 3) for value in pair)] for name, pair in values.items()]
    return Computed(tuple(findings), {"losses": _draw(losses)}, table(rows))


def all_losses() -> dict[str, nn.losses.Loss]:
    """The twelve of the table, which take scores; and MSE, MAE and cross-entropy, of which two take probabilities."""
    usual = {
        "MSE": nn.losses.MeanSquaredError(),
        "MAE": nn.losses.MeanAbsoluteError(),
        "CEE": nn.losses.CategoricalCrossentropy(from_logits=True),
    }
    return {**{name: kind() for name, kind in JANOCHA_CZARNECKI.items()}, **usual}


def _of(name: str, scores: Array) -> Array:
    """Scores as the loss takes them: MSE and MAE are of probabilities."""
    return nn.activations.softmax(scores) if name in ("MSE", "MAE") else scores


def _draw(losses: Mapping[str, nn.losses.Loss]) -> str:
    margin = np.linspace(-4, 4, 161)
    scores, label = np.stack([margin / 2, -margin / 2], axis=1), np.array([[1.0, 0.0]])
    with Picture(6.6, 5, 3, sharex=True) as picture:
        for axes, (name, loss) in zip(picture.all_axes, losses.items(), strict=True):
            values = [float(loss(label, _of(name, row[None]))) for row in scores]
            axes.axvline(0, color=GREY, linewidth=0.7)
            axes.plot(margin, values, color=BLUE)
            axes.set(title=name, xlim=(-4, 4))
        for axes in picture.all_axes[-3:]:
            axes.set_xlabel("o₁ − o₂", labelpad=1)
    return picture.svg
