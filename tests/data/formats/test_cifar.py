import pickle
import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from cifar_files import array, binary, number, python2, text
from damage import damaged, fuzzed
from hypothesis import given, settings
from hypothesis import strategies as st

from sutja.data.formats.cifar import from_binary, from_python
from sutja.errors import DamagedFile

X = np.random.default_rng(0).integers(0, 256, (4, 32, 32, 3), np.uint8)
COARSE, FINE = np.array([0, 19, 7, 3]), np.array([5, 99, 44, 0])
FILE = Path("data_batch_1")
GOOD = python2(X, labels=FINE)


def test_binary_files_hold_a_class_and_three_planes_of_colour():
    x, y = from_binary(binary(X, FINE), 1, FILE)
    np.testing.assert_array_equal(x, X)
    assert y.tolist() == [[5], [99], [44], [0]]
    assert (x.dtype, y.dtype) == (np.uint8, np.int64)

    x, y = from_binary(binary(X, COARSE, FINE), 2, FILE)
    np.testing.assert_array_equal(x, X)
    assert y.tolist() == [[0, 5], [19, 99], [7, 44], [3, 0]]


@pytest.mark.parametrize("content", [b"", binary(X, FINE)[:-1], binary(X, FINE) + b"\0", binary(X, COARSE, FINE)])
def test_binary_files_consist_of_whole_records(content):
    with pytest.raises(
        DamagedFile, match=r"data_batch_1 is damaged: its [\d,]+ bytes are no whole number of records of"
    ):
        from_binary(content, 1, FILE)


def test_python_files_are_those_of_python_2():
    assert pickle.loads(GOOD, encoding="bytes")[b"labels"] == FINE.tolist()  # noqa: S301 the test's own bytes are a true pickle
    x, y = from_python(GOOD, ["labels"], FILE)
    np.testing.assert_array_equal(x, X)
    assert y[:, 0].tolist() == FINE.tolist()
    _x, y = from_python(python2(X, fine_labels=FINE, coarse_labels=COARSE), ["coarse_labels", "fine_labels"], FILE)
    assert y.tolist() == [[0, 5], [19, 99], [7, 44], [3, 0]]


@pytest.mark.parametrize("protocol", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("key", [str, str.encode])
def test_python_files_that_were_written_anew_are_read_too(protocol, key):
    rows = X.transpose(0, 3, 1, 2).reshape(4, -1)
    content = {key("data"): rows, key("labels"): FINE.tolist(), key("filenames"): ["a.png"] * 4}
    x, y = from_python(pickle.dumps(content, protocol), ["labels"], FILE)
    np.testing.assert_array_equal(x, X)
    assert y[:, 0].tolist() == FINE.tolist()


class Trap:
    def __reduce__(self):
        return Path.touch, (Path("trapped"),)


class Trap2:
    def __reduce__(self):
        return eval, ("open('trapped', 'w')",)


TRAPS = [
    *(pickle.dumps(trap, protocol) for trap in (Trap(), {"data": Trap2()}, [Trap2()]) for protocol in range(5)),
    b"cos\nsystem\n(S'touch trapped'\ntR.",
    b"cbuiltins\neval\n(U\x18open('trapped', 'w')     tR.",
    b"(S'touch trapped'\nios\nsystem\n.",
    b"\x80\x02cnumpy.core.multiarray\nscalar\n(tR.",
    b"\x80\x02cnumpy\nload\nU\x07trapped\x85R.",
    b"\x80\x04\x8c\x02os\x8c\x06system\x93\x8c\x0dtouch trapped\x85R.",
    b"\x80\x02}q\x00U\x04dataU\x09__class__s}b.",
    GOOD.replace(b"numpy\nndarray", b"os\nsystem"),
    GOOD.replace(b"_reconstruct", b"fromfile"),
    b"\x80\x02\x82\x01.",  # a function by the number of an extension
    b"\x80\x02P1\n.",  # something of the reader's
]


@pytest.mark.parametrize("content", TRAPS)
def test_nothing_of_a_malicious_pickle_runs(content, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DamagedFile, match="its pickle is not that of a picture file"):
        from_python(content, ["labels"], FILE)
    assert list(tmp_path.iterdir()) == []


def test_the_traps_would_work(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pickle.loads(TRAPS[0])  # noqa: S301
    assert (tmp_path / "trapped").exists()


SHORT = X.transpose(0, 3, 1, 2).reshape(4, -1)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "it is broken"),
        (b"<html>", "it asks for the instruction b'<'"),
        (GOOD[:-1], "it is broken"),
        (GOOD[:2000], "it is cut short"),
        (pickle.dumps([1, 2]), "no dictionary"),
        (pickle.dumps({"labels": [1]}), "no data or no labels"),
        (python2(X, fine_labels=FINE), "no data or no labels"),
        (python2(X, labels=FINE[:3]), "it has 4 pictures but 3 labels"),
        (python2(X, labels=[1, 2, 3, 256]), r"classes that are no numbers in 0\.\.255"),
        (python2(X, labels=[1, 2, 3, -1]), r"classes that are no numbers in 0\.\.255"),
        (python2(X[:0], labels=[]), "its data is uint8 of shape"),
        (b"\x80\x02}(" + text(b"data") + array(SHORT[:, :100]) + text(b"labels") + b"](K\1K\1K\1K\1eu.", "not pixels"),
        (b"\x80\x02}(" + text(b"data") + array(SHORT, b"f4") + text(b"labels") + b"](K\1eu.", "numbers of type 'f4'"),
        (
            b"\x80\x02}(" + text(b"data") + array(SHORT, b"O8") + text(b"labels") + b"](K\1eu.",
            "an array of another kind",
        ),
        (
            b"\x80\x02}(" + text(b"data") + array(SHORT, content=b"1") + text(b"labels") + b"](K\1eu.",
            "whose shape is not",
        ),
        (b"\x80\x02(((((", "it is broken"),
        (b"\x80\x02t.", "it is broken|a mark is missing"),
        (b"\x80\x02K\1K\2.", "it leaves more than one thing"),
        (b"\x80\x02h\7.", "it is broken"),
        (b"\x80\x02]K\1K\2s.", "items of no dictionary"),
        (b"\x80\x02}](K\1esN.", "it leaves|a key that is no text|it is broken"),
        (b"\x80\x7f.", "a protocol that is not known"),
        (b"I" + b"9" * 10_000 + b"\n.", "a number of more than 64 bits"),
        (
            b"\x80\x02}(" + text(b"data") + array(SHORT[:1]).replace(number(3072), b"\x88") + b"u.",
            "no data or no labels",
        ),
        (
            b"\x80\x02}("
            + text(b"data")
            + array(SHORT[:1]).replace(number(3072), b"\x88")
            + text(b"labels")
            + b"](K\1eu.",
            "whose shape is not",
        ),
        (b"\x8a\xff" + b"9" * 255 + b".", "a number of more than 64 bits"),
    ],
)
def test_a_damaged_python_file_is_named_with_its_problem(content, problem):
    with pytest.raises(DamagedFile, match=problem) as caught:
        from_python(content, ["labels"], FILE)
    assert str(caught.value).startswith("data_batch_1 is damaged: ")


@pytest.mark.parametrize(
    "content",
    [
        b"\x80\x02T" + struct.pack("<I", 2**32 - 1) + b"abc.",
        b"\x80\x04\x8e" + struct.pack("<Q", 2**40) + b"abc.",
        b"\x80\x02X" + struct.pack("<I", 2**31) + b"abc.",
        b"\x80\x02]r" + struct.pack("<I", 2**32 - 1) + b".",  # the memo of Python's own reader grows to this place
        GOOD.replace(number(3072), b"J" + struct.pack("<i", 2**31 - 1)),
        b"\x80\x04\x95" + struct.pack("<Q", 2**60) + b"N.",
    ],
)
def test_a_huge_declared_size_is_refused_before_it_is_allocated(content):
    tracemalloc.start()
    with pytest.raises(DamagedFile):
        from_python(content, ["labels"], FILE)
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    tracemalloc.stop()


def test_lists_in_lists_a_hundred_thousand_deep_are_no_harm():
    with pytest.raises(DamagedFile, match="no dictionary"):
        from_python(b"\x80\x02" + b"]" * 100_000 + b"a" * 99_999 + b".", ["labels"], FILE)


SMALL = python2(X[:1], labels=FINE[:1])


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_only_damaged_file_comes_out_of_mutated_bytes(mutated, data):
    try:
        x, y = from_python(mutated(data, SMALL).read_bytes(), ["labels"], FILE)
    except DamagedFile:
        return
    assert x.shape[1:] == (32, 32, 3)
    assert y.shape == (len(x), 1)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from([*b"\x80\x02}](K\x01.q\x00h\x00etuUsabRcnumpy\n\x85\x86\x87NIX\x93\x94TdlpgC"]), max_size=40
    )
)
def test_only_damaged_file_comes_out_of_any_instructions(instructions):
    with pytest.raises(DamagedFile):
        from_python(bytes(instructions), ["labels"], FILE)


@fuzzed
@given(seed=st.integers(0, 2**64))
def test_fuzz_only_damaged_file_comes_out_of_pickles(seed):
    for changed in damaged(seed, SMALL):
        try:
            x, y = from_python(changed, ["labels"], FILE)
        except DamagedFile:
            continue
        assert x.shape[1:] == (32, 32, 3)
        assert y.shape == (len(x), 1)


@fuzzed
@given(seed=st.integers(0, 2**64))
def test_fuzz_only_damaged_file_comes_out_of_records(seed):
    for changed in damaged(seed, binary(X[:1], FINE[:1])):
        try:
            x, y = from_binary(changed, 1, FILE)
        except DamagedFile:
            continue
        assert x.shape[1:] == (32, 32, 3)
        assert y.shape == (len(x), 1)
