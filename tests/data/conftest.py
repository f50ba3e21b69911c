"""A machine without data sets, and small data sets in the true file formats."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest

from sutja.data import catalogue
from sutja.data.checksum import checksum
from sutja.data.sets import mnist
from sutja.data.spec import Checksums, Spec

IDX_FILES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")


def idx_bytes(values: np.ndarray) -> bytes:
    header = struct.pack(f">HBB{values.ndim}I", 0, 8, values.ndim, *values.shape)
    return header + values.astype(np.uint8).tobytes()


@dataclass
class SmallSet:
    """30 + 10 pictures with their labels, and ways to write them down."""

    x_train: np.ndarray
    y_train: np.ndarray
    x_test: np.ndarray
    y_test: np.ndarray

    @classmethod
    def random(cls, seed: int) -> SmallSet:
        rng = np.random.default_rng(seed)
        return cls(
            rng.integers(0, 256, (30, 28, 28), np.uint8),
            np.arange(30, dtype=np.uint8) % 10,
            rng.integers(0, 256, (10, 28, 28), np.uint8),
            np.arange(10, dtype=np.uint8),
        )

    @property
    def arrays(self) -> tuple[np.ndarray, ...]:
        return self.x_train, self.y_train, self.x_test, self.y_test

    @property
    def checksums(self) -> Checksums:
        return Checksums(*(checksum(values) for values in self.arrays))

    def write_idx(self, folder: Path, *, zipped: bool = False, dotted: bool = False) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        for name, values in zip(IDX_FILES, self.arrays, strict=True):
            name = name.replace("-idx", ".idx") if dotted else name
            content = idx_bytes(values)
            if zipped:
                (folder / f"{name}.gz").write_bytes(gzip.compress(content))
            else:
                (folder / name).write_bytes(content)
        return folder

    def write_npz(self, folder: Path, name: str = "mnist.npz", **changes: np.ndarray) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        names = ("x_train", "y_train", "x_test", "y_test")
        np.savez(folder / name, **(dict(zip(names, self.arrays, strict=True)) | changes))
        return folder


@pytest.fixture
def small() -> SmallSet:
    return SmallSet.random(0)


@pytest.fixture
def other() -> SmallSet:
    return SmallSet.random(1)


@dataclass
class Machine:
    """The folders in which data sets are looked for; there is nothing in them at first."""

    data: Path
    keras: Path
    cache: Path


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    machine = Machine(tmp_path / "data", tmp_path / "keras" / "datasets", tmp_path / "cache")
    machine.data.mkdir()
    monkeypatch.setenv("SUTJA_DATA", str(machine.data))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("SUTJA_CACHE", str(machine.cache))
    return machine


Declare = Callable[..., Spec]


@pytest.fixture
def declare(monkeypatch: pytest.MonkeyPatch, small: SmallSet) -> Declare:
    """Declare ``small`` as the original MNIST, with other downloads if given."""

    def declare(**changes: object) -> Spec:
        spec = replace(mnist.spec(), **({"checksums": small.checksums, "downloads": ()} | changes))
        monkeypatch.setitem(catalogue._SPECS, "mnist", lambda: spec)
        return spec

    return declare
