"""``sutja reader``: what it hands on, what it prints, and how it stops."""

from __future__ import annotations

import pytest

from sutja.train.handwriting import reader
from sutja.train.handwriting.recipe import ReaderRecipe

FOUND = {
    "test_accuracy": 0.9961,
    "held_out_accuracy": 0.995,
    "varied_accuracy": 0.96,
    "test_refused": 0.002,
    "none_refused": 0.98,
}


def test_the_recipe_and_the_result(sutja, monkeypatch):
    asked = []

    def make_reader(recipe, folder, console):
        asked.append((recipe, folder.as_posix()))
        return {"teachers": FOUND, "reader": FOUND}

    monkeypatch.setattr(reader, "make_reader", make_reader)
    result = sutja(
        "reader",
        "--name",
        "mine",
        "--rounds",
        "2",
        "--teachers",
        "1",
        "--teacher-epochs",
        "3",
        "--epochs",
        "4",
        "--seed",
        "5",
    )
    assert asked == [(ReaderRecipe(rounds=2, teachers=1, teacher_epochs=3, epochs=4, seed=5), "runs/mine")]
    assert result.code == 0
    lines = result.out.splitlines()
    assert lines[1].startswith(
        "Reader: 99.61% of MNIST's test digits, 99.50% of those held out, 96.00% of these varied"
    )
    assert lines[2] == "The reader is runs/mine/digits.keras"


def test_ctrl_c_says_how_to_go_on(sutja, monkeypatch):
    monkeypatch.setattr(reader, "make_reader", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    result = sutja("reader", "--name", "mine")
    assert result.code == 130
    assert "Go on with the same command: sutja reader --name mine" in result.out


@pytest.mark.parametrize("option", ["--rounds", "--epochs", "--teachers", "--teacher-epochs"])
def test_there_is_no_half_of_a_round(sutja, option):
    result = sutja("reader", option, "0")
    assert result.code == 2
    assert option in result.err
