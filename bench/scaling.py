"""How speed changes with threads, batch and data: ``python -m bench.scaling``.

One thing at a time is varied. Throughput should grow with the threads, at best in proportion; with the batch, until
the matrices are large enough; and an epoch should cost in proportion to the pictures in it, which the plot shows
beside the straight line a + b n fitted to it.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from rich.console import Console

from bench import plan
from bench.contestants import contestant, missing
from bench.machine import cores, describe, versions
from bench.results import FOLDER, Results, code_version
from bench.session import carry_out
from bench.table import when_measured
from bench.workloads import TRAINING

__all__ = ["draw", "line_through", "main", "page", "series"]

WORKLOADS = ("C-keras-512x4", "A-cnn-lab4")
CONTESTANTS = ("sutja", "sutja-numpy", "keras-jax", "pytorch")
COLORS = dict(zip(CONTESTANTS, ("#1f6feb", "#e8743b", "#19a979", "#9aa5b1"), strict=True))

Series = dict[str, dict[str, list[tuple[int, float]]]]


def series(content: Mapping[str, Any], workload: str) -> Series:
    """For "threads", "batch" and "samples", by contestant: (value, seconds an epoch over its pictures), medians.

    With "samples" the second is seconds an epoch.
    """
    values: dict[tuple[str, str, int], list[float]] = defaultdict(list)
    for made in content["runs"]:
        run = made["run"]
        if run["workload"] != workload or "found" not in made:
            continue
        varied = next(name for name in ("threads", "batch", "samples") if run[name] is not None)
        pictures = made["found"]["pictures"] if varied != "samples" else 1
        values[varied, run["contestant"], run[varied]] += [s / pictures for s in made["found"]["seconds"]]
    found: Series = {"threads": defaultdict(list), "batch": defaultdict(list), "samples": defaultdict(list)}
    for (varied, name, value), seconds in sorted(values.items()):
        found[varied][name].append((value, median(seconds)))
    return found


def line_through(points: list[tuple[int, float]]) -> tuple[float, float, float]:
    """The least-squares line a + b n through ``points``: a, b and R², the share of the variance that it explains."""
    n, seconds = np.array(points, dtype=float).T
    slope, start = np.polyfit(n, seconds, 1)
    left = float(((seconds - start - slope * n) ** 2).sum())
    return float(start), float(slope), 1 - left / float(((seconds - seconds.mean()) ** 2).sum())


def draw(content: Mapping[str, Any], workload: str, path: Path) -> None:
    """The three plots of one workload as one SVG picture."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    found = series(content, workload)
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "bench"}):
        figure = Figure(figsize=(13, 4), layout="constrained")
        by_threads, by_batch, by_data = figure.subplots(1, 3)
        for axes, varied in ((by_threads, "threads"), (by_batch, "batch")):
            for name, points in found[varied].items():
                speeds = [1 / seconds for _value, seconds in points]
                axes.plot([value for value, _s in points], speeds, "o-", color=COLORS.get(name))
            axes.set(ylabel="pictures a second", xlabel=varied, ylim=(0, None))
        by_threads.set_xticks(sorted({value for points in found["threads"].values() for value, _s in points}))
        by_batch.set_xscale("log", base=2)
        by_batch.xaxis.set_major_formatter("{x:.0f}")
        for name, points in found["samples"].items():
            color, counts = COLORS.get(name), [value for value, _s in points]
            label = name
            if len(points) > 2:
                start, slope, explained = line_through(points)
                ends = np.array([0, max(counts)])
                by_data.plot(ends, start + slope * ends, "-", color=color, linewidth=1)
                label = f"{name} (R² {explained:.3f})"
            by_data.plot(counts, [seconds for _v, seconds in points], "o", color=color, label=label)
        by_data.set(xlabel="pictures in an epoch", ylabel="seconds an epoch", xlim=(0, None), ylim=(0, None))
        for axes, title in ((by_threads, "Threads"), (by_batch, "Batch"), (by_data, "Data")):
            axes.set_title(title)
            axes.spines[["top", "right"]].set_visible(False)
            axes.grid(axis="y", alpha=0.25)
        by_data.legend(frameon=False, loc="upper left")  # rising lines leave room there; the colours are those of all
        figure.suptitle(f"{workload} on {content['machine']['processor']}, {content['machine']['cores']} cores")
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, metadata={"Date": None})


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.scaling", description="Threads, batch and data.")
    parser.add_argument("--rounds", type=int, default=1, help="how often each is measured")
    parser.add_argument("--only", nargs="+", default=list(WORKLOADS), choices=list(TRAINING), metavar="WORKLOAD")
    parser.add_argument("--contestants", nargs="+", default=list(CONTESTANTS), metavar="NAME")
    given = parser.parse_args(arguments)
    console = Console(highlight=False, soft_wrap=True)
    try:
        chosen = [contestant(name) for name in given.contestants]
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    skipped = [line for entry in chosen if (line := missing(entry))]
    for line in skipped:
        console.print(line, markup=False)
    entries = [entry for entry in chosen if not missing(entry)]
    runs = [run for name in given.only for run in plan.scaling(TRAINING[name], entries, cores(), given.rounds)]
    planned = [run.as_dict() for run in runs]
    heading = {"machine": describe(), "versions": versions(), "code": code_version(), "planned": planned}
    whole = (given.only, given.contestants) == (list(WORKLOADS), list(CONTESTANTS))
    results = Results("scaling" if whole else "scaling-some", heading)
    results.skipped = skipped
    try:
        carry_out(runs, results, console)
    except KeyboardInterrupt:
        console.print(f"Stopped. {len(results.runs)} runs are kept; the same command goes on.")
        return 130
    for name in given.only:
        draw(results.content(), name, FOLDER / f"{results.name}-{name}.svg")
    results.finish(page(results.content(), given.only))
    return 0


def page(content: Mapping[str, Any], workloads: Sequence[str] = WORKLOADS) -> str:
    """The page beside the plots: the lines in numbers."""
    lines = [f"# Scaling on {content['machine']['processor']}, {content['machine']['cores']} cores", ""]
    rounds = max(made["run"]["round"] for made in content["runs"])
    lines += [f"{when_measured(content)}; {rounds} {'round' if rounds == 1 else 'rounds'}.", ""]
    lines += [*content["skipped"], ""] if content["skipped"] else []
    for name in workloads:
        lines += [
            f"## {name}",
            "",
            f"![Throughput by threads and batch, time by data]({content['plan']}-{name}.svg)",
            "",
        ]
        for who, points in series(content, name)["samples"].items():
            if len(points) > 2:
                start, slope, explained = line_through(points)
                lines.append(f"- {who}: {start:.3f} s + {slope * 1e6:.1f} µs a picture, R² {explained:.4f}")
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    sys.exit(main())
