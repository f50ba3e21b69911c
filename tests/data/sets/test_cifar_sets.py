import shutil
from dataclasses import replace

import numpy as np
import pytest
from cifar_files import binary, python2
from text_files import write_archive

from sutja import data
from sutja.data import catalogue
from sutja.data.checksum import checksum
from sutja.data.sets import cifar10, cifar100
from sutja.data.spec import Checksums
from sutja.errors import DamagedFile, InvalidArgument, NotAvailable

RNG = np.random.default_rng(0)
X = RNG.integers(0, 256, (12, 32, 32, 3), np.uint8)
FINE, COARSE = np.arange(12) % 10, np.arange(12) % 20
BATCHES = (*(f"data_batch_{i}" for i in range(1, 6)), "test_batch")


@pytest.fixture(autouse=True)
def declared(machine, monkeypatch):
    """The small pictures are declared as the originals."""
    ten = replace(
        cifar10.spec(),
        downloads=(),
        checksums=Checksums(checksum(X[:10]), checksum(FINE[:10]), checksum(X[10:]), checksum(FINE[10:])),
    )
    monkeypatch.setitem(catalogue._SPECS, "cifar10", lambda: ten)
    hundred = cifar100.spec()
    forms = tuple(replace(form, originals=()) for form in hundred.forms)
    monkeypatch.setitem(catalogue._SPECS, "cifar100", lambda: replace(hundred, downloads=(), forms=forms))


def write_ten(folder, kind):
    folder.mkdir(parents=True, exist_ok=True)
    for i, name in enumerate(BATCHES):
        part = slice(2 * i, 2 * i + 2)
        if kind == "py":
            (folder / name).write_bytes(python2(X[part], labels=FINE[part]))
        else:
            (folder / f"{name}.bin").write_bytes(binary(X[part], FINE[part]))
    return folder


def write_hundred(folder, kind):
    folder.mkdir(parents=True, exist_ok=True)
    for name, part in (("train", slice(0, 10)), ("test", slice(10, 12))):
        if kind == "py":
            content = python2(X[part], fine_labels=FINE[part], coarse_labels=COARSE[part])
            (folder / name).write_bytes(content)
        else:
            (folder / f"{name}.bin").write_bytes(binary(X[part], COARSE[part], FINE[part]))
    return folder


@pytest.mark.parametrize(
    ("kind", "place"),
    [
        ("py", "cifar10"),
        ("py", "cifar-10-batches-py"),
        ("py", "cifar-10-batches-py-target/cifar-10-batches-py"),
        ("py", "."),
        ("bin", "cifar-10-batches-bin"),
        ("bin", "."),
    ],
)
def test_cifar10_is_read_from_the_folders_that_people_have(machine, kind, place):
    folder = write_ten(machine.data / place, kind)
    check_ten(data.load("cifar10"), f"$SUTJA_DATA {folder}")


@pytest.mark.parametrize(
    ("kind", "archive"),
    [
        ("py", "cifar-10-python.tar.gz"),
        ("bin", "cifar-10-binary.tar.gz"),
        ("py", "cifar10/cifar-10-python.tar.gz"),
        ("py", "cifar-10-batches-py.tar.gz"),
        ("py", "cifar-10-batches-py-target_archive"),
    ],
)
@pytest.mark.parametrize("place", ["data", "keras", "cache"])
def test_cifar10_is_read_from_its_archives(machine, tmp_path, kind, archive, place):
    folder = write_ten(tmp_path / "original", kind)
    path = write_archive(getattr(machine, place) / archive, folder, f"cifar-10-batches-{kind}")
    dataset = data.load("cifar10")
    check_ten(dataset, dataset.source)
    assert dataset.source.endswith(str(path))
    assert [file.name for file in path.parent.iterdir()] == [path.name]  # nothing was unpacked


def check_ten(dataset, source):
    np.testing.assert_array_equal(dataset.x_train, X[:10])
    np.testing.assert_array_equal(dataset.x_test, X[10:])
    assert dataset.y_train.tolist() == FINE[:10].tolist()
    assert dataset.y_test.tolist() == FINE[10:].tolist()
    assert dataset.classes[:2] == ("airplane", "automobile")
    assert dataset.source == source


@pytest.mark.parametrize("kind", ["py", "bin"])
@pytest.mark.parametrize("packed", [False, True])
def test_cifar100_has_fine_and_coarse_labels(machine, tmp_path, kind, packed):
    names = {"py": "python", "bin": "binary"}
    folder = write_hundred((tmp_path if packed else machine.data) / f"cifar-100-{names[kind]}", kind)
    if packed:
        write_archive(machine.data / f"cifar-100-{names[kind]}.tar.gz", folder, folder.name)
    fine, coarse = data.load("cifar100"), data.load("cifar100", label_mode="coarse")
    np.testing.assert_array_equal(fine.x_train, X[:10])
    assert fine.y_train.tolist() == FINE[:10].tolist()
    assert coarse.y_train.tolist() == COARSE[:10].tolist()
    assert (len(fine.classes), len(coarse.classes)) == (100, 20)
    assert fine.source.endswith("; not compared with the original")


def test_a_copy_of_cifar100_is_compared_with_the_original_by_its_files(machine, monkeypatch):
    monkeypatch.setitem(catalogue._SPECS, "cifar100", cifar100.spec)
    folder = write_hundred(machine.data / "cifar-100-python", "py")
    with pytest.raises(DamagedFile, match="its content is not that of the original CIFAR-100"):
        data.load("cifar100")
    assert data.load("cifar100", folder).source == f"directory {folder}; not the original CIFAR-100"


def test_a_file_called_train_in_a_folder_of_data_sets_is_not_cifar100(machine):
    write_hundred(machine.data, "py")
    assert data.locate("cifar100") is None
    assert data.locate("cifar100", machine.data).files[0].name == "train"


def test_options_are_those_of_the_set(machine):
    write_hundred(machine.data / "cifar100", "py")
    with pytest.raises(InvalidArgument, match=r"Expected one of: fine, coarse. Received: label_mode='middle'"):
        data.load("cifar100", label_mode="middle")
    with pytest.raises(InvalidArgument, match=r"one of: label_mode.*'labels_mode'. Did you mean 'label_mode'"):
        data.load("cifar100", labels_mode="fine")
    with pytest.raises(InvalidArgument, match=r"There are no options for cifar10. Received: label_mode"):
        data.load("cifar10", label_mode="fine")


def test_a_batch_that_is_missing_is_named(machine, tmp_path):
    folder = write_ten(machine.data / "cifar-10-batches-py", "py")
    (folder / "data_batch_3").unlink()
    with pytest.raises(NotAvailable, match="lacks data_batch_3"):
        data.load("cifar10")
    write_archive(tmp_path / "x" / "cifar-10-python.tar.gz", folder, "cifar-10-batches-py")
    with pytest.raises(DamagedFile, match="it lacks data_batch_1"):
        data.load("cifar10", tmp_path / "x")


def test_swapped_batches_are_noticed(machine):
    folder = write_ten(machine.data / "cifar-10-batches-bin", "bin")
    shutil.copy(folder / "data_batch_2.bin", folder / "data_batch_1.bin")
    with pytest.raises(DamagedFile, match="its x_train is not that of the original CIFAR-10"):
        data.load("cifar10")


def test_a_class_that_does_not_exist_is_damage(machine):
    folder = write_ten(machine.data / "cifar10", "bin")
    (folder / "data_batch_1.bin").write_bytes(binary(X[:2], np.array([3, 10])))
    with pytest.raises(DamagedFile, match="its training labels run from 2 to 10, but its 10 classes"):
        data.load("cifar10", folder)
