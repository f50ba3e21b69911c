"""The way from pictures to the model that ships, with few pictures: its files, going on, and what comes out."""

from __future__ import annotations

import json

import numpy as np
import pytest
from rich.console import Console

from sutja import Recognizer, data, nn
from sutja.errors import InvalidArgument, SutjaError
from sutja.train.handwriting import pictures, reader
from sutja.train.handwriting.pictures import NONE, Pictures
from sutja.train.handwriting.reader import make_reader
from sutja.train.handwriting.recipe import TEACHERS, ReaderRecipe
from sutja.train.handwriting.teaching import TAUGHT, Rounds, round_file, taught_file

RECIPE = ReaderRecipe(rounds=2, teachers=2, teacher_epochs=1, epochs=3)


def few(count: int, seed: int) -> Pictures:
    """Digits, and noise that is none."""
    mnist = data.load("mnist5k")
    rng = np.random.default_rng(seed)
    chosen = rng.integers(0, len(mnist.x_train), count)
    noise = rng.integers(0, 256, (count // 3, 28, 28), np.uint8)
    labels = np.concatenate([mnist.y_train[chosen], np.full(count // 3, NONE)]).astype(np.uint8)
    return Pictures(np.concatenate([mnist.x_train[chosen, :, :, 0], noise]), labels)


@pytest.fixture
def small(monkeypatch):
    """Small rounds, and 1,000 digits for those of the test."""
    mnist5k = data.load("mnist5k")
    digits = Pictures(mnist5k.x_test[:200, :, :, 0], mnist5k.y_test[:200].astype(np.uint8))
    drawn = []

    def training_round(number, seed):
        drawn.append(number)
        return few(300, number)

    monkeypatch.setattr(reader, "training_round", training_round)
    monkeypatch.setattr(reader, "held_out", lambda seed: (digits, few(90, 99)))
    monkeypatch.setattr(reader.data, "load", lambda name: mnist5k)
    return drawn


def test_a_reader_is_made_and_goes_on_where_it_was_stopped(small, tmp_path, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(reader, "_let_teach", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            make_reader(RECIPE, tmp_path, Console(quiet=True))
    assert small == [0, 1]
    before = [(tmp_path / f"{name}.keras").read_bytes() for name in TEACHERS[:2]]
    metrics = make_reader(RECIPE, tmp_path, Console(quiet=True))
    assert small == [0, 1]
    assert [(tmp_path / f"{name}.keras").read_bytes() for name in TEACHERS[:2]] == before
    assert not (tmp_path / f"{TEACHERS[2]}.keras").exists()
    assert metrics == json.loads((tmp_path / "metrics.json").read_text())
    assert metrics["command"] == "sutja reader --rounds 2 --teachers 2 --teacher-epochs 1 --epochs 3"
    file = tmp_path / "digits.keras"
    assert file.stat().st_size < 300_000
    model = nn.models.load_model(file)
    assert model.output_shape == (None, 11)
    assert not any(isinstance(layer, nn.layers.BatchNormalization) for layer in model.layers)
    answer = Recognizer(file).predict(data.load("mnist5k").x_test[0])
    assert answer.guess in range(10)
    assert sum(answer.probabilities) == pytest.approx(1, abs=1e-5)
    for who in ("teachers", "reader"):
        assert 0 <= metrics[who]["test_calibration_error"] <= 1
        assert 0 <= metrics[who]["varied_none_auroc"] <= 1


def test_another_recipe_does_not_go_on_with_what_was_begun(small, tmp_path, monkeypatch):
    monkeypatch.setattr(reader, "_draw", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        make_reader(RECIPE, tmp_path, Console(quiet=True))
    with pytest.raises(SutjaError, match=r"with other settings\. Give the same ones, or another --name"):
        make_reader(ReaderRecipe(), tmp_path, Console(quiet=True))


@pytest.mark.parametrize("teachers", [0, 4, -1, 1.5, True])
def test_there_are_one_to_three_teachers(teachers):
    with pytest.raises(InvalidArgument, match=r"`teachers`\. Expected a whole number from 1 to 3"):
        ReaderRecipe(teachers=teachers)


def test_targets_are_what_the_teacher_says_and_the_label(tmp_path):
    found = few(30, 0)
    np.savez(round_file(tmp_path, 0), x=found.x, y=found.y)
    np.save(taught_file(tmp_path, 0), np.full((len(found.x), 11), 1 / 11, np.float16))
    rounds = Rounds(tmp_path, 1, taught=True, seed=0)
    pictures, targets = rounds[0]
    assert pictures.shape == (40, 28, 28, 1)
    assert 0 <= pictures.min() <= pictures.max() <= 1
    np.testing.assert_allclose(targets.sum(axis=1), 1, atol=1e-3)
    np.testing.assert_allclose(targets.max(axis=1), TAUGHT / 11 + 1 - TAUGHT, atol=1e-3)
    first = rounds[0][0].copy()
    rounds.on_epoch_end()
    assert (rounds[0][0] != first).any()  # the same round, in another order


def test_rounds_of_complete_data(full_data, monkeypatch):
    monkeypatch.setattr(pictures, "_HELD_OUT", 59_900 / 60_000)  # so that a round is small
    one, same, other = (pictures.training_round(number, 0) for number in (0, 0, 1))
    expected = 100 * (1 + 1 / 5 + 1 / 5 + 1 / 3)
    assert expected - 8 <= len(one.x) <= expected + 1
    assert set(one.y.tolist()) == set(range(11))
    np.testing.assert_array_equal(one.x, same.x)
    assert one.x.shape != other.x.shape or (one.x != other.x).any()


def test_nothing_is_chosen_by_parts_of_touching_digits(full_data, monkeypatch):
    monkeypatch.setattr(pictures, "_HELD_OUT", 100 / 60_000)
    clean, varied = pictures.held_out(0)
    assert len(clean.x) == 100
    assert np.count_nonzero(varied.y != NONE) == 100 * (1 + 1 / 5)
    assert 100 / 3 - 8 <= np.count_nonzero(varied.y == NONE) <= 100 / 3 + 1
