"""Features that were learned on something else."""

from __future__ import annotations

from sutja.labs.examples import Pictures
from sutja.labs.experiment import Figure, Trained
from sutja.labs.part import part
from sutja.labs.training import Training
from sutja.language import mark as N_

__all__ = ["EXPERIMENTS"]

_OTHERS = Training(
    data=Pictures("mnist", only=tuple(range(8))),
    model="cnn-small",
    optimizer=part("optimizers.Adam"),
    epochs=3,
    batch_size=64,
    quick={"examples": 2400, "epochs": 2},
)
_FEW = Training(
    data=Pictures("mnist", only=(8, 9), first=6),
    model="cnn-small",
    optimizer=part("optimizers.Adam", learning_rate=0.003),
    epochs=60,
    batch_size=6,
    quick={"epochs": 60, "tests": 200},
)

EXPERIMENTS = (
    Trained(
        id="E-transfer",
        title=N_("Six pictures of two kinds, on features of other pictures"),
        trainings={"transfer": _FEW.but(on=_OTHERS), "from scratch": _FEW},
        figures=tuple(
            Figure(measure, of=name)
            for name in ("transfer", "from scratch")
            for measure in ("accuracy", "test_accuracy")
        ),
        seeds=5,
        chosen=N_(
            "The deck takes VGG16 with weights of ImageNet for pictures of a person and of others. Here a small "
            "network learns the digits 0 to 7, and a new last layer tells 8 from 9 after six pictures."
        ),
    ),
)
