"""One network and data set, and every loss of deck B's table."""

from __future__ import annotations

from sutja.labs.examples import Pictures
from sutja.labs.experiment import Trained
from sutja.labs.part import Part, part
from sutja.labs.training import Training
from sutja.language import mark as N_

__all__ = ["EXPERIMENTS"]

# Of the scores before the softmax; Janocha and Czarnecki's symbols are in sutja.nn.losses.janocha_czarnecki.
_OF_SCORES = (
    "L1",
    "L2",
    "Expectation",
    "RegularisedExpectation",
    "Chebyshev",
    "Margin",
    "SquaredMargin",
    "CubedMargin",
    "Log",
    "SquaredLog",
    "Tanimoto",
    "CauchySchwarzDivergence",
)
_OF_PROBABILITIES = {"MSE": "MeanSquaredError", "MAE": "MeanAbsoluteError", "CEE": "CategoricalCrossentropy"}


def _training(loss: Part, *, scores: bool) -> Training:
    return Training(
        data=Pictures("mnist", one_hot=True),
        model="mlp-50x2",
        settings={"logits": True} if scores else {},
        optimizer=part("optimizers.Adam"),
        loss=loss,
        epochs=3,
        batch_size=100,
        quick={"examples": 2000, "epochs": 3},
    )


EXPERIMENTS = (
    Trained(
        id="B-loss-table",
        title=N_("Fifteen losses, one network"),
        trainings={
            **{name: _training(part(f"losses.janocha_czarnecki.{name}"), scores=True) for name in _OF_SCORES},
            **{name: _training(part(f"losses.{loss}"), scores=False) for name, loss in _OF_PROBABILITIES.items()},
        },
        seeds=3,
        chosen=N_("Network (two hidden layers of 50, ReLU), Adam, batch 100, 3 epochs: the deck prints formulas only."),
        remark=N_(
            "Of the twelve in the table all but Log, which is Keras' cross-entropy from scores, are in this engine "
            "alone. L1 of the scores stays at chance: nine of ten targets are 0, so is their median, and absolute "
            "differences are smallest at the median. The network learns to say 0 for everything. MAE is the same loss "
            "after softmax, whose outputs cannot all be 0, and learns."
        ),
    ),
)
