"""The child of a first step: import the engine, train on one batch, answer. ``bench.measure`` starts it."""

from __future__ import annotations

import sys

from bench.contestants import contestant
from bench.runners import runner
from bench.workloads import FIRST_STEP, Work


def main(name: str) -> None:
    """Train for one step on blank MNIST pictures."""
    driver = runner(contestant(name))
    import numpy as np

    count = FIRST_STEP.batch
    x, y = np.zeros((count, *FIRST_STEP.network.input_shape), np.float32), np.zeros(count, np.int32)
    driver.train(FIRST_STEP.network, "adam", count, x, y, Work(warm_up=count, epochs=0))
    from bench.fresh import say
    from bench.memory import peak_bytes

    say({"peak_memory_bytes": peak_bytes()})


if __name__ == "__main__":
    main(*sys.argv[1:])
