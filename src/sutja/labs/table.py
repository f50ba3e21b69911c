"""All results kept so far as one table: in the terminal, and as a page in English and in Korean."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sutja.engines import ENGINES
from sutja.errors import SutjaError
from sutja.labs.course import COURSE
from sutja.labs.experiment import Experiment, Tool, Trained
from sutja.labs.fitted import Column, FittedTable
from sutja.labs.results import Results, Run, left_out
from sutja.labs.running import command
from sutja.labs.verdict import WORDS, said
from sutja.language import LANGUAGES, speaking
from sutja.language import translate as _
from sutja.whole_file import write_whole

__all__ = ["Row", "no_results", "older_runs", "rows", "terminal_table", "write_pages"]


@dataclass(frozen=True)
class Row:
    """A line of the table, in the language in use. ``conditions``: time, command, data and machine."""

    experiment: str
    what: str
    deck: str
    ours: str
    verdict: str
    reason: str
    conditions: Conditions


@dataclass(frozen=True)
class Conditions:
    """Under which a result was had."""

    time: str = ""
    command: str = ""
    data: str = ""
    machine: str = ""


def rows(results: Results) -> Iterator[Row]:
    """Every result that is kept, in the order of the course."""
    for lesson in COURSE:
        for experiment in lesson.declared():
            for engine in ENGINES:
                if isinstance(experiment, Trained):
                    yield from _trained(experiment, results, engine)
            yield from _calculated(experiment, results)


def terminal_table(results: Results) -> FittedTable:
    """In brief."""
    table = FittedTable(
        [
            Column(_("Experiment"), "heads"),
            Column(_("What"), "words"),
            Column(_("Deck")),
            Column(_("Ours")),
            Column(_("Verdict"), left=True),
            Column(_("Time")),
        ]
    )
    before = None
    for row in rows(results):
        new = row.experiment != before
        time = row.conditions.time if new else ""
        table.add_row(row.experiment if new else "", row.what, row.deck, row.ours, row.verdict, time)
        before = row.experiment
    return table


def write_pages(results: Results) -> list[Path]:
    """Write ``table.md`` and ``table.ko.md`` beside the results; returns the files.

    Raises:
        SutjaError: There are no results.
    """
    if not any(rows(results)):
        raise SutjaError(no_results(results))
    files = []
    for language in LANGUAGES:
        file = results.folder / ("table.md" if language == "en" else f"table.{language}.md")
        with speaking(language):
            text = page(results)
        write_whole(file, text)
        files.append(file)
    return files


def no_results(results: Results) -> str:
    """What is said where nothing is kept."""
    return _("There are no results in {folder} yet. Run an experiment: sutja labs run ID", folder=results.folder)


def older_runs(results: Results) -> str:
    """What is said of runs that count no longer; empty if there are none."""
    trained = [one for lesson in COURSE for one in lesson.declared() if isinstance(one, Trained)]
    return left_out(sum(len(results.older(one, engine)) for one in trained for engine in ENGINES))


def page(results: Results) -> str:
    """The page in the language in use."""
    every = list(rows(results))
    judged = [row.verdict for row in every if row.verdict]
    title, run, others = _("The course, reproduced"), _("How each was run"), _("What another command does")
    counts = ", ".join(f"{_(word)} {judged.count(_(word))}" for word in WORDS.values() if word)
    lines = [
        f"# {title}",
        "",
        _("Made by `make results-table` from the files in this folder; do not edit it."),
        _("Accuracies are means over the seeds ± standard deviation. {counts}.", counts=counts),
        "",
        _(
            "Reproduced: accuracies above 90 % within 0.3 points or two standard deviations, below within 2 points; "
            "errors within a quarter of the deck's, or two standard deviations of what chance gives on 10,000 "
            "pictures, whichever is larger; losses within a tenth or two standard deviations; numbers of parameters "
            "equal. To do better than a run that is meant to fail is to differ. Times are those of other machines and "
            "are not judged."
        ),
        "",
        *_markdown(
            (_("Experiment"), _("What"), _("Deck"), _("Ours"), _("Verdict"), _("Reason")),
            [(row.experiment, row.what, row.deck, row.ours, row.verdict, row.reason) for row in every],
        ),
        "",
        f"## {run}",
        "",
        *_markdown((_("Experiment"), _("Time"), _("Command"), _("Data"), _("Machine")), _conditions(every)),
        "",
        *_pictures(results),
        f"## {others}",
        "",
        *_markdown((_("Experiment"), _("What"), _("Commands")), _tools()),
    ]
    return "\n".join(lines) + "\n"


def _conditions(every: Sequence[Row]) -> list[tuple[str, ...]]:
    """One line for each experiment and engine: of what it trains, if it both trains and calculates."""
    found: dict[str, tuple[str, ...]] = {}
    for row in every:
        about = row.conditions
        found.setdefault(about.command, (row.experiment, about.time, f"`{about.command}`", about.data, about.machine))
    return list(found.values())


def _pictures(results: Results) -> list[str]:
    """Links to the pictures of each experiment, in the order of the course, if there are any."""
    kept = results.figures()
    body = [
        (id, ", ".join(f"[{file.stem.removeprefix(f'{id}-')}](figures/{file.name})" for file in kept[id]))
        for lesson in COURSE
        for id in lesson.experiments
        if id in kept
    ]
    if not body:
        return []
    return [f"## {_('Pictures')}", "", *_markdown((_("Experiment"), _("Pictures")), body), ""]


def _tools() -> list[tuple[str, ...]]:
    to_come = _("to come")
    return [
        (
            one.id,
            _(one.title) + (f" ({to_come})" if one.coming else ""),
            ", ".join(f"`{words}`" for words in one.commands),
        )
        for lesson in COURSE
        for one in lesson.declared()
        if isinstance(one, Tool)
    ]


def _markdown(head: Sequence[str], body: Sequence[Sequence[str]]) -> list[str]:
    def line(cells: Sequence[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

    return [line(head), line(["---"] * len(head)), *map(line, body)]


def _trained(experiment: Trained, results: Results, engine: str) -> Iterator[Row]:
    runs = results.runs(experiment, engine)
    if not runs:
        return
    conditions = Conditions(_time(runs), _command(experiment, runs, engine), _data(runs), _machine(runs[0].machine))
    for one in results.comparisons(experiment, engine):
        of = f"{one.figure.of}: " if one.figure.of else ""
        on = "" if engine == "numpy" else f" ({engine})"
        reason = _(one.figure.reason) if one.figure.reason else ""
        if one.verdict == "differs" and not reason:
            reason = _(experiment.remark or experiment.chosen) if experiment.remark or experiment.chosen else ""
        verdict = said(one.verdict)
        reason = reason if one.verdict in ("differs", "better") or not one.figure.judged else ""
        what = f"{of}{one.title}"
        yield Row(experiment.id + on, what, one.deck_shown, one.ours_shown, verdict, reason, conditions)


def _calculated(experiment: Experiment, results: Results) -> Iterator[Row]:
    findings, about = results.findings(experiment)
    judged = [finding for finding in findings if finding["deck"] is not None]
    if not findings:
        return
    agreeing = sum(finding["agrees"] for finding in judged)
    conditions = Conditions(f"{about['seconds']:.1f} s", about["command"], "", _machine(about["machine"]))
    what = _("calculation: figures that the deck prints") if judged else _("calculation: the deck prints no figure")
    ours = _("{agreeing} of {count} the same", agreeing=agreeing, count=len(judged)) if judged else str(len(findings))
    verdict = said("reproduced" if agreeing == len(judged) else "differs") if judged else ""
    yield Row(experiment.id, what, str(len(judged) or "–"), ours, verdict, "", conditions)


def _command(experiment: Trained, runs: Sequence[Run], engine: str) -> str:
    seeds = len({run.seed for run in runs})
    return command(experiment.id, engine, None if seeds == experiment.seeds else seeds)


def _time(runs: Sequence[Run]) -> str:
    """Of one seed, all trainings together."""
    seeds = {run.seed for run in runs}
    members = [run for run in runs if run.training != "ensemble"]
    seconds = sum(run.seconds for run in members) / len(seeds)
    return f"{seconds:.1f} s" if seconds < 100 else f"{seconds / 60:.0f} min"


def _data(runs: Sequence[Run]) -> str:
    return "; ".join(dict.fromkeys(run.source for run in runs))


def _machine(about: Mapping[str, Any]) -> str:
    """In one line, as far as it is known."""
    names = {"processor": "{}", "cores": _("{count} cores", count="{}"), "system": "{}"}
    names |= {"python": "Python {}", "numpy": "NumPy {}"}
    words = [name.format(about[key]) for key, name in names.items() if key in about]
    if {"keras", "backend", "devices"} <= about.keys():
        words.append(f"Keras {about['keras']} ({about['backend']}, {about['devices']})")
    return ", ".join(words)
