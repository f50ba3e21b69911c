"""``sutja labs``: the course in the terminal."""

from __future__ import annotations

import json
import re
import sys

import pytest

from sutja.labs import COURSE, EXPERIMENTS, running


def test_the_course_is_listed_in_teaching_order(sutja):
    result = sutja("labs")
    assert result.code == 0
    places = [result.out.index(f"{i:2d} {lesson.id}") for i, lesson in enumerate(COURSE, start=1)]
    assert places == sorted(places)
    assert all(id in result.out for id in EXPERIMENTS)


def test_a_lesson_is_shown_with_its_experiments_and_its_answer_folded_away(sutja):
    folded, shown = sutja("labs", "show", "line").out, sutja("labs", "show", "line", "--answer").out
    assert "Fit a line" in folded
    assert "A-linear-regression" in folded
    assert "prediction: -4.00" in folded
    assert "sutja labs show line --answer" in folded
    assert len(shown) > len(folded)


def test_a_lesson_is_shown_in_korean(sutja):
    assert "무엇을 배우나" in sutja("labs", "show", "line", "--lang", "ko").out


def test_an_experiment_is_shown_with_both_codes_side_by_side(sutja, monkeypatch):
    monkeypatch.setenv("COLUMNS", "220")
    wide = sutja("labs", "show", "B-two-layer-backprop").out
    (line,) = [line for line in wide.splitlines() if "import sutja.nn as keras" in line]
    assert line.rstrip(" │").endswith("import keras")
    assert "TwoLayerNet(784, 50, 10)" in wide
    monkeypatch.setenv("COLUMNS", "100")
    assert "one line differs: import keras" in sutja("labs", "show", "C-3-adam").out


def test_what_other_trainings_have_different_is_said(sutja):
    assert "0..1 differs in: data: mnist" in sutja("labs", "show", "D-cnn-1-channel").out


def test_a_run_compares_and_is_kept(sutja, tmp_path):
    first = sutja("labs", "run", "A-linear-regression", "--seeds", "2")
    assert first.code == 0
    assert "reproduced" in first.out
    assert "-4.00 ± 0.00" in first.out
    kept = json.loads((tmp_path / "runs/labs/A-linear-regression.json").read_text())
    assert [run["seed"] for run in kept["runs"]] == [0, 1]
    second = sutja("labs", "run", "A-linear-regression")
    assert "Kept from before: 2 runs, of seeds 0, 1" in second.out
    assert "seed 2" in second.out
    assert "A-linear-regression" in sutja("labs", "table").out
    assert sutja("labs", "table", "--write").code == 0
    assert (tmp_path / "runs/labs/table.ko.md").exists()


def test_a_run_draws_its_learning_curves(sutja, monkeypatch, tmp_path):
    curves = tmp_path / "runs/labs/figures/A-linear-regression-curves.svg"
    assert f"Picture: {curves.relative_to(tmp_path)}" in sutja("labs", "run", "A-linear-regression", "--seeds", "1").out
    curves.unlink()
    assert sutja("labs", "table", "--write").code == 0
    assert curves.exists()
    assert "[curves](figures/A-linear-regression-curves.svg)" in (tmp_path / "runs/labs/table.ko.md").read_text("utf-8")
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    without = sutja("labs", "run", "A-linear-regression", "--seeds", "1")
    assert without.code == 0
    assert "pip install 'sutja[train]'" in without.out
    table = sutja("labs", "table", "--write")
    assert table.code == 0
    assert "pip install 'sutja[train]'" in table.out


def test_single_answers_are_shown_where_a_lesson_looks_at_them(sutja):
    lines = sutja("labs", "run", "B-fashion-mlp", "--quick").out.splitlines()
    head = next(i for i, line in enumerate(lines) if "Test picture" in line)
    assert all(re.match(r"  \d +(\d 0\.\d\d +){3}", line) for line in lines[head + 2 : head + 7])


def test_a_quick_run_judges_nothing_and_keeps_nothing(sutja, tmp_path):
    result = sutja("labs", "run", "A-hidden50x2-relu-adam", "--quick")
    assert result.code == 0
    assert "94.56 %" in result.out
    assert "Verdict" not in result.out
    assert "Quick: less data" in result.out
    assert not (tmp_path / "runs").exists()


def test_a_calculation_is_run_with_its_pictures(sutja, tmp_path):
    result = sutja("labs", "run", "B-graph-shopping")
    assert "reproduced" in result.out
    assert list((tmp_path / "runs/labs/figures").glob("B-graph-shopping-*.svg"))


def test_a_tool_names_its_commands(sutja):
    assert "By: sutja data list" in sutja("labs", "run", "B-datasets").out
    assert "still to come: sutja contest" in sutja("labs", "run", "D-class-contest").out


def test_all_of_a_lesson_is_run(sutja):
    result = sutja("labs", "run", "line", "--quick")
    assert "A-linear-regression" in result.out
    assert "A-curve-fitting" in result.out


def test_ctrl_c_stops_with_a_word_on_how_to_go_on(sutja, monkeypatch, tmp_path):
    real = running.fit

    def stopped_in_the_second(training, nn, seed, *others):
        if seed == 1:
            raise KeyboardInterrupt
        return real(training, nn, seed, *others)

    with monkeypatch.context() as patched:
        patched.setattr(running, "fit", stopped_in_the_second)
        result = sutja("labs", "run", "A-linear-regression")
    assert result.code == 130
    assert "What was done is kept" in result.out
    assert "Go on with: sutja labs run A-linear-regression" in result.out
    assert "Traceback" not in result.err
    assert "Kept from before: 1 runs" in sutja("labs", "run", "A-linear-regression").out


def test_what_goes_on_is_the_command_that_was_typed(sutja, monkeypatch):
    def stopped(*_others):
        raise KeyboardInterrupt

    monkeypatch.setattr(running, "fit", stopped)
    result = sutja("labs", "run", "line", "--seeds", "4", "--results", "my results")
    assert "Go on with: sutja labs run line --seeds 4 --results 'my results'" in result.out


def test_a_table_of_nothing_is_one_line_and_no_page(sutja, tmp_path):
    assert sutja("labs", "table", "--results", "typo").out.startswith("There are no results in typo yet.")
    refused = sutja("labs", "table", "--results", "typo", "--write")
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert not (tmp_path / "typo").exists()


@pytest.mark.parametrize(
    "words",
    [("run", "A-linear-regression", "--results"), ("notebook", "line", "--output"), ("ladder", "--out")],
)
def test_a_place_that_cannot_be_written_is_found_before_the_work(sutja, monkeypatch, tmp_path, words):
    monkeypatch.setattr(running, "fit", lambda *_others: pytest.fail("it was trained for nothing"))
    (tmp_path / "taken").touch()
    suffix = {"notebook": ".ipynb", "ladder": ".svg", "run": ""}[words[0]]
    result = sutja("labs", *words, f"taken/inside{suffix}")
    assert (result.code, result.out) == (1, "")
    assert f"taken/inside{suffix} cannot be written: " in result.err
    assert f"Name another place with {words[-1]}." in result.err


def test_older_runs_are_counted(sutja, tmp_path):
    sutja("labs", "run", "A-linear-regression", "--seeds", "1")
    file = tmp_path / "runs/labs/A-linear-regression.json"
    kept = json.loads(file.read_text())
    kept["runs"].append({**kept["runs"][0], "declared": {"epochs": "7"}})
    file.write_text(json.dumps(kept))
    line = "Older runs that are left out, as their experiment has changed since: 1."
    assert line in sutja("labs", "table").out
    assert line in sutja("labs", "run", "A-linear-regression", "--seeds", "2").out
    assert len(json.loads(file.read_text())["runs"]) == 3


def test_an_engine_runs_what_it_has(sutja, monkeypatch):
    monkeypatch.setattr(running, "_has", lambda _nn, path: "Squared" not in path)
    result = sutja("labs", "run", "line", "--quick")
    assert "Left out: A-linear-regression, as numpy has no losses.MeanSquaredError" in result.out
    assert "A-curve-fitting" in result.out


def test_digits_that_stand_in_for_pictures_are_named(sutja):
    out = sutja("labs", "run", "B-cifar-mlp128", "--quick").out
    assert "Digits of mnist5k stand in for the pictures of cifar10." in out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("ladder", "--out", "pic.png"), "Expected a file whose name ends in .svg. Received: out='pic.png'"),
        (("notebook", "line", "-o", "x.txt"), "Expected a file whose name ends in .ipynb. Received: output='x.txt'"),
        (("show", "line", "--lang", "fr"), "Received: lang='fr'"),
        (("show", "C-3-adm"), "Did you mean 'C-3-adam'? See: sutja labs"),
        (("run", "perceptrn"), "Did you mean 'perceptron'? See: sutja labs"),
        (("run", "line", "--engine", "torch"), "Expected one of: numpy, keras. Received: engine='torch'"),
        (("run", "line", "--seeds", "0"), "--seeds: at least 1 is needed."),
    ],
)
def test_wrong_use_is_one_line(sutja, words, message):
    result = sutja("labs", *words)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert result.err.count("\n") == 1
