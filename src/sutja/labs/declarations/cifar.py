"""CIFAR-10: where dense networks stop, and convolutions go on."""

from __future__ import annotations

from sutja.labs.examples import Pictures
from sutja.labs.experiment import Figure, Tool, Trained
from sutja.labs.part import part
from sutja.labs.training import Training
from sutja.language import mark as N_

__all__ = ["EXPERIMENTS"]

_ADAM = part("optimizers.Adam")
_ON_TEST = Pictures("cifar10", watch="test")
_QUICK = {"examples": 128, "tests": 128, "epochs": 3}
_DENSE = Training(data=_ON_TEST, model="mlp-128-dropout", optimizer=_ADAM, epochs=20, quick=_QUICK)
_CNN = _DENSE.but(model="cnn-32-64-64", epochs=50)
_WIDE = _CNN.but(model="cnn-64-128-128")
_D = Training(
    data=Pictures("cifar10"),
    model="cnn-32-32-64",
    optimizer=_ADAM,
    epochs=10,
    batch_size=200,
    quick={**_QUICK, "batch_size": 32},
)
_E = Training(
    data=Pictures("cifar10", watch=0.2),
    model="cnn-32",
    optimizer=_ADAM,
    epochs=10,
    quick=_QUICK,
)
_ALL_CNN = Training(
    data=Pictures("cifar10", watch=0.2),
    model="all-cnn-c",
    optimizer=_ADAM,
    epochs=5,
    batch_size=64,
    quick={"examples": 32, "tests": 32, "batch_size": 8, "epochs": 2},
)
_FOLDS = 5
_STOP_EARLY = part("callbacks.EarlyStopping", monitor="val_loss", patience=3, restore_best_weights=True)
_UP_AND_DOWN = N_(
    "The deck does not say how much dropout. After epoch 20 ours goes up and down by three points, so that the last "
    "epoch is one draw of many."
)
_LESS_SURE = N_("The deck's is one run, from an unknown seed; ours are a little less sure of their mistakes.")


def _fold(number: int) -> Training:
    """Four fifths of the training pictures: a tenth of them watched for stopping, the other fifth tested on."""
    return _D.but(
        data=Pictures("cifar10", watch=0.1, fold=(number, _FOLDS)),
        settings={"regularised": True},
        epochs=30,
        callbacks=(_STOP_EARLY,),
    )


EXPERIMENTS = (
    Trained(
        id="B-cifar-mlp128",
        title=N_("The digits' network on photographs"),
        trainings={"": _DENSE},
        figures=(
            Figure("test_accuracy", 0.3615, epoch=5, reason=N_("So early, one run lies some points from the next.")),
            Figure("test_accuracy", 0.3696),
            Figure("test_loss", 1.7571),
            Figure("parameters", 394_634),
        ),
    ),
    Trained(
        id="B-cifar-mlp-deeper",
        title=N_("Three hidden layers of 128"),
        trainings={"": _DENSE.but(model="mlp-128x3-dropout", quick={**_QUICK, "epochs": 6})},
        figures=(Figure("test_accuracy", 0.3549), Figure("parameters", 427_658)),
        chosen=N_("Dropout 0.2 and 20 epochs, as in the run before."),
    ),
    Trained(
        id="B-cifar-mlp-wider",
        title=N_("Four hidden layers of 256"),
        trainings={"": _DENSE.but(model="mlp-256x4-dropout", settings={"dropout": 0.2}, quick={**_QUICK, "epochs": 6})},
        figures=(Figure("test_accuracy", 0.3814), Figure("parameters", 986_634)),
        chosen=N_("Dropout 0.2 and 20 epochs, as in the run before."),
    ),
    Trained(
        id="B-cifar-mlp-widest",
        title=N_("Four hidden layers of 1024, and 100 epochs"),
        trainings={"": _DENSE.but(model="mlp-1024x4-dropout", epochs=100)},
        figures=(
            Figure("test_accuracy", 0.4127, epoch=20, reason=_UP_AND_DOWN),
            Figure("test_accuracy", 0.4251, reason=_UP_AND_DOWN),
            Figure("parameters", 6_305_802),
        ),
        seeds=1,
        chosen=N_("Dropout 0.2, as in the runs before."),
    ),
    Trained(
        id="B-cifar-cnn",
        title=N_("Three convolutions, and 50 epochs of them"),
        trainings={"": _CNN},
        figures=(
            Figure("test_accuracy", 0.6957, epoch=5),
            Figure("test_accuracy", 0.6903),
            Figure("accuracy", 0.9628),
            Figure("test_loss", 2.5728, reason=_LESS_SURE, fails=True),
            Figure("parameters", 122_570),
        ),
        remark=N_("From epoch 5 to 50 it learns the training pictures by heart, and reads new ones no better."),
    ),
    Trained(
        id="B-cifar-cnn-wide",
        title=N_("Twice as wide"),
        trainings={"": _WIDE},
        figures=(Figure("test_accuracy", 0.6930), Figure("accuracy", 0.9786), Figure("parameters", 486_794)),
        seeds=1,
    ),
    Trained(
        id="B-cifar-cnn-wide-dropout",
        title=N_("Twice as wide, with dropout"),
        trainings={"": _WIDE.but(settings={"dropout": 0.2})},
        figures=(Figure("test_accuracy", 0.7249), Figure("accuracy", 0.9543), Figure("parameters", 486_794)),
        seeds=1,
        chosen=N_("Dropout 0.2, the deck's rate elsewhere."),
    ),
    Trained(
        id="D-cifar-cnn",
        title=N_("Three blocks of 5 x 5 kernels"),
        trainings={"": _D},
        figures=(
            Figure("accuracy", 0.7757),
            Figure("loss", 0.6459),
            Figure("test_accuracy"),
            Figure("parameters", 145_578),
            Figure("ms_per_step", 187),
        ),
    ),
    Trained(
        id="D-cifar-cnn-bn-dropout",
        title=N_("Batch normalisation, dropout, early stopping, in five folds"),
        trainings={f"fold {number + 1}": _fold(number) for number in range(_FOLDS)},
        figures=tuple(
            Figure(measure, of=f"fold {number + 1}")
            for number in range(_FOLDS)
            for measure in ("epochs", "accuracy", "test_accuracy")
        ),
        seeds=1,
        chosen=N_(
            "5 folds; training stops when the loss on a held-out tenth has not fallen for 3 epochs, and takes the "
            "best one."
        ),
    ),
    Trained(
        id="E-cifar-small",
        title=N_("One convolution and 512 units, without and with dropout"),
        trainings={"without": _E, "dropout": _E.but(settings={"dropout": True})},
        figures=tuple(
            Figure(measure, of=name)
            for name in ("without", "dropout")
            for measure in ("accuracy", "val_accuracy", "test_accuracy")
        ),
        chosen=N_("Batch 32, 10 epochs, a fifth held out: the deck shows curves without figures."),
    ),
    Trained(
        id="E-cifar-deep",
        title=N_("Two blocks of two convolutions, RMSprop"),
        trainings={
            "": _E.but(
                model="cnn-32x2-64x2",
                optimizer=part("optimizers.RMSprop"),
                epochs=11,
                batch_size=128,
                quick={**_QUICK, "batch_size": 32, "epochs": 4},
            ),
        },
        figures=(
            Figure("accuracy", 0.8130),
            Figure("val_accuracy", 0.7420),
            Figure("loss", 0.5636),
            Figure("val_loss", 0.8833),
            Figure("test_accuracy"),
            Figure("seconds_per_epoch", 174),
        ),
        chosen=N_(
            "Batch 128, and 11 epochs, after which the training loss is the deck's; the last 10,000 training pictures "
            "are held out."
        ),
        remark=N_(
            "With batch 32, RMSprop's learning rate of 0.001 is too large in the end: the training accuracy rises to "
            "71 % by epoch 7 and falls to 65 % by epoch 20."
        ),
    ),
    Trained(
        id="E-all-cnn",
        title=N_("Pooling, or convolutions in steps of 2?"),
        trainings={
            "Strided-CNN-C": _ALL_CNN.but(model="strided-cnn-c"),
            "ConvPool-CNN-C": _ALL_CNN.but(model="convpool-cnn-c"),
            "All-CNN-C": _ALL_CNN,
        },
        seeds=1,
        chosen=N_(
            "Adam, batch 64, 5 epochs, without variations of the pictures: the deck shows the table of layers only."
        ),
    ),
    Tool(
        id="B-augmentation",
        title=N_("Turn, zoom, shift, mirror and crop pictures, vary their light, make them grey"),
        commands=("sutja labs run B-augmentation", "sutja train --data mnist --model cnn-small --augment"),
        remark=N_("docs/data.md shows each variation."),
    ),
)
