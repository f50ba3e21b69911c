"""How fast are the engine's layers? Forward and backward of each, and their share of the processor's sgemm peak.

    python bench/layers.py                 all layers, with one thread
    python bench/layers.py conv dropout    those whose names contain one of these words

The peak is that of NumPy's BLAS on one thread for a product of two 768 x 768 matrices, measured in the same run, before
each layer again: on a machine that others use too it changes from second to second. Times are the CPU time of this
thread, the fastest of ``REPEATS``. A layer that does no matrix products has no share of the peak; what counts there is
nanoseconds a number.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from sutja.nn import layers, optimizers
from sutja.nn.blas import blas_threads
from sutja.nn.call import Call, Step
from sutja.nn.variables import FlatVector, Variable

REPEATS = 15

# name, layer, shape of the input with the batch of one shard
LAYERS: list[tuple[str, Callable[[], Any], tuple[int, ...]]] = [
    ("conv 1->32 3x3", lambda: layers.Conv2D(32, 3, activation="relu"), (64, 28, 28, 1)),
    ("conv 1->32 5x5 same", lambda: layers.Conv2D(32, 5, padding="same", activation="relu"), (64, 28, 28, 1)),
    ("conv 3->32 3x3 same", lambda: layers.Conv2D(32, 3, padding="same", activation="relu"), (32, 32, 32, 3)),
    ("conv 32->32 3x3", lambda: layers.Conv2D(32, 3, activation="relu"), (32, 26, 26, 32)),
    ("conv 32->64 3x3", lambda: layers.Conv2D(64, 3, activation="relu"), (16, 15, 15, 32)),
    ("conv 32->64 5x5 same", lambda: layers.Conv2D(64, 5, padding="same", activation="relu"), (32, 14, 14, 32)),
    ("conv 64->64 3x3 same", lambda: layers.Conv2D(64, 3, padding="same", activation="relu"), (32, 16, 16, 64)),
    ("conv 64->64 3x3 stride 2", lambda: layers.Conv2D(64, 3, strides=2, activation="relu"), (32, 17, 17, 64)),
    ("dense 784->512", lambda: layers.Dense(512, activation="relu"), (50, 784)),
    ("dense 512->512", lambda: layers.Dense(512, activation="relu"), (50, 512)),
    ("dense 3136->1000", lambda: layers.Dense(1000, activation="relu"), (100, 3136)),
    ("lstm 28->128", lambda: layers.LSTM(128), (32, 28, 28)),
    ("gru 28->128", lambda: layers.GRU(128), (32, 28, 28)),
    ("max pooling", lambda: layers.MaxPooling2D(), (64, 28, 28, 32)),
    ("average pooling", lambda: layers.AveragePooling2D(), (64, 28, 28, 32)),
    ("batch normalization", lambda: layers.BatchNormalization(), (64, 12, 12, 32)),
    ("dropout, dense", lambda: layers.Dropout(0.3), (50, 512)),
    ("dropout, pictures", lambda: layers.Dropout(0.25), (64, 16, 16, 32)),
    ("relu", lambda: layers.Activation("relu"), (50, 512)),
]
OPTIMIZERS = [("sgd", {}), ("sgd", {"momentum": 0.9}), ("rmsprop", {}), ("adam", {})]


def fastest(work: Callable[[], Any]) -> float:
    """Seconds of CPU time of the fastest of some runs."""
    times = []
    work()
    for _ in range(REPEATS):
        start = time.thread_time()
        work()
        times.append(time.thread_time() - start)
    return min(times)


def peak() -> float:
    """Floating-point operations a second of a large product of matrices."""
    a, b, out = (np.random.default_rng(0).random((768, 768), np.float32) for _ in range(3))
    return 2 * 768**3 / fastest(lambda: np.matmul(a, b, out=out))


def products(layer: Any, shape: tuple[int, ...], y: Any) -> int:
    """Floating-point operations of the layer's matrix products, forwards; backwards they are twice as many."""
    kernels = [w for w in layer.trainable_weights if w.name in ("kernel", "recurrent_kernel")]
    places = y.size // y.shape[-1] if y.ndim > 2 else len(y) * (shape[1] if len(shape) == 3 else 1)
    return sum(2 * places * kernel.size for kernel in kernels)


def measure(name: str, layer: Any, shape: tuple[int, ...]) -> None:
    """Print one line about ``layer`` on inputs of ``shape``."""
    layer.build_once((None, *shape[1:]))
    x = np.random.default_rng(0).standard_normal(shape).astype(np.float32)
    call = Call(Step())
    call.step.gradients = {id(v): np.zeros(v.shape, np.float32) for v in layer.trainable_weights}

    def forward() -> Any:
        call.step.begin(training=True)
        return layer.forward(x, call)

    y = forward()
    dy = np.random.default_rng(1).standard_normal(y.shape).astype(np.float32)

    def both() -> None:
        forward()
        layer.backward(dy, call)

    top, there, whole = peak(), fastest(forward), fastest(both)
    back, operations = max(whole - there, 1e-9), products(layer, shape, y)
    if operations:
        rates = [f"{n * operations / t / top:7.0%}" for n, t in ((1, there), (2, back), (3, whole))]
    else:
        rates = [f"{t / x.size * 1e9:7.2f}" for t in (there, back, whole)]
    unit = f"of {top / 1e9:4.0f} GFLOP/s" if operations else "ns a number"
    print(f"{name:26} {there * 1e3:9.3f} {back * 1e3:9.3f}   {' '.join(rates)}  {unit}", flush=True)


def measure_optimizer(name: str, arguments: dict[str, Any], size: int = 1 << 20) -> None:
    """Print one line about a step of an optimizer on ``size`` weights."""
    optimizer = optimizers.get({"class_name": name, "config": arguments})
    vector = FlatVector([Variable(np.ones(size, np.float32), name="w")])
    gradient = np.full(size, 1e-3, np.float32)
    optimizer.build(vector)
    seconds = fastest(lambda: optimizer.step(vector, gradient, 0.001))
    label = " ".join([name, *arguments])
    print(f"{label:26} {seconds * 1e3:9.3f}   {seconds / size * 1e9:28.2f}           ns a number", flush=True)


def main(words: list[str]) -> None:
    """Measure everything whose name contains one of ``words``."""
    print(f"{'':26} {'forward':>9} {'backward':>9}   {'forward':>7} {'backw.':>7} {'both':>7}")
    print(f"{'':26} {'ms':>9} {'ms':>9}")
    with blas_threads(1):
        for name, make, shape in LAYERS:
            if not words or any(word in name for word in words):
                measure(name, make(), shape)
        for name, arguments in OPTIMIZERS:
            if not words or any(word in name for word in words):
                measure_optimizer(name, arguments)


if __name__ == "__main__":
    main(sys.argv[1:])
