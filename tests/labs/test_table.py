"""The table: every kept result is in it, in both languages, with the circumstances of its runs."""

from __future__ import annotations

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from sutja.errors import SutjaError
from sutja.labs import EXPERIMENTS, running
from sutja.labs.results import Results, Run
from sutja.labs.table import page, rows, terminal_table, write_pages
from sutja.language import speaking


def run(id, training, seed, **measures):
    experiment = EXPERIMENTS[id]
    return Run(
        training, seed, measures, 90.0, "mnist: a folder",
        {"processor": "x86_64", "cores": 2, "system": "Linux", "python": "3.12.1", "numpy": "2.4.6", "sutja": "0.1.0"},
        running.command(experiment.id), experiment.trainings[training].described(),
    )  # fmt: skip


@pytest.fixture
def results(tmp_path):
    results = Results(tmp_path)
    for seed, accuracy in enumerate((0.977, 0.979, 0.978)):
        results.add(EXPERIMENTS["C-5-lr-0.001"], "numpy", run("C-5-lr-0.001", "", seed, test_accuracy=accuracy))
    results.add(EXPERIMENTS["C-1-deep-relu"], "numpy", run("C-1-deep-relu", "", 0, test_accuracy=0.15))
    running.compute(EXPERIMENTS["B-softmax"], results)
    return results


def test_rows_come_in_the_order_of_the_course(results):
    found = list(rows(results))
    assert [row.experiment for row in found] == ["B-softmax", "C-1-deep-relu", "C-5-lr-0.001"]
    assert [row.verdict for row in found] == ["reproduced", "differs", "reproduced"]
    assert found[2].ours == "97.80 % ± 0.10"
    assert found[1].reason.startswith("Where it sticks is a matter of chance; that it sticks is not.")
    assert found[1].conditions.command == "sutja labs run C-1-deep-relu --seeds 1"
    assert found[2].conditions.time == "90.0 s"


def test_the_page_has_a_line_for_each_row_and_its_circumstances(results):
    text = page(results)
    assert "| C-5-lr-0.001 | test accuracy | 97.89 % | 97.80 % ± 0.10 | reproduced |  |" in text
    assert "| `sutja labs run C-5-lr-0.001 --seeds 3` | mnist: a folder | x86_64, 2 cores, Linux, Python 3.12.1" in text
    assert "| D-class-contest |" in text
    widths = {line.replace("\\|", "").count("|") for line in text.splitlines() if line.startswith("|")}
    assert widths <= {3, 4, 6, 7}


def test_what_trains_and_calculates_took_as_long_as_its_trainings(results):
    experiment = EXPERIMENTS["E-optimizers"]
    for seed in range(experiment.seeds):
        results.add(experiment, "numpy", run(experiment.id, next(iter(experiment.trainings)), seed, test_accuracy=0.9))
    running.compute(experiment, results)
    assert "| E-optimizers | 90.0 s |" in page(results)


@pytest.mark.parametrize("width", [60, 80, 200])
@pytest.mark.parametrize("language", ["en", "ko"])
def test_no_figure_is_cut_however_narrow_the_terminal(results, width, language):
    with speaking(language):
        console = Console(width=width, record=True, file=io.StringIO())
        console.print(terminal_table(results))
        printed = console.export_text()
        for row in rows(results):
            assert row.experiment in printed
            assert row.deck in printed
            assert row.ours in printed
    assert max(map(cell_len, printed.splitlines())) <= width


def test_findings_that_are_none_are_a_damaged_file(results):
    (results.folder / "B-softmax.json").write_text('{"findings": [{"label": "x"}], "about": {}}')
    with pytest.raises(SutjaError, match=r"B-softmax\.json is damaged: .* Remove it"):
        page(results)


def test_pages_in_both_languages_have_the_same_figures(results):
    english, korean = (file.read_text(encoding="utf-8") for file in write_pages(results))
    assert results.folder.joinpath("table.ko.md").exists()
    assert "재현" in korean
    for figure in ("97.80 % ± 0.10", "97.89 %", "C-1-deep-relu"):
        assert english.count(figure) == korean.count(figure)


def test_a_page_does_not_change_when_nothing_new_is_known(results):
    with speaking("ko"):
        assert page(results) == page(Results(results.folder))
