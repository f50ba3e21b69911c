"""Damaged and forged files, in numbers: each must give a model or a SutjaError, soon and in little memory.

    python tests/nn/saving/fuzz.py --count 5000 --seed 0

For each of the three formats, files that hold a bit of everything are changed at random: bytes of the file, or values
of the descriptions in it. Each batch runs in a process of its own with a bound on its memory; one that dies, hangs or
raises anything else is reported with the number that makes the file again (``--only``).
"""

from __future__ import annotations

import argparse
import collections
import copy
import io
import json
import multiprocessing
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from pathlib import Path
from typing import Any

import h5py
import numpy as np

import sutja.nn as nn
from sutja.errors import SutjaError

FORMATS = {"keras": "m.keras", "weights": "w.weights.h5", "legacy": "m.h5"}
MEMORY = 3 << 30
SECONDS = 20
BATCH = 250


def sample() -> nn.Model:
    """A small model with a bit of everything."""
    layers = nn.layers
    x, z = nn.Input((4, 3), name="x"), nn.Input((4,), name="z")
    both = layers.Bidirectional(layers.GRU(2, return_sequences=True), name="both")(x)
    y = layers.LSTM(3, name="memory")(layers.TimeDistributed(layers.Dense(3))(layers.Masking()(both)))
    inner = nn.Sequential(
        [nn.Input((3,)), layers.Dense(3, activation="relu"), layers.BatchNormalization()], name="inner"
    )
    shared = layers.Dense(3, kernel_regularizer="l2", name="shared")
    y = layers.Add()([inner(y), inner(shared(layers.Dropout(0.5)(y))), layers.Dense(3)(z)])
    model = nn.Model([x, z], layers.Dense(2, activation="softmax")(layers.Concatenate()([y, z])), name="net")
    rate = nn.optimizers.schedules.CosineDecay(0.1, 10)
    loss = nn.losses.CategoricalCrossentropy(label_smoothing=0.1)
    optimizer = nn.optimizers.Adam(rate, use_ema=True, clipnorm=1.0)
    model.compile(optimizer, loss, metrics=["accuracy", nn.metrics.AUC(num_thresholds=5)])
    model.fit([np.ones((4, 4, 3)), np.ones((4, 4))], np.eye(2)[[0, 1, 0, 1]], verbose=0)
    return model


def originals(folder: Path) -> dict[str, bytes]:
    """The sample in each format."""
    model = sample()
    model.save(folder / FORMATS["keras"])
    model.save(folder / FORMATS["legacy"])
    model.save_weights(folder / FORMATS["weights"])
    return {kind: (folder / name).read_bytes() for kind, name in FORMATS.items()}


# Changes


def change_bytes(draw: random.Random, data: bytes) -> bytes:
    """A few bytes changed, cut out, doubled, or replaced by numbers that lengths and places could be."""
    changed = bytearray(data)
    for _time in range(draw.choice([1, 1, 2, 4, 16])):
        if not changed:
            break
        at = draw.randrange(len(changed))
        how = draw.randrange(7)
        if how <= 2:
            changed[at] = draw.choice([0, 255, draw.randrange(256), changed[at] ^ 1 << draw.randrange(8)])
        elif how == 3:
            extreme = draw.choice([0, 1, 2**31 - 1, 2**32 - 1, 2**40, 2**63 - 1, 2**64 - 1, len(data), at])
            size = draw.choice([2, 4, 8])
            changed[at : at + size] = (extreme % 256**size).to_bytes(size, "little")
        elif how == 4:
            del changed[at : at + draw.choice([1, 8, 100, len(data)])]
        elif how == 5:
            changed[at:at] = changed[at : at + draw.choice([1, 8, 100])]
        else:
            other = draw.randrange(len(changed))
            changed[at : at + 64] = changed[other : other + 64]
    return bytes(changed)


STRANGE: list[Any] = [
    None, True, False, 0, -1, 1, 3, 10**9, 10**18, 10**30, -(10**9), 0.5, float("nan"), float("inf"), "", "x", "a/b",
    "os.system", "Lambda", "relu", "\n\x1b[31m", "é" * 50, [], {}, [[]], [None], [-1], [10**9] * 3,
    {"class_name": "Dense"}, {"class_name": "Lambda", "config": {"function": "x"}},
    {"class_name": "__lambda__", "config": {"code": "x"}},
    {"module": "os", "class_name": "system", "config": {}, "registered_name": "os>system"},
]  # fmt: skip


def change_description(draw: random.Random, text: str) -> str:
    """Some values of a JSON description replaced, renamed, left out or moved."""
    root = json.loads(text)
    for _time in range(draw.choice([1, 1, 2, 3])):
        holders: list[Any] = []
        waiting = [root]
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict | list) and value:
                holders.append(value)
                waiting.extend(value.values() if isinstance(value, dict) else value)
        if not holders:
            break
        holder = draw.choice(holders)
        key = draw.choice(list(holder) if isinstance(holder, dict) else range(len(holder)))
        how = draw.randrange(5)
        if how <= 1:
            holder[key] = copy.deepcopy(draw.choice(STRANGE))
        elif how == 2:
            del holder[key]
        elif how == 3:
            holder[key] = json.loads(json.dumps(draw.choice(holders)))
        elif isinstance(holder, dict):
            holder[draw.choice(["name", "config", "class_name", "units", "axis", "layer", "x"])] = holder.pop(key)
        else:
            holder.append(holder[key])
    return json.dumps(root)


def forged(kind: str, data: bytes, number: int, seed: int) -> bytes:
    """File ``number`` made of ``data``."""
    draw = random.Random(f"{kind} {seed} {number}")
    if kind == "weights" or draw.random() < 0.4:
        return change_bytes(draw, data)
    memory = io.BytesIO(data)
    if kind == "legacy":
        with h5py.File(memory, "a") as file:
            name = draw.choice(["model_config", "model_config", "training_config"])
            file.attrs[name] = change_description(draw, file.attrs[name])
        return memory.getvalue()
    with zipfile.ZipFile(memory) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if draw.random() < 0.7:
        parts["config.json"] = change_description(draw, parts["config.json"].decode()).encode()
    else:
        parts["model.weights.h5"] = change_bytes(draw, parts["model.weights.h5"])
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return memory.getvalue()


# Trials


def outcome(kind: str, path: Path, model: nn.Model | None = None) -> str:
    """What reading the file at ``path`` gives: "read", "refused", or a report of what should not happen."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if kind == "weights":
                (model or sample()).load_weights(path)
            else:
                nn.models.load_model(path)
    except SutjaError as error:
        text = str(error)
        return "refused" if text.isprintable() and len(text) < 2000 else f"no plain line: {text!r:.300}"
    except BaseException:  # noqa: BLE001  whatever it is, it goes into the report
        return traceback.format_exc(limit=-4)
    return "read"


def run_batch(kind: str, data: bytes, numbers: list[int], seed: int, report: Any) -> None:
    """Try the files ``numbers``; runs in a process of its own."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    def too_long(*_signal: Any) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, too_long)
    model = sample() if kind == "weights" else None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FORMATS[kind]
        for number in numbers:
            report.send((number, "started"))
            path.write_bytes(forged(kind, data, number, seed))
            signal.alarm(SECONDS)
            result = outcome(kind, path, model)
            signal.alarm(0)
            report.send((number, result))
    report.close()


def run(kind: str, data: bytes, numbers: list[int], seed: int) -> tuple[collections.Counter[str], dict[int, str]]:
    """Try all ``numbers``: how many were read and refused, and what else happened."""
    counts: collections.Counter[str] = collections.Counter()
    failures: dict[int, str] = {}
    waiting = list(numbers)
    while waiting:
        batch, waiting = waiting[:BATCH], waiting[BATCH:]
        theirs, ours = multiprocessing.Pipe()
        process = multiprocessing.Process(target=run_batch, args=(kind, data, batch, seed, ours))
        process.start()
        ours.close()
        current, done = None, set()
        while theirs.poll(SECONDS + 10):
            try:
                number, result = theirs.recv()
            except EOFError:
                break
            current = number
            if result != "started":
                done.add(number)
                counts[result if result in ("read", "refused") else "failed"] += 1
                if result not in ("read", "refused"):
                    failures[number] = result
        else:
            process.kill()
        process.join()
        if len(done) < len(batch) and current is not None:
            failures[current] = f"the process ended with code {process.exitcode}"
            counts["failed"] += 1
            waiting = [number for number in batch if number not in done and number != current] + waiting
    return counts, failures


def main() -> int:
    """Run as a program."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=5000, help="files of each format")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--format", choices=list(FORMATS), action="append")
    parser.add_argument("--only", type=int, help="try this one file, in this process")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = originals(Path(folder))
        failed = False
        for kind in arguments.format or FORMATS:
            if arguments.only is not None:
                path = Path(folder) / FORMATS[kind]
                path.write_bytes(forged(kind, files[kind], arguments.only, arguments.seed))
                print(outcome(kind, path))
                continue
            start = time.monotonic()
            counts, failures = run(kind, files[kind], list(range(arguments.count)), arguments.seed)
            print(f"{kind}: {dict(counts)} in {time.monotonic() - start:.0f} s", flush=True)
            for number, what in failures.items():
                print(f"--- {kind} --seed {arguments.seed} --only {number}\n{what}", flush=True)
            failed |= bool(failures)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
