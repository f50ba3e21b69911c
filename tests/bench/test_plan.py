"""The order of the runs, and who takes part."""

from __future__ import annotations

import pytest

from bench import contestants
from bench.contestants import CONTESTANTS, available, contestant, missing
from bench.plan import PLANS, Plan, Run, interleaved, scaling
from bench.progress import UNKNOWN, expected_seconds
from bench.workloads import TASKS, TRAINING


def order(plan, *names):
    return [(r.round, r.workload, r.contestant) for r in interleaved(plan, [CONTESTANTS[name] for name in names])]


def test_contestants_take_turns():
    plan = Plan("p", ("sgemm", "B-mlp128"), rounds=2)
    assert order(plan, "sutja", "keras-jax", "keras-jax-tuned") == [
        (1, "sgemm", "sutja"),
        (1, "B-mlp128", "sutja"),
        (1, "B-mlp128", "keras-jax"),
        (1, "B-mlp128", "keras-jax-tuned"),
        (2, "sgemm", "sutja"),
        (2, "B-mlp128", "sutja"),
        (2, "B-mlp128", "keras-jax"),
        (2, "B-mlp128", "keras-jax-tuned"),
    ]


def test_a_quick_round_measures_defaults_first():
    plan = Plan("p", ("sgemm", "B-mlp128", "A-cnn-lab4"), rounds=1, quick=True)
    names = ("sutja", "keras-jax-tuned", "pytorch", "pytorch-tuned")
    assert [(workload, name) for _round, workload, name in order(plan, *names)] == [
        ("sgemm", "sutja"),
        ("B-mlp128", "sutja"),
        ("B-mlp128", "pytorch"),
        ("A-cnn-lab4", "sutja"),
        ("A-cnn-lab4", "pytorch"),
        ("B-mlp128", "keras-jax-tuned"),
        ("A-cnn-lab4", "keras-jax-tuned"),
    ]


def test_sutja_in_tune_only_predicts():
    plan = Plan("p", ("B-mlp128", "A-cnn-lab4@1", "cold-start"), rounds=1)
    assert order(plan, "sutja-tuned") == [(1, "A-cnn-lab4@1", "sutja-tuned")]


def test_what_compiles_for_long_runs_once():
    plan = Plan("p", ("B-mlp128",), rounds=2)
    assert order(plan, "pytorch", "pytorch-tuned") == [
        (1, "B-mlp128", "pytorch"),
        (1, "B-mlp128", "pytorch-tuned"),
        (2, "B-mlp128", "pytorch"),
    ]


def test_the_long_ways_to_99_are_gone_less_often():
    plan = Plan("p", ("to-99-fast", "to-99-keras-example"), rounds=3)
    assert order(plan, "sutja-numpy", "keras-jax-tuned") == [
        (1, "to-99-fast", "sutja-numpy"),
        (1, "to-99-fast", "keras-jax-tuned"),
        (1, "to-99-keras-example", "sutja-numpy"),
        (2, "to-99-fast", "sutja-numpy"),
        (2, "to-99-fast", "keras-jax-tuned"),
    ]


def test_only_sutja_has_the_command_that_trains():
    plan = Plan("p", ("train-memory",), rounds=1)
    assert order(plan, "sutja", "sutja-tuned", "sutja-numpy", "keras-jax") == [
        (1, "train-memory", "sutja"),
        (1, "train-memory", "sutja-numpy"),
    ]


def test_the_full_plan_leaves_nothing_out():
    assert set(PLANS["full"].workloads) == set(TASKS)
    assert set(PLANS["quick"].workloads) <= set(TASKS)
    assert PLANS["quick"].minutes == 3


def test_arguments_of_a_run():
    assert Run("sutja", "B-mlp128", 1).arguments == ["sutja", "B-mlp128"]
    assert Run("sutja", "B-mlp128", 1, batch=64, threads=2).arguments == [
        *("sutja", "B-mlp128", "--batch", "64", "--threads", "2")
    ]


def test_scaling_varies_one_thing_at_a_time():
    runs = scaling(TRAINING["C-keras-512x4"], [CONTESTANTS["sutja"]], cores=6, rounds=1)
    assert [run.threads for run in runs if run.threads] == [1, 2, 4, 6]
    for run in runs:
        assert not (run.threads and run.batch)
        assert run.samples % (run.batch or 100) == 0
    alone = sorted(run.samples for run in runs if not run.threads and not run.batch)
    assert alone == [1_000, 2_000, 4_000, 8_000, 16_000]


def test_a_missing_backend_is_one_line(monkeypatch):
    monkeypatch.setattr(contestants, "find_spec", lambda module: None if module == "tensorflow" else object())
    entries, lines = available()
    assert lines == [
        "keras-tensorflow is left out: tensorflow is not installed (pip install 'sutja[bench]')",
        "keras-tensorflow-tuned is left out: tensorflow is not installed (pip install 'sutja[bench]')",
    ]
    assert "keras-jax" in [entry.name for entry in entries]
    assert "keras-tensorflow" not in [entry.name for entry in entries]


def test_sutja_is_never_missing():
    assert missing(contestant("sutja")) == ""
    with pytest.raises(ValueError, match="Did you mean 'sutja'"):
        contestant("sutjaa")


def test_time_left_is_learned_from_the_same_run_first():
    done = {Run("a", "w", 1): 10.0, Run("a", "v", 1): 20.0, Run("b", "w", 1): 90.0}
    assert expected_seconds(Run("a", "w", 2), done) == 10
    assert expected_seconds(Run("a", "u", 1), done) == 15
    assert expected_seconds(Run("c", "w", 1), done) == 40
    assert expected_seconds(Run("c", "w", 1), {}) == UNKNOWN
