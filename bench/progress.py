"""How far a measurement has come: a bar with the time left on a terminal, a line a run anywhere."""

from __future__ import annotations

from collections import defaultdict
from statistics import fmean
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn

from bench.plan import Run

__all__ = ["Reporter", "expected_seconds"]

UNKNOWN = 20.0  # seconds, for the first run of all


class Reporter:
    """Told of each run before and after, it says what goes on and for how long."""

    def __init__(self, runs: list[Run], console: Console) -> None:
        self.left = list(runs)
        self.count = len(runs)
        self.console = console
        self.took: dict[Run, float] = {}
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            TextColumn("{task.completed}/{task.total}  {task.fields[left]}"),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("", total=self.count, left="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bar.stop()

    def begin(self, run: Run) -> None:
        """``run`` is starting."""
        self._bar.update(self._task, description=f"{run.workload} on {run.contestant}", left=self._time_left())

    def end(self, run: Run, seconds: float, outcome: str) -> None:
        """``run`` took ``seconds``; ``outcome`` in a few words."""
        self.left.remove(run)
        self.took[run] = seconds
        done = self.count - len(self.left)
        self._bar.update(self._task, completed=done, left=self._time_left())
        line = f"[{done}/{self.count}] {run.workload} on {run.contestant}, round {run.round}: {outcome}"
        self.console.print(line if self.console.is_terminal else f"{line}; {self._time_left()}", markup=False)

    def _time_left(self) -> str:
        seconds = sum(expected_seconds(run, self.took) for run in self.left)
        return f"about {seconds / 60:.0f} min left" if seconds >= 90 else f"about {seconds:.0f} s left"


def expected_seconds(run: Run, took: dict[Run, float]) -> float:
    """What ``run`` will take: as the same did before, else as this contestant's runs did, else as all did."""
    groups: dict[str, list[float]] = defaultdict(list)
    for other, seconds in took.items():
        groups["all"].append(seconds)
        if other.contestant == run.contestant:
            groups["contestant"].append(seconds)
            if (other.workload, other.samples, other.batch) == (run.workload, run.samples, run.batch):
                groups["same"].append(seconds)
    known = groups["same"] or groups["contestant"] or groups["all"]
    return fmean(known) if known else UNKNOWN
