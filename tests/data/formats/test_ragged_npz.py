import pickle
from pathlib import Path

import numpy as np
import pytest
from damage import damaged, fuzzed
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja.data.formats.npz import read_npz, read_ragged_npz
from sutja.errors import DamagedFile

TEXTS = [[1, 300, 70_000, 5], [], [2], [9] * 3000]


def ragged(items):
    array = np.empty(len(items), object)
    array[:] = items
    return array


def write(folder, **arrays):
    file = folder / "imdb.npz"
    np.savez(file, **arrays)
    return file


def test_reads_lists_of_numbers_as_keras_keeps_them(tmp_path):
    file = write(tmp_path, x=ragged(TEXTS), y=np.array([0, 1, 0, 1]))
    texts = read_ragged_npz(file, ["x"])["x"]
    assert texts.to_lists().tolist() == TEXTS
    assert read_npz(file, {"y": ()})["y"].tolist() == [0, 1, 0, 1]


class Trap:
    def __reduce__(self):
        return Path.touch, (Path("trapped"),)


def test_nothing_of_a_malicious_array_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    file = write(tmp_path, x=ragged([[1], Trap()]))
    with pytest.raises(DamagedFile, match=r"its array x holds no lists of numbers: it asks for pathlib\S*\.\w+"):
        read_ragged_npz(file, ["x"])
    assert not Path("trapped").exists()
    with np.load(file, allow_pickle=True) as arrays:
        arrays["x"]
    assert Path("trapped").exists()  # the trap works


def named_a_thousand_times():
    text = list(range(256)) * 100
    return [text] * 1000


@pytest.mark.parametrize(
    ("array", "problem"),
    [
        (np.zeros(3), r"its array x is float64 of shape \(3,\), not lists"),
        (np.empty((2, 2), object), r"its array x is object of shape \(2, 2\), not lists"),
        (ragged([[1], None]), "items that are no lists"),
        (ragged([[1], [[2]]]), "lists of something else than numbers"),
        (ragged([[1], [2.0]]), "it asks for the instruction b'G'"),
        (ragged([[1], [True]]), "lists of something else than numbers"),
        (ragged([[1], [-2]]), "lists of something else than numbers"),
        (ragged([[1], [2**31]]), "lists of something else than numbers"),
        (ragged([[1], [2**100]]), "a number of more than 64 bits"),
        (ragged(named_a_thousand_times()), "more numbers than the file has bytes"),
    ],
)
def test_anything_else_is_damage(tmp_path, array, problem):
    with pytest.raises(DamagedFile, match=problem):
        read_ragged_npz(write(tmp_path, x=array), ["x"])


def test_an_array_that_lies_about_its_length_is_damage(tmp_path):
    good = pickle.dumps(ragged([[1], [2]]), 4)
    bad = good.replace(b"K\x02\x85", b"K\x03\x85")
    assert good != bad
    file = write(tmp_path, x=ragged([[1], [2]]))
    content = file.read_bytes()
    assert good[:60] in content
    import zipfile

    with zipfile.ZipFile(file, "w") as archive:
        header = b"\x93NUMPY\1\0\x76\0" + b"{'descr': '|O', 'fortran_order': False, 'shape': (2,), }".ljust(117) + b"\n"
        archive.writestr("x.npy", header + bad)
    with pytest.raises(DamagedFile, match="an array whose shape is not that of its values"):
        read_ragged_npz(file, ["x"])


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_only_damaged_file_comes_out_of_mutated_bytes(mutated, data, tmp_path_factory):
    content = write(tmp_path_factory.getbasetemp(), x=ragged([[1, 300], [2]])).read_bytes()
    try:
        texts = read_ragged_npz(mutated(data, content), ["x"])["x"]
    except DamagedFile:
        return
    assert len(texts.values) == texts.lengths.sum()


@fuzzed
@given(seed=st.integers(0, 2**64))
def test_fuzz_only_damaged_file_comes_out(tmp_path_factory, seed):
    folder = tmp_path_factory.getbasetemp()
    content = write(folder, x=ragged([[1, 300], [2]])).read_bytes()
    for changed in damaged(seed, content):
        (folder / "damaged.npz").write_bytes(changed)
        try:
            texts = read_ragged_npz(folder / "damaged.npz", ["x"])["x"]
        except DamagedFile:
            continue
        assert len(texts.values) == texts.lengths.sum()
