"""Windows on pictures: by hand, and learned, to 99 %."""

from __future__ import annotations

from sutja.labs.examples import Pictures
from sutja.labs.experiment import Figure, Trained, Worked
from sutja.labs.part import part
from sutja.labs.training import Training
from sutja.language import mark as N_

__all__ = ["EXPERIMENTS"]

_ADAM = part("optimizers.Adam")
_1 = Training(
    data=Pictures("mnist", pixels="0..255"),
    model="cnn-1-1",
    optimizer=_ADAM,
    epochs=10,
    batch_size=200,
    quick={"examples": 4000, "tests": 500, "batch_size": 50, "epochs": 3},
)
_32 = _1.but(model="cnn-32-64", epochs=7, quick={"examples": 400, "tests": 200, "batch_size": 40, "epochs": 3})
_LOGITS = _32.but(settings={"logits": True}, loss=part("losses.SparseCategoricalCrossentropy", from_logits=True))
_SCALED = Pictures("mnist")

EXPERIMENTS = (
    Worked(
        id="B-cosine-convolution",
        title=N_("Convolution as likeness: the cosine of patch and filter"),
    ),
    Worked(
        id="B-filters",
        title=N_("Sharpen, edges, blur, emboss"),
    ),
    Worked(
        id="E-convolution-by-hand",
        title=N_("A 3 x 3 filter on a 4 x 4 picture, then pooling"),
    ),
    Worked(
        id="D-max-pool",
        title=N_("2 x 2 pooling: largest and mean"),
    ),
    Trained(
        id="D-cnn-1-channel",
        title=N_("One kernel a layer, pixels left at 0..255"),
        trainings={"0..255": _1, "0..1": _1.but(data=_SCALED)},
        figures=(
            Figure("test_accuracy", 0.9488, of="0..255"),
            Figure("test_loss", 0.1568, of="0..255"),
            Figure("parameters", 60_062, of="0..255"),
            Figure("test_accuracy", of="0..1"),
            Figure("test_loss", of="0..1"),
        ),
        remark=N_(
            "The deck's program forgets to divide by 255. Inputs that are 255 times as large make steps that are too "
            "large for the weights; beside it stands the same network with pixels in 0..1."
        ),
    ),
    Trained(
        id="D-cnn-32-64",
        title=N_("32 and 64 kernels of 5 x 5, and 1000 units"),
        trainings={"0..255": _LOGITS, "0..255, from p": _32, "0..1": _32.but(data=_SCALED)},
        figures=(
            Figure("accuracy", 0.9941, of="0..255"),
            Figure("test_accuracy", 0.9864, of="0..255"),
            Figure("test_loss", 0.0587, of="0..255"),
            Figure("parameters", 3_199_106, of="0..255"),
            Figure("seconds_per_epoch", 52, of="0..255"),
            Figure("ms_per_step", 175, of="0..255"),
            Figure("accuracy", of="0..255, from p"),
            Figure("test_accuracy", of="0..255, from p"),
            Figure("accuracy", of="0..1"),
            Figure("test_accuracy", of="0..1"),
        ),
        seeds=3,
        chosen=N_(
            "Pixels at 0..255: the deck changes the model of the program before, and nothing else. The loss is given "
            "the scores before the softmax: Keras on TensorFlow, where the deck ran, takes them by itself."
        ),
        remark=N_(
            "Pixels up to 255 make scores so far apart that softmax gives p = 0 to the right digit. A loss that is "
            "given p cuts it off at 1e-7 and has no slope below, so nothing is learned from the worst mistakes: "
            '"from p" shows it, and so would Keras on JAX or PyTorch. Given the scores, the slope is p - t, however '
            "wrong p is."
        ),
    ),
    Trained(
        id="A-cnn-lab4",
        title=N_("Convolutions, pooling, batch normalisation: a goal of 99 %"),
        trainings={
            "": Training(
                data=Pictures("mnist", watch="test"),
                model="cnn-lab4",
                optimizer=_ADAM,
                epochs=12,
                batch_size=100,
                quick={"epochs": 2},
            )
        },
        figures=(
            Figure("accuracy", 0.9948),
            Figure("val_accuracy", 0.9905),
            Figure("best_val_accuracy", 0.9925),
            Figure("val_loss", 0.0354),
        ),
        chosen=N_("Adam and batch 100, as in the deck's labs before."),
        remark=N_(
            "The deck watches the test set while it trains. The best epoch is its figure; we choose nothing by it."
        ),
    ),
    Trained(
        id="E-cnn-20-50",
        title=N_("20 and 50 kernels, the widths of LeNet's later days"),
        trainings={
            "": Training(
                data=Pictures("mnist"),
                model="cnn-20-50",
                optimizer=_ADAM,
                epochs=5,
                batch_size=100,
                quick={"epochs": 2},
            )
        },
        figures=(Figure("accuracy"), Figure("test_accuracy"), Figure("test_loss")),
        chosen=N_("Adam, batch 100, 5 epochs: the deck builds the network and prints no run."),
    ),
)
