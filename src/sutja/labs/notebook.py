"""A lesson or an experiment as a notebook, made from the same declaration and text as everything else.

Its first cell installs Sutja where it is missing, so that it runs on a laptop and on a hosted service. The code is
plain code under Keras' names; where it is to run on Keras, one line of it is changed.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from sutja.errors import invalid, missing_extra
from sutja.labs.code import code
from sutja.labs.computed import Computed
from sutja.labs.course import COURSE, lesson_called, lesson_of
from sutja.labs.declarations import EXPERIMENTS
from sutja.labs.experiment import Experiment, Tool, Trained
from sutja.labs.lesson import LessonText, lesson_text
from sutja.labs.measures import measure
from sutja.labs.verdict import shown
from sutja.language import current
from sutja.language import translate as _
from sutja.whole_file import write_whole

__all__ = ["INSTALL", "notebook", "show", "write_notebook"]

INSTALL = """\
import importlib.util
import subprocess
import sys

if importlib.util.find_spec("sutja") is None:
    failed = subprocess.call([sys.executable, "-m", "pip", "install", "--quiet", "sutja[train]"])
    if failed:
        raise SystemExit("Install Sutja from its repository first: pip install 'PATH/TO/sutja[train]'")"""

_CALCULATION = """\
from sutja import language
from sutja.labs.calculations import calculation
from sutja.labs.notebook import show

with language.speaking("{language}"):
    show(calculation("{id}")())"""

_CURVES = """\
import matplotlib.pyplot as plt

for name, values in history.history.items():
    if "loss" in name:
        plt.plot(range(1, len(values) + 1), values, "o-", label=name)
plt.xlabel("epoch")
plt.legend()
plt.show()"""

_VOTE = """\
import numpy as np

said = np.mean([member.predict(x_test, verbose=0) for member in members], axis=0)
print("together:", np.mean(said.argmax(axis=1) == y_test))"""


def notebook(id: str, *, quick: bool = False) -> Any:
    """The notebook of the lesson or experiment ``id``, in the language in use; a ``NotebookNode`` of nbformat.

    ``quick``: on few digits that are always there, for a first look in seconds.
    """
    v4 = _nbformat().v4
    lesson = lesson_called(id) if id in [one.id for one in COURSE] else lesson_of(id)
    text = lesson_text(lesson.id)
    experiments = lesson.declared() if id == lesson.id else [EXPERIMENTS[id]]
    cells = [("markdown", _opening(text)), ("code", INSTALL)]
    for one in experiments:
        cells += _experiment(one, quick=quick)
    for other in lesson.see if id == lesson.id else ():
        cells.append(("markdown", _("See also: `sutja labs show {id}`", id=other)))
    cells.append(("markdown", _closing(text)))
    made = {"markdown": v4.new_markdown_cell, "code": v4.new_code_cell}
    new = [made[kind](source, id=f"cell-{number}") for number, (kind, source) in enumerate(cells)]
    about = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return v4.new_notebook(cells=new, metadata=about)


def write_notebook(id: str, file: Path, *, quick: bool = False) -> None:
    """Write the notebook to ``file``, whose name ends in .ipynb."""
    if file.suffix != ".ipynb":
        raise invalid("output", _("a file whose name ends in {suffix}", suffix=".ipynb"), str(file))
    made = notebook(id, quick=quick)
    _nbformat().validate(made)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, _nbformat().writes(made) + "\n")


def show(computed: Computed) -> None:
    """What a calculation gives, inside a notebook: its text, and its pictures where they can be shown."""
    if computed.text:
        print(computed.text)
    for finding in computed.findings:
        deck = "" if finding.deck is None else f"   ({_('deck')}: {finding.deck})"
        print(f"{finding.label}: {finding.ours}{deck}")
    try:
        from IPython.display import SVG, display
    except ModuleNotFoundError:
        return
    for svg in computed.figures.values():
        display(SVG(svg))


def _nbformat() -> Any:
    """The package, or the error that says how to get it."""
    try:
        return importlib.import_module("nbformat")
    except ModuleNotFoundError as error:
        raise missing_extra(_("Writing notebooks"), "notebook") from error


def _opening(text: LessonText) -> str:
    return "\n\n".join(
        [
            f"# {text.title}",
            f"## {_('What you learn')}\n\n{text.learn}",
            f"## {_('The idea')}\n\n{text.idea}",
            f"## {_('What to watch')}\n\n{text.watch}",
        ]
    )


def _closing(text: LessonText) -> str:
    answer = f"<details><summary>{_('Answer')}</summary>\n\n{text.answer}\n\n</details>"
    return f"## {_('Try next')}\n\n{text.next}\n\n## {_('Question')}\n\n{text.question}\n\n{answer}"


def _experiment(one: Experiment, *, quick: bool) -> list[tuple[str, str]]:
    from sutja.labs.calculations import calculation

    cells = [("markdown", _about(one))]
    if calculation(one.id) is not None:
        cells.append(("code", _CALCULATION.format(id=one.id, language=current())))
    if isinstance(one, Trained):
        if one.ensemble:
            cells.append(("code", "members = []"))
        for name, training in one.trainings.items():
            if name:
                cells.append(("markdown", f"**{name}**"))
            cells.append(("code", code(training.shortened() if quick else training).rstrip()))
            cells.append(("code", _CURVES))
            if one.ensemble:
                cells.append(("code", "members.append(model)"))
        if one.ensemble:
            cells.append(("code", _VOTE))
        if one.primer:
            title = _("The primer's way, without a framework")
            cells.append(("markdown", f"{title}\n\n```python\n{one.primer}```"))
    return cells


def _about(one: Experiment) -> str:
    """Title, what the deck prints, and what is to know."""
    parts = [f"## {one.id}: {_(one.title)}"]
    if isinstance(one, Trained):
        printed = [figure for figure in one.figures if figure.deck is not None]
        lines = [
            f"| {' '.join(filter(None, [figure.of, _(measure(figure.measure).title), _epoch(figure.epoch)]))} "
            f"| {shown(figure.deck or 0.0, measure(figure.measure).kind)} |"
            for figure in printed
        ]
        if lines:
            parts.append("\n".join([f"| {_('What')} | {_('Deck')} |", "| --- | --- |", *lines]))
        parts.append(_("On Keras instead: write `import keras` in place of `import sutja.nn as keras`."))
    if isinstance(one, Tool):
        parts.append("\n".join(f"`{command}`" for command in one.commands))
    parts += [_(text) for text in (one.chosen, one.remark) if text]
    return "\n\n".join(parts)


def _epoch(epoch: int | None) -> str:
    return "" if epoch is None else _("(epoch {epoch})", epoch=epoch)
