"""Whole runs: the files they leave, and that a resumed run has the bits of an uninterrupted one."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from sutja import nn
from sutja.errors import ModelFileError, SutjaError, TrainingDiverged
from sutja.nn.callbacks import Callback
from sutja.nn.models import load_model
from sutja.train import Recipe, Run, train, training

RECIPE = Recipe(model="mlp-128-dropout", epochs=4, batch_size=32, augment=True, learning_rate=0.003)


def weights_of(file):
    model = load_model(file)
    return model.get_weights() + (model.optimizer.variables() if model.optimizer else [])


def assert_same_run(one: Run, other: Run) -> None:
    assert one.history_file.read_text() == other.history_file.read_text()
    for file in ("best.keras", "last.keras"):
        for a, b in zip(weights_of(one.folder / file), weights_of(other.folder / file), strict=True):
            np.testing.assert_array_equal(a, b)


class Interrupt(Callback):
    """Stops like Ctrl-C in the middle of an epoch."""

    def __init__(self, epoch: int) -> None:
        super().__init__()
        self.epoch = epoch

    def on_epoch_begin(self, epoch, logs=None):
        self.now = epoch

    def on_train_batch_end(self, batch, logs=None):
        if self.now == self.epoch and batch == 3:
            raise KeyboardInterrupt


def test_a_run_learns_and_leaves_its_files(bars, tmp_path):
    run = Run(tmp_path / "run")
    evaluation = train(RECIPE, run)
    assert evaluation.accuracy > 0.9
    assert sorted(path.name for path in run.folder.iterdir()) == [
        "best.keras",
        "config.json",
        "figures",
        "history.csv",
        "last.keras",
        "metrics.json",
    ]
    rows = list(csv.DictReader(run.history_file.open()))
    assert [row["epoch"] for row in rows] == ["1", "2", "3", "4"]
    metrics = json.loads(run.metrics_file.read_text())
    assert metrics["test_accuracy"] == evaluation.accuracy
    assert metrics["source"] == "made by the tests"
    assert metrics["command"] == RECIPE.command
    for name in ("learning_curves", "confusion_matrix", "worst_mistakes"):
        assert ElementTree.parse(run.figures / f"{name}.svg").getroot().tag.endswith("svg")


def test_the_best_epoch_is_the_one_on_held_out_pictures(bars, tmp_path):
    run = Run(tmp_path / "run")
    evaluation = train(RECIPE, run)
    rows = list(csv.DictReader(run.history_file.open()))
    best = min(rows, key=lambda row: float(row["val_loss"]))
    held_out = training._parts(RECIPE, bars)[1]
    model = load_model(run.best_file, compile=False)
    read = model.predict(bars.x_train[held_out] / np.float32(255), verbose=0).argmax(axis=1)
    assert np.mean(read == bars.y_train[held_out]) == pytest.approx(float(best["val_accuracy"]))
    assert evaluation.data == "mnist5k"


@pytest.mark.parametrize("epoch", [0, 2])
def test_resumed_run_has_the_bits_of_an_uninterrupted_one(bars, tmp_path, monkeypatch, epoch):
    whole, broken = Run(tmp_path / "whole"), Run(tmp_path / "broken")
    train(RECIPE, whole)
    with monkeypatch.context() as patched:
        stop = Interrupt(epoch)
        patched.setattr(training, "StopWhenDiverged", lambda rate: stop)
        with pytest.raises(KeyboardInterrupt):
            train(RECIPE, broken)
    train(Recipe(), broken, resume=True)
    assert_same_run(whole, broken)


def test_resuming_keeps_the_number_of_shards(bars, tmp_path, monkeypatch):
    run = Run(tmp_path / "run")
    monkeypatch.setenv("SUTJA_THREADS", "2")
    train(RECIPE, run)
    assert run.read_config() == (RECIPE, 2)
    monkeypatch.setenv("SUTJA_THREADS", "1")
    train(Recipe(), run, resume=True)
    assert run.read_config() == (RECIPE, 2)


def test_who_chooses_no_number_of_shards_has_it_chosen_again(bars, tmp_path, monkeypatch):
    run = Run(tmp_path / "run")
    monkeypatch.delenv("SUTJA_THREADS", raising=False)
    train(RECIPE, run)
    assert run.read_config() == (RECIPE, None)
    train(Recipe(), run, resume=True)
    assert run.read_config() == (RECIPE, None)
    assert nn.config.chosen_threads() is None


def test_a_finished_run_can_be_resumed_without_harm(bars, tmp_path):
    run = Run(tmp_path / "run")
    first = train(RECIPE, run)
    before = run.history_file.read_text()
    again = train(RECIPE, run, resume=True)
    assert run.history_file.read_text() == before
    assert again.accuracy == first.accuracy


def test_a_loss_that_is_no_number_ends_the_run_with_advice(bars, tmp_path):
    recipe = Recipe(model="mlp-50x2", optimizer="sgd", learning_rate=1e30, epochs=2)
    run = Run(tmp_path / "run")
    with (
        np.errstate(all="ignore"),
        pytest.raises(TrainingDiverged, match=re.escape("smaller --learning-rate (it was 1e+30)")),
    ):
        train(recipe, run)
    assert run.last_file.exists()


def test_an_existing_run_is_not_overwritten(bars, tmp_path):
    run = Run(tmp_path / "run")
    train(RECIPE, run)
    with pytest.raises(SutjaError, match="Choose another --name, or go on with --resume"):
        train(RECIPE, run)


def test_resuming_nothing_says_how_to_start(tmp_path):
    with pytest.raises(SutjaError, match=r"There is no run in .*nothing\. Start one: sutja train --name nothing"):
        train(RECIPE, Run(tmp_path / "nothing"), resume=True)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"recipe": {"colour": 1}, "threads": 2}', '{"recipe": {}}'])
def test_a_damaged_config_is_reported(tmp_path, text):
    run = Run(tmp_path)
    run.config_file.write_text(text)
    with pytest.raises(ModelFileError, match=r"config\.json is damaged"):
        run.read_config()


def test_a_full_disk_leaves_the_last_checkpoint_whole(bars, tmp_path, monkeypatch):
    run = Run(tmp_path / "run")
    train(RECIPE, run)
    before = run.last_file.read_bytes()
    run.metrics_file.unlink()

    def full(*arguments, **settings):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sutja.whole_file.os.fsync", full)
    model = load_model(run.last_file)
    with pytest.raises(OSError, match="No space left"):
        model.save(run.last_file)
    assert run.last_file.read_bytes() == before
    assert not [path for path in run.folder.iterdir() if path.name.startswith(".")]


def test_clear_removes_a_run_and_nothing_else(bars, tmp_path):
    run = Run(tmp_path / "run")
    train(RECIPE, run)
    (run.folder / "notes.txt").write_text("mine")
    run.clear()
    assert [path.name for path in run.folder.iterdir()] == ["notes.txt"]
    other = tmp_path / "no-run"
    other.mkdir()
    (other / "history.csv").write_text("not ours")
    Run(other).clear()
    assert (other / "history.csv").exists()


AVERAGED = Recipe(
    model="mlp-50x2", epochs=3, batch_size=32, optimizer="adamw", warmup=0.2, weight_decay=0.01, average=0.9,
    augment=True, bend=True, validation=0.0, learning_rate=0.003,
)  # fmt: skip


def test_without_held_out_pictures_all_are_trained_on_and_the_average_is_kept(bars, tmp_path):
    run = Run(tmp_path / "run")
    evaluation = train(AVERAGED, run)
    assert len(training._parts(AVERAGED, bars)[0]) == len(bars.x_train)
    assert "val_loss" not in csv.DictReader(run.history_file.open()).fieldnames
    metrics = json.loads(run.metrics_file.read_text())
    assert metrics["held_out_accuracy"] is None
    kept, last = load_model(run.best_file), load_model(run.last_file)
    assert any((a != b).any() for a, b in zip(kept.get_weights(), last.get_weights(), strict=True))
    again = train(AVERAGED, run, resume=True)
    assert again.loss == evaluation.loss
    for a, b in zip(kept.get_weights(), load_model(run.best_file).get_weights(), strict=True):
        np.testing.assert_array_equal(a, b)


def test_a_resumed_run_with_an_average_has_the_same_bits(bars, tmp_path, monkeypatch):
    whole, broken = Run(tmp_path / "whole"), Run(tmp_path / "broken")
    train(AVERAGED, whole)
    with monkeypatch.context() as patched:
        stop = Interrupt(1)
        patched.setattr(training, "StopWhenDiverged", lambda rate: stop)
        with pytest.raises(KeyboardInterrupt):
            train(AVERAGED, broken)
    train(Recipe(), broken, resume=True)
    assert_same_run(whole, broken)


def test_the_learning_rate_rises_and_falls():
    rate = training._schedule(Recipe(warmup=0.25), 0.02, 100)
    assert [rate(0), rate(25), rate(100)] == pytest.approx([0.001, 0.02, 0])
    assert training._schedule(Recipe(schedule="constant"), 0.02, 100) == 0.02
