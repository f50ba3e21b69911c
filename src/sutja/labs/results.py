"""Results, kept as one JSON file for each experiment and engine, from which tables are made.

    <id>.json, <id>.keras.json
        id, engine
        runs        one for each training and seed: what was measured, the numbers of each epoch, how long it took, from
                    which data, on what machine, by which command, and the declaration it was run by
        findings    of a calculation: label, ours, deck's, and whether they agree
    figures/<id>-<name>.svg    the pictures of a calculation, and the learning curves

A run counts as long as its declaration is still that of the course: change an entry, and its old runs are done anew,
each of them kept until then.
Not a number, which JSON has no word for, is kept as ``null``.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from sutja.errors import SutjaError
from sutja.labs.answers import Answer
from sutja.labs.computed import Computed
from sutja.labs.declarations import EXPERIMENTS
from sutja.labs.experiment import Experiment, Trained
from sutja.labs.unfinished import Unfinished
from sutja.labs.verdict import Comparison, compare
from sutja.language import translate as _
from sutja.whole_file import write_whole

__all__ = ["ENSEMBLE", "Results", "Run", "left_out"]

ENSEMBLE = "ensemble"


@dataclass(frozen=True)
class Run:
    """One training with one seed. ``measures`` by key, such as "loss@5"; ``history`` by name, one number an epoch.

    ``answers``: what it says of single test pictures, where the experiment shows that.
    """

    training: str
    seed: int
    measures: Mapping[str, float]
    seconds: float
    source: str
    machine: Mapping[str, Any]
    command: str
    declared: Mapping[str, str]
    history: Mapping[str, Sequence[float]] = field(default_factory=dict)
    answers: Sequence[Answer] = ()


_OF_RUN: dict[str, Any] = {
    "training": str, "seed": int, "measures": Mapping, "seconds": int | float, "source": str, "machine": Mapping,
    "command": str, "declared": Mapping, "history": Mapping, "answers": list | tuple,
}  # fmt: skip
_OF_ANSWER: dict[str, Any] = {"truth": str, "said": list | tuple}
_OF_FINDING: dict[str, Any] = {"label": str, "ours": object, "deck": object, "agrees": bool}
_OF_ABOUT: dict[str, Any] = {"seconds": int | float, "command": str, "machine": Mapping}
"""The kinds of what is kept, by name."""


class Results:
    """The results in ``folder``, which need not exist yet."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

    def runs(self, experiment: Trained, engine: str = "numpy") -> list[Run]:
        """Those that were run by the experiment's declaration as it is now, in the order of trainings and seeds."""
        declared = _declared(experiment)
        order = {name: place for place, name in enumerate(declared)}
        current = [run for run in self._every(experiment, engine) if dict(run.declared) == declared.get(run.training)]
        return sorted(current, key=lambda run: (order[run.training], run.seed))

    def older(self, experiment: Trained, engine: str = "numpy") -> list[Run]:
        """Those that were run by another declaration than the experiment's as it is now: they count no longer."""
        declared = _declared(experiment)
        return [run for run in self._every(experiment, engine) if dict(run.declared) != declared.get(run.training)]

    def add(self, experiment: Trained, engine: str, run: Run) -> None:
        """Keep ``run`` in place of the one with the same training and seed."""
        kept = [*self.runs(experiment, engine), *self.older(experiment, engine)]
        others = [r for r in kept if (r.training, r.seed) != (run.training, run.seed)]
        runs = [_without_nan(asdict(r)) for r in [*others, run]]
        self._write(experiment, engine, {**self._read(experiment, engine), "runs": runs})

    def add_computed(self, experiment: Experiment, computed: Computed, about: Mapping[str, Any]) -> None:
        """Keep the findings of a calculation."""
        findings = [
            {"label": f.label, "ours": _plain(f.ours), "deck": _plain(f.deck), "agrees": f.agrees}
            for f in computed.findings
        ]
        kept = self._read(experiment, "numpy")
        self._write(experiment, "numpy", {**kept, "findings": findings, "about": about})

    def findings(self, experiment: Experiment) -> tuple[list[dict[str, Any]], dict[str, Any]]:
        """The findings of a calculation that were kept, and under which circumstances."""
        kept = self._read(experiment, "numpy")
        return kept.get("findings", []), kept.get("about", {})

    def comparisons(self, experiment: Trained, engine: str = "numpy") -> list[Comparison]:
        """Each figure of the experiment beside what was measured; those that were not are left out."""
        return comparisons(experiment, self.runs(experiment, engine))

    def add_figure(self, experiment: Experiment, name: str, svg: str) -> Path:
        """Keep a picture in place of the one with the same name; returns the file."""
        file = self.folder / "figures" / f"{experiment.id}-{name}.svg"
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, svg)
        return file

    def figures(self) -> dict[str, list[Path]]:
        """The pictures that are kept, by the id of their experiment."""
        found: dict[str, list[Path]] = {}
        for file in sorted((self.folder / "figures").glob("*.svg")):
            ids = [id for id in EXPERIMENTS if file.stem.startswith(f"{id}-")]
            if ids:
                found.setdefault(max(ids, key=len), []).append(file)  # an id may be the beginning of another
        return found

    def unfinished(self, experiment: Trained, engine: str, training: str, seed: int) -> Unfinished:
        """How far the training so called has come with this seed, if it was begun and not done."""
        words = [self.file(experiment, engine).stem, *re.findall(r"\w+", training), f"seed-{seed}"]
        declared = experiment.trainings[training].described()
        return Unfinished(self.folder / "unfinished", "-".join(words), declared)

    def file(self, experiment: Experiment, engine: str) -> Path:
        """Where the results of ``experiment`` lie."""
        return self.folder / f"{experiment.id}{'' if engine == 'numpy' else f'.{engine}'}.json"

    def _every(self, experiment: Trained, engine: str) -> list[Run]:
        return [_as_run(run) for run in self._read(experiment, engine).get("runs", [])]

    def _read(self, experiment: Experiment, engine: str) -> dict[str, Any]:
        file = self.file(experiment, engine)
        if not file.exists():
            return {}
        try:
            kept = json.loads(file.read_text(encoding="utf-8"))
            _check(kept)
            return dict(kept)
        except (ValueError, TypeError, AttributeError) as error:
            raise SutjaError(
                _("{file} is damaged: {reason}. Remove it, and run the experiment again.", file=file, reason=error)
            ) from error

    def _write(self, experiment: Experiment, engine: str, what: Mapping[str, Any]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"id": experiment.id, "engine": engine, **what}, indent=1, ensure_ascii=False)
        write_whole(self.file(experiment, engine), text + "\n")


def comparisons(experiment: Trained, runs: Sequence[Run]) -> list[Comparison]:
    """Each figure of the experiment beside what ``runs`` measured."""
    found = []
    for figure in experiment.figures:
        values = [r.measures[figure.key] for r in runs if r.training == figure.of and figure.key in r.measures]
        if (one := compare(figure, values)) is not None:
            found.append(one)
    return found


def _declared(experiment: Trained) -> dict[str, dict[str, str]]:
    """The declaration of each training as it is now, and that of all together."""
    declared = {name: training.described() for name, training in experiment.trainings.items()}
    declared[ENSEMBLE] = {f"{name}: {key}": word for name, words in declared.items() for key, word in words.items()}
    return declared


def left_out(count: int) -> str:
    """What is said of so many runs by an older declaration; empty if there are none."""
    if not count:
        return ""
    return _("Older runs that are left out, as their experiment has changed since: {count}.", count=count)


def _check(kept: Any) -> None:
    """Raise a ValueError, a TypeError or an AttributeError if these are not results as we write them."""
    for run in kept.get("runs", []):
        _check_kinds(asdict(Run(**run)), _OF_RUN)
        for answer in run.get("answers", []):
            _check_kinds(answer, _OF_ANSWER)
            if not all(isinstance(name, str) and isinstance(value, int | float) for name, value in answer["said"]):
                raise ValueError("no proper 'said'")
        if not all(value is None or isinstance(value, int | float) for value in run["measures"].values()):
            raise ValueError("a measure that is no number")
    for finding in kept.get("findings", []):
        _check_kinds(finding, _OF_FINDING)
    if kept.get("findings"):
        _check_kinds(kept.get("about"), _OF_ABOUT)


def _check_kinds(entry: Any, kinds: Mapping[str, Any]) -> None:
    for name, kind in kinds.items():
        if not isinstance(entry, Mapping) or name not in entry or not isinstance(entry[name], kind):
            raise ValueError(f"no proper {name!r}")


def _without_nan(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _without_nan(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_nan(item) for item in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _as_run(kept: Mapping[str, Any]) -> Run:
    nan = float("nan")
    measures = {key: nan if value is None else value for key, value in kept["measures"].items()}
    answers = [Answer(one["truth"], [(name, value) for name, value in one["said"]]) for one in kept.get("answers", ())]
    return Run(**{**kept, "measures": measures, "answers": answers})


def _plain(value: Any) -> Any:
    return np.asarray(value).tolist() if isinstance(value, np.ndarray | np.generic) else value
