"""Notebooks: whole, in both languages, and every one of them runs."""

from __future__ import annotations

import re

import pytest

from sutja import nn, zoo
from sutja.labs import COURSE, EXPERIMENTS
from sutja.labs.code import code
from sutja.labs.experiment import Trained
from sutja.labs.notebook import INSTALL, notebook
from sutja.labs.part import made
from sutja.language import speaking

nbformat = pytest.importorskip("nbformat", reason="nbformat is not installed: pip install 'sutja[notebook]'")

TRAINED = [one for one in EXPERIMENTS.values() if isinstance(one, Trained)]


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("lesson", [lesson.id for lesson in COURSE])
def test_every_lesson_is_a_valid_notebook(lesson, language):
    with speaking(language):
        made = notebook(lesson)
    nbformat.validate(made)
    opening, install = made.cells[0], made.cells[1]
    assert opening.source.startswith("# ")
    assert install.source == INSTALL
    assert "<details>" in made.cells[-1].source
    korean = any("가" <= letter <= "힣" for letter in opening.source)
    assert korean is (language == "ko")


@pytest.mark.parametrize("lesson", [lesson.id for lesson in COURSE])
def test_the_code_is_the_same_in_both_languages(lesson):
    """So what is run of one below is run of both."""
    cells = []
    for language in ("en", "ko"):
        with speaking(language):
            made = notebook(lesson, quick=True)
        cells.append([cell.source for cell in made.cells if cell.cell_type == "code"])
    english, korean = cells
    assert [source.replace('speaking("ko")', 'speaking("en")') for source in korean] == english


@pytest.mark.parametrize("lesson", [lesson.id for lesson in COURSE])
def test_every_notebook_runs(lesson, monkeypatch, tmp_path, capsys):
    """Without a kernel: the cells of code one after the other, in one namespace, as a kernel runs them."""
    monkeypatch.setenv("MPLBACKEND", "Agg")
    pyplot = pytest.importorskip("matplotlib.pyplot")
    pyplot.switch_backend("Agg")
    monkeypatch.chdir(tmp_path)
    names = {"__name__": "__main__"}
    for cell in notebook(lesson, quick=True).cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, lesson, "exec"), names)
    pyplot.close("all")
    printed = capsys.readouterr().out
    trained = [one for one in TRAINED if one.id in dict.fromkeys(next(x for x in COURSE if x.id == lesson).experiments)]
    results = [line for line in printed.splitlines() if re.match(r"\{'accuracy': .*'loss': |\[\[-", line)]
    assert len(results) == sum(len(one.trainings) for one in trained)
    assert ("together: 0." in printed) is any(one.ensemble for one in trained)


@pytest.mark.parametrize("one", TRAINED, ids=lambda one: one.id)
def test_the_code_in_full_is_the_same_training_as_declared(one):
    for training in one.trainings.values():
        text = code(training)
        compile(text, one.id, "exec")
        assert f"epochs={training.epochs}" in text
        assert training.optimizer.path.rsplit(".", 1)[1] in text
        assert max(map(len, text.splitlines())) <= 118
        theirs = code(training, "keras")
        different = [(a, b) for a, b in zip(text.splitlines(), theirs.splitlines(), strict=True) if a != b]
        assert different == [("import sutja.nn as keras", "import keras")]


EVERY = [pytest.param(t, id=f"{one.id}-{name}") for one in TRAINED for name, t in one.trainings.items() if t.on is None]


@pytest.mark.parametrize("training", EVERY)
def test_the_code_builds_the_declared_network(training):
    """The layers that are printed are those that run."""
    text = code(training)
    names = {"keras": nn, "zoo": zoo}
    start = text.index("model = ")
    exec(text[start : text.index("model.compile")], names)
    shape = names["model"].input_shape[1:]
    settings = {name: made(value, nn) for name, value in training.settings.items()}
    runs = zoo.build(training.model, nn, shape, names["model"].output_shape[-1], **settings)
    assert [without_name(layer) for layer in names["model"].layers] == [without_name(layer) for layer in runs.layers]


def without_name(layer):
    return re.sub(r"'name': '[^']*'", "", repr(layer.get_config()))


def test_an_experiment_is_a_notebook_of_its_own():
    made = notebook("C-3-adam")
    assert sum("model.fit" in cell.source for cell in made.cells) == 1
    assert any("96.66 %" in cell.source for cell in made.cells)


def test_the_file_is_written_or_refused(sutja_file, tmp_path):
    sutja_file("perceptron", tmp_path / "a" / "gates.ipynb")
    assert nbformat.read(tmp_path / "a" / "gates.ipynb", as_version=4).cells
    with pytest.raises(Exception, match=r"ends in \.ipynb"):
        sutja_file("perceptron", tmp_path / "gates.txt")


@pytest.fixture
def sutja_file():
    from sutja.labs.notebook import write_notebook

    return write_notebook
