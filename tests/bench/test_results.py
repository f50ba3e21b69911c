"""The result file: whole at any moment, and taken up again."""

from __future__ import annotations

import json

import pytest
from rich.console import Console

from bench import session
from bench.fresh import Answer, Failed
from bench.plan import Run
from bench.results import Results

RUNS = [Run("sutja", "B-mlp128", 1), Run("keras-jax", "B-mlp128", 1), Run("sutja", "B-mlp128", 2)]
FOUND = {"pictures": 100, "seconds": [0.5, 0.25]}


@pytest.fixture
def console():
    return Console(quiet=True)


def results(folder, code="abc"):
    return Results("some", {"code": code}, folder)


def test_each_run_is_on_the_disk_at_once(tmp_path):
    made = results(tmp_path)
    for count, run in enumerate(RUNS, 1):
        made.add(run, FOUND)
        assert len(json.loads((tmp_path / "some.part.json").read_text())["runs"]) == count
        assert [file.name for file in tmp_path.iterdir()] == ["some.part.json"]


def test_a_write_that_fails_leaves_the_file_as_it_was(tmp_path):
    made = results(tmp_path)
    made.add(RUNS[0], FOUND)
    before = made.part.read_text()
    with pytest.raises(TypeError):
        made.add(RUNS[1], {"seconds": object()})
    assert made.part.read_text() == before


def test_an_interrupted_measurement_goes_on(tmp_path, monkeypatch, console):
    asked = []

    def ask(*arguments, **_limits):
        asked.append(arguments[2:4])
        if len(asked) == 3:
            raise KeyboardInterrupt
        return Answer(FOUND, 1.0)

    monkeypatch.setattr(session, "ask", ask)
    with pytest.raises(KeyboardInterrupt):
        session.carry_out(RUNS, results(tmp_path), console)
    again = results(tmp_path)
    assert again.continued
    assert session.carry_out(RUNS, again, console) == 0
    assert asked == [*[("sutja", "B-mlp128"), ("keras-jax", "B-mlp128")], *[("sutja", "B-mlp128")] * 2]
    assert [made["run"] for made in again.runs] == [run.as_dict() for run in RUNS]


def test_other_circumstances_start_anew(tmp_path):
    results(tmp_path).add(RUNS[0], FOUND)
    assert not results(tmp_path, code="def").continued
    assert results(tmp_path).continued


def test_a_damaged_file_starts_anew(tmp_path):
    (tmp_path / "some.part.json").write_text('{"runs": [')
    assert not results(tmp_path).continued


def test_finished_results_get_their_name(tmp_path):
    made = results(tmp_path)
    made.add(RUNS[0], FOUND)
    made.finish("# Table\n")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["some.json", "some.md"]
    assert json.loads(made.file.read_text())["runs"][0]["found"] == FOUND
    assert not results(tmp_path).continued


def test_a_run_that_fails_is_kept_with_its_reason(tmp_path, monkeypatch, console):
    def ask(*arguments, **_limits):
        raise Failed("no such layer")

    monkeypatch.setattr(session, "ask", ask)
    made = results(tmp_path)
    assert session.carry_out(RUNS[:1], made, console) == 0
    assert made.runs[0]["error"] == "no such layer"
    assert made.has(RUNS[0])


def test_no_run_starts_when_the_time_is_over(tmp_path, monkeypatch, console):
    clock = iter(range(0, 10_000, 50))
    monkeypatch.setattr(session.time, "monotonic", lambda: float(next(clock)))
    monkeypatch.setattr(session, "ask", lambda *arguments, **limits: Answer(FOUND, 1.0))
    made = results(tmp_path)
    assert session.carry_out(RUNS, made, console, minutes=3.0) == 2
    assert len(made.runs) == 1
