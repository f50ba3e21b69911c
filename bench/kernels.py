"""Ways to compute the same products, side by side: which is the quickest for which shape?

    python bench/kernels.py            all, with one thread
    python bench/kernels.py conv       those whose names contain one of these words

For convolutions: rows of windows and BLAS (NumPy), tiles, and Winograd's squares; for Dense layers of few rows: BLAS
and tiles. Each line has, for every way, GFLOP/s forwards, for the gradient of the kernel and for that of the input,
counted as the plain sums have them: Winograd's way, which multiplies less, may be above the processor's peak. Medians
of ``TURNS`` turns; in each turn every way takes its turn.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from sutja.nn.blas import blas_threads
from sutja.nn.call import Call, Step
from sutja.nn.layers import dense_jit
from sutja.nn.layers.convolve import ByRows
from sutja.nn.layers.convolve_jit import ByTiles
from sutja.nn.layers.patches import cut
from sutja.nn.layers.window import Windows
from sutja.nn.layers.winograd_jit import ByWinograd

TURNS = 9

# pictures, pixels, side of the window, channels, filters, padding
CONVOLUTIONS = [
    (32, 26, 3, 32, 32, "valid"),
    (16, 32, 3, 32, 32, "same"),
    (32, 15, 3, 32, 64, "valid"),
    (32, 16, 3, 64, 64, "same"),
    (64, 7, 3, 128, 128, "same"),
    (8, 32, 3, 96, 96, "same"),
    (8, 16, 3, 192, 192, "same"),
    (32, 14, 5, 32, 64, "same"),
]
DENSE = [(784, 128), (512, 512), (784, 512), (4096, 512), (3072, 1024)]
ROWS = (16, 32, 64)

Three = tuple[Callable[[], Any], Callable[[], Any], Callable[[], Any]]


def normal(*shape: int) -> Any:
    """Random numbers."""
    return np.random.default_rng(sum(shape)).standard_normal(shape, np.float32)


def medians(ways: dict[str, Three]) -> dict[str, list[float]]:
    """Seconds of CPU time of each way's three products."""
    times: dict[str, list[list[float]]] = {name: [[], [], []] for name in ways}
    for turn in range(TURNS + 1):
        for name, works in ways.items():
            for work, kept in zip(works, times[name], strict=True):
                start = time.thread_time()
                work()
                if turn:  # the first one compiles
                    kept.append(time.thread_time() - start)
    return {name: [statistics.median(kept) for kept in each] for name, each in times.items()}


def show(title: str, ways: dict[str, Three], operations: int) -> None:
    """Print one line; ``operations``: of one product, as the plain sums have them."""
    rates = {name: [operations / t / 1e9 for t in each] for name, each in medians(ways).items()}
    columns = "   ".join(f"{name} " + " ".join(f"{rate:4.0f}" for rate in each) for name, each in rates.items())
    print(f"{title:32} {columns}", flush=True)


def convolution(n: int, pixels: int, side: int, channels: int, filters: int, padding: str) -> None:
    """One line about a convolution."""
    windows = Windows(pixels, pixels, (side, side), (1, 1), padding)
    call, kernel = Call(Step()), normal(side, side, channels, filters) / np.float32(side * np.sqrt(channels))
    dz, z = normal(n, *windows.out, filters), np.empty((n, *windows.out, filters), np.float32)
    dx, dkernel = np.empty((n, pixels, pixels, channels), np.float32), np.zeros_like(kernel)
    x = normal(*dx.shape)
    rows = ByRows(kernel, windows, call.child("rows"))
    tiles = ByTiles(kernel, windows, call.child("tiles"), rows)
    squares = ByWinograd(kernel, windows, call.child("squares"), tiles)

    def three(way: Any) -> Three:
        def by_blocks(work: Callable[[slice], Any]) -> Callable[[], Any]:
            return lambda: [work(block) for block in cut(n, way.numbers_each * 4)]

        return (
            by_blocks(lambda block: way.forward(x[block], z[block])),
            by_blocks(lambda block: way.add_kernel_gradient(x[block], dz[block], dkernel)),
            by_blocks(lambda block: way.input_gradient(dz[block], dx[block])),
        )

    title = f"conv {channels}->{filters} {side}x{side} {padding}, {n} x {pixels}²"
    ways = {"rows": three(rows), "tiles": three(tiles), "squares": three(squares)}
    show(title, ways, 2 * kernel.size * n * windows.out[0] * windows.out[1])


def dense(rows: int, inputs: int, units: int) -> None:
    """One line about a Dense layer."""
    x, kernel, dz, call = normal(rows, inputs), normal(inputs, units), normal(rows, units), Call(Step())
    z, dx, dkernel = np.empty_like(dz), np.empty_like(x), np.empty_like(kernel)
    blas = (
        lambda: np.matmul(x, kernel, out=z),
        lambda: np.matmul(x.T, dz, out=dkernel),
        lambda: np.matmul(dz, kernel.T, out=dx),
    )
    tiles = (
        lambda: dense_jit.product(x, kernel, None, z),
        lambda: dense_jit.kernel_gradient(x, dz, dkernel),
        lambda: dense_jit.input_gradient(dz, kernel, dx, call),
    )
    show(f"dense {inputs}->{units}, {rows} rows", {"BLAS": blas, "tiles": tiles}, 2 * rows * inputs * units)


def main(words: list[str]) -> None:
    """Measure everything whose kind contains one of ``words``."""
    print(f"{'GFLOP/s':32} forwards, gradient of the kernel, gradient of the input")
    with blas_threads(1):
        if not words or any(word in "convolution" for word in words):
            for shape in CONVOLUTIONS:
                convolution(*shape)
        if not words or any(word in "dense" for word in words):
            for kernel in DENSE:
                for rows in ROWS:
                    dense(rows, *kernel)


if __name__ == "__main__":
    main(sys.argv[1:])
