import numpy as np
import pytest

from sutja import data
from sutja.errors import DamagedFile, InvalidArgument

DECK = [1.23247, 0.0, 8.14, 0.0, 0.538, 6.142, 91.7, 3.9769, 4.0, 307.0, 21.0, 396.9, 18.72]


def test_boston_housing_comes_with_mlxtend_in_the_order_of_keras(machine):
    dataset = data.load("boston_housing")
    assert dataset.source.startswith("mlxtend ")
    assert dataset.x_train[0].tolist() == DECK  # as the deck prints it
    assert (dataset.x_train.shape, dataset.x_test.shape) == ((404, 13), (102, 13))
    assert dataset.y_train.dtype == np.float64
    assert dataset.classes == ()
    assert dataset.columns[5] == "RM"
    assert repr(dataset).startswith("Dataset('boston_housing': 404 + 102 rows of 13 columns, from mlxtend")


def test_the_split_and_the_seed_may_be_chosen(machine):
    assert len(data.load("boston_housing", test_split=0.5).x_test) == 253
    assert data.load("boston_housing", seed=1).x_train[0].tolist() != DECK
    for wrong in ({"test_split": 1.0}, {"test_split": 0.0}, {"seed": -1}, {"split": 0.2}):
        with pytest.raises(InvalidArgument):
            data.load("boston_housing", **wrong)


def keras_file(folder, **changes):
    original = np.loadtxt(data.locate("boston_housing").files[0], delimiter=",")
    arrays = {"x": original[:, :-1], "y": original[:, -1]} | changes
    folder.mkdir(parents=True, exist_ok=True)
    np.savez(folder / "boston_housing.npz", **arrays)
    return folder


def test_the_file_of_keras_gives_the_same(machine):
    keras_file(machine.keras)
    dataset = data.load("boston_housing")
    assert dataset.source == f"Keras cache {machine.keras / 'boston_housing.npz'}"
    assert dataset.x_train[0].tolist() == DECK


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"y": np.zeros(505)}, "it has 506 rows but 505 prices"),
        ({"x": np.zeros((506, 12))}, "instead of floats of shape"),
        ({"x": np.zeros((506, 13), int)}, "is int64 of shape .* instead of floats"),
        ({"y": np.zeros(506)}, "its y is not that of the original"),
        ({"x": np.full((506, 13), np.nan)}, "its x is not that of the original"),
    ],
)
def test_a_damaged_file_of_keras_is_named(machine, changes, problem):
    keras_file(machine.data, **changes)
    with pytest.raises(DamagedFile, match=problem):
        data.load("boston_housing")


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda text: text[:5000], "it does not hold 506 lines of 14 numbers|not all of its values"),
        (lambda text: text.replace(b"6.32", b"cheap", 1), "not all of its values are numbers"),
        (lambda text: b"nan" + text[24:], "not all of its values are numbers"),
        (lambda text: text * 2, "it goes on after its last value"),
        (lambda text: text.decode().encode("utf-16"), "it does not hold 506 lines|not all|goes on"),
    ],
)
def test_a_damaged_table_is_named(machine, tmp_path, change, problem):
    text = data.locate("boston_housing").files[0].read_bytes()
    (tmp_path / "boston_housing.csv").write_bytes(change(text))
    with pytest.raises(DamagedFile, match=problem):
        data.load("boston_housing", tmp_path)


def test_digits8x8_are_those_of_scikit_learn(machine):
    dataset = data.load("digits8x8")
    assert dataset.source.startswith("scikit-learn ")
    assert (dataset.x_train.shape, dataset.x_test.shape) == ((1438, 8, 8, 1), (359, 8, 8, 1))
    assert (dataset.x_train.min(), dataset.x_train.max()) == (0, 255)
    ours = (np.concatenate([dataset.x_train, dataset.x_test]).reshape(-1, 64).astype(int) + 1) // 16
    rows = np.column_stack([ours, np.concatenate([dataset.y_train, dataset.y_test])])
    theirs = np.loadtxt(data.locate("digits8x8").files[0], dtype=int, delimiter=",")
    np.testing.assert_array_equal(rows[np.lexsort(rows.T)], theirs[np.lexsort(theirs.T)])


def test_kaggle_files_of_mnist_are_read(machine, declare, small, tmp_path):
    """Two files with the original order are the original; the one of the digit recogniser is split."""
    declare()

    def write(name, x, y):
        rows = ["label," + ",".join(f"pixel{i}" for i in range(784))]
        rows += [",".join(map(str, [label, *picture.ravel()])) for picture, label in zip(x, y, strict=True)]
        (machine.data / name).write_text("\n".join(rows) + "\n")

    write("mnist_train.csv", small.x_train, small.y_train)
    write("mnist_test.csv", small.x_test, small.y_test)
    assert data.load("mnist").source == f"$SUTJA_DATA {machine.data}"

    (machine.data / "mnist_test.csv").unlink()
    (machine.data / "mnist_train.csv").rename(machine.data / "train.csv")
    assert data.locate("mnist") is None  # a file of this name may be anything
    dataset = data.load("mnist", machine.data)
    assert (len(dataset.x_train), len(dataset.x_test)) == (26, 4)
    assert dataset.source.endswith("; not the original MNIST")
