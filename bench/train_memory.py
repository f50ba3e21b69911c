"""The child that measures the memory of ``sutja train``: the command on all of MNIST, one epoch, in this process."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile

from bench.contestants import contestant

ARGUMENTS = ("train", "--data", "mnist", "--model", "cnn-lab4", "--epochs", "1", "--name", "memory")


def main(name: str) -> None:
    """Train, and answer with the most that was held, and with the size of the data set."""
    os.environ |= contestant(name).environment
    from sutja import data
    from sutja.cli import main as sutja

    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        try:
            sutja(ARGUMENTS)
        except SystemExit as ended:
            if ended.code:
                raise
    from bench.fresh import say
    from bench.memory import peak_bytes

    peak = peak_bytes()
    made = data.load("mnist")
    arrays = (made.x_train, made.y_train, made.x_test, made.y_test)
    say({"peak_memory_bytes": peak, "data_bytes": sum(array.nbytes for array in arrays)})


if __name__ == "__main__":
    main(*sys.argv[1:])
