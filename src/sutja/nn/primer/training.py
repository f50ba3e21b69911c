"""Training: the loop that all of deep learning runs.

    repeat:
        take a few samples at random              a mini-batch
        find the gradient of the loss on them     back-propagation
        move the weights a little against it      gradient descent
        write down the loss

The gradient of a batch is an estimate of that of all samples, as a poll is of an election: 100 samples of 4,000 cost a
fortieth and mostly point the right way, so forty rough steps are made in the time of an exact one. That is the
"stochastic" of stochastic gradient descent. As many batches as cover all samples once are an epoch: 40 here.

The weights are found by training. What is chosen before (the number of hidden units, the batch size, the learning
rate, how many steps) are hyper-parameters. The defaults are those of the deck: experiments ``B-two-layer-backprop``
and, with ``gradient=TwoLayerNet.numerical_gradient``, ``B-two-layer-numeric``.

The engine's part: ``compile("sgd", ...)`` and ``fit`` of a model.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from sutja.checks import above_0, whole
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.primer.checks import floats, same_shape
from sutja.nn.primer.two_layer_net import TwoLayerNet
from sutja.nn.typing import Array

__all__ = ["sgd_step", "train"]


def sgd_step(params: Mapping[str, Array], gradients: Mapping[str, Array], learning_rate: float) -> None:
    """w <- w - lr dE/dw for each array of ``params``, in place, with the gradient of the same name and shape."""
    above_0("learning_rate", learning_rate)
    if gradients.keys() != params.keys():
        raise invalid("gradients", _("one for each of: {names}", names=", ".join(params)), list(gradients))
    for name, w in params.items():
        same_shape(f'gradients["{name}"]', gradients[name], f'params["{name}"]', w)
    for name, w in params.items():
        w -= learning_rate * gradients[name]


def train(
    net: TwoLayerNet,
    x: Any,
    t: Any,
    *,
    iterations: int = 10_000,
    batch_size: int = 100,
    learning_rate: float = 0.1,
    seed: int = 0,
    gradient: Callable[[TwoLayerNet, Any, Any], Mapping[str, Array]] = TwoLayerNet.gradient,
) -> list[float]:
    """Change the weights of ``net`` so that it gives samples ``x`` their labels ``t``.

    Args:
        net: The network; its weights are changed in place.
        x: Samples, (n, inputs). Pixels should be scaled to 0..1; from 0..255 sigmoids are stuck at their ends.
        t: Labels, whole numbers (n,) or one-hot rows (n, classes).
        iterations: How many steps.
        batch_size: How many samples a step looks at, drawn without repetition; at most n.
        learning_rate: How far a step goes for each unit of slope.
        seed: Where the random numbers that draw the batches begin.
        gradient: The method that finds the slopes.

    Returns:
        The loss on each step's batch, before the step: (iterations,).

    Raises:
        InvalidArgument: Samples and labels do not match, or a setting is outside its range.
    """
    x, t = floats("x", x), np.asarray(t)
    whole("iterations", iterations)
    if x.ndim == 0 or t.ndim == 0 or len(x) != len(t):
        raise invalid("t", _("one label a sample: {n} samples were given", n=len(x) if x.ndim else 0), t)
    if whole("batch_size", batch_size) > len(x):
        raise invalid("batch_size", _("at most {n}, the number of samples", n=len(x)), batch_size)
    rng = np.random.default_rng(seed)
    losses = []
    for _iteration in range(iterations):
        drawn = rng.choice(len(x), batch_size, replace=False)
        x_batch, t_batch = x[drawn], t[drawn]
        losses.append(net.loss(x_batch, t_batch))
        sgd_step(net.params, gradient(net, x_batch, t_batch), learning_rate)
    return losses
