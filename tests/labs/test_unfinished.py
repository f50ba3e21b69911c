"""A training that is stopped goes on where it was, and ends as if it had never been stopped."""

from __future__ import annotations

import json

import pytest

from sutja import nn
from sutja.engines import engine as engine_called
from sutja.errors import SutjaError
from sutja.labs import Trained, running, unfinished
from sutja.labs.examples import Pictures
from sutja.labs.fitting import fit
from sutja.labs.part import part
from sutja.labs.results import Results
from sutja.labs.training import Training
from sutja.labs.unfinished import Unfinished

LONG = Training(
    Pictures("mnist5k", first=100), "mlp-128x3-dropout", part("optimizers.Adam"), 5, batch_size=40, augment="digits"
)
TEAM = Trained(id="A-team", title="", trainings={"a": LONG, "b: not a": LONG.but(epochs=3)}, ensemble=True, seeds=1)


@pytest.fixture(autouse=True)
def keep_each_epoch(monkeypatch):
    monkeypatch.setattr(unfinished, "EVERY", 0.0)


def stopping_after(count):
    """What stops a training after ``count`` steps, as Ctrl-C does."""
    steps = [0]

    def step(more):
        steps[0] += more
        if steps[0] >= count:
            raise KeyboardInterrupt

    return step


@pytest.mark.parametrize(("engine", "training"), [("numpy", LONG), ("keras", LONG.but(model="mlp-50x2"))])
def test_it_ends_as_if_it_had_never_been_stopped(tmp_path, engine, training):
    engine = engine_called(engine)
    whole = fit(training, engine, 3)
    with pytest.raises(KeyboardInterrupt):
        fit(training, engine, 3, stopping_after(3 * 3 + 1), Unfinished(tmp_path, "x", training.described()))
    kept = Unfinished(tmp_path, "x", training.described())
    assert kept.epochs == 3
    steps = []
    resumed = fit(training, engine, 3, steps.append, kept)
    assert steps == [9, *6 * [1]]
    assert resumed.steps == whole.steps == 15
    assert resumed.history.keys() == whole.history.keys()
    for name, values in whole.history.items():
        assert resumed.history[name] == pytest.approx(values, rel=1e-5), name
    for ours, theirs in zip(resumed.model.get_weights(), whole.model.get_weights(), strict=True):
        assert ours == pytest.approx(theirs, rel=1e-4, abs=1e-6)


def test_rounds_that_are_no_whole_walks_go_on_within_the_walk(tmp_path):
    training = LONG.but(steps=2)
    whole = fit(training, nn, 3)
    with pytest.raises(KeyboardInterrupt):
        fit(training, nn, 3, stopping_after(2 * 2 + 1), Unfinished(tmp_path, "x", {}))
    resumed = fit(training, nn, 3, unfinished=Unfinished(tmp_path, "x", {}))
    assert resumed.history["loss"] == pytest.approx(whole.history["loss"], rel=1e-5)


def test_only_the_last_epoch_lies_there(tmp_path):
    fit(LONG, nn, 0, unfinished=Unfinished(tmp_path, "x", {}))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["x-5.weights.h5", "x.json"]


def test_members_that_are_done_wait_for_the_others(tmp_path):
    results = Results(tmp_path)
    alone = running.run(TEAM, running.jobs(TEAM, 1))
    with pytest.raises(KeyboardInterrupt):
        running.run(TEAM, running.jobs(TEAM, 1), results=results, on_step=stopping_after(5 * 3 + 4))
    names = {file.name for file in (tmp_path / "unfinished").glob("*.json")}
    assert names == {"A-team-a-seed-0.json", "A-team-b-not-a-seed-0.json"}
    steps = []
    together = running.run(TEAM, running.jobs(TEAM, 1), results=results, on_step=steps.append)
    assert steps == [15, 3, *6 * [1]]
    for one, other in zip(together, alone, strict=True):
        assert one.measures["test_accuracy"] == pytest.approx(other.measures["test_accuracy"], abs=1e-3)
    assert not (tmp_path / "unfinished").exists()
    assert sum(run.seconds for run in together) > 0


def test_another_declaration_begins_anew(tmp_path):
    fit(LONG, nn, 0, unfinished=Unfinished(tmp_path, "x", LONG.described()))
    assert Unfinished(tmp_path, "x", LONG.but(epochs=6).described()).epochs == 0


def test_what_callbacks_remember_is_not_kept_so_they_begin_anew(tmp_path):
    patient = LONG.but(callbacks=(part("callbacks.EarlyStopping", monitor="loss", patience=1),))
    fit(patient, nn, 0, unfinished=Unfinished(tmp_path, "x", {}))
    assert list(tmp_path.iterdir()) == []


def test_a_loss_that_is_no_number_is_nothing_to_go_on_from(tmp_path):
    wild = LONG.but(optimizer=part("optimizers.SGD", learning_rate=1e25), augment=None)
    kept = Unfinished(tmp_path, "x", {})
    fit(wild, nn, 0, unfinished=kept)
    assert kept.epochs < 5
    assert list(tmp_path.iterdir()) == []


def test_short_trainings_write_nothing_before_their_end(tmp_path, monkeypatch):
    monkeypatch.setattr(unfinished, "EVERY", 60.0)
    with pytest.raises(KeyboardInterrupt):
        fit(LONG, nn, 0, stopping_after(4 * 3), Unfinished(tmp_path, "x", {}))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"declared": {}, "weights": 3, "seconds": 1, "history": {}}'])
def test_a_damaged_file_is_reported(tmp_path, text):
    (tmp_path / "x.json").write_text(text)
    with pytest.raises(SutjaError, match=r"x\.json is damaged: .* Remove it, and run the experiment again"):
        Unfinished(tmp_path, "x", {})


def test_weights_are_taken_from_its_own_folder_only_and_without_them_it_begins_anew(tmp_path):
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "weights.h5").touch()
    kept = {"declared": {}, "weights": "../weights.h5", "seconds": 1, "history": {"loss": [1.0]}}
    (inside / "x.json").write_text(json.dumps(kept))
    assert Unfinished(inside, "x", {}).epochs == 0
    (inside / "weights.h5").touch()
    assert Unfinished(inside, "x", {}).epochs == 1
