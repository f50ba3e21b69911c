"""``python -m bench.record``: how well a single network, and several together, read MNIST's test digits.

Trains what is missing in ``runs/``, an hour or so each on a core, and goes on where it was interrupted; measures it on
the test digits, and writes ``docs/results/record.json`` and the tables beside it. With ``--measure``, only what has
been trained is measured. What each network says of every test digit is kept there as well (see record_answers.py), and
a network of which it is kept is not trained again. To train them all anew, give another folder as ``--results``.

The recipe was chosen on training digits held out for it (``--validation 0.1666`` gives them back). Then all training
digits are learnt from, and the last epoch counts, whatever it turns out to be: there is nothing left to choose it by.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from bench.record_answers import keep, misread, read, right
from bench.record_report import LANGUAGES, PICTURE, largest, report
from bench.results import ROOT
from sutja import data
from sutja.cli.runs import RUNS
from sutja.data.views import Sheet, make_sheet
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
    parser.add_argument("--results", type=Path, default=FOLDER, help="where the results are kept (docs/results)")
    parser.add_argument("--measure", action="store_true", help="measure what has been trained, train nothing")
    given = parser.parse_args(arguments)
    if not given.measure:
        for member in MEMBERS:
            if not _answers(given.results, member).exists():
                _train(member, given.folder)
    found = _found(given.folder, given.results)
    if not found["runs"]:
        parser.error(f"no run of the record has ended in {given.folder / RUNS}; without --measure they are trained")
    write_whole(given.results / "record.json", json.dumps(found, indent=1) + "\n")
    if found["misread"]:
        _show(found["misread"]).save(given.results / PICTURE)
    for file, language in LANGUAGES.items():
        write_whole(given.results / file, report(found, language))


def _train(member: Member, folder: Path) -> None:
    """Train ``member``, or go on training it, in the runs of ``folder``."""
    run = member.run(folder)
    if not run.metrics_file.exists():
        words = [*shlex.split(member.command), *(["--resume"] if run.last_file.exists() else [])]
        subprocess.run([sys.executable, "-m", *words], cwd=folder, check=True)


def _found(folder: Path, results: Path) -> dict[str, Any]:
    """All that is known of the members: those trained in ``folder`` measured, the others as ``results`` has them."""
    file = results / "record.json"
    kept = json.loads(file.read_text(encoding="utf-8"))["runs"] if file.exists() else []
    known = {Member(run["model"], run["seed"]): run for run in kept}
    mnist = data.load("mnist")
    for member in MEMBERS:
        if member.run(folder).metrics_file.exists():
            known[member] = _measured(member, folder, results, mnist)
    alone = [known[member] for member in MEMBERS if member in known]
    said = {member: read(_answers(results, member)) for member in MEMBERS if _answers(results, member).exists()}
    full = {name: ensemble for name, ensemble in ENSEMBLES.items() if all(member in said for member in ensemble)}
    together = [
        {
            "name": name,
            "members": [member.name for member in ensemble],
            "right": right(mnist.y_test, *(said[member].plain for member in ensemble)),
            "right_with_shifts": right(mnist.y_test, *(said[member].with_shifts for member in ensemble)),
        }
        for name, ensemble in full.items()
    ]
    voters = [said[member].with_shifts for member in full[largest(together)["name"]]] if full else []
    return {
        "command": "python -m bench.record",
        "data": "mnist",
        "test_pictures": len(mnist.y_test),
        "runs": alone,
        "ensembles": together,
        "misread": misread(mnist.y_test, voters) if voters else [],
        "machine": machine(),
    }


def _measured(member: Member, folder: Path, results: Path, mnist: data.Dataset) -> dict[str, Any]:
    """What the page tells of ``member``, trained in ``folder``; what it says of the digits is kept in ``results``."""
    run = member.run(folder)
    training = json.loads(run.metrics_file.read_text(encoding="utf-8"))
    network = load_model(run.best_file, compile=False)
    file = _answers(results, member)
    keep(file, *(evaluate(Ensemble([network], shifts), mnist).probabilities for shifts in (False, True)))
    said = read(file)
    return {
        "model": member.model,
        "seed": member.seed,
        "parameters": network.count_params(),
        "command": member.command,
        "minutes": round(training["training_seconds"] / 60, 1),
        "right": right(mnist.y_test, said.plain),
        "right_with_shifts": right(mnist.y_test, said.with_shifts),
        "machine": training["machine"],
    }


def _show(digits: list[dict[str, int]]) -> Sheet:
    """The test ``digits`` that were misread: what they are, and what was said."""
    chosen = [digit["digit"] for digit in digits]
    captions = [f"{digit['label']} → {digit['said']}" for digit in digits]
    return make_sheet(data.load("mnist").x_test[chosen], captions, columns=12, title="Digits that are misread")


def _answers(results: Path, member: Member) -> Path:
    return results / "record" / f"{member.name}.npz"


if __name__ == "__main__":
    main()
