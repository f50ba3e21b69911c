"""``python -m bench``: carry out a plan, go on where it was interrupted, write the tables."""

from __future__ import annotations

import argparse
import sys

from rich.console import Console

from bench.contestants import Contestant, available, contestant, missing
from bench.machine import describe, load_average, versions
from bench.plan import PLANS, Plan, interleaved
from bench.results import Results, code_version
from bench.session import carry_out
from bench.table import QUIET, render
from bench.workloads import task


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure Sutja beside Keras and PyTorch.")
    parser.add_argument("--quick", action="store_true", help="what three minutes allow")
    parser.add_argument("--rounds", type=int, help="how often each is measured")
    parser.add_argument("--only", nargs="+", metavar="WORKLOAD", help="these workloads, and sgemm")
    parser.add_argument("--contestants", nargs="+", metavar="NAME", help="these contestants only")
    given = parser.parse_args(arguments)
    console = Console(highlight=False, soft_wrap=True)
    try:
        plan = _plan(given)
        entries, skipped = _entries(given.contestants)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    for line in skipped:
        console.print(line, markup=False)
    runs = interleaved(plan, entries)
    machine = describe()
    planned = [run.as_dict() for run in runs]
    heading = {"machine": machine, "versions": versions(), "code": code_version(), "planned": planned}
    results = Results(plan.name, heading)
    results.skipped = skipped
    if results.continued:
        console.print(f"Going on with {results.part.name}: {len(results.runs)} of {len(runs)} runs are there.")
    if load_average() > QUIET * machine["cores"]:
        console.print(f"Other work is running (load average {load_average()}): the numbers will be rough.")
    try:
        left_out = carry_out(runs, results, console, minutes=plan.minutes, run_minutes=plan.run_minutes)
    except KeyboardInterrupt:
        console.print(f"Stopped. {len(results.runs)} runs are kept; the same command goes on.")
        return 130
    if left_out:
        line = f"{left_out} of {len(runs)} runs are left out: {plan.minutes:.0f} minutes were over"
        console.print(line + ".")
        results.skipped = [*results.skipped, line]
    page = render(results.content())
    results.finish(page)
    console.print(page, markup=False)
    console.print(f"Written to {results.file.parent.name}/{results.file.name} and {results.file.stem}.md")
    return 0


def _plan(given: argparse.Namespace) -> Plan:
    plan = PLANS["quick" if given.quick else "full"]
    workloads = plan.workloads
    if given.only:
        workloads = ("sgemm", *(task(name).name for name in given.only))
    name = plan.name if workloads == plan.workloads and not given.contestants else f"{plan.name}-some"
    return Plan(name, workloads, given.rounds or plan.rounds, plan.quick, plan.minutes, plan.run_minutes)


def _entries(names: list[str] | None) -> tuple[list[Contestant], list[str]]:
    if not names:
        return available()
    chosen = [contestant(name) for name in dict.fromkeys(["sutja", *names])]
    lines = [missing(entry) for entry in chosen]
    return [e for e, line in zip(chosen, lines, strict=True) if not line], [line for line in lines if line]


if __name__ == "__main__":
    sys.exit(main())
