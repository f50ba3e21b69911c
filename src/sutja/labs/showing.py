"""A lesson or an experiment in the terminal: its text, its figures, and its code on both engines."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from rich import box
from rich.console import Console, Group, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.panel import Panel
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from sutja.labs.code import IMPORTS, code
from sutja.labs.computed import Computed, Finding
from sutja.labs.course import COURSE, Lesson
from sutja.labs.experiment import Experiment, Tool, Trained
from sutja.labs.fitted import Column, FittedTable
from sutja.labs.lesson import LessonText, lesson_text
from sutja.labs.measures import measure
from sutja.labs.results import Run
from sutja.labs.verdict import Comparison, said, shown
from sutja.labs.worked.characters import beside, matrix, room
from sutja.language import translate as _

__all__ = [
    "answers_table",
    "comparison_table",
    "course_table",
    "show_computed",
    "show_experiment",
    "show_lesson",
    "show_pictures",
]

DECKS = {
    "A": "초심자를 위한 숫자 인식 99% 인공지능 만들기",
    "B": "Deep Learning",
    "C": "Deep Learning with Python, Chapter 1: DNN 01",
    "D": "Convolutional Neural Network",
    "E": "파이썬 딥러닝",
}


def course_table() -> Table:
    """The lessons in teaching order, with the experiments of each."""
    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column(_("Lesson"), no_wrap=True)
    table.add_column(_("Experiment"), no_wrap=True)
    table.add_column(_("What"), overflow="fold")
    to_come = _("to come")
    for number, lesson in enumerate(COURSE, start=1):
        for place, one in enumerate(lesson.declared()):
            title = _(one.title) + (f" ({to_come})" if isinstance(one, Tool) and one.coming else "")
            table.add_row("" if place else f"{number:2d} {lesson.id}", one.id, title)
    return table


def show_lesson(console: Console, lesson: Lesson, *, answer: bool = False) -> None:
    """The text of ``lesson``, and its experiments in brief."""
    text = lesson_text(lesson.id)
    console.print(Markdown(f"# {text.title}"))
    for title, body in _sections(text, lesson.id, answer=answer):
        console.print(Padding(Text(title, style="bold"), (1, 0, 0, 0)))
        console.print(Markdown(body))
    console.print(Padding(Text(_("Experiments"), style="bold"), (1, 0, 0, 0)))
    for one in lesson.declared():
        console.print(f"{one.id}  {_(one.title)}", style="bold", markup=False, highlight=False)
        console.print(Padding(_facts(one), (0, 0, 1, 2)))
    for other in lesson.see:
        console.print(Markdown(_("See also: `sutja labs show {id}`", id=other)))
    console.print(_("Code and figures of one: sutja labs show ID. Run it: sutja labs run ID"), highlight=False)


def show_experiment(console: Console, experiment: Experiment) -> None:
    """What ``experiment`` is, what the deck prints, and its code on both engines."""
    console.print(Markdown(f"# {experiment.id}: {_(experiment.title)}"))
    console.print(Padding(_facts(experiment), (1, 0, 0, 0)))
    if isinstance(experiment, Trained):
        for part in _code(experiment, console.width):
            console.print(part)


def show_computed(console: Console, computed: Computed, figures: Sequence[Path] = ()) -> None:
    """The text of a calculation, its findings beside the deck's, and where its pictures lie."""
    if computed.text:
        console.print(computed.text, markup=False, highlight=False, soft_wrap=True)
    printed = [finding for finding in computed.findings if finding.deck is not None]
    if printed:
        for part in _findings(printed, console.width):
            console.print(part, highlight=False)
    show_pictures(console, figures)


def show_pictures(console: Console, files: Iterable[Path]) -> None:
    """Where the pictures lie."""
    for file in files:
        console.print(_("Picture: {file}", file=file), markup=False, highlight=False, soft_wrap=True)


def comparison_table(experiment: Trained, comparisons: Sequence[Comparison], *, judged: bool = True) -> RenderableType:
    """The deck's figures beside ours, with what is said of them if they are to be ``judged``."""
    several = len(experiment.trainings) > 1 or experiment.ensemble
    columns = [Column(_("Training"), "heads")] if several else []
    columns += [Column(_("What"), "words"), Column(_("Deck")), Column(_("Ours")), Column(_("Seeds"))]
    table = FittedTable([*columns, Column(_("Verdict"), left=True)] if judged else columns)
    before = None
    for one in comparisons:
        name = one.figure.of
        label = [name if name != before else ""] if several else []
        before = name
        verdict = [said(one.verdict)] if judged else []
        table.add_row(*label, one.title, one.deck_shown, one.ours_shown, str(one.count), *verdict)
    return table


def answers_table(runs: Sequence[Run]) -> RenderableType | None:
    """What the last of ``runs`` says of single test pictures, the three surest classes of each; if that is kept."""
    kept = [run for run in runs if run.answers]
    if not kept:
        return None
    columns = Column(_("Test picture"), "words"), Column(_("Probabilities, seed {seed}", seed=kept[-1].seed), left=True)
    table = FittedTable(columns)
    for answer in kept[-1].answers:
        table.add_row(answer.truth, "  ".join(f"{name} {share:.2f}" for name, share in answer.said[:3]))
    return table


def sources(runs: Iterable[Run]) -> list[str]:
    """Where the data of ``runs`` came from, each once."""
    return list(dict.fromkeys(run.source for run in runs))


def _findings(findings: Sequence[Finding], width: int) -> Iterable[RenderableType]:
    """The deck's figures beside ours in a table; below each other if that is too wide."""
    rows: list[Sequence[str]] = []
    for finding in findings:
        assert finding.deck is not None  # it is printed
        deck, ours = (_brief(figure, finding.decimals) for figure in (finding.deck, finding.ours))
        rows.append((finding.label, deck, ours, said("reproduced" if finding.agrees else "differs")))
    columns = Column(_("Deck"), left=True), Column(_("Ours"), left=True), Column(_("Verdict"), left=True)
    table = FittedTable([Column(_("What"), "words"), *columns], rows)
    if table.fits(width):
        yield table
        return
    names = _("Deck"), _("Ours")
    for label, *figures, verdict in rows:
        yield Text(f"{label} ({verdict})")
        for name, figure in zip(names, figures, strict=True):
            space = " " * (max(map(room, names)) - room(name))
            yield Padding(Text(beside(name + space, figure)), (0, 0, 0, 2), expand=False)
    yield ""


def _brief(value: Any, decimals: int) -> str:
    """A figure of a calculation with at most so many decimals: those that the deck prints."""
    if isinstance(value, str):
        return value
    return matrix(np.round(np.asarray(value, dtype=float), decimals), digits=9)


def _sections(text: LessonText, lesson: str, *, answer: bool) -> list[tuple[str, str]]:
    folded = _("Shown by: sutja labs show {lesson} --answer", lesson=lesson)
    return [
        (_("What you learn"), text.learn),
        (_("The idea"), text.idea),
        (_("What to watch"), text.watch),
        (_("Try next"), text.next),
        (_("Question"), text.question),
        (_("Answer"), text.answer if answer else folded),
    ]


def _facts(experiment: Experiment) -> RenderableType:
    """What the deck prints, what it left out, what to know, and the commands."""
    facts = Table.grid(padding=(0, 2))
    facts.add_column(no_wrap=True)
    facts.add_column(overflow="fold")
    facts.add_row(_("Deck"), Text(f"{experiment.deck}, {DECKS[experiment.deck]}"))
    if isinstance(experiment, Trained):
        printed = [figure for figure in experiment.figures if figure.deck is not None]
        for i, figure in enumerate(printed):
            kind = measure(figure.measure)
            words = [_(kind.title), shown(figure.deck or 0.0, kind.kind)]
            if figure.epoch is not None:
                words[0] = _("{title}, epoch {epoch}", title=words[0], epoch=figure.epoch)
            of = f" ({figure.of})" if figure.of else ""
            facts.add_row(_("It prints") if i == 0 else "", Text(f"{': '.join(words)}{of}"))
        if not printed:
            facts.add_row(_("It prints"), _("no figure"))
    if experiment.chosen:
        facts.add_row(_("Left out"), Text(_(experiment.chosen)))
    if experiment.remark:
        facts.add_row(_("Remark"), Text(_(experiment.remark)))
    if isinstance(experiment, Tool):
        to_come = _("to come")
        more = f"  ({to_come})" if experiment.coming else ""
        facts.add_row(_("Commands"), Text("\n".join(experiment.commands) + more))
    else:
        facts.add_row(_("Command"), Text(f"sutja labs run {experiment.id}"))
    return facts


def _code(experiment: Trained, width: int) -> Iterable[RenderableType]:
    """The first training as a program, on both engines; what the others have different; and the primer's way."""
    name, training = next(iter(experiment.trainings.items()))
    ours, keras = code(training), code(training, "keras")
    title = f" ({name})" if name else ""
    needed = max(map(len, ours.splitlines())) + 4
    if width >= 2 * needed:
        both = Table.grid(expand=True)
        both.add_row(_program(_("This engine") + title, ours), _program(_("Keras") + title, keras))
        yield both
    else:
        yield _program(_("Code") + title, ours)
        yield Text(_("On Keras, one line differs: {line}", line=IMPORTS["keras"]), style="bold")
    described = training.described()
    for other, another in list(experiment.trainings.items())[1:]:
        words = another.described()
        changed = [
            f"{key}: {words.get(key, '–')}" for key in {**described, **words} if words.get(key) != described.get(key)
        ]
        yield Text(_("{name} differs in: {what}", name=other, what="; ".join(changed)))
    if experiment.primer:
        yield _program(_("The primer's way, without a framework"), experiment.primer)


def _program(title: str, text: str) -> RenderableType:
    return Group(
        Panel(
            Syntax(text.rstrip(), "python", theme="ansi_dark", background_color="default", word_wrap=True), title=title
        )
    )
