"""The sets of digits by other hands, and of what is no digit."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import matplotlib
import numpy as np
import pytest

from bench.handwriting import __main__ as program
from bench.handwriting import fonts, hand, nondigits, others, plain, shifted, singles, world
from bench.handwriting.fonts import FONTS, Font
from bench.handwriting.measure import measure_trust
from bench.handwriting.nondigits import collections, letters
from bench.handwriting.others import Missing
from bench.handwriting.trust import Look
from bench.handwriting.writers import Writers
from sutja.errors import NothingDrawn


@pytest.fixture(autouse=True)
def made_here(monkeypatch):
    """One font that every machine has, and pictures by chance in place of the collections."""
    file = Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"
    monkeypatch.setattr(fonts, "FONTS", fonts.FONTS | {"test": Font("x.ttf", "none", "free")})
    for room in (fonts, nondigits, letters, singles):
        monkeypatch.setattr(room, "installed", lambda: {"test": file})
    for room in (letters, nondigits, singles):
        monkeypatch.setattr(room, "FONTS", {"test": Font("x.ttf", "none", "free", "17", "both", True)})
    shapes = {"fashion_mnist": (5, 28, 28, 1), "cifar10": (5, 32, 32, 3)}
    rng = np.random.default_rng(0)
    monkeypatch.setattr(collections, "_test_pictures", lambda name: rng.integers(0, 256, shapes[name], np.uint8))
    monkeypatch.setattr(collections, "_faces", lambda: np.linspace(0, 1, 100 * 625).reshape(100, 25, 25))
    fonts.glyph.cache_clear()
    digit = np.zeros((10, 28, 28), np.uint8)
    digit[:, 4:24, 12:16] = 255
    found = Writers(digit, np.ones(10, int))
    monkeypatch.setattr(singles, "writers", lambda source: found)
    monkeypatch.setattr(shifted, "writers", lambda source: found)


@pytest.mark.parametrize("name", nondigits.SETS)
def test_what_is_no_digit_is_always_the_same(name, monkeypatch):
    monkeypatch.setattr(collections, "_test_pictures", lambda name: np.full((2, 28, 28, 3), 90, np.uint8))
    one, other = (list(nondigits.nondigits(name, 3)) for _ in range(2))
    assert len(one) == 3
    for a, b in zip(one, other, strict=True):
        np.testing.assert_array_equal(a, b)
        assert a.dtype == np.uint8
        assert a.ndim == 3
        assert a.shape[2] == 3


def test_letters_that_look_like_digits_are_left_out():
    assert not set("DOIJQZSBGTYIoizsbglqdfxyaj10") & set(letters.CAPITALS + letters.SMALL)
    assert not set("이리기그크으") & set(letters.SYLLABLES)
    assert len(set(letters.SYLLABLES)) == len(letters.SYLLABLES) > 200


def test_faces_are_mirrored_before_they_come_again():
    first, again = (collections.face(n, np.random.default_rng(5)) for n in (3, 103))
    np.testing.assert_array_equal(again, first[:, ::-1])


@pytest.mark.parametrize("font", FONTS)
def test_fonts_are_declared(font):
    known = FONTS[font]
    assert set(known.digits) <= set("0123456789")
    assert known.letters in ("", "both", "capitals", "small")
    assert known.digits or known.letters or known.hangul
    assert known.package.startswith("fonts-")
    assert known.licence


def test_another_pen_keeps_a_hairline_visible():
    ink = np.zeros((200, 160), np.float32)
    ink[10:190, 10:50] = 1
    ink[100, 50:150] = 1
    for seed in range(5):
        written = fonts._another_pen(ink, np.random.default_rng(seed))
        assert written.shape[1] > 120  # it has not vanished
        hairline = written[:, 100]
        assert (hairline > 0.5).sum() >= fonts._HAIRLINE - 3


def test_a_glyph_is_written_differently_each_time():
    one, other = (fonts.write_glyph("test", "4", np.random.default_rng(seed)) for seed in (1, 2))
    assert one.shape != other.shape or not np.array_equal(one, other)
    assert one.max() == 1


def test_no_font_is_said():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nondigits, "installed", dict)
        patch.setattr(singles, "installed", dict)
        found = measure_trust({"fonts": 2}, {"letters": 2}, {"sutja": lambda: None}, lambda line: None)
    assert "apt-get install" in found.left_out["fonts"]
    assert "no font by hand" in found.left_out["letters"]
    assert not found.digits
    assert not found.others


def test_a_spline_passes_through_its_points_and_turns_at_corners():
    points = np.array([(0, 0), (40, 10), (40, 10), (50, 60), (20, 90)], float)
    way = hand.spline(points, 1.0)
    for point in points:
        assert np.hypot(*(way - point).T).min() < 0.5
    turns = np.diff(np.unwrap(np.arctan2(*np.diff(way, axis=0).T[::-1])))
    assert np.abs(turns).max() > 0.7  # the corner
    straight = hand.spline(np.array([(0, 0), (30, 40)], float), 1.0)
    np.testing.assert_allclose(straight[:, 1] * 3, straight[:, 0] * 4)


def test_a_corner_stays_one_in_an_unsteady_hand():
    corner = np.array([(0, 0), (50, 0), (50, 0), (50, 90)], float)
    (moved,) = hand._unsteady([corner], np.random.default_rng(0), 1.0, 10, 5)
    np.testing.assert_array_equal(moved[1], moved[2])
    assert not np.allclose(moved[0], corner[0])


def test_a_hand_is_unsteady_and_a_machine_is_not():
    line = [[(0.0, 0.0), (0.0, 50.0), (0.0, 100.0)]]
    steady = hand.draw(line, np.random.default_rng(0), 0.05, tremble=0, lean=0, turn=0)
    shaky = hand.draw(line, np.random.default_rng(0), 0.05, tremble=2, lean=0, turn=0)
    middles = [np.array([np.flatnonzero(row > 0.5).mean() for row in ink[12:-12]]) for ink in (steady, shaky)]
    straight = [np.abs(m - np.polyval(np.polyfit(np.arange(len(m)), m, 1), np.arange(len(m)))).max() for m in middles]
    assert straight[0] < 0.7 < straight[1]


def test_the_world_has_all_digits_and_draws_each():
    assert {name[0] for name in world.VARIANTS} == set("0123456789")
    for name in world.VARIANTS:
        ink = world.write_world(name, np.random.default_rng(3))
        assert 190 < max(ink.shape) < 260
        assert 0.02 < ink.mean() < 0.6


@pytest.mark.parametrize("name", ["mnist", "digits8x8", "fonts", "world", "slant"])
def test_single_digits_are_always_the_same(name):
    one, other = (list(singles.singles(name, 2)) for _ in range(2))
    for a, b in zip(one, other, strict=True):
        np.testing.assert_array_equal(a.picture, b.picture)
        assert (a.label, a.kind) == (b.label, b.kind)
        assert a.picture.shape[2] == 3
        assert np.ptp(a.picture) > 20
    if name == "world":
        assert all(int(single.kind[0]) == single.label for single in one)
    if name == "fonts":
        assert {(single.kind, single.label) for single in one} == {("test", 1), ("test", 7)}


def test_a_picture_that_is_refused_reads_as_nothing(monkeypatch):
    class Refusing:
        model = None

        def predict(self, picture):
            if not picture.any():
                raise NothingDrawn("no ink")
            return type("Refused", (), {"refused": True, "digit": None})

    monkeypatch.setattr(others, "Recognizer", Refusing)
    read = others.sutja_digit()
    assert read(np.ones((3, 3, 3), np.uint8)) == read(np.zeros((3, 3, 3), np.uint8)) == ""


def test_the_plain_network_is_trained_as_its_recipe_says(monkeypatch, tmp_path):
    data = type("Data", (), {"x_train": np.zeros((64, 28, 28, 1), np.uint8), "y_train": np.arange(64) % 10})
    monkeypatch.setattr(plain.data, "load", lambda name: data)
    monkeypatch.setattr(plain, "RECIPE", replace(plain.RECIPE, samples=64, epochs=1))
    plain._train("numpy", tmp_path / "deep" / "plain.keras")
    assert [file.name for file in (tmp_path / "deep").iterdir()] == ["plain.keras"]
    model = plain.load_model(tmp_path / "deep" / "plain.keras", compile=False)
    assert model.count_params() == 34_826


def test_the_program_writes_the_report(monkeypatch, tmp_path, capsys):
    network = lambda: lambda picture: Look(0.5, False, (0.5, 0.5, *[0.0] * 8))  # noqa: E731
    monkeypatch.setattr(program, "DOUBTERS", {"sutja": network})
    monkeypatch.setattr(program, "SINGLE_DIGIT", {"sutja": lambda: lambda picture: "1"})
    monkeypatch.setattr(program, "CONTESTANTS", {"sutja": lambda: lambda picture: "1"})
    program.main(1, 3, 4, 5, False, "world,noise", "sutja", tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {
        "handwriting.md",
        "handwriting.json",
        "handwriting-calibration.svg",
        "handwriting-failures.png",
        "handwriting-singles.png",
        "handwriting-refusals.png",
    }
    found = json.loads((tmp_path / "handwriting.json").read_text())
    assert found["trust"]["nondigits"]["noise"]["sutja"]["pictures"] == 4
    assert found["trust"]["digits"]["world"]["sutja"]["pictures"] == 12
    assert "--only world,noise" in found["command"]
    assert "4/4, refusal and calibration: 2 sets of digits, 1 of what is none" in capsys.readouterr().out


def test_the_program_knows_its_sets():
    with pytest.raises(program.typer.BadParameter, match="--only has nothing_such"):
        program.main(1, 1, 1, 1, False, "noise,nothing_such", "", Path())


def test_faces_need_scikit_image(monkeypatch):
    monkeypatch.undo()
    monkeypatch.setitem(sys.modules, "skimage.data", None)
    collections._faces.cache_clear()
    with pytest.raises(Missing, match="pip install scikit-image"):
        collections.face(0, np.random.default_rng(0))
