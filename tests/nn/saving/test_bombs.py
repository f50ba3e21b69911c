"""Small files that ask for much: each is refused soon and in little memory, in a process that has no more."""

from __future__ import annotations

import io
import json
import multiprocessing
import resource
import struct
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest

import sutja.nn as nn
from sutja.errors import ModelFileError

ROOM = 300 << 20  # bytes beyond what the process has already
SECONDS = 10.0

Parts = dict[str, Any]


def dense(**others: Any) -> dict[str, Any]:
    return {"class_name": "Dense", "config": {"name": "dense", "units": 2, **others}, "name": "dense"}


def chain(*layers: dict[str, Any], shape: Any = (None, 2)) -> dict[str, Any]:
    first = {"class_name": "InputLayer", "config": {"batch_shape": shape, "name": "x"}}
    return {"class_name": "Sequential", "config": {"name": "net", "layers": [first, *layers]}}


def layer(kind: str, **config: Any) -> dict[str, Any]:
    return {"class_name": kind, "config": config}


def many_layers() -> dict[str, Any]:
    return chain(*[layer("Flatten") for _ in range(12_000)])


def long_chain() -> dict[str, Any]:
    """A graph written from its end to its beginning, each layer waiting for the one behind it."""
    count = 4000
    items = [{"class_name": "InputLayer", "config": {"batch_shape": [None, 2], "name": "0"}, "name": "0"}]
    for number in range(1, count):
        tensor = {"class_name": "__keras_tensor__", "config": {"keras_history": [str(number - 1), 0, 0]}}
        call = {"args": [tensor], "kwargs": {}}
        items.append({**layer("Flatten", name=str(number)), "name": str(number), "inbound_nodes": [call]})
    ends = {"input_layers": ["0", 0, 0], "output_layers": [str(count - 2), 0, 5]}
    return {"class_name": "Functional", "config": {"name": "long", "layers": items[::-1], **ends}}


def weights(edit: Callable[[Any], None] | None = None) -> bytes:
    memory = io.BytesIO()
    with h5py.File(memory, "w", libver="latest") as file:
        group = file.create_group("layers/dense/vars")
        if edit is None:
            group["0"], group["1"] = np.zeros((2, 2), "f4"), np.zeros(2, "f4")
        else:
            edit(group)
    return memory.getvalue()


BIG = 1 << 30  # bytes


def compressed(group: Any) -> None:
    """A gigabyte, a quarter of it zeros that take a thousandth of their size."""
    data = group.create_dataset("0", (2, BIG // 8), "f4", chunks=(1, 1 << 22), compression="gzip", compression_opts=9)
    block = np.zeros((1, 1 << 22), "f4")
    for start in range(0, BIG // 8, 1 << 24):  # a quarter is enough
        data[0:1, start : start + (1 << 22)] = block
    group["1"] = h5py.Empty("f4")


def never_written(group: Any) -> None:
    group.create_dataset("0", (2, BIG // 8), "f4", chunks=(1, 1 << 20), fillvalue=1.5)
    group.create_dataset("1", (BIG // 8,), "f4", chunks=(1 << 20,))


CASES: dict[str, tuple[Any, Any]] = {
    "units": (chain(dense(units=10**9)), None),
    "units of units": (chain(dense(units=2 * 10**9), layer("Dense", units=2 * 10**9)), None),
    "words": (chain(layer("Embedding", input_dim=10**9, output_dim=10**9)), None),
    "recurrent units": (chain(layer("LSTM", units=10**9), shape=(None, 3, 2)), None),
    "an orthogonal start": (chain(layer("SimpleRNN", units=10**5), shape=(None, 3, 2)), None),
    "a unit matrix": (chain(dense(units=10**6, kernel_initializer="identity"), shape=(None, 10**6)), None),
    "filters": (chain(layer("Conv2D", filters=10**6, kernel_size=1000), shape=(None, 2000, 2000, 3)), None),
    "an input": (chain(layer("Flatten"), dense(), shape=(None, 10**9, 10**9)), None),
    "many layers": (many_layers(), None),
    "a long chain": (long_chain(), None),
    "compressed numbers": (chain(dense(units=BIG // 8)), compressed),
    "numbers that were never written": (chain(dense(units=BIG // 8)), never_written),
    "names as many as letters": (chain(dense(name="n" * 10**6, units=3)), None),
    "nested lists": ({"class_name": "Sequential", "config": {"layers": [[]] * 10**5}}, None),
}


def attempt(path: Path, answer: Any) -> None:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + ROOM
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    start = time.monotonic()
    try:
        if path.name.startswith("w"):
            nn.Sequential([nn.Input((2,)), nn.layers.Dense(2, name="dense")]).load_weights(path)
        else:
            nn.models.load_model(path)
        answer.send(("read", time.monotonic() - start))
    except ModelFileError as error:
        answer.send((str(error), time.monotonic() - start))


def refusal(path: Path) -> str:
    """What the engine says about the file at ``path``, within bounds of memory and time."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=attempt, args=(path, there))
    process.start()
    there.close()
    try:
        assert here.poll(3 * SECONDS), "it takes too long"
        message, seconds = here.recv()
    except EOFError:
        pytest.fail(f"the process ended with code {process.exitcode}")
    finally:
        process.kill()
        process.join()
    assert seconds < SECONDS
    assert message.startswith(f"{path}: ") and message.isprintable() and len(message) < 1500
    return str(message.removeprefix(f"{path}: "))


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", ["m.keras", "m.h5"])
def test_a_small_file_that_asks_for_much(tmp_path: Path, name: str, case: str) -> None:
    config, edit = CASES[case]
    path = tmp_path / name
    if name == "m.keras":
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("metadata.json", "{}")
            archive.writestr("config.json", json.dumps(config))
            archive.writestr("model.weights.h5", weights(edit))
    elif edit is None:
        with h5py.File(path, "w") as file:
            file.attrs["model_config"] = json.dumps(config)
            file.create_group("model_weights").attrs["layer_names"] = np.array([b"dense"])
            group = file.create_group("model_weights/dense")
            group["0"] = np.zeros((2, 2), "f4")
            group.attrs["weight_names"] = np.array([b"0"])
    else:
        pytest.skip("tried in the other format")
    said = refusal(path)
    expected = {
        "units": "do not fit. Expected shapes [(2, 1000000000), (1000000000,)]",
        "many layers": "The file describes more than 10000 layers and calls of layers.",
        "nested lists": "The file describes more than 10000 layers and calls of layers.",
        "a long chain": "The file asks for output 5 of `3998`, which it does not have.",
        "numbers that were never written": "The weights file holds less at layers/dense/vars/0 than it says.",
    }
    assert expected.get(case, "") in said


def test_names_that_all_mean_one_long_text(tmp_path: Path) -> None:
    """4,000 references of 16 bytes to one text of 8 MB, which would be 32 GB.

    A reference is the length of a text, the place of the heap that holds it, and its number in there.
    """
    path = tmp_path / "w.h5"
    with h5py.File(path, "w") as file:
        file.attrs["layer_names"] = np.array(["x" * 20] * 4000, dtype=h5py.string_dtype())
        file.attrs["long"] = "y" * (8 << 20)
    data = bytearray(path.read_bytes())
    short, long = heap_with(data, b"x" * 20), heap_with(data, b"y" * 20)
    at = data.index(struct.pack("<IQ", 20, short))
    data[at : at + 16 * 4000] = struct.pack("<IQI", 8 << 20, long, 1) * 4000
    path.write_bytes(data)
    assert refusal(path) == "A list of names in the file is too long."


def test_a_heap_that_the_library_would_not_leave(tmp_path: Path) -> None:
    """An empty piece that is said to have no length: stepping over it leads back to it."""
    path = tmp_path / "m.h5"
    nn.Sequential([nn.Input((2,)), nn.layers.Dense(2, name="dense")]).save(path)
    data = bytearray(path.read_bytes())
    at = heap_with(data, b"{") + 16
    while (piece := struct.unpack_from("<H6xQ", data, at))[0] != 0:
        at += 16 + (piece[1] + 7) // 8 * 8
    data[at + 8 : at + 16] = bytes(8)
    path.write_bytes(data)
    assert refusal(path) == "A list of texts in the file is damaged."


def test_storage_that_only_a_plug_in_could_read(tmp_path: Path) -> None:
    path = tmp_path / "w.weights.h5"
    with h5py.File(path, "w") as file:
        file.create_dataset("layers/dense/vars/0", data=np.zeros((2, 2), "f4"), compression="lzf")
    data = bytearray(path.read_bytes())
    at = data.index(struct.pack("<H", 32000))
    data[at : at + 2] = struct.pack("<H", 32015)
    path.write_bytes(data)
    assert refusal(path) == "The weights file stores layers/dense/vars/0 in a way that is unknown here."


def heap_with(data: bytes, text: bytes) -> int:
    """The place of the heap that begins with ``text``."""
    at = data.index(b"GCOL")
    while text not in data[at : at + 100]:
        at = data.index(b"GCOL", at + 1)
    return at
