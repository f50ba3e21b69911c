import gzip
import struct
import tracemalloc

import numpy as np
import pytest
from damage import damaged, fuzzed
from hypothesis import given
from hypothesis import strategies as st

from sutja.data.formats.idx import read_idx
from sutja.errors import DamagedFile, DataError

PICTURE = (3, 2)
PICTURES = np.arange(4 * 3 * 2, dtype=np.uint8).reshape(4, 3, 2)
HEADER = struct.pack(">HBBIII", 0, 8, 3, 4, 3, 2)
GOOD = HEADER + PICTURES.tobytes()


def write(folder, content, name="pictures"):
    file = folder / name
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_reads_pictures_and_labels(tmp_path, pack):
    pictures = read_idx(write(tmp_path, pack(GOOD)), PICTURE)
    assert pictures.dtype == np.uint8
    np.testing.assert_array_equal(pictures, PICTURES)

    labels = read_idx(write(tmp_path, pack(struct.pack(">HBBI", 0, 8, 1, 3) + b"\7\0\1")), ())
    np.testing.assert_array_equal(labels, [7, 0, 1])


def test_what_is_read_can_be_written_to(tmp_path):
    assert read_idx(write(tmp_path, GOOD), PICTURE).flags.writeable


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "cut short .bytes missing: 4"),
        (b"<!DOCTYPE html>", "it is no IDX file, it begins with b'<!DO'"),
        (GOOD[:1], "cut short .bytes missing: 3"),
        (GOOD[:10], "cut short .bytes missing: 6"),
        (GOOD[:-1], "cut short .bytes missing: 1"),
        (GOOD + b"\0", "it goes on after its last value"),
        (b"\0\0\x0d\3" + GOOD[4:], "its values have the IDX type 0x0d instead of 0x08"),
        (b"\0\0\x08\1" + GOOD[4:], r"it has 1 dimensions instead of 3 .* are two files swapped\?"),
        (struct.pack(">HBBIII", 0, 8, 3, 4, 2, 3) + GOOD[16:], r"its items have shape \(2, 3\) instead of \(3, 2\)"),
        (struct.pack(">HBBIII", 0, 8, 3, 5, 3, 2) + GOOD[16:], "cut short .bytes missing: 6"),
        (gzip.compress(GOOD, mtime=0)[:-9], "its gzip stream is broken"),
        (gzip.compress(GOOD, mtime=0)[:-8] + b"\0" * 8, "its gzip stream is broken .CRC"),
        (gzip.compress(GOOD + b"\0", mtime=0), "it goes on after its last value"),
        (gzip.compress(GOOD, mtime=0) + b"rubbish", "its gzip stream is broken"),
        (b"\x1f\x8brubbish", "its gzip stream is broken"),
    ],
)
def test_a_damaged_file_is_named_with_its_problem(tmp_path, content, problem):
    file = write(tmp_path, content)
    with pytest.raises(DamagedFile, match=problem) as caught:
        read_idx(file, PICTURE)
    assert str(caught.value).startswith(f"{file} is damaged: ")
    assert str(caught.value).endswith("Delete it or replace it with a good copy")


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_huge_declared_size_is_refused_before_it_is_allocated(tmp_path, pack):
    file = write(tmp_path, pack(struct.pack(">HBBIII", 0, 8, 3, 2**32 - 1, 3, 2) + bytes(100)))
    tracemalloc.start()
    with pytest.raises(DamagedFile, match="its header declares 25,769,803,770 bytes, more than a file of its size"):
        read_idx(file, PICTURE)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_a_zip_bomb_is_not_unzipped(tmp_path):
    file = write(tmp_path, gzip.compress(GOOD + bytes(50_000_000), mtime=0))
    tracemalloc.start()
    with pytest.raises(DamagedFile, match="it goes on after its last value"):
        read_idx(file, PICTURE)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_what_the_system_refuses_is_no_damage(tmp_path):
    with pytest.raises(DataError, match=r"Cannot read .*missing: No such file or directory") as caught:
        read_idx(tmp_path / "missing", PICTURE)
    assert not isinstance(caught.value, DamagedFile)


@given(data=st.data(), zipped=st.booleans())
def test_only_damaged_file_comes_out_of_mutated_bytes(mutated, data, zipped):
    file = mutated(data, gzip.compress(GOOD, mtime=0) if zipped else GOOD)
    try:
        pictures = read_idx(file, PICTURE)
    except DamagedFile:
        return
    assert pictures.dtype == np.uint8
    assert pictures.shape[1:] == PICTURE


@fuzzed
@given(seed=st.integers(0, 2**64))
@pytest.mark.parametrize("content", [GOOD, gzip.compress(GOOD, mtime=0)], ids=["plain", "gzip"])
def test_fuzz_only_damaged_file_comes_out(tmp_path_factory, content, seed):
    for changed in damaged(seed, content):
        try:
            pictures = read_idx(write(tmp_path_factory.getbasetemp(), changed), PICTURE)
        except DamagedFile:
            continue
        assert pictures.shape[1:] == PICTURE
