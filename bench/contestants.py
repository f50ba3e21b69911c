"""Who is measured: each library once with its defaults and once with the best settings that its documentation names.

A contestant in tune is compared with Sutja in tune where that differs (in prediction, where both then skip the loop
over batches that ``predict`` is made for), else with Sutja as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

from sutja.errors import unknown

__all__ = ["CONTESTANTS", "Contestant", "available", "contestant", "missing"]


@dataclass(frozen=True)
class Contestant:
    """A library with its settings.

    Attributes:
        name: By which the command line and the results know it.
        title: Its library, as a reader knows it; the heading of a column.
        engine: Who builds the model: "sutja", "keras" or "torch".
        tuned: The best documented settings, not the defaults.
        settings: What is set, in words.
        backend: That of Keras.
        compile: What ``model.compile`` is given besides optimizer, loss and metrics.
        needs: The modules without which it cannot run.
        only: The kinds of task in which it takes part, where not in all.
        environment: What is set before its library is imported.
        slow_start: It compiles for up to a minute: it runs in the first round only, and never in the quick plan.
    """

    name: str
    title: str
    engine: str
    tuned: bool = False
    settings: str = "defaults"
    backend: str = ""
    compile: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    slow_start: bool = False


def _keras(backend: str, title: str, settings: str, **arguments: Any) -> tuple[Contestant, Contestant]:
    needs = ("keras", backend)
    return (
        Contestant(f"keras-{backend}", title, "keras", False, "defaults", backend, {}, needs),
        Contestant(
            f"keras-{backend}-tuned",
            title,
            "keras",
            True,
            settings,
            backend,
            arguments,
            needs,
            slow_start=backend == "torch",
        ),
    )


CONTESTANTS = {
    entry.name: entry
    for entry in (
        Contestant("sutja", "Sutja", "sutja", settings="defaults, with Numba where it is installed"),
        Contestant("sutja-tuned", "Sutja", "sutja", True, "predict_on_batch", only=("Prediction",)),
        Contestant(
            "sutja-numpy",
            "Sutja without Numba",
            "sutja",
            settings="SUTJA_ACCELERATE=0",
            only=("Training", "FirstStep", "To99", "TrainMemory"),
            environment={"SUTJA_ACCELERATE": "0"},
        ),
        *_keras(
            "tensorflow",
            "Keras, TensorFlow",
            "jit_compile=True, steps_per_execution=10; predict_on_batch",
            jit_compile=True,
            steps_per_execution=10,
        ),
        *_keras("jax", "Keras, JAX", "steps_per_execution=10; predict_on_batch", steps_per_execution=10),
        *_keras("torch", "Keras, PyTorch", "jit_compile=True (torch.compile); predict_on_batch", jit_compile=True),
        Contestant("pytorch", "PyTorch", "torch", False, "DataLoader, defaults", needs=("torch",)),
        Contestant(
            "pytorch-tuned",
            "PyTorch",
            "torch",
            True,
            "channels_last, torch.compile, fused optimizer, batches by index; inference_mode",
            needs=("torch",),
            slow_start=True,
        ),
    )
}


def contestant(name: str) -> Contestant:
    """The contestant called ``name``."""
    if name not in CONTESTANTS:
        raise unknown("contestant", name, CONTESTANTS)
    return CONTESTANTS[name]


def missing(entry: Contestant) -> str:
    """One line that says why ``entry`` cannot run here; empty if it can."""
    absent = [module for module in entry.needs if find_spec(module) is None]
    if not absent:
        return ""
    return f"{entry.name} is left out: {', '.join(absent)} is not installed (pip install 'sutja[bench]')"


def available() -> tuple[list[Contestant], list[str]]:
    """Those that can run here, and a line for each that cannot."""
    lines = {entry.name: missing(entry) for entry in CONTESTANTS.values()}
    return [entry for entry in CONTESTANTS.values() if not lines[entry.name]], [line for line in lines.values() if line]
