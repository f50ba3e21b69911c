"""``python -m bench.record``: how well a single network, and several together, read MNIST's test digits.

Trains what is missing in ``runs/``, an hour or so each on a core, and goes on where it was interrupted; measures all of
it on the test digits, and writes ``docs/results/record.json`` and the tables beside it. With ``--measure``, only what
has been trained is measured.

The recipe was chosen on training digits held out for it (``--validation 0.1666`` gives them back). Then all training
digits are learnt from, and the last epoch counts, whatever it turns out to be: there is nothing left to choose it by.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.record_report import LANGUAGES, report
from bench.results import ROOT
from sutja import data
from sutja.cli.runs import RUNS
from sutja.nn.models import load_model
from sutja.train import Ensemble, Recipe, Run, evaluate
from sutja.train.machine import machine
from sutja.whole_file import write_whole

__all__ = ["ENSEMBLES", "MEMBERS", "main"]

FOLDER = ROOT / "docs" / "results"

RECIPE = Recipe(
    data="mnist",
    epochs=20,
    batch_size=128,
    optimizer="adamw",
    learning_rate=0.002,
    weight_decay=0.01,
    warmup=0.1,
    average=0.999,
    augment=True,
    bend=True,
    validation=0.0,
)
SINGLE = "reader-large"
SEEDS = (0, 1, 2, 3, 4)
OTHERS = ("reader-wide", "reader-residual", "vgg-small")
"""A network with wide kernels, a residual one, and a small VGG: networks unlike each other make different mistakes."""


class Member(NamedTuple):
    """A network of the record."""

    model: str
    seed: int

    @property
    def name(self) -> str:
        """The name of its run."""
        return f"record-{self.model}-{self.seed}"

    @property
    def recipe(self) -> Recipe:
        """How it is trained."""
        return replace(RECIPE, model=self.model, seed=self.seed)

    @property
    def command(self) -> str:
        """What trains it."""
        return f"{self.recipe.command} --name {self.name}"

    def run(self, folder: Path) -> Run:
        """Its run in the runs of ``folder``."""
        return Run(folder / RUNS / self.name)


MEMBERS = (*(Member(SINGLE, seed) for seed in SEEDS), *(Member(model, 0) for model in OTHERS))
ENSEMBLES: dict[str, tuple[Member, ...]] = {
    "seeds": MEMBERS[: len(SEEDS)],
    "architectures": (MEMBERS[0], *MEMBERS[len(SEEDS) :]),
    "all": MEMBERS,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, measure, write."""
    parser = argparse.ArgumentParser(prog="python -m bench.record", description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, default=Path(), help="where runs/ lies")
    parser.add_argument("--measure", action="store_true", help="measure what has been trained, train nothing")
    given = parser.parse_args(arguments)
    if not given.measure:
        for member in MEMBERS:
            _train(member, given.folder)
    trained = [member for member in MEMBERS if member.run(given.folder).metrics_file.exists()]
    if not trained:
        parser.error(f"no run of the record has ended in {given.folder / RUNS}; without --measure they are trained")
    found = _measured(trained, given.folder)
    write_whole(FOLDER / "record.json", json.dumps(found, indent=1) + "\n")
    for file, language in LANGUAGES.items():
        write_whole(FOLDER / file, report(found, language))


def _train(member: Member, folder: Path) -> None:
    """Train ``member``, or go on training it, in the runs of ``folder``."""
    run = member.run(folder)
    if not run.metrics_file.exists():
        words = [*shlex.split(member.command), *(["--resume"] if run.last_file.exists() else [])]
        subprocess.run([sys.executable, "-m", *words], cwd=folder, check=True)


def _measured(members: Iterable[Member], folder: Path) -> dict[str, Any]:
    mnist = data.load("mnist")
    said: dict[tuple[Member, bool], NDArray[np.float32]] = {}
    alone = []
    for member in members:
        run = member.run(folder)
        known = json.loads(run.metrics_file.read_text(encoding="utf-8"))
        network = load_model(run.best_file, compile=False)
        for shifts in (False, True):
            said[member, shifts] = evaluate(Ensemble([network], shifts), mnist).probabilities
        alone.append(
            {
                "model": member.model,
                "seed": member.seed,
                "parameters": network.count_params(),
                "command": member.command,
                "minutes": round(known["training_seconds"] / 60, 1),
                "right": _right(mnist.y_test, said[member, False]),
                "right_with_shifts": _right(mnist.y_test, said[member, True]),
                "machine": known["machine"],
            }
        )
    together = [
        {
            "name": name,
            "members": [member.name for member in ensemble],
            "right": _right(mnist.y_test, *(said[member, False] for member in ensemble)),
            "right_with_shifts": _right(mnist.y_test, *(said[member, True] for member in ensemble)),
        }
        for name, ensemble in ENSEMBLES.items()
        if all((member, False) in said for member in ensemble)
    ]
    return {
        "command": "python -m bench.record",
        "data": "mnist",
        "test_pictures": len(mnist.y_test),
        "runs": alone,
        "ensembles": together,
        "machine": machine(),
    }


def _right(labels: NDArray[Any], *said: NDArray[np.float32]) -> int:
    """How many pictures the mean of what was ``said``, each (n, 10), is right about."""
    return int(np.sum(np.mean(said, axis=0).argmax(axis=1) == labels))


if __name__ == "__main__":
    main()
