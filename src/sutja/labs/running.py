"""Running an experiment: which trainings are missing, and each of them with its seed, kept as soon as it is done.

Stopped with Ctrl-C, what is done stays done, long trainings to the minute, and the next call goes on from there.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np

from sutja.engines import engine as engine_called
from sutja.labs.calculations import calculation
from sutja.labs.computed import Computed
from sutja.labs.examples import Examples, Source
from sutja.labs.experiment import Experiment, Trained
from sutja.labs.fitting import Step, fit
from sutja.labs.measures import Outcome, measured
from sutja.labs.results import ENSEMBLE, Results, Run
from sutja.labs.training import Training
from sutja.labs.unfinished import Unfinished
from sutja.language import speaking
from sutja.train.ensemble import Ensemble
from sutja.train.machine import machine

__all__ = ["Job", "command", "compute", "jobs", "run", "steps"]

ALWAYS = ("test_accuracy", "test_loss", "accuracy", "loss", "parameters", "seconds_per_epoch", "ms_per_step")
"""Measured of every training, whether or not it is in the table."""

Job = tuple[int, tuple[str, ...]]
"""A seed, and the trainings that belong together: the members of an ensemble, or one alone."""

Report = Callable[[str], None]


def command(experiment: Experiment, engine: str = "numpy", seeds: int | None = None, *, quick: bool = False) -> str:
    """The command that runs the experiment."""
    words = ["sutja labs run", experiment.id]
    words += [] if engine == "numpy" else ["--engine", engine]
    words += ["--quick"] if quick else []
    words += [] if seeds is None else ["--seeds", str(seeds)]
    return " ".join(words)


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
            results.add_computed(experiment, computed, {**about, "command": command(experiment)})
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
        command=command(experiment, engine, quick=quick),
        declared=experiment.trainings[name].described(),
        history={key: [float(f"{value:.6g}") for value in values] for key, values in outcome.history.items()},
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
        command=command(experiment, engine, quick=quick),
        declared=declared,
    )


def _without_path(examples: Examples) -> str:
    """Which data, and from what kind of place; a folder on somebody's machine is nobody else's business."""
    place = re.sub(r"\s*(?:[A-Za-z]:)?[/\\~]\S.*$", "", examples.source)
    return f"{examples.name}: {place}"


def _steps(training: Training) -> int:
    count = _count(training.data)
    own = (training.steps or -(-count // training.batch_size)) * training.epochs
    return own + (_steps(training.on) if training.on else 0)


@lru_cache
def _count(source: Source) -> int:
    return len(source.load().x_train)
