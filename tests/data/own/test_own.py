import os
import shutil
from pathlib import Path

import numpy as np
import pytest
from pictures import picture, save
from PIL import Image

from sutja import data
from sutja.errors import DamagedFile, DataError, InvalidArgument, NotAvailable, SutjaError, UnknownName


def first_pixels(x):
    return sorted(x[:, 0, 0, 0].tolist())


def test_a_folder_of_classes_is_a_data_set(folder):
    dataset = data.load(folder)
    assert dataset.classes == ("2", "10", "고양이")
    assert (dataset.x_train.shape, dataset.x_test.shape) == ((24, 6, 8, 1), (6, 6, 8, 1))
    assert np.bincount(dataset.y_train).tolist() == [8, 8, 8]
    assert dataset.name == "mine"
    assert dataset.source == f"directory {folder}; 20% held out for testing with seed 0"
    assert first_pixels(np.concatenate([dataset.x_train, dataset.x_test])) == list(range(30))
    for x, y in ((dataset.x_train, dataset.y_train), (dataset.x_test, dataset.y_test)):
        assert (x[:, 0, 0, 0] // 10 == y).all()  # each picture has its own label
    np.testing.assert_array_equal(dataset.x_train[0, ..., 0], picture(dataset.x_train[0, 0, 0, 0]))


def test_the_part_for_testing_may_be_chosen(folder):
    one, again, other = (data.load(str(folder), test=0.5, seed=seed) for seed in (3, 3, 4))
    assert len(one.x_test) == 15
    assert one.x_test.tolist() == again.x_test.tolist()
    assert first_pixels(one.x_test) != first_pixels(other.x_test)


def test_parts_that_are_given_stay(parts):
    dataset = data.load(parts)
    assert (len(dataset.x_train), len(dataset.x_val), len(dataset.x_test)) == (8, 2, 4)
    assert first_pixels(dataset.x_val) == [8, 9]
    assert dataset.y_val.tolist() == [0, 1]
    assert dataset.source == f"directory {parts}"
    assert repr(dataset).startswith("Dataset('parts': 8 + 2 + 4 pictures of 6 x 8 x 1, 2 classes")


@pytest.mark.parametrize("names", [("val", "validation"), ("test", "Testing"), ("train", "training")])
def test_two_folders_of_one_part_are_an_error(parts, names):
    shutil.copytree(parts / "val", parts / names[1])
    with pytest.raises(DataError, match="both mean the part") as caught:
        data.load(parts)
    assert str(parts / names[0]) in str(caught.value) or str(parts / names[1]) in str(caught.value)
    assert all(name in str(caught.value) for name in names)


def test_classes_may_be_called_like_parts(parts):
    """Without a folder for training, all folders are classes."""
    for name, value in (("valid", 1), ("validation", 2)):
        for i in range(3):
            save(parts / "classes" / name / f"{i}.png", picture(10 * value + i))
    assert data.load(parts / "classes", test=0.34).classes == ("valid", "validation")


def test_classes_may_have_digits_of_all_kinds_in_their_names(tmp_path):
    names = ["2", "10", "①", "5²", "३"]
    for value, name in enumerate(names):
        for i in range(2):
            save(tmp_path / name / f"{i}.png", picture(10 * value + i))
    assert data.load(tmp_path, test=0.5).classes == ("2", "३", "5²", "10", "①")


def test_parts_may_be_called_as_people_call_them(parts):
    (parts / "train").rename(parts / "Training")
    (parts / "val").rename(parts / "valid")
    shutil.rmtree(parts / "test")
    dataset = data.load(parts)
    assert len(dataset.x_val) == 2
    assert (len(dataset.x_train), len(dataset.x_test)) == (6, 2)  # of the training pictures


def test_pictures_of_the_same_content_never_come_to_both_sides(folder):
    for i in range(10):
        for copy in range(3):
            shutil.copy(folder / "10" / f"{i}.png", folder / "10" / f"copy {i} {copy}.png")
    for seed in range(5):
        dataset = data.load(folder, seed=seed)
        assert len(dataset.x_train) + len(dataset.x_test) == 60
        assert not set(first_pixels(dataset.x_train)) & set(first_pixels(dataset.x_test))


def test_different_sizes_need_one_size(folder):
    save(folder / "10" / "large.jpg", picture(1, (40, 30)))
    with pytest.raises(InvalidArgument, match=r"0\.png is 6 x 8, .*large\.jpg is 40 x 30\. Give the size .* size=28 "):
        data.load(folder)
    assert data.load(folder, size=28).x_train.shape[1:] == (28, 28, 1)
    assert data.load(folder, size=(10, 20)).x_train.shape[1:] == (10, 20, 1)
    for wrong in (0, -1, 5000, (1, 2, 3), 2.5, "28"):
        with pytest.raises((InvalidArgument, TypeError)):
            data.load(folder, size=wrong)


def test_a_picture_keeps_its_proportions(folder):
    """A bar of 10 x 40 on grey becomes one of 7 x 28 in the middle, with grey at the sides."""
    bar = np.full((40, 10), 200, np.uint8)
    bar[5:-5, 3:-3] = 10
    save(folder / "2" / "bar.png", bar)
    dataset = data.load(folder, size=28, test=0.5)
    shown = [x for x in (*dataset.x_train, *dataset.x_test) if (x[:, :10] == 200).all()]
    assert len(shown) == 1
    assert (shown[0][:, -10:] == 200).all()
    assert shown[0][14, 14, 0] < 60


def test_one_picture_in_colour_makes_all_of_them_so(folder):
    save(folder / "2" / "colour.png", picture(99, colour=True))
    dataset = data.load(folder)
    assert dataset.x_train.shape[1:] == (6, 8, 3)
    assert data.load(folder, colour=False).x_train.shape[1:] == (6, 8, 1)
    shutil.rmtree(folder / "10")
    (folder / "2" / "colour.png").unlink()
    assert data.load(folder, colour=True).x_train.shape[1:] == (6, 8, 3)


def test_grey_of_a_colour_is_its_brightness(tmp_path):
    for i, colour in enumerate([(255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)]):
        save(tmp_path / "train" / str(i) / "a.png", np.full((2, 2, 3), colour, np.uint8))
        save(tmp_path / "test" / str(i) / "b.png", np.full((2, 2, 3), colour, np.uint8))
    assert data.load(tmp_path, colour=False).x_train[:, 0, 0, 0].tolist() == [76, 150, 29, 255]


@pytest.mark.parametrize(
    ("pixels", "options", "shown"),
    [
        (np.full((2, 2, 4), (0, 0, 0, 0), np.uint8), {}, 255),  # transparent: white
        (np.full((2, 2), 65_535 // 5, np.uint16), {}, 51),  # 16 bits
        (np.full((2, 2), True), {}, 255),
    ],
)
def test_kinds_of_pictures(tmp_path, pixels, options, shown):
    for part in ("train", "test"):
        save(tmp_path / part / "a" / "1.png", pixels, **options)
    assert data.load(tmp_path).x_train.tolist() == np.full((1, 2, 2, 1), shown).tolist()


def test_a_photograph_is_turned_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    for part in ("train", "test"):
        save(tmp_path / part / "a" / "1.jpg", picture(0, (6, 8)), exif=exif)
    assert data.load(tmp_path).x_train.shape == (1, 8, 6, 1)


def test_a_transform_makes_the_whole_picture(folder):
    seen = []

    def cleaned(path):
        seen.append(path)
        return np.full((28, 28), len(seen), np.uint8)

    dataset = data.load(folder, transform=cleaned)
    assert dataset.x_train.shape[1:] == (28, 28, 1)
    assert len(seen) == 30
    with pytest.raises(InvalidArgument, match="With `transform`, leave out `size`"):
        data.load(folder, transform=cleaned, size=28)
    with pytest.raises(InvalidArgument, match=r"`transform`. Expected a function that gives uint8"):
        data.load(folder, transform=lambda path: np.zeros((2, 2)))


def test_what_a_transform_cannot_read_is_an_unreadable_file(folder):
    def picky(path):
        if path.name == "3.png":
            raise SutjaError("no ink")
        return picture(1)

    with pytest.raises(DataError, match="3 of 30 files cannot be read: no ink"):
        data.load(folder, transform=picky)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no picture",
        b"\x89PNG\r\n\x1a\n",
        b"BM" + bytes(50),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",  # Pillow would start Ghostscript for it
        b"P6 60000 60000 255\n",
        "truncated",
    ],
)
def test_unreadable_files_are_listed_and_left_out_on_request_only(folder, content):
    if content == "truncated":
        content = (folder / "2" / "1.png").read_bytes()[:60]
    bad = folder / "10" / "bad.png"
    bad.write_bytes(content)
    with pytest.raises(DataError, match=r"1 of 31 files cannot be read: .*bad\.png.*skip_unreadable=True"):
        data.load(folder)
    dataset = data.load(folder, skip_unreadable=True)
    assert dataset.skipped == (str(bad),)
    assert dataset.source.endswith("; 1 unreadable files left out")
    assert len(dataset.x_train) + len(dataset.x_test) == 30


def test_files_of_the_system_are_no_pictures(folder):
    for name in (".DS_Store", "Thumbs.db", "desktop.ini"):
        (folder / "2" / name).write_bytes(b"x")
    (folder / ".git").mkdir()
    (folder / "__MACOSX").mkdir()
    (folder / "notes.txt").touch()
    assert data.load(folder).classes == ("2", "10", "고양이")


def test_nothing_there(tmp_path, folder):
    with pytest.raises(UnknownName, match=r"one of: mnist, .*For your own pictures give a path, as in \./nothing"):
        data.load("nothing")
    with pytest.raises(NotAvailable, match="neither a data set nor a folder or file called"):
        data.load(tmp_path / "nothing")
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotAvailable, match=r"There are no pictures in .*empty\. Expected a folder for each class"):
        data.load(tmp_path / "empty")
    (folder / "7").mkdir()
    with pytest.raises(NotAvailable, match=r"There are no pictures in .*7\. Add some, or remove the folder"):
        data.load(folder)
    with pytest.raises(InvalidArgument, match="`directory` has no meaning"):
        data.load(folder, directory=folder)


def test_options_are_those_of_pictures(folder):
    with pytest.raises(InvalidArgument, match=r"one of: size, colour, .*'sise'. Did you mean 'size'"):
        data.load(folder, sise=28)


def test_a_class_that_is_only_tested_is_an_error(parts):
    save(parts / "test" / "bird" / "1.png", picture(50))
    with pytest.raises(DataError, match="There are no training pictures of bird in"):
        data.load(parts)


def test_a_name_of_a_set_wins_over_a_folder(folder, monkeypatch, machine):
    folder.rename(folder.parent / "mnist5k")
    monkeypatch.chdir(folder.parent)
    assert len(data.load("mnist5k").x_train) == 4000
    assert data.load("./mnist5k").classes == ("2", "10", "고양이")


def test_a_folder_that_may_not_be_read_is_one_line(folder, monkeypatch):
    monkeypatch.setattr(
        Path, "iterdir", lambda path: (_ for _ in ()).throw(PermissionError(13, "Permission denied", str(path)))
    )
    with pytest.raises(DataError, match=r"Cannot read .*mine: Permission denied"):
        data.load(folder)


@pytest.mark.parametrize("header", ["", "file,label,part\n", "Image,Class,Split\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_csv_file_lists_files_and_labels(parts, header, encoding):
    lines = [
        f"{part}/{name}/{i}.png,{ {'cat': '고양이', 'dog': '개'}[name] },{part}"
        for part, count in (("train", 4), ("val", 1), ("test", 2))
        for name in ("cat", "dog")
        for i in range(count)
    ]
    (parts / "list.csv").write_text(header + "\n".join(lines) + "\n\n", encoding=encoding)
    dataset = data.load(parts / "list.csv")
    assert dataset.classes == ("개", "고양이")
    assert (len(dataset.x_train), len(dataset.x_val), len(dataset.x_test)) == (8, 2, 4)
    assert dataset.y_val.tolist() == [1, 0]
    assert dataset.name == "list"


def test_the_columns_of_a_csv_file_may_stand_in_any_order(folder):
    rows = [f"{i},{name},{name}/{i}.png" for name in ("2", "10") for i in range(10)]
    (folder / "list.csv").write_text("number,label,path\n" + "\n".join(rows))
    assert len(data.load(folder / "list.csv").x_train) == 16


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "it lists no pictures"),
        (b"file,label\n", "it lists no pictures"),
        (b"2/0.png\n", r"its line '2/0\.png' does not hold a file and a label"),
        (b"2/0.png,two,morning\n", "its part 'morning' is none of: train, val, test"),
        ("2/0.png,고양이".encode("utf-16"), "it is no CSV file in UTF-8"),
        ("2/0.png,고양이".encode("cp949"), "it is no CSV file in UTF-8"),
        (b'2/0.png,"' + b"x" * 200_000, "it is no CSV file in UTF-8"),
    ],
)
def test_a_damaged_csv_file_is_named(folder, content, problem):
    (folder / "list.csv").write_bytes(content)
    with pytest.raises(DamagedFile, match=problem):
        data.load(folder / "list.csv")


def test_a_csv_file_of_files_that_are_missing(folder):
    (folder / "list.csv").write_text("2/0.png,2\n2/missing.png,2\n")
    with pytest.raises(DataError, match=r"1 of 2 files cannot be read: .*missing\.png: No such file"):
        data.load(folder / "list.csv")


def test_a_csv_file_of_pixels(tmp_path):
    rows = [f"{label}," + ",".join(map(str, [label, i, 0, 255])) for i in range(10) for label in (7, 12)]
    (tmp_path / "pixels.csv").write_text("label,pixel0,pixel1,pixel2,pixel3\n" + "\n".join(rows))
    dataset = data.load(tmp_path / "pixels.csv")
    assert dataset.x_train.shape == (16, 2, 2, 1)
    assert dataset.classes == ("7", "12")
    (tmp_path / "pixels.csv").write_text("label,a,b,c\n1,2,3,4\n")
    with pytest.raises(DataError, match="has 3 pixels a line, which make no square picture"):
        data.load(tmp_path / "pixels.csv")


def test_one_file_keeps_all_of_it(parts, tmp_path):
    dataset = data.load(parts)
    file = data.write_archive(dataset, tmp_path / "out" / "mine.npz")
    again = data.load(file)
    for name in ("x_train", "y_train", "x_val", "y_val", "x_test", "y_test"):
        np.testing.assert_array_equal(getattr(again, name), getattr(dataset, name))
    assert (again.classes, again.name, again.source) == (dataset.classes, "mine", str(file))
    assert [path.name for path in file.parent.iterdir()] == ["mine.npz"]


def test_finished_pictures_are_not_made_anew(parts, tmp_path):
    file = data.write_archive(data.load(parts), tmp_path / "mine.npz")
    for option in ({"size": 28}, {"colour": True}, {"transform": read_bytes}):
        with pytest.raises(InvalidArgument, match=r"mine\.npz holds finished pictures: leave out `size`"):
            data.load(file, **option)


def read_bytes(path):
    return np.frombuffer(path.read_bytes(), np.uint8)[None]


def test_a_file_of_keras_is_read_too(tmp_path, small):
    small.write_npz(tmp_path, "digits.npz")
    dataset = data.load(tmp_path / "digits.npz")
    assert dataset.classes == tuple("0123456789")
    np.testing.assert_array_equal(dataset.x_train[..., 0], small.x_train)


def test_writing_is_all_or_nothing(parts, tmp_path, monkeypatch):
    dataset = data.load(parts)
    file = data.write_archive(dataset, tmp_path / "mine.npz")
    before = file.read_bytes()

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DataError, match=r"Cannot write .*mine\.npz: No space left on device"):
        data.write_archive(dataset, file)
    assert file.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["mine.npz", "parts"]
    with pytest.raises(InvalidArgument, match=r"a name that ends in \.npz"):
        data.write_archive(dataset, tmp_path / "mine.zip")
    with pytest.raises(InvalidArgument, match="a set of pictures"):
        data.write_archive(data.load("boston_housing"), tmp_path / "mine.npz")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"x_train": np.zeros((8, 6), np.uint8)}, "it has no pictures x_train"),
        ({"x_train": np.zeros((8, 6, 8, 1))}, "is float64 of shape .* instead of integers"),
        ({"x_train": np.zeros((8, 6, 8, 1), np.int64)}, "its pixels are int64, not uint8"),
        ({"x_test": np.zeros((4, 6, 9, 1), np.uint8)}, "its array x_test is uint8 of shape"),
        ({"y_test": np.zeros(3, int)}, "4 test examples but 3 test labels"),
        ({"y_test": np.full(4, 2)}, "its test labels run from 2 to 2"),
        ({"classes": np.array(["cat", "cat"])}, "the names of its classes are not different"),
        ({"classes": np.array([1, 2])}, "its array classes is int64 of shape .* instead of text"),
        ({"classes": np.array(["cat", None], object)}, "its array classes is object"),
    ],
)
def test_a_damaged_file_is_named(parts, tmp_path, changes, problem):
    dataset = data.load(parts)
    arrays = {name: getattr(dataset, name) for name in ("x_train", "y_train", "x_test", "y_test")}
    np.savez(tmp_path / "mine.npz", **(arrays | {"classes": np.array(dataset.classes)} | changes))
    with pytest.raises(DamagedFile, match=problem):
        data.load(tmp_path / "mine.npz")
