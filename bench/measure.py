"""One run of one contestant on one workload, in this process: ``python -m bench.measure sutja C-keras-512x4``.

    training     ``WARM_UP`` steps to compile and to warm up, then ``EPOCHS`` that count
    prediction   the same call again and again, for ``CALLS_SECONDS`` at least; the median call counts
    cold start   a further process, from its start to its first prediction
    first step   a further process, from its start to the end of its first step of training
    memory       a further process, the command ``sutja train``
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
from bench.fresh import Answer, Failed, ask, say
from bench.memory import peak_bytes
from bench.workloads import ColdStart, FirstStep, Prediction, Sgemm, Task, To99, Training, TrainMemory, Work, task

__all__ = ["main", "measure"]

EPOCHS = 2
CALLS_SECONDS, FEWEST_CALLS = 1.5, 10
WARM_UP = 20  # steps


def measure(who: Contestant, what: Task, samples: int | None = None, batch: int | None = None) -> dict[str, Any]:
    """What was measured, ready for JSON."""
    if isinstance(what, Training):
        return _train(who, what, samples or what.samples, batch or what.batch)
    if isinstance(what, Prediction):
        return _predict(who, what)
    if isinstance(what, ColdStart):
        return _start_cold(who, what)
    if isinstance(what, FirstStep):
        return _first_step(who)
    if isinstance(what, TrainMemory):
        return _train_memory(who)
    if isinstance(what, To99):
        return _reach_99(who, what)
    return _find_peak()


def _train(who: Contestant, what: Training, samples: int, batch: int) -> dict[str, Any]:
    from bench import flops
    from bench.data import pictures
    from bench.runners import runner

    x, y, source = pictures(what.network.data, samples)
    driver = runner(who)
    work = Work(min(WARM_UP * batch, samples), EPOCHS)
    first, *others = driver.train(what.network, what.optimizer, batch, x, y, work)
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
        answer = ask("-m", "bench.cold_start", who.name, folder)
    return _of_one(answer, "a blank picture")


def _first_step(who: Contestant) -> dict[str, Any]:
    return _of_one(ask("-m", "bench.first_step", who.name), "blank pictures")


def _train_memory(who: Contestant) -> dict[str, Any]:
    return _of_one(ask("-m", "bench.train_memory", who.name), "the real mnist")


def _of_one(answer: Answer, data: str) -> dict[str, Any]:
    return {"pictures": 1, "seconds": [answer.seconds], **answer.value, "data": data, "notes": []}


def _reach_99(who: Contestant, what: To99) -> dict[str, Any]:
    from bench.to99 import reach

    answer = reach(who, what.recipe)
    return {"pictures": 1, "seconds": [answer.seconds], **answer.value}


def _find_peak() -> dict[str, Any]:
    from bench.machine import cores
    from bench.sgemm import gflops

    return {"gflops": {str(threads): gflops(threads) for threads in sorted({1, cores()})}}


def _keep_to(threads: int) -> None:
    """Let this process, and all it starts, use so many processors only; before any library looks for them.

    Sutja chooses itself how to share a step among the processors that it may use. Only where a system cannot say which
    these are is it told their number.
    """
    names = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "TF_NUM_INTRAOP_THREADS"]
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    else:
        names.append("SUTJA_THREADS")
    os.environ |= dict.fromkeys(names, str(threads))


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
