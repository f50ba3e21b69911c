"""One network, five optimizers."""

from __future__ import annotations

from sutja.labs.examples import Pictures
from sutja.labs.experiment import Figure, Trained
from sutja.labs.part import Part, part
from sutja.labs.training import Training
from sutja.language import mark as N_

__all__ = ["EXPERIMENTS"]

_OPTIMIZERS: dict[str, Part] = {
    "SGD": part("optimizers.SGD", learning_rate=0.01),
    "momentum": part("optimizers.SGD", learning_rate=0.01, momentum=0.9),
    "AdaGrad": part("optimizers.Adagrad", learning_rate=0.01),
    "RMSProp": part("optimizers.RMSprop", learning_rate=0.001),
    "Adam": part("optimizers.Adam", learning_rate=0.001),
}

EXPERIMENTS = (
    Trained(
        id="E-optimizers",
        title=N_("SGD, momentum, AdaGrad, RMSProp, Adam"),
        trainings={
            name: Training(
                data=Pictures("mnist"),
                model="mlp-50x2",
                optimizer=optimizer,
                epochs=3,
                batch_size=100,
                quick={"examples": 4000, "epochs": 2},
            )
            for name, optimizer in _OPTIMIZERS.items()
        },
        figures=tuple(
            Figure(measure, of=name, epoch=epoch)
            for name in _OPTIMIZERS
            for measure, epoch in (("loss", 1), ("loss", None), ("test_accuracy", None))
        ),
        chosen=N_("Two hidden layers of 50, batch 100, 3 epochs, and the usual learning rate of each."),
    ),
)
