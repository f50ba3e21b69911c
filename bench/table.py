"""Results as a page in Markdown: the machine, the ratios, and every number behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from typing import Any

from bench.contestants import CONTESTANTS
from bench.summary import Spread, data_bytes, peak_gflops, peak_memory, per_picture, ratio, share_of_peak
from bench.workloads import TASKS, ColdStart, FirstStep, Prediction, Task, To99, Training, TrainMemory

__all__ = ["QUIET", "beside_keras", "render", "when_measured"]

QUIET = 0.5
"""The load average, in processes a core, up to which a machine counts as quiet before a run."""

Content = Mapping[str, Any]
EMPTY = "–"
PAIRS = (
    ("Keras, TensorFlow", "keras-tensorflow"),
    ("Keras, JAX", "keras-jax"),
    ("Keras, PyTorch", "keras-torch"),
    ("PyTorch", "pytorch"),
)


def render(content: Content) -> str:
    """The page."""
    parts = (_heading, _ratios, _fastest, _memory, _details, _settings)
    sections = [part(content) for part in parts]
    return "\n\n".join(filter(None, sections)) + "\n"


def _heading(content: Content) -> str:
    machine = content["machine"]
    peaks = ", ".join(
        f"{value:.0f} with {threads} {'thread' if threads == 1 else 'threads'}"
        for threads, value in sorted(peak_gflops(content).items())
    )
    lines = [
        f"- Processor: {machine['processor']}, {machine['cores']} cores; {' '.join(machine['instructions'])}",
        f"- Memory: {machine['memory_gib']} GiB; {machine['system']}; Python {machine['python']}; {machine['blas']}",
        "- Libraries: " + ", ".join(f"{name} {version}" for name, version in content["versions"].items()),
        f"- {when_measured(content)}",
        f"- Peak of the matrix product of NumPy (sgemm), GFLOP/s: {peaks or EMPTY}",
        f"- Pictures: {'; '.join(_sources(content)) or EMPTY}",
        *(f"- {line}" for line in content["skipped"]),
    ]
    return f"# Benchmark: {content['plan']}\n\n" + "\n".join(lines) + _noise(content)


def when_measured(content: Content) -> str:
    """When, and which code."""
    return f"Measured on {content['started']}" + (f", commit {content['code']}" if content.get("code") else "")


def _sources(content: Content) -> list[str]:
    return sorted({made["found"]["data"] for made in content["runs"] if "data" in made.get("found", {})})


def _noise(content: Content) -> str:
    loads = [made["found"]["load"] for made in content["runs"] if "load" in made.get("found", {})]
    if not loads:
        return ""
    first, cores = loads[0], content["machine"]["cores"]
    text = (
        f"\n- Load average: {first:.1f} before the first run; {median(loads):.1f} in the median, our own work included"
    )
    if first <= QUIET * cores:
        return text
    warning = f"Not to be published: other work was running on the {cores} cores. Ratios are rough, times are too long."
    return f"{text}\n\n**{warning}**"


def _ratios(content: Content) -> str:
    rows = []
    for name, what in _measured(content):
        if isinstance(what, TrainMemory):
            continue
        ours = per_picture(content, "sutja", name)
        share = share_of_peak(content, "sutja", name)
        plain = _value(what, per_picture(content, "sutja-numpy", name))
        cells = [_value(what, ours), EMPTY if share is None else f"{share:.0%}", plain]
        for _title, other in PAIRS:
            default, tuned = ratio(content, "sutja", other, name), _tuned_ratio(content, other, name)
            cells.append(_pair(_times(default), _times(tuned)))
        rows.append([name, *cells])
    columns = ["workload", "Sutja", "of the peak", "without Numba", *(title for title, _name in PAIRS)]
    return (
        "## How many times as fast as each\n\n"
        "Above 1, Sutja is faster. First against its defaults, then against its best documented settings; in brackets "
        "the lowest and the highest of several rounds.\n\n" + _markdown(columns, rows)
    )


def beside_keras(content: Content) -> list[str]:
    """A line of the table for each workload: how many times as fast as the fastest way to run it on Keras."""
    lines = []
    for name, what in _measured(content):
        ways = {}
        for title, other in PAIRS:
            if title.startswith("Keras, "):
                backend = title.removeprefix("Keras, ")
                ways[backend] = ratio(content, "sutja", other, name)
                ways[f"{backend} \\*"] = _tuned_ratio(content, other, name)
        found = [(value.median, way, value) for way, value in ways.items() if value is not None]
        if found and not isinstance(what, TrainMemory):
            _median, way, value = min(found, key=lambda entry: entry[0])
            share = share_of_peak(content, "sutja", name)
            cells = [f"`{name}`", _times(value), way, "" if share is None else f"{share:.0%}"]
            lines.append(_line(cells))
    return lines


def _fastest(content: Content) -> str:
    text = (
        "The least favourable of the ratios to Keras above. \\*: with its best documented settings; the others with "
        "their defaults. Without brackets: measured in one round only."
    )
    columns = ["workload", "ratio", "to Keras on", "Sutja's share of the peak"]
    lines = [_line(columns), _line(["---"] * len(columns)), *beside_keras(content)]
    return f"## Beside the fastest way on Keras\n\n{text}\n\n" + "\n".join(lines)


def _tuned_ratio(content: Content, other: str, workload: str) -> Spread | None:
    best = "sutja-tuned" if per_picture(content, "sutja-tuned", workload) else "sutja"
    return ratio(content, best, f"{other}-tuned", workload)


def _memory(content: Content) -> str:
    def cell(name: str, workload: str) -> str:
        value, of_data = peak_memory(content, name, workload), data_bytes(content, name, workload)
        if value is None:
            return EMPTY
        return f"{of_data / 2**20:,.0f} + {(value - of_data) / 2**20:,.0f}" if of_data else f"{value / 2**20:,.0f}"

    rows = []
    for name, _what in _measured(content):
        others = [_pair(cell(other, name), cell(f"{other}-tuned", name)) for _title, other in PAIRS]
        rows.append([name, cell("sutja", name), cell("sutja-numpy", name), *others])
    columns = ["workload", "Sutja", "without Numba", *(title for title, _name in PAIRS)]
    text = "The whole process, with its pictures; of the command `sutja train`, the data set and what it takes beside."
    return f"## Peak memory, MiB\n\n{text}\n\n" + _markdown(columns, rows)


def _details(content: Content) -> str:
    rows = []
    for name, what in _measured(content):
        for entry in CONTESTANTS.values():
            made = [m for m in content["runs"] if (m["run"]["contestant"], m["run"]["workload"]) == (entry.name, name)]
            speed = per_picture(content, entry.name, name)
            if not made:
                continue
            found = [m["found"] for m in made if "found" in m]
            warm_up = [f["warm_up_seconds"] for f in found if "warm_up_seconds" in f]
            share = share_of_peak(content, entry.name, name)
            rows.append(
                [
                    name,
                    entry.name,
                    _value(what, speed, spread=True),
                    EMPTY if share is None else f"{share:.0%}",
                    f"{median(warm_up):.2f}" if warm_up else EMPTY,
                    str(len(found)),
                    "; ".join(dict.fromkeys(_remarks(made))),
                ]
            )
    columns = ["workload", "contestant", "median (low to high)", "of the peak", "warm-up, s", "runs", "remarks"]
    return "## All numbers\n\n" + _markdown(columns, rows)


def _remarks(made: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for entry in made:
        if "error" in entry:
            yield f"failed: {entry['error']}".replace("|", "/")
        else:
            yield from entry["found"]["notes"]


def _settings(content: Content) -> str:
    names = {made["run"]["contestant"] for made in content["runs"]}
    rows = [[entry.name, entry.settings] for entry in CONTESTANTS.values() if entry.name in names]
    return "## Settings\n\n" + _markdown(["contestant", "settings"], rows)


def _measured(content: Content) -> list[tuple[str, Task]]:
    names = {made["run"]["workload"] for made in content["runs"]} - {"sgemm"}
    return [(name, what) for name, what in TASKS.items() if name in names]


def _value(what: Task, speed: Spread | None, *, spread: bool = False) -> str:
    """In the unit of the task; ``speed`` is in seconds a picture."""
    if speed is None:
        return EMPTY
    write, unit = _unit(what)
    if not spread:
        return f"{write(speed.median)} {unit}"
    low, high = sorted((write(speed.low), write(speed.high)), key=lambda text: float(text.replace(",", "")))
    return f"{write(speed.median)} {unit} ({low} to {high})"


def _unit(what: Task) -> tuple[Callable[[float], str], str]:
    if isinstance(what, Prediction):
        return lambda seconds: f"{seconds * what.batch * 1e3:.2f}", "ms"
    if isinstance(what, ColdStart | FirstStep | To99 | TrainMemory):
        return lambda seconds: f"{seconds:.2f}", "s"
    assert isinstance(what, Training)
    return lambda seconds: f"{1 / seconds:,.0f}", "pictures/s"


def _times(value: Spread | None) -> str:
    if value is None:
        return EMPTY
    apart = "" if value.low == value.high else f" ({value.low:.2f}–{value.high:.2f})"
    return f"{value.median:.2f}{apart}"


def _pair(plain: str, tuned: str) -> str:
    return EMPTY if plain == tuned == EMPTY else f"{plain} / {tuned}"


def _markdown(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    return "\n".join(map(_line, [columns, ["---"] * len(columns), *rows]))


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
