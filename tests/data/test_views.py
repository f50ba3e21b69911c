import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from sutja import data
from sutja.data.views import as_text, class_counts, examine, make_sheet, one_of_each_class, pixel_statistics
from sutja.errors import DataError, InvalidArgument


@pytest.fixture(scope="module")
def digits():
    return data.load("digits8x8")


def test_a_picture_is_printed_as_the_course_prints_it():
    picture = np.array([[0, 1, 0], [0, 255, 3]], np.uint8)
    assert as_text(picture) == "0 1 0\n0 1 1"
    assert as_text(picture[..., None], threshold=3) == "0 0 0\n0 1 0"
    assert as_text(np.repeat(picture[..., None], 3, axis=2)) == "0 1 0\n0 1 1"
    with pytest.raises(InvalidArgument, match="`picture`"):
        as_text(np.zeros(3))


def test_statistics_are_exact():
    pictures = np.random.default_rng(0).integers(0, 256, (50, 7, 5, 3), np.uint8)
    found = pixel_statistics(pictures)
    np.testing.assert_allclose(found.mean, pictures.mean((0, 1, 2)))
    np.testing.assert_allclose(found.deviation, pictures.std((0, 1, 2)))
    assert found.smallest == tuple(pictures.min((0, 1, 2)))
    assert found.largest == tuple(pictures.max((0, 1, 2)))
    assert found.empty == pytest.approx((pictures == 0).mean())
    with pytest.raises(InvalidArgument, match="`pictures`"):
        pixel_statistics(pictures.astype(float))


def test_classes_are_counted_by_part(digits):
    assert {part: sum(counts) for part, counts in class_counts(digits).items()} == {"train": 1438, "test": 359}
    assert class_counts(digits)["test"] == tuple(np.bincount(digits.y_test))
    assert class_counts(data.load("boston_housing")) == {}


def test_a_sheet_has_every_picture_in_its_place_unchanged(digits, tmp_path):
    sheet = make_sheet(digits.x_train[:5], list("abcde"), columns=3, title="five")
    file = sheet.save(tmp_path / "out" / "sheet.png")
    pixels = np.asarray(Image.open(file).convert("L"))
    for index in range(5):
        y, x = sheet._place(index)
        shown = pixels[y : y + 8 * sheet.scale : sheet.scale, x : x + 8 * sheet.scale : sheet.scale]
        np.testing.assert_array_equal(shown, digits.x_train[index, ..., 0])
    assert [path.name for path in file.parent.iterdir()] == ["sheet.png"]


def test_an_svg_sheet_has_captions_in_any_script_and_a_title(digits, tmp_path):
    file = make_sheet(digits.x_train[:2], ["<고양이> & Co", "2"], title="a & b").save(tmp_path / "sheet.svg")
    tree = ET.fromstring(file.read_text(encoding="utf-8"))
    space = "{http://www.w3.org/2000/svg}"
    assert [text.text for text in tree.iter(f"{space}text")] == ["<고양이> & Co", "2"]
    assert tree.find(f"{space}title").text == "a & b"
    assert tree.find(f"{space}image").attrib["href"].startswith("data:image/png;base64,")


def test_colour_and_large_pictures_fit_a_sheet_too(tmp_path):
    pictures = np.random.default_rng(0).integers(0, 256, (3, 100, 60, 3), np.uint8)
    sheet = make_sheet(pictures)
    assert sheet.scale == 1
    image = np.asarray(sheet.image())
    y, x = sheet._place(2)
    np.testing.assert_array_equal(image[y : y + 100, x : x + 60], pictures[2])


def test_arguments_of_a_sheet_are_checked(digits, tmp_path):
    with pytest.raises(InvalidArgument, match=r"a name that ends in \.png or \.svg"):
        make_sheet(digits.x_train[:2]).save(tmp_path / "sheet.jpg")
    with pytest.raises(InvalidArgument, match="`captions`"):
        make_sheet(digits.x_train[:2], ["a"])
    with pytest.raises(InvalidArgument, match="`columns`"):
        make_sheet(digits.x_train[:2], columns=0)
    with pytest.raises(InvalidArgument, match="`pictures`"):
        make_sheet(digits.x_train[:0])
    (tmp_path / "file").touch()
    with pytest.raises(DataError):
        make_sheet(digits.x_train[:2]).save(tmp_path / "file" / "sheet.png")


def test_some_of_each_class_by_chance(digits):
    chosen = one_of_each_class(digits.y_train, 3)
    assert digits.y_train[chosen].tolist() == np.repeat(np.arange(10), 3).tolist()
    assert set(chosen) != set(one_of_each_class(digits.y_train, 3, seed=1))


def test_wrong_labels_are_found(digits):
    """Of 30 labels made wrong, most are suspected, and few others."""
    rng = np.random.default_rng(0)
    wrong = rng.choice(len(digits.y_train), 30, replace=False)
    labels = digits.y_train.copy()
    labels[wrong] = (labels[wrong] + rng.integers(1, 10, 30)) % 10
    found = examine(replace(digits, y_train=labels))
    suspected = {suspect.position for suspect in found.suspects}
    assert len(suspected & set(wrong)) >= 24
    assert len(suspected - set(wrong)) <= 8
    for suspect in found.suspects:
        assert suspect.given == labels[suspect.position] != suspect.proposed
    assert [s.agreement for s in found.suspects] == sorted((s.agreement for s in found.suspects), reverse=True)
    assert not found.clean


def test_duplicates_and_empty_pictures_are_found(digits):
    x_train, x_test, y_train = digits.x_train.copy(), digits.x_test.copy(), digits.y_train.copy()
    x_train[10] = x_train[20]
    y_train[10] = (y_train[20] + 1) % 10
    x_train[30], x_test[2] = 255, 7
    x_test[5] = x_train[40]
    found = examine(
        replace(digits, x_train=x_train, y_train=y_train, x_test=x_test, x_val=x_train[50:52], y_val=y_train[50:52]),
        most=0,
    )
    assert found.in_both == {"test": [(40, 5)], "val": [(50, 0), (51, 1)]}
    assert found.twice == 1
    assert found.contradictions == [(10, 20)]
    assert found.empty == {"train": [30], "test": [2], "val": []}
    assert (found.suspects, found.compared) == ([], 0)


def test_a_clean_set_is_clean_and_small_ones_are_no_problem(digits):
    assert examine(digits, most=0).clean
    assert examine(digits, most=200).compared == 200
    few = replace(digits, x_train=digits.x_train[:12], y_train=digits.y_train[:12])
    assert examine(few).compared == 0  # no class has enough for the folds
    assert examine(digits, most=30).compared == 0  # nor in so small a sample
    uneven = np.flatnonzero((digits.y_train < 2) | (np.arange(len(digits.y_train)) < 60))
    some = replace(digits, x_train=digits.x_train[uneven], y_train=digits.y_train[uneven])
    assert 50 < examine(some, most=80).compared < 80  # of the two large classes alone
    with pytest.raises(InvalidArgument, match="a set of pictures with classes"):
        examine(data.load("boston_housing"))


def test_public_names():
    from sutja.data import views

    assert all(re.search(r"\w", getattr(views, name).__doc__) for name in views.__all__)
