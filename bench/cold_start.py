"""The child of a cold start: read the model's file, predict one picture, answer. ``bench.measure`` starts it."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.contestants import contestant
from bench.runners import runner


def main(name: str, folder: str) -> None:
    """Predict one blank MNIST picture with the model in ``folder``."""
    predict = runner(contestant(name)).load(Path(folder))
    import numpy as np

    predict(np.zeros((1, 28, 28, 1), np.float32))
    from bench.fresh import say
    from bench.memory import peak_bytes

    say({"peak_memory_bytes": peak_bytes()})


if __name__ == "__main__":
    main(*sys.argv[1:])
