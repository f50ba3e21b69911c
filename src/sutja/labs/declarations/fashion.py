"""Clothes in place of digits."""

from __future__ import annotations

from sutja.labs.examples import Pictures
from sutja.labs.experiment import Figure, Trained
from sutja.labs.part import part
from sutja.labs.training import Training
from sutja.language import mark as N_

__all__ = ["EXPERIMENTS"]

_DATA = Pictures("fashion_mnist", watch="test")

EXPERIMENTS = (
    Trained(
        id="B-fashion-mlp",
        title=N_("300 and 100 units learn clothes"),
        trainings={
            "": Training(
                data=_DATA, model="mlp-300-100", optimizer=part("optimizers.SGD"), epochs=30, quick={"epochs": 6}
            )
        },
        figures=(
            Figure("val_accuracy", 0.8873),
            Figure("test_accuracy", 0.8860),
            Figure("test_loss", 0.3247),
            Figure("accuracy", 0.9190),
            Figure("same_when_loaded", 1.0),
        ),
        answers=True,
        remark=N_("Validation and test are the same 10,000 pictures here, as in the deck."),
    ),
    Trained(
        id="B-fashion-cnn",
        title=N_("Three convolutions learn clothes"),
        trainings={
            "": Training(
                data=_DATA, model="cnn-32-64-64", optimizer=part("optimizers.Adam"), epochs=10, quick={"epochs": 2}
            )
        },
        figures=(Figure("accuracy"), Figure("val_accuracy", epoch=5), Figure("test_accuracy"), Figure("test_loss")),
        answers=True,
        chosen=N_("Adam, batch 32, 10 epochs: the deck builds the network and prints no run."),
    ),
)
