"""From runs to numbers: medians, how far the runs lie apart, and ratios between neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

__all__ = ["Spread", "data_bytes", "peak_gflops", "peak_memory", "per_picture", "ratio", "share_of_peak"]

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Spread:
    """The median of several values, and the lowest and the highest of them."""

    median: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread | None:
        """``None`` where there is nothing."""
        return cls(median(values), min(values), max(values)) if values else None


def _found(content: Content, contestant: str, workload: str) -> Iterable[tuple[int, dict[str, Any]]]:
    for made in content["runs"]:
        run = made["run"]
        if "found" in made and run["contestant"] == contestant and run["workload"] == workload:
            yield run["round"], made["found"]


def per_picture(content: Content, contestant: str, workload: str) -> Spread | None:
    """Seconds a picture, over all rounds."""
    return Spread.of(
        [
            seconds / found["pictures"]
            for _round, found in _found(content, contestant, workload)
            for seconds in found["seconds"]
        ]
    )


def ratio(content: Content, ours: str, theirs: str, workload: str) -> Spread | None:
    """How many times as fast ``ours`` is: the ratio of each round, in which both ran one after the other."""
    times = [
        {number: median(found["seconds"]) / found["pictures"] for number, found in _found(content, name, workload)}
        for name in (ours, theirs)
    ]
    return Spread.of([times[1][number] / times[0][number] for number in times[0] if number in times[1]])


def peak_memory(content: Content, contestant: str, workload: str) -> float | None:
    """The median over the rounds of the most bytes held at once."""
    values = [found["peak_memory_bytes"] for _round, found in _found(content, contestant, workload)]
    return median(values) if values else None


def data_bytes(content: Content, contestant: str, workload: str) -> int | None:
    """How large the data set is, where that was measured apart."""
    sizes = [found["data_bytes"] for _round, found in _found(content, contestant, workload) if "data_bytes" in found]
    return sizes[0] if sizes else None


def peak_gflops(content: Content) -> dict[int, float]:
    """The best matrix product of all rounds, by number of threads."""
    best: dict[int, float] = {}
    for _round, found in _found(content, "sutja", "sgemm"):
        for threads, value in found["gflops"].items():
            best[int(threads)] = max(best.get(int(threads), 0.0), value)
    return best


def share_of_peak(content: Content, contestant: str, workload: str) -> float | None:
    """The operations of the network's matrix products a second, over the peak with all threads."""
    speed, peaks = per_picture(content, contestant, workload), peak_gflops(content)
    costs = [found.get("flops_per_picture") for _round, found in _found(content, contestant, workload)]
    if speed is None or not peaks or costs[0] is None:
        return None
    return float(costs[0] / speed.median / 1e9 / peaks[max(peaks)])
