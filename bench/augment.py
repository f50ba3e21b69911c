"""How many pictures a second each variation makes, by the clock and by the processor's own time.

    python bench/augment.py [workers]

Batches of 200 pictures, BLAS in one thread. "A core" is what one core makes alone, from the time that it really
worked, which other programs on the machine do not change; the rest is by the clock.
"""

import sys
import time

import numpy as np
from threadpoolctl import threadpool_limits

from sutja import data
from sutja.data.augment import (
    Affine,
    Blur,
    Crop,
    Elastic,
    Erase,
    Flip,
    Light,
    Noise,
    Thickness,
    Variation,
    digits,
    photographs,
    varied,
)

BATCH, COUNT = 200, 8_000


def rates(pictures: np.ndarray, variation: Variation, workers: int) -> tuple[float, float]:
    """Pictures a second: of one core, and of ``workers`` threads by the clock; the best of three."""
    batches = [(pictures[i : i + BATCH], np.zeros(BATCH)) for i in range(0, len(pictures), BATCH)]
    core = clock = 0.0
    for _ in range(3):
        start = time.thread_time()
        for _batch in varied(batches, variation, seed=0, workers=0):
            pass
        core = max(core, len(pictures) / (time.thread_time() - start))
        start = time.perf_counter()
        for _batch in varied(batches, variation, seed=0, workers=workers):
            pass
        clock = max(clock, len(pictures) / (time.perf_counter() - start))
    return core, clock


def main() -> None:
    """Print a table."""
    workers = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    digits5k = data.load("mnist5k").x_train
    grey = np.concatenate([digits5k] * 2)[:COUNT].astype(np.float32) / 255
    colour = np.repeat(np.pad(grey, ((0, 0), (2, 2), (2, 2), (0, 0))), 3, axis=3)
    table = (
        ("digits()", digits(), grey),
        ("Affine", Affine(rotation=12, zoom=0.15, shear=0.2, shift=2), grey),
        ("Thickness", Thickness(thin=0.5, thick=0.7), grey),
        ("Elastic", Elastic(), grey),
        ("Noise", Noise(), grey),
        ("Blur", Blur(), grey),
        ("Erase", Erase(), grey),
        ("Light", Light(brightness=0.2, contrast=0.2), grey),
        ("photographs()", photographs(), colour),
        ("Flip", Flip(horizontal=0.5), colour),
        ("Crop", Crop(padding=4), colour),
        ("Affine", Affine(rotation=12), colour),
    )
    print(f"{'':14} {'pictures':10} {'a core':>9} {workers:>3} workers")
    with threadpool_limits(1):
        for name, variation, pictures in table:
            size = " x ".join(map(str, pictures.shape[1:]))
            core, clock = rates(pictures, variation, workers)
            print(f"{name:14} {size:11} {core:>9,.0f} {clock:>9,.0f}")


if __name__ == "__main__":
    main()
