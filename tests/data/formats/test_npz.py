import io
import pickle
import struct
import tracemalloc
import zipfile

import numpy as np
import pytest
from damage import damaged, fuzzed
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja.data.formats.npz import read_npz
from sutja.errors import DamagedFile, DataError

X = np.arange(4 * 3 * 2, dtype=np.uint8).reshape(4, 3, 2)
Y = np.array([3, 1, 2, 0])
SHAPES = {"x": (3, 2), "y": ()}


def npz(save=np.savez, **arrays):
    stream = io.BytesIO()
    save(stream, **arrays)
    return stream.getvalue()


def archive(x_member, method=zipfile.ZIP_STORED):
    """An archive whose ``x.npy`` has these bytes."""
    stream = io.BytesIO(npz(y=Y))
    with zipfile.ZipFile(stream, "a") as file:
        file.writestr("x.npy", x_member, method)
    return stream.getvalue()


def npy_header(text):
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(text)) + text.encode("latin1")


def write(folder, content):
    file = folder / "set.npz"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("save", [np.savez, np.savez_compressed])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("dtype", [np.uint8, ">i8", "<u4"])
def test_reads_arrays_of_integers(tmp_path, save, order, dtype):
    file = write(tmp_path, npz(save, x=X.astype(dtype, order=order), y=Y, z=np.zeros(3)))
    arrays = read_npz(file, SHAPES)
    assert list(arrays) == ["x", "y"]
    np.testing.assert_array_equal(arrays["x"], X)
    np.testing.assert_array_equal(arrays["y"], Y)
    assert arrays["x"].flags.writeable


class Trap:
    def __reduce__(self):
        return pytest.fail, ("unpickled",)


GOOD = npz(x=X, y=Y)
DIRECTORY = GOOD.index(b"PK\1\2")  # whose bytes 42 to 45 say where the first array begins
BEHIND_THE_END = GOOD[: DIRECTORY + 42] + struct.pack("<I", len(GOOD) - 5) + GOOD[DIRECTORY + 46 :]
DESCRIPTION = "{{'descr': '{}', 'fortran_order': False, 'shape': {}, }}\n"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "its zip archive is broken"),
        (b"<!DOCTYPE html>", "its zip archive is broken"),
        (GOOD[:-30], "its zip archive is broken"),
        (GOOD[30:], "its zip archive is broken"),
        (BEHIND_THE_END, "its zip archive is broken"),
        (npz(x=X), "it has no array y"),
        (npz(x=X.astype(float), y=Y), r"its array x is float64 of shape \(4, 3, 2\) instead of integers of shape"),
        (npz(x=X[0], y=Y), r"its array x is uint8 of shape \(3, 2\) instead of integers of shape \('n', 3, 2\)"),
        (npz(x=X, y=Y.reshape(2, 2)), r"its array y is int64 of shape \(2, 2\)"),
        (npz(x=X, y=np.array(3)), r"its array y is int64 of shape \(\)"),
        (archive(b"not npy at all"), "its zip archive is broken"),
        (archive(npy_header(DESCRIPTION.format("|u1", (4, 3, 2))) + bytes(23)), "cut short .bytes missing: 1"),
        (archive(npy_header(DESCRIPTION.format("|u1", (4, 3, 2))) + bytes(25)), "it goes on after its last value"),
        (archive(npy_header(DESCRIPTION.format("|u1", (-4, 3, 2))) + bytes(24)), "negative dimensions are not allowed"),
        (archive(npy_header("{'descr': [(") + bytes(24)), "its zip archive is broken"),
        (archive(npy_header("(" * 9_000)), "its zip archive is broken"),
        (archive(b"\x93NUMPY\3\0" + bytes(20)), "its zip archive is broken"),
        (archive(b"", zipfile.ZIP_BZIP2), "its array x is compressed in an unusual way"),
    ],
)
def test_a_damaged_file_is_named_with_its_problem(tmp_path, content, problem):
    file = write(tmp_path, content)
    with pytest.raises(DamagedFile, match=problem) as caught:
        read_npz(file, SHAPES)
    assert str(caught.value).startswith(f"{file} is damaged: ")


def test_objects_are_refused_and_not_unpickled(tmp_path):
    objects = np.empty((1, 3, 2), object)
    objects.fill(Trap())
    assert pickle.dumps(objects)
    with pytest.raises(DamagedFile, match="its array x is object of shape"):
        read_npz(write(tmp_path, npz(x=objects, y=Y)), SHAPES)


@pytest.mark.parametrize("count", [2**40, 10**30])
def test_a_huge_declared_shape_is_refused_before_it_is_allocated(tmp_path, count):
    header = npy_header(DESCRIPTION.format("|u1", (count, 3, 2)))
    tracemalloc.start()
    with pytest.raises(DamagedFile, match="more than a file of its size can hold"):
        read_npz(write(tmp_path, archive(header + bytes(24))), SHAPES)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_what_the_system_refuses_is_no_damage(tmp_path):
    with pytest.raises(DataError, match=r"Cannot read .*set.npz: No such file or directory") as caught:
        read_npz(tmp_path / "set.npz", SHAPES)
    assert not isinstance(caught.value, DamagedFile)


@settings(max_examples=30, deadline=None)
@given(data=st.data(), save=st.sampled_from([np.savez, np.savez_compressed]))
def test_only_damaged_file_comes_out_of_mutated_bytes(mutated, data, save):
    file = mutated(data, npz(save, x=X, y=Y))
    try:
        arrays = read_npz(file, SHAPES)
    except DamagedFile:
        return
    assert {name: array.shape[1:] for name, array in arrays.items()} == SHAPES


@fuzzed
@given(seed=st.integers(0, 2**64), save=st.sampled_from([np.savez, np.savez_compressed]))
def test_fuzz_only_damaged_file_comes_out(tmp_path_factory, seed, save):
    for changed in damaged(seed, npz(save, x=X, y=Y)):
        try:
            arrays = read_npz(write(tmp_path_factory.getbasetemp(), changed), SHAPES)
        except DamagedFile:
            continue
        assert {name: array.shape[1:] for name, array in arrays.items()} == SHAPES
