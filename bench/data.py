"""The pictures of a measurement: real ones where they are on this machine, else random ones of the same shape.

How fast a network learns from pictures does not depend on what they show, so random ones do for throughput; only the
way to 99 % needs MNIST itself. The result says which they were.

A process of its own prepares them once, ``python -m bench.data mnist 12800``, and prints the file; so neither the
time nor the memory of reading a whole data set is counted with the contestant.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

__all__ = ["CLASSES", "Pictures", "complete_mnist", "pictures", "prepare"]

ROOT = Path(__file__).parents[1]
CACHE = ROOT / "build" / "bench"
CLASSES = 10
SHAPES = {"mnist": (28, 28, 1), "cifar10": (32, 32, 3)}


class Pictures(NamedTuple):
    """``x`` float32 (n, height, width, channels) in [0, 1], ``y`` int32 (n,), and whence they are."""

    x: NDArray[np.float32]
    y: NDArray[np.int32]
    source: str


def pictures(name: str, samples: int) -> Pictures:
    """The first ``samples`` training pictures of the data set, or as many random ones."""
    command = [sys.executable, "-m", "bench.data", name, str(samples)]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return as_floats(Path(made.stdout.strip()))


def as_floats(file: Path, part: str = "train") -> Pictures:
    """What ``prepare`` wrote, as networks take it."""
    with np.load(file) as arrays:
        x = np.multiply(arrays[f"x_{part}"], np.float32(1 / 255), dtype=np.float32)
        return Pictures(x, arrays[f"y_{part}"].astype(np.int32), str(arrays["source"]))


def complete_mnist() -> Path | None:
    """All 60,000 and 10,000 pictures of MNIST in one file; ``None`` if they are not on this machine."""
    return prepare("mnist", 60_000, 10_000) if _is_here("mnist") else None


def prepare(name: str, samples: int, tests: int = 0) -> Path:
    """The file that holds the pictures, as bytes; it is made if there is none yet."""
    real = _is_here(name)
    kind = "real" if real else "random"
    file = CACHE / f"{name}-{kind}-{samples}-{tests}.npz"
    if not file.exists():
        _write(file, _real(name, samples, tests) if real else _random(name, samples, tests))
    return file


def _is_here(name: str) -> bool:
    """Whether a person has said where data sets are, and this one is among them: nothing is downloaded."""
    if not os.environ.get("SUTJA_DATA"):
        return False
    from sutja import data

    return name in data.names() and data.locate(name) is not None


def _real(name: str, samples: int, tests: int) -> dict[str, Any]:
    from sutja import data

    made = data.load(name)
    return {
        "x_train": np.resize(made.x_train, (samples, *made.x_train.shape[1:])),
        "y_train": np.resize(made.y_train, samples),
        "x_test": made.x_test[:tests],
        "y_test": made.y_test[:tests],
        "source": f"the real {name}",
    }


def _random(name: str, samples: int, tests: int) -> dict[str, Any]:
    rng = np.random.default_rng(0)
    return {
        "x_train": rng.integers(0, 256, (samples, *SHAPES[name]), np.uint8),
        "y_train": rng.integers(0, CLASSES, samples),
        "x_test": rng.integers(0, 256, (tests, *SHAPES[name]), np.uint8),
        "y_test": rng.integers(0, CLASSES, tests),
        "source": f"random pictures of the shape of {name}",
    }


def _write(file: Path, arrays: dict[str, Any]) -> None:
    """Under another name first, so that nobody reads half a file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=file.parent, suffix=".part", delete=False) as part:
        np.savez(part, **arrays)
    Path(part.name).replace(file)


if __name__ == "__main__":
    print(prepare(sys.argv[1], int(sys.argv[2])))
