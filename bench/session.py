"""Carrying out a plan: run after run in fresh processes, each result kept before the next run starts."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from rich.console import Console

from bench.fresh import Failed, ask
from bench.plan import Run
from bench.progress import Reporter
from bench.results import Results
from bench.workloads import TASKS, ColdStart, FirstStep, Prediction, Sgemm, To99, TrainMemory

__all__ = ["carry_out"]


def carry_out(
    runs: Iterable[Run],
    results: Results,
    console: Console,
    *,
    minutes: float | None = None,
    run_minutes: float = 20.0,
) -> int:
    """Make the runs that ``results`` does not have; returns how many were left out because ``minutes`` were over."""
    missing = [run for run in runs if not results.has(run)]
    end = None if minutes is None else time.monotonic() + 60 * minutes
    with Reporter(missing, console) as reporter:
        for number, run in enumerate(missing):
            limit = 60 * run_minutes if end is None else min(60 * run_minutes, end - time.monotonic())
            if limit <= 0:
                return len(missing) - number
            reporter.begin(run)
            start = time.monotonic()
            found, error = None, ""
            try:
                found = ask("-m", "bench.measure", *run.arguments, timeout=limit, own_group=True).value
            except Failed as failure:
                if end is not None and time.monotonic() >= end:
                    return len(missing) - number  # not its fault
                error = str(failure)
            took = time.monotonic() - start
            results.add(run, found, error, took)
            reporter.end(run, took, _outcome(run, found) if found is not None else f"failed: {error}")
    return 0


def _outcome(run: Run, found: dict[str, Any]) -> str:
    what = TASKS[run.workload]
    if isinstance(what, Sgemm):
        return ", ".join(f"{value:.0f} GFLOP/s ({threads})" for threads, value in found["gflops"].items())
    seconds = sum(found["seconds"]) / len(found["seconds"])
    if isinstance(what, Prediction):
        return f"{seconds * 1e3:.2f} ms"
    if isinstance(what, TrainMemory):
        return f"{found['peak_memory_bytes'] / 2**20:,.0f} MiB, {found['data_bytes'] / 2**20:,.0f} of them pictures"
    if isinstance(what, ColdStart | FirstStep | To99):
        return f"{seconds:.2f} s"
    return f"{found['pictures'] / seconds:,.0f} pictures/s"
