"""Learning curves: every seed a line, on both scales, and nothing where there is nothing to draw."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from sutja.labs import EXPERIMENTS, running
from sutja.labs.curves import draw_curves, keep_curves
from sutja.labs.results import Results, Run
from sutja.labs.worked.plotting import BLUE

FALLING = [2.0, 1.0, 0.5, 0.25]


def run(id, training="", seed=0, **history):
    experiment = EXPERIMENTS[id]
    declared = experiment.trainings[training].described()
    return Run(training, seed, {}, 1.0, "", {}, running.command(id), declared, history)


def lines(svg):
    """The lines that are drawn in the two frames, without those of the grid and of the legend."""
    return len(re.findall(rf'clip-path="[^"]*" style="[^"]*stroke: {BLUE}', svg))


def test_a_line_for_each_seed_and_for_what_is_held_out():
    drawn = [run("C-3-adam", seed=seed, loss=FALLING, accuracy=[0.1, 0.5, 0.7, 0.9]) for seed in range(3)]
    svg = draw_curves(EXPERIMENTS["C-3-adam"], drawn)
    ElementTree.fromstring(svg)
    assert lines(svg) == 2 * 3
    assert "held out" not in svg
    both = run("B-fashion-mlp", loss=FALLING, accuracy=FALLING, val_loss=FALLING, val_accuracy=FALLING)
    svg = draw_curves(EXPERIMENTS["B-fashion-mlp"], [both])
    assert lines(svg) == 2 * 2
    assert ">held out<" in svg


def test_several_trainings_are_told_apart_by_name():
    names = list(EXPERIMENTS["E-cifar-small"].trainings)
    svg = draw_curves(
        EXPERIMENTS["E-cifar-small"], [run("E-cifar-small", n, loss=FALLING, accuracy=FALLING) for n in names]
    )
    assert all(f">{name}<" in svg for name in names)


def test_a_regression_has_no_accuracy_and_a_steep_loss_a_scale_of_its_own():
    svg = draw_curves(
        EXPERIMENTS["A-linear-regression"], [run("A-linear-regression", loss=[10.0, 0.01], accuracy=[0, 0])]
    )
    assert ">accuracy<" not in svg
    assert "10^{-2}" in svg


@pytest.mark.parametrize("loss", [[2.0, float("nan"), None], [float("nan")] * 3, [1e30, 2.3, 2.3]])
def test_a_loss_that_ran_away_is_drawn_as_far_as_it_goes(loss):
    ElementTree.fromstring(
        draw_curves(EXPERIMENTS["C-1-deep-relu"], [run("C-1-deep-relu", loss=loss, accuracy=[0.1] * 3)])
    )


def test_nothing_is_drawn_of_one_epoch_nor_of_too_many_trainings(tmp_path):
    assert draw_curves(EXPERIMENTS["C-3-adam"], [run("C-3-adam", loss=[1.0], accuracy=[0.5])]) == ""
    losses = EXPERIMENTS["B-loss-table"]
    runs = [run("B-loss-table", name, loss=FALLING, accuracy=FALLING) for name in losses.trainings]
    assert draw_curves(losses, runs) == ""
    assert keep_curves(losses, Results(tmp_path)) == []
    assert list(tmp_path.iterdir()) == []


def test_each_engine_has_a_file_of_its_own(tmp_path):
    results, experiment = Results(tmp_path), EXPERIMENTS["A-deep-500x4-dropout"]
    for engine in ("numpy", "keras"):
        results.add(experiment, engine, run(experiment.id, loss=FALLING, accuracy=FALLING))
        keep_curves(experiment, results, engine)
    names = [file.name for file in results.figures()[experiment.id]]
    assert names == [f"{experiment.id}-curves-keras.svg", f"{experiment.id}-curves.svg"]
    assert list(results.figures()) == [experiment.id]  # and not A-deep-500x4, with which it begins
