import numpy as np
import pytest

from sutja.data import Dataset
from sutja.errors import DamagedFile


def make(**changes):
    arrays = {
        "x_train": np.zeros((4, 3, 2, 1), np.uint8),
        "y_train": np.array([0, 1, 1, 0]),
        "x_test": np.zeros((2, 3, 2, 1), np.uint8),
        "y_test": np.array([1, 0]),
    }
    return Dataset(**(arrays | changes), classes=("a", "b"), name="toy", source="directory ~/toy")


def test_a_whole_data_set_is_taken_as_it_is():
    dataset = make()
    assert dataset.x_train.shape == (4, 3, 2, 1)
    assert repr(dataset) == "Dataset('toy': 4 + 2 pictures of 3 x 2 x 1, 2 classes, from directory ~/toy)"


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"y_train": np.array([0, 1])}, "it has 4 training examples but 2 training labels"),
        ({"y_test": np.array([0, 1, 0])}, "it has 2 test examples but 3 test labels"),
        (
            {"y_train": np.array([0, 1, 2, 0])},
            "its training labels run from 0 to 2, but its 2 classes are numbered from",
        ),
        ({"y_test": np.array([-1, 0])}, "its test labels run from -1 to 0"),
        ({"y_train": np.array([0.0, 1, 1, 0])}, r"labels should be int64 of shape \(n,\), not float64 of shape \(4,\)"),
        ({"y_train": np.zeros((4, 1), np.int64)}, r"not int64 of shape \(4, 1\)"),
        ({"x_train": np.zeros((4, 3, 2), np.uint8)}, r"pictures should be uint8 .*, not uint8 of shape \(4, 3, 2\)"),
        ({"x_test": np.zeros((2, 3, 2, 1))}, "test pictures should be uint8 .*, not float64"),
        ({"x_test": np.zeros((2, 3, 3, 1), np.uint8)}, r"examples are of shape \(3, 2, 1\) but its test examples of"),
        ({"x_test": np.zeros((0, 3, 2, 1), np.uint8), "y_test": np.array([], int)}, "it has no test examples"),
        (
            {"x_val": np.zeros((1, 3, 3, 1), np.uint8), "y_val": np.array([0])},
            r"training examples are of shape \(3, 2, 1\) but its validation examples of shape \(3, 3, 1\)",
        ),
        (
            {"x_val": np.zeros((2, 3, 2, 1), np.uint8), "y_val": np.array([0])},
            "it has 2 validation examples but 1 validation labels",
        ),
    ],
)
def test_arrays_that_do_not_fit_together_are_refused(changes, problem):
    with pytest.raises(DamagedFile, match=problem) as caught:
        make(**changes)
    assert str(caught.value).startswith("The data set toy (directory ~/toy) is damaged: ")
