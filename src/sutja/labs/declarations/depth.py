"""Deck A's way from 11 % to 95 %: depth, activation, optimizer."""

from __future__ import annotations

from sutja.labs.examples import Pictures
from sutja.labs.experiment import Figure, Trained
from sutja.labs.part import part
from sutja.labs.training import Training
from sutja.language import mark as N_

__all__ = ["EXPERIMENTS"]

_SGD, _ADAM = part("optimizers.SGD"), part("optimizers.Adam")
_BASE = Training(
    data=Pictures("mnist"),
    model="mlp-50x2",
    settings={"kernel_initializer": "glorot_normal"},
    optimizer=_SGD,
    epochs=2,
    batch_size=100,
    quick={"examples": 4000, "epochs": 2},
)
_ONE = _BASE.but(model="mlp-50-sigmoid")
_TWO = _BASE.but(model="mlp-50x2-sigmoid")
_WEIGHTS = N_("The deck does not say from which weights; beside it stand the other two ways to begin that it names.")

EXPERIMENTS = (
    Trained(
        id="A-softmax",
        title=N_("No hidden layer: 7,840 weights"),
        trainings={"": _BASE.but(model="softmax")},
        figures=(Figure("accuracy"), Figure("test_accuracy"), Figure("test_loss")),
        chosen=N_("Initial weights glorot_normal, which the deck uses later."),
    ),
    Trained(
        id="A-hidden50-sigmoid",
        title=N_("One hidden layer of 50, sigmoid: 11 %?"),
        trainings={
            "zeros": _ONE.but(settings={"kernel_initializer": "zeros"}),
            "random_normal": _ONE.but(settings={"kernel_initializer": "random_normal"}),
            "glorot_normal": _ONE,
        },
        figures=(
            Figure("accuracy", 0.1123, of="zeros", fails=True),
            Figure("test_accuracy", of="zeros"),
            Figure("accuracy", of="random_normal"),
            Figure("accuracy", of="glorot_normal"),
        ),
        chosen=N_("The deck names three ways to begin and not which one it ran; all three are shown."),
        remark=N_(
            "Ones are 11.24 %, the largest share of the training digits. From weights of 0 all 50 hidden units get "
            "the same slope and stay one and the same unit. In two epochs of small steps the network learns little "
            "but how frequent each digit is, and always says 1."
        ),
    ),
    Trained(
        id="A-hidden50x2-sigmoid",
        title=N_("A second hidden layer: hardly learns in two epochs"),
        trainings={
            "glorot_normal": _TWO,
            "random_normal": _TWO.but(settings={"kernel_initializer": "random_normal"}),
            "zeros": _TWO.but(settings={"kernel_initializer": "zeros"}),
        },
        figures=(
            Figure("accuracy", 0.1877, of="glorot_normal", reason=_WEIGHTS, fails=True),
            Figure("loss", 2.2632, of="glorot_normal", reason=_WEIGHTS, fails=True),
            Figure("test_accuracy", of="glorot_normal"),
            Figure("accuracy", of="random_normal"),
            Figure("loss", of="random_normal"),
            Figure("accuracy", of="zeros"),
            Figure("loss", of="zeros"),
        ),
        chosen=N_(
            "Initial weights glorot_normal and 2 epochs, as in the step after it; the deck's figures stand beside them."
        ),
        remark=N_(
            "The slope of a sigmoid is 1/4 at most, so two of them pass on a sixteenth: the first layer hardly learns."
        ),
    ),
    Trained(
        id="A-hidden50x2-relu",
        title=N_("The same with ReLU"),
        trainings={"": _BASE},
        figures=(Figure("accuracy", 0.8574), Figure("loss", 0.5427), Figure("test_accuracy")),
        chosen=N_("2 epochs, as before."),
    ),
    Trained(
        id="A-hidden50x2-relu-adam",
        title=N_("The same with Adam: 95 %"),
        trainings={"": _BASE.but(optimizer=_ADAM)},
        figures=(Figure("accuracy", 0.9456), Figure("loss", 0.1852), Figure("test_accuracy")),
        chosen=N_("2 epochs, as before."),
    ),
)
