"""Before anything is learned: a line, perceptrons, activations, the forward pass, losses, slopes, graphs."""

from __future__ import annotations

from sutja.labs.examples import Made
from sutja.labs.experiment import Figure, Tool, Trained, Worked
from sutja.labs.part import part
from sutja.labs.straight import straight
from sutja.labs.training import Training
from sutja.language import mark as N_

__all__ = ["EXPERIMENTS"]

EXPERIMENTS = (
    Trained(
        id="A-linear-regression",
        title=N_("One unit learns the line y = 1 - x"),
        trainings={
            "": Training(
                data=Made("straight", straight),
                model="line",
                optimizer=part("optimizers.SGD", learning_rate=0.1),
                loss=part("losses.MeanSquaredError"),
                epochs=200,
                batch_size=32,
                quick={"epochs": 200},
            )
        },
        figures=(Figure("prediction", -4.0), Figure("loss")),
        remark=N_("The deck says about -4 for x = 5, which is what the exact line gives."),
    ),
    Worked(
        id="A-curve-fitting",
        title=N_("What must be decided to fit a curve, and over-fitting as the degree grows"),
    ),
    Worked(
        id="B-gates",
        title=N_("AND, NAND, OR with one perceptron, XOR with two layers"),
    ),
    Worked(
        id="B-activations",
        title=N_("Step, sigmoid, tanh, ReLU, Leaky ReLU, Maxout, ELU"),
    ),
    Worked(
        id="B-forward-3-layer",
        title=N_("A signal goes through three layers"),
    ),
    Worked(
        id="B-softmax",
        title=N_("Scores become probabilities"),
    ),
    Tool(
        id="B-inference",
        title=N_("Read digits with saved weights, one at a time and in batches"),
        commands=(
            "sutja train --data mnist --model mlp-50-100-sigmoid --name saved",
            "sutja evaluate saved",
            "sutja data show mnist --text 1",
            "sutja predict saved digit.png",
        ),
        remark=N_(
            "The deck keeps the weights in a pickle, which may run code when it is read; ours lie in a .keras file."
        ),
    ),
    Worked(
        id="B-mse",
        title=N_("Half the sum of squared errors, for a right and a wrong answer"),
    ),
    Worked(
        id="B-cross-entropy",
        title=N_("How surprised the network is by the truth"),
    ),
    Worked(
        id="B-numerical-gradient",
        title=N_("The slope by trying, and the way downhill"),
    ),
    Worked(
        id="B-two-layer-numeric",
        title=N_("A whole network by trying every weight: what a step costs"),
        remark=N_(
            "10,000 such steps would take days. The gradients of both ways are compared, and the time of one step of "
            "each."
        ),
    ),
    Worked(
        id="B-graph-shopping",
        title=N_("Apples, oranges and a tax: a graph, forwards and backwards"),
    ),
    Tool(
        id="B-layers-backward",
        title=N_("ReLU, sigmoid, affine and softmax-with-loss, drawn with what flows through them"),
        commands=("sutja labs run B-layers-backward", "make pictures"),
        remark=N_("Each layer stands in a file of its own in the primer, and docs/graphs.md shows the drawings."),
    ),
    Tool(
        id="B-scratch-to-framework",
        title=N_("The network from scratch beside the same network of a framework"),
        commands=("sutja labs show B-two-layer-backprop",),
    ),
)
