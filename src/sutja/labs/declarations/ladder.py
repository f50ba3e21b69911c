"""Deck C's ladder: nine rungs from softmax regression to a deep network with dropout."""

from __future__ import annotations

from sutja.labs.examples import Pictures
from sutja.labs.experiment import Figure, Trained
from sutja.labs.part import Part, part
from sutja.labs.training import Training
from sutja.language import mark as N_

__all__ = ["EXPERIMENTS"]

_NORMAL = part("initializers.RandomNormal", stddev=1.0)


def _sgd(learning_rate: float) -> Part:
    return part("optimizers.SGD", learning_rate=learning_rate)


def _adam(learning_rate: float) -> Part:
    return part("optimizers.Adam", learning_rate=learning_rate, epsilon=1e-8)  # the default of the deck's library


def _from(kernel: str | Part, **others: float) -> dict[str, object]:
    """The decks' biases are N(0, 1) on every rung, and its loss begins at the scores, not at probabilities."""
    return {"kernel_initializer": kernel, "bias_initializer": _NORMAL, "logits": True, **others}


def _figures(after: float, test: float, first: float, last: float, reason: str = "") -> tuple[Figure, ...]:
    """Accuracy on the training and on the test digits, and the cost of the first and of the last epoch."""
    return (
        Figure("test_accuracy", test, reason=reason),
        Figure("accuracy_after", after, reason=reason),
        Figure("loss", first, epoch=1, reason=reason),
        Figure("loss", last, reason=reason),
    )


_CHANCE = N_("Where it sticks is a matter of chance; that it sticks is not. More: sutja labs show C-1-deep-relu.")
_UNLIKE = N_("Not judged: some of our runs stick where the deck's did, the others at a guess. Their mean is neither.")
_ONE_RUN = N_("The deck's is one run, from an unknown seed; ours is a mean of several.")
_SEEDS = 5
_0 = Training(
    data=Pictures("mnist", skip=5000),
    model="softmax",
    settings=_from(_NORMAL),
    optimizer=_sgd(0.1),
    loss=part("losses.SparseCategoricalCrossentropy", from_logits=True),
    epochs=15,
    batch_size=100,
    quick={"examples": 2000, "epochs": 3},
)
_1 = _0.but(model="mlp-256x2")
_2 = _1.but(optimizer=_sgd(0.01))
_3 = _2.but(optimizer=_adam(0.01))
_4 = _3.but(settings=_from("glorot_uniform"))
_5 = _4.but(optimizer=_adam(0.001))
_6 = _5.but(settings=_from("he_normal"))
_7 = _6.but(model="mlp-512x4")
_8 = _7.but(model="mlp-512x4-dropout")

EXPERIMENTS = (
    Trained(
        id="C-0-softmax",
        title=N_("Rung 0: softmax regression from weights of N(0, 1)"),
        trainings={"": _0},
        figures=_figures(0.8876182, 0.8897, 2.979994300, 0.474215607),
        seeds=_SEEDS,
    ),
    Trained(
        id="C-1-deep-relu",
        title=N_("Rung 1: two hidden layers of 256, and it collapses"),
        trainings={"": _1},
        figures=(
            Figure("test_accuracy", 0.2279, reason=_CHANCE, fails=True),
            Figure("accuracy_after", 0.22627273, reason=_CHANCE, fails=True),
            Figure("loss", 137.375869115, epoch=1, reason=_CHANCE, fails=True),
            Figure("loss", 2.046381193, reason=_UNLIKE, fails=True, judged=False),
            Figure("silent_units"),
        ),
        seeds=_SEEDS,
        remark=N_(
            "With weights of N(0, 1) a unit adds up hundreds of them, layer after layer: scores begin around a "
            "thousand, and so does the loss; steps of 0.1 throw the weights to where most ReLUs never answer again. "
            "Two of our five seeds end as the deck's run did: a loss of 153 and 359 in the first epoch, then stuck at "
            "about 2.05, a fifth of the digits right; more than half of the hidden units are 0 whatever the picture. "
            "In the other three the first steps blow up, to a loss of 1e22 and more; hardly a ReLU answers any more, "
            "and the network always says 1, with the loss of a guess, 2.30. So the mean over the seeds says little "
            "here."
        ),
    ),
    Trained(
        id="C-2-lr-0.01",
        title=N_("Rung 2: learning rate 0.01"),
        trainings={"": _2},
        figures=(*_figures(0.9754, 0.9247, 62.404162514, 0.754599151), Figure("silent_units")),
        seeds=_SEEDS,
    ),
    Trained(
        id="C-3-adam",
        title=N_("Rung 3: Adam, learning rate 0.01"),
        trainings={"": _3},
        figures=_figures(0.9877273, 0.9666, 49.810910983, 0.949117825, _ONE_RUN),
        seeds=_SEEDS,
    ),
    Trained(
        id="C-4-xavier",
        title=N_("Rung 4: initial weights by Xavier (Glorot)"),
        trainings={"": _4},
        figures=_figures(0.9825818, 0.9658, 0.275951076, 0.062908032),
        seeds=_SEEDS,
    ),
    Trained(
        id="C-5-lr-0.001",
        title=N_("Rung 5: learning rate 0.001"),
        trainings={"": _5},
        figures=_figures(0.9979454, 0.9789, 0.310716602, 0.011391509),
        seeds=_SEEDS,
    ),
    Trained(
        id="C-6-he",
        title=N_("Rung 6: initial weights by He"),
        trainings={"": _6},
        figures=_figures(0.99816364, 0.9795, 0.303994064, 0.011863690),
        seeds=_SEEDS,
    ),
    Trained(
        id="C-7-deep-wide",
        title=N_("Rung 7: four hidden layers of 512"),
        trainings={"": _7},
        figures=_figures(0.99854547, 0.9820, 0.282887203, 0.013397067),
        seeds=_SEEDS,
    ),
    Trained(
        id="C-8-dropout",
        title=N_("Rung 8: dropout of 0.3"),
        trainings={"": _8},
        figures=_figures(0.9958182, 0.9845, 0.486314783, 0.047520020, _ONE_RUN),
        seeds=_SEEDS,
    ),
    Trained(
        id="C-keras-512x4",
        title=N_("The last rung in Keras"),
        trainings={
            "": Training(
                data=Pictures("mnist"),
                model="mlp-512x4-dropout",
                optimizer=part("optimizers.Adam"),
                epochs=15,
                batch_size=100,
                quick={"epochs": 3},
            )
        },
        figures=(
            Figure("test_accuracy", 0.9825),
            Figure("test_loss", 0.07134897730251114),
            Figure("accuracy", 0.9869),
            Figure("loss", 0.0464),
            Figure("parameters", 1_195_018),
            Figure("seconds_per_epoch", 28),
        ),
    ),
)
