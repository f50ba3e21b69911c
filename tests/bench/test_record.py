"""The record: its members are recipes that ``sutja train`` takes, and its page says what was measured."""

from __future__ import annotations

import json
import shlex
import shutil

import pytest

from bench import record
from bench.record_report import LANGUAGES, largest, report
from sutja import data
from sutja.cli import main
from sutja.train import Recipe


def found(rights, ensembles=(), misread=()):
    machine = {"threads": 1, "cores": 2}
    runs = [
        {
            "model": model,
            "seed": seed,
            "parameters": 1234,
            "command": f"sutja train --model {model} --seed {seed}",
            "minutes": 10.0 + seed,
            "right": right,
            "right_with_shifts": right + 1,
            "machine": machine,
        }
        for model, seed, right in rights
    ]
    return {
        "command": "python -m bench.record",
        "test_pictures": 10_000,
        "runs": runs,
        "ensembles": list(ensembles),
        "misread": misread,
        "machine": machine,
    }


@pytest.mark.parametrize("language", LANGUAGES.values())
def test_seeds_of_a_network_share_a_line(language):
    page = report(found([("a", 0, 9970), ("a", 1, 9974), ("b", 0, 9981)]), language)
    assert "| a | 1,234 | 2 | 99.720 ± 0.028 (99.70 – 99.74) | 99.730 ± 0.028 (99.71 – 99.75) | 10 |" in page
    assert "| b | 1,234 | 1 | 99.81 | 99.82 | 10 |" in page
    assert "sutja train --model a --seed 1" in page


@pytest.mark.parametrize("language", LANGUAGES.values())
def test_ensembles_have_a_table_if_there_are_any(language):
    one = {"name": "seeds", "members": ["x", "y"], "right": 9980, "right_with_shifts": 9983}
    page = report(found([("a", 0, 9970)], [one]), language)
    assert "| 2 | 99.80 | 99.83 |" in page
    assert page.count("## ") == 3
    assert report(found([("a", 0, 9970)]), language).count("## ") == 2


@pytest.mark.parametrize("language", LANGUAGES.values())
def test_what_all_misread_is_counted(language):
    one = {"name": "seeds", "members": ["x", "y"], "right": 9998, "right_with_shifts": 9998}
    misread = [{"digit": 3, "said": 4, "label": 9, "wrong": 2}, {"digit": 8, "said": 1, "label": 7, "wrong": 1}]
    page = report(found([("a", 0, 9970)], [one], misread), language)
    assert "(record.svg)" in page
    assert "2 digits; 1 of them are misread" in page or "숫자 2개를 잘못 읽습니다. 그 가운데 1개는" in page


def test_most_networks_have_the_last_word():
    assert largest([{"members": ["a", "b"]}, {"members": ["a", "b", "c"]}, {"members": ["c"]}])["members"] == [*"abc"]


def test_the_pages_are_those_of_the_results():
    results = json.loads((record.FOLDER / "record.json").read_text(encoding="utf-8"))
    for file, language in LANGUAGES.items():
        assert (record.FOLDER / file).read_text(encoding="utf-8") == report(results, language)
    commands = {member.command for member in record.MEMBERS}
    assert {run["command"] for run in results["runs"]} <= commands


@pytest.mark.parametrize("member", record.MEMBERS, ids=lambda member: member.name)
def test_a_command_is_that_of_its_recipe(member, monkeypatch):
    """What stands in the page makes the very run."""
    made = []

    def stop(recipe, run, **_others):
        made.append((recipe, run.folder.name))
        raise KeyboardInterrupt

    monkeypatch.setattr("sutja.cli.train.start_training", stop)
    program, *words = shlex.split(member.command)
    assert program == "sutja"
    with pytest.raises(SystemExit, match="130"):
        main(words)
    assert made == [(member.recipe, member.name)]


def test_it_trains_what_is_missing_and_writes_the_pages(tmp_path, monkeypatch):
    few = [record.Member("softmax", seed) for seed in (0, 1)]
    monkeypatch.setattr(record, "RECIPE", Recipe(data="mnist5k", epochs=1, validation=0.0))
    monkeypatch.setattr(record, "MEMBERS", few)
    monkeypatch.setattr(record, "ENSEMBLES", {"seeds": few})
    digits = data.load("mnist5k")
    monkeypatch.setattr(record.data, "load", lambda _name: digits)
    words = ["--folder", str(tmp_path), "--results", str(tmp_path / "kept")]
    record.main(words)
    first = (tmp_path / "kept" / "record.json").read_bytes()
    results = json.loads(first)
    assert [run["seed"] for run in results["runs"]] == [0, 1]
    assert all(run["right"] > 0.6 * len(digits.y_test) for run in results["runs"])
    assert results["ensembles"][0]["members"] == ["record-softmax-0", "record-softmax-1"]
    assert (tmp_path / "kept" / "record.ko.md").read_text(encoding="utf-8") == report(results, "ko")
    monkeypatch.setattr(record.subprocess, "run", pytest.fail)  # nothing is trained twice
    record.main(words)
    assert (tmp_path / "kept" / "record.json").read_bytes() == first
    picture = (tmp_path / "kept" / "record.svg").read_text(encoding="utf-8")
    assert picture.count("<text") == len(results["misread"]) > 20
    assert len(digits.y_test) - len(results["misread"]) == results["ensembles"][0]["right_with_shifts"]
    shutil.rmtree(tmp_path / "runs")  # what they said is kept, and they vote together all the same
    record.main(words)
    assert (tmp_path / "kept" / "record.json").read_bytes() == first


def test_without_a_run_it_says_so(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(record.data, "load", lambda _name, load=data.load: load("mnist5k"))
    with pytest.raises(SystemExit):
        record.main(["--folder", str(tmp_path), "--results", str(tmp_path), "--measure"])
    assert "no run of the record has ended" in capsys.readouterr().err
