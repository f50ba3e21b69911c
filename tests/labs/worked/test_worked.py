"""Every worked example gives the deck's figures, pictures that any viewer opens, and a text, in both languages."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np
import pytest

from sutja import language
from sutja.labs.computed import Computed
from sutja.labs.worked import WORKED
from sutja.nn import primer

# How many findings of each stand beside a figure of the deck
FIGURES_OF_THE_DECK = {
    "A-curve-fitting": 0,
    "B-gates": 7,
    "B-activations": 3,
    "B-forward-3-layer": 2,
    "B-softmax": 4,
    "B-inference": 0,
    "B-mse": 4,
    "B-cross-entropy": 1,
    "B-loss-table": 0,
    "B-numerical-gradient": 0,
    "B-graph-shopping": 5,
    "B-layers-backward": 0,
    "B-cosine-convolution": 5,
    "B-filters": 0,
    "E-convolution-by-hand": 1,
    "D-max-pool": 1,
    "B-augmentation": 0,
    "E-optimizers": 0,
}


@pytest.fixture(scope="module")
def computed() -> dict[str, Computed]:
    with language.speaking("en"):
        return {name: calculate() for name, calculate in WORKED.items()}


def found(computed: Computed, label: str):
    return next(finding.ours for finding in computed.findings if finding.label == label)


@pytest.mark.parametrize("name", WORKED)
def test_every_figure_of_the_deck_is_reproduced(computed, name):
    different = [(f.label, f.ours, f.deck) for f in computed[name].findings if not f.agrees]
    assert different == []
    assert sum(f.deck is not None for f in computed[name].findings) == FIGURES_OF_THE_DECK[name]


@pytest.mark.parametrize("name", WORKED)
def test_findings_have_labels_of_their_own(computed, name):
    labels = [finding.label for finding in computed[name].findings]
    assert all(labels)
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("name", WORKED)
def test_pictures_open_and_text_fits_a_terminal(computed, name):
    assert computed[name].figures
    for stem, svg in computed[name].figures.items():
        assert re.fullmatch(r"[a-z0-9-]+", stem)
        root = ElementTree.fromstring(svg)
        assert root.tag == "{http://www.w3.org/2000/svg}svg"
        assert len(list(root.iter())) > 20
    assert computed[name].text
    assert max(map(len, computed[name].text.splitlines())) <= 120


@pytest.mark.parametrize("name", ["B-gates", "B-filters", "B-graph-shopping"])
def test_the_same_calculation_draws_the_same_bytes(computed, name):
    with language.speaking("en"):
        assert WORKED[name]().figures == computed[name].figures


def test_korean_findings_say_korean_and_the_same_numbers(computed):
    with language.speaking("ko"):
        korean = WORKED["B-graph-shopping"]()
    english = computed["B-graph-shopping"]
    assert [f.ours for f in korean.findings] == [f.ours for f in english.findings]
    assert all(re.search("[가-힣]", finding.label) for finding in korean.findings)
    assert "사과" in korean.text
    assert "사과" in korean.figures["apples"]


def test_each_example_is_expected_to_be_here():
    assert list(WORKED) == list(FIGURES_OF_THE_DECK)


def test_higher_degrees_learn_by_heart(computed):
    rows = [line.split() for line in computed["A-curve-fitting"].text.splitlines()[2:12]]
    training, validation = (np.array([float(row[column]) for row in rows]) for column in (1, 2))
    assert np.all(np.diff(training) <= 0)
    assert training[9] < 1e-3
    assert validation[9] > 100 * validation.min()
    assert found(computed["A-curve-fitting"], "a, b of exp(ax) + b, found by walking downhill") == pytest.approx(
        [0.7, -1]
    )


def test_one_perceptron_is_not_enough_for_xor(computed):
    assert found(computed["B-gates"], "rows of XOR that the best single perceptron gets right, of 4") == 3


def test_a_file_keeps_the_answers_and_the_optimizer(computed):
    values = {f.label: f.ours for f in computed["B-inference"].findings}
    assert values["right answers among 1000"] > 850
    assert values["answers that differ when 100 are read together"] == 0
    assert values["largest difference of a probability after saving and loading"] == 0
    assert values["optimizer kept: highest loss in 8 more steps, before = 1"] < 1.1
    assert values["new Adam: highest loss in 8 more steps, before = 1"] > 1.5
    assert re.search(r"z₂ +\(100,\) +\(100, 100\) +\(50, 100\) +\(100,\)", computed["B-inference"].text)


def test_descent_follows_the_mathematics(computed):
    findings = computed["B-numerical-gradient"]
    walked = found(findings, "the deck's descent: lr = 0.01, 100 steps, from (−3, 4)")
    assert walked == pytest.approx(found(findings, "by mathematics: start times 0.98¹⁰⁰"))


def test_backpropagation_and_trying_agree(computed):
    apart = [f.ours for f in computed["B-layers-backward"].findings if "difference" in f.label]
    assert len(apart) == 6
    assert max(apart) < 1e-8


def test_the_sigmoid_in_nodes_ends_at_the_slope_of_the_sigmoid():
    from sutja.labs.worked.layers_backward import sigmoid_in_nodes

    y = primer.sigmoid(1.0)
    assert f"← {y * (1 - y):.4g}" in str(sigmoid_in_nodes(1.0)).splitlines()[4]


def test_every_loss_is_smaller_for_the_right_label(computed):
    pairs = {f.label.split(":")[0]: f.ours for f in computed["B-loss-table"].findings}
    assert len(pairs) == 15
    assert all(right < wrong for right, wrong in pairs.values())
    assert pairs["log"] == pytest.approx(-np.log(primer.softmax([0.3, 2.9, 4.0])[[2, 0]]), rel=1e-5)


def test_the_engine_filters_as_the_formula_does(computed):
    filters = computed["B-filters"]
    grey = [f.ours for f in filters.findings if "grey" in f.label]
    assert grey == pytest.approx([0.5, 0, 0.5, 0.5])
    assert found(filters, "edge: an edge from 0 to 1 becomes") == pytest.approx([1, -1])
    assert found(filters, "the drawn scene by Conv2D and by the formula: the largest difference") < 1e-5


def test_optimizers_go_down(computed):
    values = {f.label: f.ours for f in computed["E-optimizers"].findings}
    heights = {label.split(":")[0]: value for label, value in values.items() if "height" in label}
    assert list(heights) == ["SGD", "Momentum", "AdaGrad", "RMSprop", "Adam"]
    assert all(height < 0.2 for height in heights.values())
    assert values["first step of SGD, lr = 0.1, gradient (−0.7, 4)"] == pytest.approx([0.07, -0.4])
    assert values["first step of Adam, lr = 0.1, gradient (−0.7, 4)"] == pytest.approx([0.1, -0.1], abs=1e-5)


def test_shifts_keep_the_ink(computed):
    shares = found(computed["B-augmentation"], "ink of a digit after shifts, as a share of its ink before")
    assert shares == pytest.approx([1, 1, 1, 1], abs=0.05)
    assert found(computed["B-augmentation"], "same seed, same variations") == "yes"
