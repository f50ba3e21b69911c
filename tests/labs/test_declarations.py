"""The declarations are whole: every experiment of the decks is in the course, once, and each can be built."""

from __future__ import annotations

import pytest

from sutja import nn, zoo
from sutja.errors import UnknownName
from sutja.labs import COURSE, EXPERIMENTS, Tool, Trained, Worked, experiment, lesson_called, lesson_of
from sutja.labs.calculations import calculation
from sutja.labs.examples import Pictures
from sutja.labs.measures import MEASURES
from sutja.labs.part import Part, made, part
from sutja.labs.verdict import compare

# The ids of the decks' experiments, deck by deck.
DECKS = """
A-linear-regression A-curve-fitting A-demo-js A-softmax A-hidden50-sigmoid A-hidden50x2-sigmoid A-hidden50x2-relu
A-hidden50x2-relu-adam A-deep-500x4 A-deep-500x4-dropout A-deep-500x5-dropout A-batchnorm A-keras-256x4 A-cnn-lab4
A-challenge-ensembles A-next
B-gates B-activations B-forward-3-layer B-softmax B-inference B-mse B-cross-entropy B-loss-table B-numerical-gradient
B-two-layer-numeric B-graph-shopping B-layers-backward B-two-layer-backprop B-scratch-to-framework B-mlp128
B-cosine-convolution B-filters B-cifar-mlp128 B-cifar-mlp-deeper B-cifar-mlp-wider B-cifar-mlp-widest B-cifar-cnn
B-cifar-cnn-wide B-cifar-cnn-wide-dropout B-fashion-mlp B-fashion-cnn B-datasets B-augmentation
C-0-softmax C-1-deep-relu C-2-lr-0.01 C-3-adam C-4-xavier C-5-lr-0.001 C-6-he C-7-deep-wide C-8-dropout C-keras-512x4
D-cnn-1-channel D-cnn-32-64 D-max-pool D-cifar-cnn D-cifar-cnn-bn-dropout D-data-tools D-class-contest
E-convolution-by-hand E-cnn-20-50 E-cifar-small E-cifar-deep E-all-cnn E-optimizers E-transfer E-rnn-patterns
"""

# The figures that the decks print most prominently, by experiment and measure.
PUBLISHED = {
    ("A-hidden50-sigmoid", "accuracy"): 0.1123,
    ("A-hidden50x2-sigmoid", "accuracy"): 0.1877,
    ("A-hidden50x2-relu", "accuracy"): 0.8574,
    ("A-hidden50x2-relu-adam", "accuracy"): 0.9456,
    ("A-deep-500x4", "best_val_accuracy"): 0.9826,
    ("A-deep-500x4-dropout", "val_accuracy"): 0.9823,
    ("A-deep-500x5-dropout", "val_accuracy"): 0.9804,
    ("A-cnn-lab4", "best_val_accuracy"): 0.9925,
    ("B-mlp128", "test_accuracy"): 0.9795,
    ("C-0-softmax", "test_accuracy"): 0.8897,
    ("C-1-deep-relu", "test_accuracy"): 0.2279,
    ("C-2-lr-0.01", "test_accuracy"): 0.9247,
    ("C-3-adam", "test_accuracy"): 0.9666,
    ("C-4-xavier", "test_accuracy"): 0.9658,
    ("C-5-lr-0.001", "test_accuracy"): 0.9789,
    ("C-6-he", "test_accuracy"): 0.9795,
    ("C-7-deep-wide", "test_accuracy"): 0.9820,
    ("C-8-dropout", "test_accuracy"): 0.9845,
    ("C-keras-512x4", "test_accuracy"): 0.9825,
    ("D-cnn-1-channel", "test_accuracy"): 0.9488,
    ("D-cnn-32-64", "test_accuracy"): 0.9864,
    ("B-cifar-mlp128", "test_accuracy@5"): 0.3615,
    ("B-cifar-mlp128", "test_accuracy"): 0.3696,
    ("B-cifar-mlp-deeper", "test_accuracy"): 0.3549,
    ("B-cifar-mlp-wider", "test_accuracy"): 0.3814,
    ("B-cifar-mlp-widest", "test_accuracy@20"): 0.4127,
    ("B-cifar-mlp-widest", "test_accuracy"): 0.4251,
    ("B-cifar-cnn", "test_accuracy@5"): 0.6957,
    ("B-cifar-cnn", "test_accuracy"): 0.6903,
    ("B-cifar-cnn-wide", "test_accuracy"): 0.6930,
    ("B-cifar-cnn-wide-dropout", "test_accuracy"): 0.7249,
    ("D-cifar-cnn", "accuracy"): 0.7757,
    ("E-cifar-deep", "val_accuracy"): 0.7420,
    ("B-fashion-mlp", "test_accuracy"): 0.8860,
    ("A-challenge-ensembles", "test_error"): 0.0020,
}
TRAINED = [one for one in EXPERIMENTS.values() if isinstance(one, Trained)]
EACH = [pytest.param(one, name, id=f"{one.id}-{name}") for one in TRAINED for name in one.trainings]


def test_every_experiment_of_the_decks_is_declared():
    assert sorted(EXPERIMENTS) == sorted(DECKS.split())


def test_every_experiment_has_one_place_in_the_course():
    places = [id for lesson in COURSE for id in lesson.experiments]
    assert sorted(places) == sorted(EXPERIMENTS)
    assert lesson_of("C-8-dropout").id == "ladder"


def test_lessons_point_at_experiments_that_exist():
    assert all(id in EXPERIMENTS for lesson in COURSE for id in lesson.see)
    assert len({lesson.id for lesson in COURSE}) == len(COURSE)


def test_the_decks_figures_are_those_that_they_print():
    declared = {(one.id, f.key): f.deck for one in TRAINED for f in one.figures if f.deck is not None}
    assert {key: declared.get(key) for key in PUBLISHED} == PUBLISHED


def test_runs_that_are_meant_to_fail_say_so():
    for id in ("A-hidden50-sigmoid", "A-hidden50x2-sigmoid", "C-1-deep-relu"):
        assert all(figure.fails for figure in EXPERIMENTS[id].figures if figure.deck is not None)


def test_the_mean_of_runs_that_stick_at_different_losses_is_not_judged():
    last = next(f for f in EXPERIMENTS["C-1-deep-relu"].figures if f.key == "loss")
    assert last.deck is not None
    assert compare(last, [2.05, 2.30, 2.30]).verdict == ""


def test_one_and_two_layers_of_sigmoids_begin_in_the_same_ways():
    one, two = (EXPERIMENTS[id].trainings for id in ("A-hidden50-sigmoid", "A-hidden50x2-sigmoid"))
    assert set(one) == set(two) == {"zeros", "random_normal", "glorot_normal"}


def test_every_rung_of_the_ladder_is_run_as_often():
    assert len({one.seeds for one in TRAINED if lesson_of(one.id).id == "ladder" and one.id != "C-keras-512x4"}) == 1


@pytest.mark.parametrize(
    "one", [one for one in EXPERIMENTS.values() if isinstance(one, Worked)], ids=lambda one: one.id
)
def test_every_worked_example_has_its_calculation(one):
    assert calculation(one.id) is not None


@pytest.mark.parametrize("one", [one for one in EXPERIMENTS.values() if isinstance(one, Tool)], ids=lambda one: one.id)
def test_every_tool_names_a_command_that_exists(one):
    from sutja.cli.app import build

    verbs = {command.name for command in build().registered_commands} | {g.name for g in build().registered_groups}
    for line in one.commands:
        program, verb = line.split()[:2]
        assert program == "make" or (verb in verbs) is not one.coming, line


@pytest.mark.parametrize("one", TRAINED, ids=lambda one: one.id)
def test_figures_belong_to_trainings_and_measures_that_exist(one):
    names = {*one.trainings, *(["ensemble"] if one.ensemble else [])}
    assert {figure.of for figure in one.figures} <= names
    assert {figure.measure for figure in one.figures} <= set(MEASURES)
    assert all(
        figure.epoch is None or figure.epoch <= max(t.epochs for t in one.trainings.values()) for figure in one.figures
    )
    assert one.seeds >= 1


@pytest.mark.parametrize(("one", "name"), EACH)
def test_the_network_has_as_many_parameters_as_the_deck_prints(one, name):
    training = one.trainings[name]
    shapes = {"mnist": (28, 28, 1), "fashion_mnist": (28, 28, 1), "cifar10": (32, 32, 3)}
    if isinstance(training.data, Pictures):
        shape, classes = shapes[training.data.name], len(training.data.only) or 10
    else:
        examples = training.data.load()
        shape, classes = examples.x_train.shape[1:], examples.classes
    settings = {key: made(value, nn) for key, value in training.settings.items()}
    model = zoo.build(training.model, nn, shape, classes, **settings)
    model.compile(training.optimizer.make(nn), training.loss.make(nn))
    for figure in one.figures:
        if figure.measure == "parameters" and figure.of == name:
            assert model.count_params() == figure.deck
    [callback.make(nn) for callback in training.callbacks]


@pytest.mark.parametrize(("one", "name"), EACH)
def test_quick_mode_needs_no_data_but_what_comes_with_a_package(one, name):
    quick = one.trainings[name].shortened()
    assert quick.data.name in ("mnist5k", "straight", "sums", "parity", "neighbours")
    assert quick.model == one.trainings[name].model
    assert quick.described() != one.trainings[name].described() or quick.data.name == "straight"


def test_the_same_training_has_the_same_words_and_another_has_others():
    training = EXPERIMENTS["C-4-xavier"].trainings[""]
    assert training.described() == training.but().described()
    for other in (
        training.but(epochs=3),
        training.but(data=Pictures("mnist", skip=5001)),
        training.but(optimizer=part("optimizers.Adam", learning_rate=0.02)),
        training.but(settings={**training.settings, "logits": False}),
        training.but(on=training),
    ):
        assert other.described() != training.described()


def test_a_part_is_made_on_an_engine_and_written_as_code():
    falling = part("optimizers.schedules.CosineDecay", initial_learning_rate=0.1, decay_steps=10)
    optimizer = part("optimizers.SGD", learning_rate=falling, momentum=0.9)
    assert isinstance(optimizer.make(nn), nn.optimizers.SGD)
    assert optimizer.code() == (
        "keras.optimizers.SGD(\n"
        "    learning_rate=keras.optimizers.schedules.CosineDecay(initial_learning_rate=0.1, decay_steps=10),\n"
        "    momentum=0.9,\n"
        ")"
    )
    assert Part("losses.Hinge").code() == "keras.losses.Hinge()"


def test_what_an_engine_does_not_have_is_said_in_one_line():
    with pytest.raises(Exception, match=r"sutja\.nn has no optimizers\.Lamb\. Run this experiment with --engine numpy"):
        part("optimizers.Lamb").make(nn)


def test_unknown_ids_get_the_nearest_one():
    with pytest.raises(UnknownName, match="Did you mean 'C-3-adam'"):
        experiment("C-3-adm")
    with pytest.raises(UnknownName, match="Did you mean 'ladder'"):
        lesson_called("lader")
