"""Deck B's TwoLayerNet, by back-propagation."""

from __future__ import annotations

from sutja.labs.examples import Pictures
from sutja.labs.experiment import Figure, Trained
from sutja.labs.part import part
from sutja.labs.training import Training
from sutja.language import mark as N_

__all__ = ["EXPERIMENTS"]

_PRIMER = """\
from sutja import data
from sutja.nn.primer import TwoLayerNet, train

mnist = data.load("mnist")
x_train, y_train = mnist.x_train.reshape(-1, 784) / 255, mnist.y_train
x_test, y_test = mnist.x_test.reshape(-1, 784) / 255, mnist.y_test

net = TwoLayerNet(784, 50, 10)
losses = train(net, x_train, y_train, iterations=10_000, batch_size=100, learning_rate=0.1)
print(net.accuracy(x_test, y_test))
"""

EXPERIMENTS = (
    Trained(
        id="B-two-layer-backprop",
        title=N_("Two layers learn by back-propagation"),
        trainings={
            "": Training(
                data=Pictures("mnist"),
                model="mlp-50-sigmoid",
                settings={"kernel_initializer": part("initializers.RandomNormal", stddev=0.01)},
                optimizer=part("optimizers.SGD", learning_rate=0.1),
                epochs=100,
                steps=100,
                batch_size=100,
                quick={"epochs": 12, "steps": 100, "examples": 4000},
            )
        },
        figures=(Figure("test_accuracy"), Figure("accuracy"), Figure("loss", epoch=1), Figure("loss")),
        chosen=N_("50 hidden units and weights of N(0, 0.01²), the usual ones of this network."),
        remark=N_("10,000 steps as 100 rounds of 100, so that the loss is written down a hundred times."),
        primer=_PRIMER,
    ),
)
