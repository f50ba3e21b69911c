import gzip

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sutja.data.formats import digits_csv
from sutja.data.formats.digits_csv import read_digits_csv, read_labelled_csv
from sutja.errors import DamagedFile

GOOD = b"0,7,255\n10,99,100\n"


def write(folder, content):
    file = folder / "digits.csv"
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_reads_whole_numbers(tmp_path, pack):
    values = read_digits_csv(write(tmp_path, pack(GOOD)), rows=2, columns=3)
    assert values.dtype == np.uint8
    np.testing.assert_array_equal(values, [[0, 7, 255], [10, 99, 100]])


def test_reads_every_byte_value(tmp_path):
    table = np.random.default_rng(0).permutation(256 * 3).reshape(-1, 12) % 256
    text = "".join(",".join(map(str, row)) + "\n" for row in table)
    np.testing.assert_array_equal(read_digits_csv(write(tmp_path, text.encode()), *table.shape), table)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "its lines do not hold 3 numbers each"),
        (b"0,7,255\n", "it does not hold 2 lines of 3 numbers"),
        (GOOD[:-1], "its lines do not hold 3 numbers each"),
        (GOOD + b"1,2", "its lines do not hold 3 numbers each"),
        (GOOD[:-1] + b",", "its lines do not hold 3 numbers each"),
        (b"0,7\n255,10,99,100\n", "its lines do not hold 3 numbers each"),
        (GOOD.replace(b"255", b"256"), "whole numbers from 0 to 255"),
        (GOOD.replace(b"255", b"2551"), "whole numbers from 0 to 255"),
        (GOOD.replace(b"7", b""), "whole numbers from 0 to 255"),
        (GOOD.replace(b"7", b"-7"), "whole numbers from 0 to 255"),
        (GOOD.replace(b"7", b"7.5"), "whole numbers from 0 to 255"),
        (GOOD.replace(b"7", b":"), "whole numbers from 0 to 255"),
        (GOOD.replace(b"7", b" 7"), "whole numbers from 0 to 255"),
        (GOOD + b"1" * 100, "it goes on after its last value"),
        (gzip.compress(GOOD, mtime=0)[:-9], "its gzip stream is broken"),
    ],
)
def test_a_damaged_file_is_named_with_its_problem(tmp_path, content, problem):
    file = write(tmp_path, content)
    with pytest.raises(DamagedFile, match=problem) as caught:
        read_digits_csv(file, rows=2, columns=3)
    assert str(caught.value).startswith(f"{file} is damaged: ")


@given(data=st.data())
def test_only_damaged_file_comes_out_of_mutated_bytes(mutated, data):
    file = mutated(data, GOOD)
    try:
        values = read_digits_csv(file, rows=2, columns=3)
    except DamagedFile:
        return
    np.testing.assert_array_equal(values, np.loadtxt(file, delimiter=",", ndmin=2))


KAGGLE = b"label,pixel0,pixel1\n7,0,255\n1,99,100\n"


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize(
    "content",
    [
        KAGGLE,
        KAGGLE.replace(b"\n", b"\r\n"),
        KAGGLE[:-1],
        b"\xef\xbb\xbf" + KAGGLE,
        KAGGLE.replace(b"label", b'"label"'),
        KAGGLE.replace(b"pixel0,pixel1", b"1x1,1x2"),
    ],
)
@pytest.mark.parametrize("piece", [1, 9, 2**23])
def test_reads_the_csv_files_of_kaggle(tmp_path, pack, content, piece, monkeypatch):
    monkeypatch.setattr(digits_csv, "_PIECE", piece)
    x, y = read_labelled_csv(write(tmp_path, pack(content)), pixels=2)
    assert (x.dtype, y.dtype) == (np.uint8, np.int64)
    assert x.tolist() == [[0, 255], [99, 100]]
    assert y.tolist() == [7, 1]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "its first line should be label,pixel0,... with 3 names, not 1 names from ''"),
        (b"pixel0,pixel1\n0,255\n", "with 3 names, not 2 names from 'pixel0'"),  # Kaggle's file without labels
        (b"label,pixel0\n7,0\n", "with 3 names, not 2 names from 'label'"),
        (b"7,0,255\n1,99,100\n", "not 3 names from '7'"),
        (b"label,pixel0,pixel1\n", "it has no lines behind the first"),
        (KAGGLE.replace(b"255", b"256"), "whole numbers from 0 to 255"),
        (KAGGLE[:-6], "its lines do not hold 3 numbers each"),
        (KAGGLE.replace(b"7,0,255", b"7,0"), "its lines do not hold 3 numbers each"),
        (KAGGLE.decode().encode("utf-16"), "its first line should be label"),
        (b"label," * 500_000, "its first line should be label"),
    ],
)
def test_a_damaged_csv_file_of_kaggle_is_named_with_its_problem(tmp_path, content, problem):
    with pytest.raises(DamagedFile, match=problem):
        read_labelled_csv(write(tmp_path, content), pixels=2)


@given(data=st.data())
def test_only_damaged_file_comes_out_of_mutated_files_of_kaggle(mutated, data):
    try:
        x, y = read_labelled_csv(mutated(data, KAGGLE), pixels=2)
    except DamagedFile:
        return
    assert x.shape == (len(y), 2)
