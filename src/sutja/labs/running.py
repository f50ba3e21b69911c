"""Running an experiment: which trainings are missing, and each of them with its seed, kept as soon as it is done.

Stopped with Ctrl-C, what is done stays done, long trainings to the minute, and the next call goes on from there.
"""

from __future__ import annotations

import re
import shlex
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from sutja.engines import engine as engine_called
from sutja.labs.answers import first_answers
from sutja.labs.calculations import calculation
from sutja.labs.computed import Computed
from sutja.labs.examples import Examples, Source
from sutja.labs.experiment import Experiment, Trained
from sutja.labs.fitting import Step, fit
from sutja.labs.measures import Outcome, measured
from sutja.labs.part import Part
from sutja.labs.results import ENSEMBLE, Results, Run
from sutja.labs.training import Training
from sutja.labs.unfinished import Unfinished
from sutja.language import speaking
from sutja.train.ensemble import Ensemble
from sutja.train.machine import machine

__all__ = ["Job", "command", "compute", "jobs", "lacking", "run", "steps"]

ALWAYS = ("test_accuracy", "test_loss", "accuracy", "loss", "parameters", "seconds_per_epoch", "ms_per_step")
"""Measured of every training, whether or not it is in the table."""

_PATH = re.compile(r"(?:^|\s+)(?:[A-Za-z]:)?[/\\~].*?(?=; |$)")
"""A path, which may have spaces in it, up to the remarks behind it; no address, which begins with a name like https."""

Job = tuple[int, tuple[str, ...]]
"""A seed, and the trainings that belong together: the members of an ensemble, or one alone."""

Report = Callable[[str], None]


def command(
    id: str, engine: str = "numpy", seeds: int | None = None, *, quick: bool = False, results: Path | None = None
) -> str:
    """The command that runs the experiment or the lesson ``id``, with its results in the folder ``results``."""
    words = ["sutja", "labs", "run", id]
    words += [] if engine == "numpy" else ["--engine", engine]
    words += ["--quick"] if quick else []
    words += [] if seeds is None else ["--seeds", str(seeds)]
    words += [] if results is None else ["--results", str(results)]
    return shlex.join(words)


def jobs(experiment: Trained, seeds: int, done: Sequence[Run] = ()) -> list[Job]:
    """What is to be run for so many seeds, seed by seed, beside what is ``done``."""
    there = {(run.training, run.seed) for run in done}
    missing: list[Job] = []
    for seed in range(seeds):
        if experiment.ensemble:
            if any((name, seed) not in there for name in (*experiment.trainings, ENSEMBLE)):
                missing.append((seed, tuple(experiment.trainings)))
        else:
            missing += [(seed, (name,)) for name in experiment.trainings if (name, seed) not in there]
    return missing


def lacking(experiment: Trained, engine: str) -> dict[str, str]:
    """The trainings that ``engine`` lacks something for, by name, with what it lacks."""
    nn = engine_called(engine)
    found = {name: _lacking(training, nn) for name, training in experiment.trainings.items()}
    return {name: path for name, path in found.items() if path is not None}


def steps(experiment: Trained, todo: Sequence[Job], *, quick: bool = False) -> int:
    """How many steps of training ``todo`` takes."""
    return sum(_steps(_as_asked(experiment.trainings[name], quick)) for _seed, names in todo for name in names)


def run(
    experiment: Trained,
    todo: Sequence[Job],
    *,
    engine: str = "numpy",
    quick: bool = False,
    results: Results | None = None,
    on_step: Step = lambda _steps: None,
    on_start: Report = lambda _name: None,
) -> list[Run]:
    """Run ``todo``; each job is kept in ``results``, if given, when it is done, and all are returned."""
    nn = engine_called(engine)
    finished: list[Run] = []
    for seed, names in todo:
        outcomes = {}
        new: list[Run] = []
        on_its_way: list[Unfinished] = []
        for name in names:
            on_start(f"{name or experiment.id}, seed {seed}")
            training = _as_asked(experiment.trainings[name], quick)
            on_its_way.append(results.unfinished(experiment, engine, name, seed) if results else Unfinished())
            with speaking("en"):  # what is kept is the same in whichever language it was run
                outcomes[name] = outcome = fit(training, nn, seed, on_step, on_its_way[-1])
            new.append(_run(experiment, name, seed, outcome, engine, quick))
        if experiment.ensemble:
            new.append(_together(experiment, seed, outcomes, new, engine, quick))
        for one in new:
            if results is not None:
                results.add(experiment, engine, one)
        for unfinished in on_its_way:
            unfinished.remove()
        finished += new
    return finished


def compute(experiment: Experiment, results: Results | None = None) -> Computed | None:
    """The calculation of ``experiment``, in the language in use; ``None`` if it has none."""
    function = calculation(experiment.id)
    if function is None:
        return None
    if results is not None:
        with speaking("en"):
            start = time.perf_counter()
            computed = function()
            about = {"seconds": round(time.perf_counter() - start, 1), "machine": machine()}
            results.add_computed(experiment, computed, {**about, "command": command(experiment.id)})
    return function()


def _as_asked(training: Training, quick: bool) -> Training:
    return training.shortened() if quick else training


def _run(experiment: Trained, name: str, seed: int, outcome: Outcome, engine: str, quick: bool) -> Run:
    keys = [*ALWAYS, *(figure.key for figure in experiment.figures if figure.of == name)]
    return Run(
        training=name,
        seed=seed,
        measures=measured(outcome, list(dict.fromkeys(keys))),
        seconds=round(outcome.seconds, 1),
        source=_without_path(outcome.examples),
        machine=machine(engine),
        command=command(experiment.id, engine, quick=quick),
        declared=experiment.trainings[name].described(),
        history={key: [float(f"{value:.6g}") for value in values] for key, values in outcome.history.items()},
        answers=first_answers(outcome.model, outcome.examples) if experiment.answers else (),
    )


def _together(
    experiment: Trained, seed: int, outcomes: dict[str, Outcome], members: Sequence[Run], engine: str, quick: bool
) -> Run:
    """The mean of the members' probabilities, as a run of its own."""
    examples = next(iter(outcomes.values())).examples
    together = Ensemble([outcome.model for outcome in outcomes.values()])
    said = together.predict(examples.scale(examples.x_test))
    accuracy = float(np.mean(said.argmax(axis=1) == examples.y_test))
    declared = {f"{run.training}: {key}": word for run in members for key, word in run.declared.items()}
    return Run(
        training=ENSEMBLE,
        seed=seed,
        measures={"test_accuracy": accuracy, "test_error": 1 - accuracy},
        seconds=round(sum(run.seconds for run in members), 1),
        source=_without_path(examples),
        machine=machine(engine),
        command=command(experiment.id, engine, quick=quick),
        declared=declared,
    )


def _without_path(examples: Examples) -> str:
    """Which data, and from what kind of place; a folder on somebody's machine is nobody else's business."""
    place = _PATH.sub("", examples.source, count=1).removeprefix("; ")
    return f"{examples.name}: {place}" if place else examples.name


def _lacking(training: Training, nn: Any) -> str | None:
    """The path of the first part of ``training`` that ``nn`` does not have."""
    of_training = (training.optimizer, training.loss, *training.callbacks, *training.settings.values())
    path = next((part.path for part in _parts(of_training) if not _has(nn, part.path)), None)
    return _lacking(training.on, nn) if path is None and training.on is not None else path


def _parts(values: Iterable[Any]) -> Iterator[Part]:
    """Those of ``values`` that are parts, with the parts that they are made with."""
    for value in values:
        if isinstance(value, Part):
            yield value
            yield from _parts(value.settings.values())


def _has(nn: Any, path: str) -> bool:
    for name in path.split("."):
        nn = getattr(nn, name, None)
    return nn is not None


def _steps(training: Training) -> int:
    count = _count(training.data)
    own = (training.steps or -(-count // training.batch_size)) * training.epochs
    return own + (_steps(training.on) if training.on else 0)


@lru_cache
def _count(source: Source) -> int:
    return len(source.load().x_train)
