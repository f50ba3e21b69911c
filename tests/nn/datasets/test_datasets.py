"""``keras.datasets`` of the engine: the functions, arguments, shapes and dtypes that Keras documents."""

from __future__ import annotations

import importlib
import inspect

import numpy as np
import pytest
from text_files import write_reviews, write_wires

from sutja import data
from sutja import nn as keras
from sutja.errors import InvalidArgument

OURS = {"mnist5k", "digits8x8"}


@pytest.fixture(autouse=True)
def machine(tmp_path, monkeypatch):
    monkeypatch.setenv("SUTJA_DATA", str(tmp_path))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("SUTJA_CACHE", str(tmp_path / "cache"))
    return tmp_path


@pytest.mark.parametrize("name", sorted(set(keras.datasets.__all__) - OURS))
def test_functions_and_arguments_are_those_of_keras(name):
    theirs = importlib.import_module(f"keras.datasets.{name}")
    for function in ("load_data", "get_word_index", "get_label_names"):
        if not hasattr(theirs, function):
            continue
        wanted = dict(inspect.signature(getattr(theirs, function)).parameters)
        wanted.pop("kwargs", None)
        given = inspect.signature(getattr(getattr(keras.datasets, name), function)).parameters
        assert [(p.name, p.default) for p in given.values()] == [(p.name, p.default) for p in wanted.values()]


def test_every_set_of_the_data_room_is_here():
    assert set(keras.datasets.__all__) == set(data.names())


@pytest.mark.parametrize(("name", "counts", "side"), [("mnist5k", (4000, 1000), 28), ("digits8x8", (1438, 359), 8)])
def test_pictures_have_no_channel_and_labels_are_bytes(name, counts, side):
    (x_train, y_train), (x_test, y_test) = getattr(keras.datasets, name).load_data()
    assert (x_train.shape, x_test.shape) == ((counts[0], side, side), (counts[1], side, side))
    assert (y_train.shape, y_test.shape) == ((counts[0],), (counts[1],))
    assert {x_train.dtype, y_train.dtype, x_test.dtype, y_test.dtype} == {np.dtype(np.uint8)}


def test_boston_housing_is_that_of_the_deck():
    (x_train, y_train), (x_test, y_test) = keras.datasets.boston_housing.load_data()
    assert (x_train.shape, y_train.shape, x_test.shape, y_test.shape) == ((404, 13), (404,), (102, 13), (102,))
    assert x_train[0, :6].tolist() == [1.23247, 0.0, 8.14, 0.0, 0.538, 6.142]
    assert y_train[:3].tolist() == [15.2, 42.3, 50.0]
    (x_train, _), _ = keras.datasets.boston_housing.load_data(test_split=0.5, seed=1)
    assert len(x_train) == 253


def test_texts_go_through_the_word_index_and_back(machine):
    write_reviews(machine / "aclImdb")
    (x_train, y_train), (x_test, _y_test) = keras.datasets.imdb.load_data(num_words=100)
    assert (x_train.dtype, x_train.shape, x_test.shape, y_train.dtype) == (object, (6,), (4,), np.int64)
    word = {rank + 3: word for word, rank in keras.datasets.imdb.get_word_index().items()}
    assert "it was a bad film" in {" ".join(word[number] for number in text[1:]) for text in x_train}
    assert all(text[0] == 1 for text in x_train)


def test_reuters_has_names_for_its_labels(machine):
    write_wires(machine / "reuters21578")
    (x_train, y_train), (x_test, y_test) = keras.datasets.reuters.load_data(test_split=0.25)
    assert (len(x_train), len(x_test)) == (19, 7)
    names = keras.datasets.reuters.get_label_names()
    assert {names[label] for label in (*y_train, *y_test)} == {"cocoa", "earn", "acq", "grain"}
    assert "cocoa" in keras.datasets.reuters.get_word_index()


def test_cifar_has_a_column_of_labels(machine):
    from cifar_files import binary

    x = np.random.default_rng(0).integers(0, 256, (3, 32, 32, 3), np.uint8)
    folder = machine / "cifar100"
    folder.mkdir()
    for name in ("train", "test"):
        (folder / f"{name}.bin").write_bytes(binary(x, np.array([1, 2, 19]), np.array([5, 6, 99])))
    loaded = data.load("cifar100", folder)
    from sutja.nn.datasets.door import columns_of_labels, parts

    (x_train, y_train), _ = columns_of_labels(parts(loaded, np.uint8))
    assert (x_train.shape, y_train.shape, y_train.dtype) == ((3, 32, 32, 3), (3, 1), np.uint8)
    assert y_train.ravel().tolist() == [5, 6, 99]
    with pytest.raises(InvalidArgument, match="`label_mode`"):
        keras.datasets.cifar100.load_data("middle")


@pytest.mark.parametrize(
    "call",
    [
        lambda: keras.datasets.mnist.load_data("other.npz"),
        lambda: keras.datasets.imdb.load_data(path="/elsewhere/imdb.npz"),
        lambda: keras.datasets.reuters.get_word_index("words.json"),
    ],
)
def test_another_path_is_refused_with_what_to_use_instead(call):
    with pytest.raises(
        InvalidArgument, match=r"`path`\. Expected '.*' Received|`path`.*for any other: sutja\.data\.load"
    ):
        call()
