import numpy as np
import pytest

from sutja import data
from sutja.errors import DamagedFile, NotAvailable, UnknownName


@pytest.mark.parametrize("write", ["idx", "idx.gz", "npz", "npz with int64 labels"])
def test_every_form_gives_the_same_data_set(machine, declare, small, write):
    declare()
    if write == "npz":
        small.write_npz(machine.data)
    elif write == "npz with int64 labels":
        small.write_npz(machine.data, y_train=small.y_train.astype(int), y_test=small.y_test.astype(">i8"))
    else:
        small.write_idx(machine.data / "mnist", zipped=write.endswith("gz"))

    dataset = data.load("mnist")
    assert (dataset.x_train.shape, dataset.x_train.dtype) == ((30, 28, 28, 1), np.uint8)
    assert (dataset.y_train.shape, dataset.y_train.dtype) == ((30,), np.int64)
    for values, original in zip(
        (dataset.x_train[..., 0], dataset.y_train, dataset.x_test[..., 0], dataset.y_test), small.arrays, strict=True
    ):
        np.testing.assert_array_equal(values, original)
    assert dataset.classes == tuple("0123456789")
    assert dataset.name == "mnist"
    assert dataset.source.startswith("$SUTJA_DATA ")


def test_a_copy_found_for_a_name_must_be_the_original(machine, declare, other):
    declare()
    for folder in (machine.cache / "mnist", machine.keras, machine.data):
        other.write_npz(folder)
        with pytest.raises(
            DamagedFile, match=r"its x_train is not that of the original MNIST\. To use it as it is"
        ) as caught:
            data.load("mnist")
        assert str(caught.value).startswith(str(folder / "mnist.npz"))


def test_the_file_that_differs_is_named(machine, declare, small, other):
    declare()
    small.x_test = other.x_test
    folder = small.write_idx(machine.data / "mnist")
    with pytest.raises(DamagedFile, match="its x_test is not that of the original MNIST") as caught:
        data.load("mnist")
    assert str(caught.value).startswith(f"{folder / 't10k-images-idx3-ubyte'} is damaged")


def test_a_directory_given_by_hand_may_hold_other_digits_and_the_source_says_so(machine, declare, other, tmp_path):
    declare()
    dataset = data.load("mnist", directory=str(other.write_idx(tmp_path / "class")))
    np.testing.assert_array_equal(dataset.x_train[..., 0], other.x_train)
    assert dataset.source == f"directory {tmp_path / 'class'}; not the original MNIST"


def test_a_directory_given_by_hand_with_the_original_is_just_that(machine, declare, small, tmp_path):
    declare()
    folder = small.write_idx(tmp_path / "mine", zipped=True)
    assert data.load("mnist", directory=folder).source == f"directory {folder}"


def test_a_damaged_file_is_not_passed_over_for_the_next_place(machine, declare, small):
    declare()
    small.write_npz(machine.keras)
    folder = small.write_idx(machine.data / "mnist", zipped=True)
    (folder / "train-labels-idx1-ubyte.gz").write_bytes(b"<html>not found</html>")
    with pytest.raises(DamagedFile, match=r"train-labels-idx1-ubyte\.gz is damaged: it is no IDX file"):
        data.load("mnist")


def test_swapped_pictures_and_labels_are_noticed(machine, declare, small):
    declare()
    folder = small.write_idx(machine.data / "mnist")
    pictures, labels = folder / "train-images-idx3-ubyte", folder / "train-labels-idx1-ubyte"
    one, two = pictures.read_bytes(), labels.read_bytes()
    pictures.write_bytes(two)
    labels.write_bytes(one)
    with pytest.raises(DamagedFile, match=r"it has 1 dimensions instead of 3 .* are two files swapped\?"):
        data.load("mnist")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"y_train": np.zeros(29, np.uint8)}, "it has 30 training examples but 29 training labels"),
        ({"y_test": np.full(10, 10, np.uint8)}, "its test labels run from 10 to 10, but its 10 classes"),
        ({"y_test": np.full(10, 2**64 - 1, np.uint64)}, "its test labels run from -1 to -1"),
        ({"x_train": np.zeros((30, 28, 28), np.int64)}, "its training pictures should be uint8 .*, not int64"),
        ({"x_train": np.zeros((30, 32, 32), np.uint8)}, r"its array x_train is uint8 of shape \(30, 32, 32\)"),
        ({"x_train": np.zeros((0, 28, 28), np.uint8), "y_train": np.zeros(0, int)}, "it has no training examples"),
    ],
)
def test_arrays_that_do_not_fit_together_are_damage(machine, declare, small, change, problem):
    declare()
    with pytest.raises(DamagedFile, match=problem):
        data.load("mnist", small.write_npz(machine.data, **change))


def test_unknown_names_get_the_nearest_known_one():
    with pytest.raises(UnknownName, match=r"one of: mnist, mnist5k, fashion_mnist, .*'mnsit'. Did you mean 'mnist'\?"):
        data.load("mnsit")
    with pytest.raises(UnknownName):
        data.describe("cifar")


def test_every_name_has_a_whole_description():
    assert data.names() == (
        "mnist",
        "mnist5k",
        "fashion_mnist",
        "digits8x8",
        "cifar10",
        "cifar100",
        "imdb",
        "reuters",
        "boston_housing",
    )
    classes = {"cifar100": 100, "imdb": 2, "reuters": 46, "boston_housing": 0}
    for name in data.names():
        spec = data.describe(name)
        assert spec.name == name
        assert all((spec.title, spec.what, spec.licence, spec.citation, spec.homes, spec.folders, spec.forms))
        assert len(set(spec.classes)) == classes.get(name, 10)
        assert spec.downloads or spec.package
        assert spec.checksums or any(form.originals for form in spec.forms)
        for file in (file for files in spec.downloads for file in files):
            assert all(url.startswith("https://") and url.endswith(file.file) for url in file.mirrors)
            algorithm, digest = file.checksum.split(":")
            assert len(digest) == {"md5": 32, "sha256": 64}[algorithm]


def test_each_download_makes_a_whole_form():
    for spec in map(data.describe, data.names()):
        for files in spec.downloads:
            names = [file.file for file in files]
            assert any(all(any(name in spellings for name in names) for spellings in form.files) for form in spec.forms)


def test_locate_reads_and_downloads_nothing(machine, declare):
    declare()
    assert data.locate("mnist") is None
    (machine.data / "mnist.npz").write_bytes(b"anything")
    assert data.locate("mnist").files == (machine.data / "mnist.npz",)


def test_a_set_without_downloads_is_just_not_available(machine, declare):
    declare(substitute="")
    with pytest.raises(NotAvailable, match="Put its files into"):
        data.load("mnist")


def test_public_names():
    assert sorted(data.__all__) == [
        "Copy",
        "Dataset",
        "Spec",
        "describe",
        "get",
        "hold_out",
        "k_fold",
        "load",
        "locate",
        "names",
        "word_index",
        "write_archive",
    ]
