"""Which run follows which.

Contestants take turns, A B C A B C: round by round, and in a round workload by workload. What changes slowly in a
machine (its temperature, other work on it) then meets all of them alike, and each round gives ratios of runs that
were neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bench.contestants import Contestant
from bench.workloads import TASKS, Task, To99, Training, TrainMemory

__all__ = ["PLANS", "Plan", "Run", "interleaved", "scaling"]


@dataclass(frozen=True)
class Run:
    """One process of ``bench.measure``; ``None`` leaves the workload's own value."""

    contestant: str
    workload: str
    round: int
    samples: int | None = None
    batch: int | None = None
    threads: int | None = None

    @property
    def arguments(self) -> list[str]:
        """Those of ``bench.measure``."""
        options = {"--samples": self.samples, "--batch": self.batch, "--threads": self.threads}
        return [
            self.contestant,
            self.workload,
            *(part for name, value in options.items() if value is not None for part in (name, str(value))),
        ]

    def as_dict(self) -> dict[str, Any]:
        """For JSON; the key by which a result file knows the run."""
        return asdict(self)


@dataclass(frozen=True)
class Plan:
    """``rounds`` over ``workloads``, with the smaller amounts of data if ``quick``.

    ``minutes``: no run starts later, and one that is under way then is given up. ``run_minutes``: no run takes longer.
    """

    name: str
    workloads: tuple[str, ...]
    rounds: int
    quick: bool = False
    minutes: float | None = None
    run_minutes: float = 20.0


PLANS = {
    plan.name: plan
    for plan in (
        Plan("full", ("sgemm", *(name for name in TASKS if name != "sgemm")), rounds=3),
        Plan(
            "quick",
            ("sgemm", "C-keras-512x4", "A-cnn-lab4", "A-cnn-lab4@1", "cold-start", "first-step"),
            rounds=3,
            quick=True,
            minutes=3.0,
            run_minutes=0.5,
        ),
    )
}


def interleaved(plan: Plan, contestants: Iterable[Contestant]) -> list[Run]:
    """All runs of ``plan``, in their order.

    In a quick round those with default settings come before those in tune, so that a round that is cut short has
    measured each library once. Those that start slowly stay away from it, and else take part in the first round only.
    """
    entries = list(contestants)
    groups = [entries]
    if plan.quick:
        groups = [[e for e in entries if not e.tuned], [e for e in entries if e.tuned and not e.slow_start]]
    return [
        Run(entry.name, name, number, samples=_samples(TASKS[name], quick=plan.quick))
        for number in range(1, plan.rounds + 1)
        for position, group in enumerate(groups)
        for name in plan.workloads
        for entry in group
        if _takes_part(entry, TASKS[name], number) and not (position and name == "sgemm")
    ]


def _takes_part(entry: Contestant, what: Task, number: int) -> bool:
    if what.name == "sgemm":
        return entry.name == "sutja"  # it is NumPy's, and needs nobody else
    if isinstance(what, TrainMemory) and entry.engine != "sutja":
        return False  # the others have no such command
    if isinstance(what, To99) and (number > what.rounds or (what.recipe == "keras-example" and entry.tuned)):
        return False
    if entry.slow_start and number > 1:
        return False
    return not entry.only or type(what).__name__ in entry.only


def _samples(what: Task, *, quick: bool) -> int | None:
    return what.quick_samples if quick and isinstance(what, Training) else None


def scaling(training: Training, contestants: Sequence[Contestant], cores: int, rounds: int) -> list[Run]:
    """How throughput grows: with the threads, with the batch, and seconds with the data; one thing at a time."""
    name, samples = training.name, training.samples // 2
    varied: list[dict[str, int]] = [{"threads": threads, "samples": samples} for threads in _doubling(1, cores)]
    varied += [{"batch": batch, "samples": 8 * max(BATCHES)} for batch in BATCHES]
    varied += [{"samples": training.batch * steps} for steps in STEPS]
    return [
        Run(entry.name, name, number, **settings)
        for number in range(1, rounds + 1)
        for settings in varied
        for entry in contestants
    ]


BATCHES = (16, 32, 64, 128, 256, 512)
STEPS = (10, 20, 40, 80, 160)


def _doubling(first: int, last: int) -> list[int]:
    """1, 2, 4, ... and ``last``."""
    numbers = [first]
    while numbers[-1] * 2 <= last:
        numbers.append(numbers[-1] * 2)
    return numbers if numbers[-1] == last else [*numbers, last]
