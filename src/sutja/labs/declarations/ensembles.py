"""How far one can go with MNIST: several networks vote."""

from __future__ import annotations

from sutja.labs.examples import Pictures
from sutja.labs.experiment import Figure, Trained
from sutja.labs.part import part
from sutja.labs.training import Training
from sutja.language import mark as N_

__all__ = ["EXPERIMENTS"]

_EPOCHS, _BATCH = 30, 128
_FALLING = part(
    "optimizers.schedules.CosineDecay", initial_learning_rate=0.002, decay_steps=_EPOCHS * -(-60_000 // _BATCH)
)
_MEMBER = Training(
    data=Pictures("mnist"),
    model="vgg-small",
    optimizer=part("optimizers.Adam", learning_rate=_FALLING),
    epochs=_EPOCHS,
    batch_size=_BATCH,
    augment="digits",
    quick={"examples": 128, "tests": 100, "batch_size": 32, "epochs": 2},
)

EXPERIMENTS = (
    Trained(
        id="A-challenge-ensembles",
        title=N_("A small VGG, a very small VGG and a small ResNet vote"),
        trainings={
            "small VGG": _MEMBER,
            "very small VGG": _MEMBER.but(model="vgg-tiny"),
            "small ResNet": _MEMBER.but(model="resnet-20"),
        },
        figures=(
            Figure("test_error", 0.0020, of="ensemble"),
            Figure("test_accuracy", 0.997, of="small VGG"),
            Figure("test_accuracy", 0.996, of="small ResNet"),
            Figure("test_accuracy", 0.996, of="very small VGG"),
        ),
        seeds=1,
        ensemble=True,
        chosen=N_(
            "Widths of the networks, 30 epochs of batch 128, Adam with a learning rate that falls from 0.002 along "
            "half a cosine, and our variations of digits: the deck names the kinds of networks only."
        ),
        remark=N_(
            "The challenge of 2017 ended with test errors of 0.20, 0.24, 0.26 and 0.28 %; the best single network of "
            "all read 99.74 %."
        ),
    ),
)
