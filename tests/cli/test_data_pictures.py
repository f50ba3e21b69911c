import numpy as np
import pytest
from pictures import picture, save
from PIL import Image

from sutja import data


@pytest.fixture
def numbers(tmp_path):
    """Twelve pictures of two classes, on paper, larger than a digit."""
    for label in ("하나", "둘"):
        for i in range(12):
            page = np.full((60, 50), 240, np.uint8)
            page[10:50, 22 + i % 3 : 27 + i % 3] = 20 + i
            if label == "둘":
                page[40:46, 10:40] = 10
            save(tmp_path / "numbers" / label / f"{i}.png", page)
    return tmp_path / "numbers"


def test_show_prints_a_digit_as_the_course_does_with_statistics_and_balance(sutja):
    result = sutja("data", "show", "digits8x8")
    assert result.code == 0
    digit = data.load("digits8x8").x_train[0, ..., 0]
    assert "\n".join(" ".join(str(int(level > 0)) for level in row) for row in digit) in result.out
    assert "of the values are 0" in result.out
    assert "█" * 20 in result.out


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_show_writes_a_sheet(sutja, ending, tmp_path):
    result = sutja("data", "show", "digits8x8", "--text", "0", "--each", "2", "--out", f"sheet.{ending}")
    assert result.out.endswith(f"Sheet: sheet.{ending}\n")
    assert (tmp_path / f"sheet.{ending}").stat().st_size > 1000


def test_show_of_columns_and_of_nothing(sutja):
    assert "RM=6.142" in sutja("data", "show", "boston_housing").out
    result = sutja("data", "show", "boston_housing", "--out", "sheet.png")
    assert (result.code, "A sheet shows pictures, and boston_housing has none" in result.err) == (2, True)
    assert sutja("data", "show", "nothing").code == 2
    assert sutja("data", "show", "./nothing").code == 1


def test_make_show_and_check_of_your_own_pictures(sutja, numbers, tmp_path):
    (numbers / "둘" / "copy.png").write_bytes((numbers / "하나" / "3.png").read_bytes())
    result = sutja("data", "make", "numbers", "mine.npz", "--size", "28")
    assert (result.code, result.err) == (0, "")
    assert "Written: mine.npz" in result.out
    dataset = data.load(tmp_path / "mine.npz")
    assert dataset.classes == ("둘", "하나")
    assert dataset.x_train.shape[1:] == (28, 28, 1)

    assert sutja("data", "show", "mine.npz").code == 0
    result = sutja("data", "check", "mine.npz", "--out", "check.svg")
    assert result.code == 0
    assert "Same picture, different labels: 1: " in result.out
    assert (tmp_path / "check.svg").exists()


def test_through_ink_every_picture_is_a_digit_of_mnist(sutja, numbers, tmp_path):
    assert sutja("data", "make", "numbers", "mine.npz", "--ink").code == 0
    dataset = data.load(tmp_path / "mine.npz")
    assert dataset.x_train.shape[1:] == (28, 28, 1)
    assert dataset.x_train[:, 0, 0].max() == 0  # dark paper
    assert dataset.x_train.max() > 200


def test_unreadable_files_stop_make_unless_left_out(sutja, numbers, tmp_path):
    (numbers / "둘" / "bad.png").write_bytes(b"x")
    result = sutja("data", "make", "numbers", "mine.npz", "--size", "28")
    assert (result.code, (tmp_path / "mine.npz").exists()) == (1, False)
    assert result.err.count("\n") == 1
    assert "--skip-unreadable" in result.err
    result = sutja("data", "make", "numbers", "mine.npz", "--size", "28", "--skip-unreadable")
    assert result.code == 0
    assert "Left out: numbers/둘/bad.png" in result.out


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("make", "mnist5k", "x.npz"), "mnist5k is a data set already"),
        (("make", "numbers", "x.zip"), "ends in .npz"),
        (("show", "mnist5k", "--ink"), "are for your own pictures"),
        (("check", "boston_housing"), "Only pictures can be checked, and boston_housing has none"),
    ],
)
def test_wrong_use_is_one_line(sutja, numbers, words, message):
    result = sutja("data", *words, *(("--size", "28") if words[1] == "numbers" else ()))
    assert result.code == 2
    assert message in result.err
    assert result.err.count("\n") == 1


def test_check_says_what_it_finds(sutja, tmp_path):
    for part in ("train", "test"):
        for label in ("a", "b"):
            for i in range(6):
                save(
                    tmp_path / "p" / part / label / f"{i}.png", picture(i + 10 * (label == "b") + 30 * (part == "test"))
                )
    save(tmp_path / "p" / "test" / "a" / "again.png", picture(0))
    Image.new("L", (8, 6), 9).save(tmp_path / "p" / "train" / "a" / "empty.png")
    result = sutja("data", "check", "p")
    assert "Pictures in both training and test: 1: 0 = 6" in result.out
    assert "Pictures of a single value in training: 1: 6" in result.out
