"""``B-inference``: a network of 784, 50, 100 and 10 units reads digits with weights from a file.

The deck's weights lie in a pickle that somebody else made. These are learned in a second, from the digits that are
always there, and go through a .keras file. What comes out of it reads as before, one picture at a time or a hundred,
and learns on as before if the optimizer came along: Adam divides each slope by the size of the last ones, and while it
remembers none, every weight moves by about the learning rate, however small its slope.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

import sutja.nn as nn
from sutja import data, zoo
from sutja.data.views import as_text
from sutja.labs.computed import Computed, Finding
from sutja.labs.worked.characters import number, table
from sutja.labs.worked.plotting import BLUE, ORANGE, Picture, legend
from sutja.language import translate as _
from sutja.nn.blas import blas_threads
from sutja.nn.primer import forward, one_hot, signals, softmax
from sutja.nn.typing import Array

__all__ = ["inference"]

EPOCHS, STEP_SIZE, TOGETHER = 20, 0.01, 50
BATCH = 100  # pictures that are read together, as in the deck
STEPS = 8


def inference() -> Computed:
    """The shape at every layer, the answers one by one and in batches, and what a file keeps."""
    digits = data.load("mnist5k")
    x, t = _inputs(digits.x_train), digits.y_train
    x_test, t_test = _inputs(digits.x_test), digits.y_test
    trained = _trained(x, t)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "digits.keras"
        trained.save(file)
        loaded, weights_alone = nn.models.load_model(file), nn.models.load_model(file)
    _compile(weights_alone)
    weights = [np.asarray(array, dtype=float) for array in loaded.get_weights()]
    network = list(zip(weights[::2], weights[1::2], strict=True))
    (one_by_one, slow), (together, fast) = _read(network, x_test, 1), _read(network, x_test, BATCH)
    right, differing = int(np.sum(one_by_one == t_test)), int(np.sum(one_by_one != together))
    moved = float(np.abs(loaded.predict(x_test, verbose=0) - trained.predict(x_test, verbose=0)).max())
    ways = {_("optimizer kept"): _learn_on(loaded, x, t), _("new Adam"): _learn_on(weights_alone, x, t)}
    findings = [
        Finding(_("right answers among {count}", count=len(x_test)), right),
        Finding(_("answers that differ when {size} are read together", size=BATCH), differing),
        Finding(_("one by one takes so many times as long as {size} together", size=BATCH), round(slow / fast, 1)),
        Finding(_("largest difference of a probability after saving and loading"), moved),
    ]
    lines = [f"{finding.label}: {number(finding.ours)}" for finding in findings]
    ways = {_("optimizer kept"): _learn_on(loaded, x, t), _("new Adam"): _learn_on(weights_alone, x, t)}
    findings += [
        Finding(_("{way}: highest loss in {steps} more steps, before = 1", way=way, steps=STEPS), max(losses))
        for way, losses in ways.items()
    ]
    label = " ".join(str(int(value)) for value in one_hot(t_test[:1], 10)[0])
    parts = (
        as_text(digits.x_test[0]),
        f"{t_test[0]} → [{label}]",
        _shapes(network, x_test),
        "\n".join(lines),
        _losses(ways),
    )
    return Computed(tuple(findings), {"learning-on": _draw(ways)}, "\n\n".join(parts))


def _inputs(pictures: Array) -> Array:
    """Rows of 784 numbers from 0 to 1."""
    return pictures.reshape(len(pictures), -1).astype(np.float32) / 255


def _compile(model: Any) -> None:
    model.compile(nn.optimizers.Adam(STEP_SIZE), "sparse_categorical_crossentropy")


def _trained(x: Array, t: Array) -> Any:
    """The deck's network, with weights that read digits, and an optimizer that has taken many steps."""
    nn.utils.set_random_seed(0)
    model = zoo.build("mlp-50-100-sigmoid", nn, x.shape[1:], 10)
    _compile(model)
    model.fit(x, t, batch_size=TOGETHER, epochs=EPOCHS, verbose=0)
    return model


def _read(network: Sequence[tuple[Array, Array]], x: Array, size: int) -> tuple[Array, float]:
    """The classes of ``x``, so many rows at a time, by plain NumPy; and the seconds that it took."""
    with blas_threads(1):  # several have too little to do on one picture, and wait for each other
        start = time.perf_counter()
        said = [forward(network, x[i : i + size], softmax).argmax(axis=1) for i in range(0, len(x), size)]
        return np.concatenate(said), time.perf_counter() - start


def _learn_on(model: Any, x: Array, t: Array) -> list[float]:
    """The loss before and after each of a few more steps, that before being 1."""
    losses = [model.evaluate(x, t, verbose=0)]
    for step in range(STEPS):
        batch = slice(step * TOGETHER, (step + 1) * TOGETHER)
        model.train_on_batch(x[batch], t[batch])
        losses.append(model.evaluate(x, t, verbose=0))
    return [round(loss / losses[0], 2) for loss in losses]


def _shapes(network: Sequence[tuple[Array, Array]], x: Array) -> str:
    """What goes in and out of every layer, for one picture and for a batch."""
    one, several = ([values, *(z for _a, z in signals(network, values, softmax))] for values in (x[0], x[:BATCH]))
    rows = [["", _("one picture"), _("{count} pictures", count=BATCH), "W", "b"]]
    names = ["x", "z₁", "z₂", "y"]
    weights = [("", ""), *((str(w.shape), str(b.shape)) for w, b in network)]
    for name, alone, together, (w, b) in zip(names, one, several, weights, strict=True):
        rows.append([name, str(alone.shape), str(together.shape), w, b])
    return table(rows)


def _losses(ways: dict[str, list[float]]) -> str:
    """The loss after every second step, those before being 1."""
    shown = range(0, STEPS + 1, 2)
    rows = [[_("loss after more steps"), *map(str, shown)]]
    rows += [[way, *(f"{losses[step]:.2f}" for step in shown)] for way, losses in ways.items()]
    return table(rows)


def _draw(ways: dict[str, list[float]]) -> str:
    with Picture(2.6) as picture:
        for (name, losses), color in zip(ways.items(), (BLUE, ORANGE), strict=True):
            picture.axes.plot(range(STEPS + 1), losses, "o-", color=color, label=name, markersize=3)
        picture.axes.set(xlabel=_("steps"), ylabel=_("loss, before = 1"), ylim=(0, None))
        legend(picture.axes)
    return picture.svg
