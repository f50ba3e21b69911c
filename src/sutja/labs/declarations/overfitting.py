"""Deep dense networks that learn by heart, and what helps: dropout, batch normalisation, validation."""

from __future__ import annotations

from sutja.labs.examples import Pictures
from sutja.labs.experiment import Figure, Trained
from sutja.labs.part import part
from sutja.labs.training import Training
from sutja.language import mark as N_

__all__ = ["EXPERIMENTS"]

_ON_TEST = N_("The deck watches the test set while it trains. The best epoch is its figure; we choose nothing by it.")
_BASE = Training(
    data=Pictures("mnist", watch="test"),
    model="mlp-500x4",
    settings={"kernel_initializer": "glorot_normal"},
    optimizer=part("optimizers.Adam"),
    epochs=15,
    batch_size=100,
    quick={"examples": 1000, "epochs": 8},
)

EXPERIMENTS = (
    Trained(
        id="A-deep-500x4",
        title=N_("Four hidden layers of 500: over-fitting"),
        trainings={"": _BASE},
        figures=(
            Figure("accuracy", 0.9955),
            Figure("best_val_accuracy", 0.9826),
            Figure("val_accuracy"),
            Figure("val_loss", 0.1149),
            Figure("parameters", 1_149_010),
        ),
        chosen=N_("Initial weights glorot_normal, as in the deck's lab before."),
        remark=_ON_TEST,
    ),
    Trained(
        id="A-deep-500x4-dropout",
        title=N_("The same with dropout 0.25 before every activation"),
        trainings={"": _BASE.but(model="mlp-500x4-dropout")},
        figures=(Figure("accuracy", 0.9897), Figure("val_accuracy", 0.9823), Figure("val_loss", 0.0919)),
        chosen=N_("Initial weights glorot_normal, as in the deck's lab before."),
        remark=_ON_TEST,
    ),
    Trained(
        id="A-deep-500x5-dropout",
        title=N_("Five hidden layers with dropout"),
        trainings={"": _BASE.but(model="mlp-500x5-dropout")},
        figures=(Figure("accuracy", 0.9881), Figure("val_accuracy", 0.9804)),
        chosen=N_("Initial weights glorot_normal, as in the deck's lab before."),
        remark=_ON_TEST,
    ),
    Trained(
        id="A-batchnorm",
        title=N_("Batch normalisation in the deep network"),
        trainings={
            "without": _BASE.but(epochs=5, quick={"examples": 1000, "epochs": 2}),
            "with": _BASE.but(epochs=5, quick={"examples": 1000, "epochs": 2}, model="mlp-500x4-batchnorm"),
        },
        figures=tuple(
            Figure(measure, of=name, epoch=epoch)
            for name in ("without", "with")
            for measure, epoch in (("accuracy", 1), ("accuracy", None), ("test_accuracy", None))
        ),
        chosen=N_("Normalised before each activation, 5 epochs: the deck names it and prints no figure."),
    ),
    Trained(
        id="A-keras-256x4",
        title=N_("Four hidden layers of 256, dropout 0.3, a fifth held out"),
        trainings={
            "": Training(
                data=Pictures("mnist", watch=0.2),
                model="mlp-256x4-dropout",
                optimizer=part("optimizers.Adam"),
                epochs=15,
                batch_size=100,
                quick={"epochs": 5},
            )
        },
        figures=(Figure("accuracy"), Figure("val_accuracy"), Figure("test_accuracy")),
        chosen=N_("Batch 100 and 15 epochs, as in the deck's labs."),
    ),
    Trained(
        id="B-mlp128",
        title=N_("128 units and dropout 0.2"),
        trainings={
            "": Training(
                data=Pictures("mnist", watch="test"),
                model="mlp-128-dropout",
                optimizer=part("optimizers.Adam"),
                epochs=10,
                quick={"epochs": 10},
            )
        },
        figures=(
            Figure("test_accuracy", epoch=5),
            Figure("test_accuracy", 0.9795),
            Figure("test_loss", 0.0739),
            Figure("loss", 0.0643, epoch=6),
            Figure("loss", 0.0446),
            Figure("parameters", 101_770),
        ),
        remark=N_(
            "The deck's run of 5 epochs begins with a loss of 0.0643, which a new network has only after 5: it goes "
            "on with one that was trained before. So ours takes 10 epochs, and the deck's are its last 5."
        ),
    ),
)
