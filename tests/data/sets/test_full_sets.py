import gzip
import hashlib

import numpy as np
import pytest

from sutja import data
from sutja.data.formats.acl_imdb import read_folders
from sutja.data.sets.like_mnist import IDX_FILES

pytestmark = pytest.mark.full_data

# Of the unzipped files, as published.
MNIST_MD5 = {
    "train-images-idx3-ubyte": "6bbc9ace898e44ae57da46a324031adb",
    "train-labels-idx1-ubyte": "a25bea736e30d166cdddb491f175f624",
    "t10k-images-idx3-ubyte": "2646ac647ad5339dbf082846283269ea",
    "t10k-labels-idx1-ubyte": "27ae3e4e09519cfbb04c329615203637",
}


def test_the_complete_mnist_is_mnist(full_data):
    files = {name: full_data / "mnist" / f"{name}.gz" for name in IDX_FILES}
    for name, file in files.items():
        assert hashlib.md5(gzip.decompress(file.read_bytes())).hexdigest() == MNIST_MD5[name]

    dataset = data.load("mnist")
    assert dataset.x_train.shape == (60_000, 28, 28, 1)
    assert dataset.x_test.shape == (10_000, 28, 28, 1)
    assert dataset.y_train[:5].tolist() == [5, 0, 4, 1, 9]
    assert "not the original" not in dataset.source


def test_the_complete_fashion_mnist_is_the_original(full_data):
    spec = data.describe("fashion_mnist")
    for file in spec.downloads[0]:
        content = (full_data / "fashion_mnist" / file.file).read_bytes()
        assert f"md5:{hashlib.md5(content).hexdigest()}" == file.checksum
        assert len(content) == file.size

    dataset = data.load("fashion_mnist", full_data)
    assert np.bincount(dataset.y_train).tolist() == [6_000] * 10
    assert dataset.classes[dataset.y_train[0]] == "Ankle boot"
    assert "not the original" not in dataset.source


def test_the_complete_mnist_in_the_form_of_keras_is_mnist_too(full_data, tmp_path):
    original = data.load("mnist", full_data)
    np.savez(
        tmp_path / "mnist.npz",
        x_train=original.x_train[..., 0],
        y_train=original.y_train.astype(np.uint8),
        x_test=original.x_test[..., 0],
        y_test=original.y_test.astype(np.uint8),
    )
    assert data.load("mnist", tmp_path).source == f"directory {tmp_path}"


def test_the_complete_cifar10_is_the_original(full_data):
    dataset = data.load("cifar10")
    assert dataset.x_train.shape == (50_000, 32, 32, 3)
    assert np.bincount(dataset.y_test).tolist() == [1_000] * 10
    assert dataset.y_train[:5].tolist() == [6, 9, 9, 4, 1]
    assert "not" not in dataset.source


def test_the_complete_reuters_has_the_articles_the_order_and_the_labels_of_keras(full_data):
    dataset = data.load("reuters")
    assert (len(dataset.x_train), len(dataset.x_test), len(dataset.words)) == (8_982, 2_246, 30_979)
    assert dataset.y_train[:10].tolist() == [3, 4, 3, 4, 4, 4, 4, 3, 3, 16]
    assert dataset.x_train[0][3:12] == [8, 43, 10, 447, 5, 25, 207, 270, 5]  # as Keras' documentation prints them


def test_the_complete_imdb_is_found_with_all_reviews_of_a_folder(full_data):
    copy = data.locate("imdb")
    assert [f"{folder.parent.name}/{folder.name}" for folder in copy.files] == [
        f"{part}/{kind}" for part in ("train", "test") for kind in ("neg", "pos")
    ]
    reviews = read_folders(copy.files[:1])["train", "neg"]
    assert len(reviews) == 12_500
    assert reviews[0].startswith("Story of a man who has unnatural feelings for a pig.")
