"""One run of one contestant on one workload, in this process: ``python -m bench.measure sutja C-keras-512x4``.

    training     one epoch to warm up, then ``EPOCHS`` that count; the clock runs inside ``fit``
    prediction   the same call again and again, for ``CALLS_SECONDS`` at least; the median call counts
    cold start   a further process, from its start to its first prediction
    to 99 %      a further process, from its start to the end of the first epoch after which the test says 99.0 %
    sgemm        the peak, by numbers of threads

It prints one line of JSON. ``seconds`` are those that one round of the work takes, ``pictures`` how many pictures
are in it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.contestants import Contestant, contestant, missing
from bench.fresh import Failed, ask, say
from bench.memory import peak_bytes
from bench.workloads import ColdStart, Prediction, Sgemm, Task, To99, Training, task

__all__ = ["main", "measure"]

EPOCHS = 2
CALLS_SECONDS, FEWEST_CALLS = 1.5, 10
COLD_STARTS = 3


def measure(who: Contestant, what: Task, samples: int | None = None, batch: int | None = None) -> dict[str, Any]:
    """What was measured, ready for JSON."""
    if isinstance(what, Training):
        return _train(who, what, samples or what.samples, batch or what.batch)
    if isinstance(what, Prediction):
        return _predict(who, what)
    if isinstance(what, ColdStart):
        return _start_cold(who, what)
    if isinstance(what, To99):
        return _reach_99(who, what)
    return _find_peak()


def _train(who: Contestant, what: Training, samples: int, batch: int) -> dict[str, Any]:
    from bench import flops
    from bench.data import pictures
    from bench.runners import runner

    x, y, source = pictures(what.network.data, samples)
    driver = runner(who)
    first, *others = driver.train(what.network, what.optimizer, batch, x, y, 1 + EPOCHS)
    memory = peak_bytes()
    return {
        "pictures": samples,
        "seconds": others,
        "warm_up_seconds": first,
        "peak_memory_bytes": memory,
        "flops_per_picture": flops.training(what.network),
        "data": source,
        "notes": driver.notes,
    }


def _predict(who: Contestant, what: Prediction) -> dict[str, Any]:
    from bench import flops
    from bench.data import pictures
    from bench.runners import runner

    x, _y, source = pictures(what.network.data, what.batch)
    driver = runner(who)
    start = time.perf_counter()
    predict = driver.predictor(what.network, what.batch)
    predict(x)
    warm_up = time.perf_counter() - start
    predict(x)
    calls: list[float] = []
    while len(calls) < FEWEST_CALLS or sum(calls) < CALLS_SECONDS:
        start = time.perf_counter()
        predict(x)
        calls.append(time.perf_counter() - start)
    memory = peak_bytes()
    return {
        "pictures": what.batch,
        "seconds": [statistics.median(calls)],
        "calls": len(calls),
        "warm_up_seconds": warm_up,
        "peak_memory_bytes": memory,
        "flops_per_picture": flops.forward(what.network),
        "data": source,
        "notes": driver.notes,
    }


def _start_cold(who: Contestant, what: ColdStart) -> dict[str, Any]:
    from bench.runners import runner

    with tempfile.TemporaryDirectory() as folder:
        runner(who).save(what.network, Path(folder))
        answers = [ask("-m", "bench.cold_start", who.name, folder) for _ in range(COLD_STARTS)]
    return {
        "pictures": 1,
        "seconds": [answer.seconds for answer in answers],
        "peak_memory_bytes": max(answer.value["peak_memory_bytes"] for answer in answers),
        "data": "a blank picture",
        "notes": [],
    }


def _reach_99(who: Contestant, what: To99) -> dict[str, Any]:
    from bench.to99 import reach

    answer = reach(who, what.recipe)
    return {"pictures": 1, "seconds": [answer.seconds], **answer.value}


def _find_peak() -> dict[str, Any]:
    from bench.machine import cores
    from bench.sgemm import gflops

    return {"gflops": {str(threads): gflops(threads) for threads in sorted({1, cores()})}}


def _keep_to(threads: int) -> None:
    """Let this process, and all it starts, use so many processors only; before any library looks for them."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    for name in ("SUTJA_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS"):
        os.environ[name] = str(threads)


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.measure", description="Measure one run.")
    parser.add_argument("contestant")
    parser.add_argument("workload")
    parser.add_argument("--samples", type=int, help="pictures in an epoch")
    parser.add_argument("--batch", type=int, help="pictures in a step")
    parser.add_argument("--threads", type=int, help="processors to use, if not all")
    given = parser.parse_args(arguments)
    try:
        who, what = contestant(given.contestant), task(given.workload)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if line := missing(who):
        print(line, file=sys.stderr)
        return 1
    if given.threads:
        _keep_to(given.threads)
    from bench.machine import cores, load_average, versions

    load = load_average()
    try:
        found = measure(who, what, given.samples, given.batch)
    except Failed as error:
        print(error, file=sys.stderr)
        return 1
    threads = 1 if isinstance(what, Sgemm) else cores()
    circumstances = {"threads": threads, "load": load, "versions": versions()}
    say({"contestant": who.name, "workload": what.name, **found, **circumstances})
    return 0


if __name__ == "__main__":
    sys.exit(main())
