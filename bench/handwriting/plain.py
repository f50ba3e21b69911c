"""The plain network of most demonstrations: Keras' own example for MNIST, trained as it says and nothing more.

"Simple MNIST convnet" (F. Chollet, keras.io/examples/vision/mnist_convnet), the recipe ``keras-example`` of
:mod:`bench.recipes`: 15 epochs of MNIST's training pictures as they are, not varied. Keras trains it where it is
installed, else Sutja's engine, which runs the same code. It takes some minutes and is kept in ``build/bench``.

``python -m bench.handwriting.plain`` trains it, in a process of its own, and prints the file.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bench.data import CACHE, ROOT
from bench.recipes import RECIPES
from sutja import data, engine
from sutja.nn.models import Model, load_model

__all__ = ["Plain", "plain"]

RECIPE = RECIPES["keras-example"]
SEED = 0


class Plain(NamedTuple):
    """The network, and who trained it."""

    model: Model
    engine: str


@cache
def plain() -> Plain:
    """The network; trained first if it was not before."""
    made = subprocess.run(
        [sys.executable, "-m", "bench.handwriting.plain"], cwd=ROOT, stdout=subprocess.PIPE, check=True
    )
    file = Path(made.stdout.decode().strip().splitlines()[-1])
    return Plain(load_model(file, compile=False), "Keras" if "keras" in file.stem else "Sutja's engine")


def _engine() -> str:
    """``keras`` if it and one of its backends are installed, else ``numpy``.

    On CPUs, TensorFlow trains this very network twice as fast as PyTorch and three times as fast as JAX:
    ``to-99-keras-example`` in ``bench/results/full.md``.
    """
    backend = next(filter(find_spec, ("tensorflow", "torch", "jax")), None)
    if find_spec("keras") is None or backend is None:
        return "numpy"
    os.environ.setdefault("KERAS_BACKEND", backend)
    os.environ |= {"JAX_PLATFORMS": "cpu", "KERAS_TORCH_DEVICE": "cpu", "CUDA_VISIBLE_DEVICES": "-1"}
    return "keras"


def _train(name: str, file: Path) -> None:
    nn = engine(name)
    nn.utils.set_random_seed(SEED)
    model = RECIPE.network.build(nn)
    model.compile(nn.optimizers.Adam(RECIPE.learning_rate), "sparse_categorical_crossentropy", metrics=["accuracy"])
    mnist = data.load("mnist")
    x = mnist.x_train[: RECIPE.samples].astype(np.float32) / 255
    y = mnist.y_train[: RECIPE.samples]
    model.fit(x, y, batch_size=RECIPE.batch, epochs=RECIPE.epochs, verbose=0)
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent) as folder:
        model.save(Path(folder) / "model.keras")
        (Path(folder) / "model.keras").replace(file)


if __name__ == "__main__":
    who = _engine()
    kept = CACHE / f"plain-by-{who}.keras"
    if not kept.exists():
        print(f"Training the plain network ({RECIPE.epochs} epochs) ...", file=sys.stderr)
        _train(who, kept)
    print(kept)
