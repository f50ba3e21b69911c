import errno
import gzip
import hashlib
import logging.handlers
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pooch
import pytest

from sutja import data
from sutja.data import catalogue
from sutja.data.sets import imdb
from sutja.data.sets.like_mnist import idx_downloads
from sutja.data.sources.download import download
from sutja.data.sources.progress import DownloadProgress
from sutja.data.sources.resuming import Resuming
from sutja.data.spec import Download
from sutja.errors import DataError, InvalidArgument, NotAvailable


def sha256(content):
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


@pytest.fixture
def npz(small, tmp_path):
    return (small.write_npz(tmp_path / "original") / "mnist.npz").read_bytes()


@pytest.fixture
def idx(small, tmp_path):
    """The contents of the four zipped IDX files by name."""
    folder = small.write_idx(tmp_path / "original idx")
    return {f"{file.name}.gz": gzip.compress(file.read_bytes(), mtime=0) for file in folder.iterdir()}


def declare_idx(idx, *mirrors):
    names = [
        f"{part}-ubyte.gz"
        for part in ("train-images-idx3", "train-labels-idx1", "t10k-images-idx3", "t10k-labels-idx1")
    ]
    contents = [idx[name] for name in names]
    return idx_downloads(mirrors, [sha256(content) for content in contents], [len(content) for content in contents])


def files_in(folder):
    files = (file for file in folder.rglob("*") if file.is_file() and not file.name.endswith(".lock"))
    return sorted(str(file.relative_to(folder)) for file in files)


def test_a_download_is_kept_and_used_the_next_time(machine, declare, mirror, npz, small):
    mirror.answers["mnist.npz"] = npz
    declare(downloads=((Download("mnist.npz", sha256(npz), len(npz), (mirror.url("mnist.npz"),)),),))

    dataset = data.load("mnist")
    assert dataset.source == f"download {mirror.url('mnist.npz')}"
    assert (dataset.x_train[..., 0] == small.x_train).all()
    assert files_in(machine.cache) == ["mnist/mnist.npz"]

    assert data.load("mnist").source == f"Sutja cache {machine.cache / 'mnist' / 'mnist.npz'}"
    assert mirror.requests == ["mnist.npz"]


def test_a_mirror_that_fails_is_replaced_by_the_next(machine, declare, mirror, npz, idx):
    """The npz is not there; the first IDX mirror sends one file damaged and breaks off another."""
    mirror.answers |= {f"a/{name}": content for name, content in idx.items()}
    mirror.answers |= {f"b/{name}": content for name, content in idx.items()}
    mirror.answers["a/train-labels-idx1-ubyte.gz"] = gzip.compress(b"something else")
    mirror.truncated.add("a/t10k-images-idx3-ubyte.gz")
    declare(
        downloads=(
            (Download("mnist.npz", sha256(npz), len(npz), (mirror.url("mnist.npz"),)),),
            declare_idx(idx, mirror.url("a/"), mirror.url("b/")),
        )
    )
    assert data.load("mnist").source == f"download {mirror.url('a')}"
    assert files_in(machine.cache) == sorted(f"mnist/{name}" for name in idx)
    assert all((machine.cache / "mnist" / name).read_bytes() == content for name, content in idx.items())
    assert [path for path in mirror.requests if path.startswith("b/")] == [
        "b/train-labels-idx1-ubyte.gz",
        "b/t10k-images-idx3-ubyte.gz",
    ]


def test_what_arrived_before_an_interruption_is_not_asked_for_again(machine, declare, mirror, idx):
    mirror.answers |= idx
    last = mirror.answers.pop("t10k-labels-idx1-ubyte.gz")
    declare(downloads=(declare_idx(idx, mirror.url("")),))
    with pytest.raises(NotAvailable):
        data.load("mnist")
    mirror.answers["t10k-labels-idx1-ubyte.gz"] = last
    mirror.requests.clear()
    assert data.load("mnist").source.startswith("download")
    assert mirror.requests == ["t10k-labels-idx1-ubyte.gz"]


@pytest.mark.parametrize(
    ("answer", "truncated", "reason"),
    [
        (404, False, "404 Not Found"),
        (503, False, "503 Service Unavailable"),
        (b"<html>Sign in to this network</html>", False, "sent a damaged file"),
        (b"half", True, "broke off"),
    ],
)
def test_when_no_mirror_delivers_one_line_says_why_and_what_to_do(machine, declare, mirror, answer, truncated, reason):
    mirror.answers["mnist.npz"] = answer
    if truncated:
        mirror.truncated.add("mnist.npz")
    declare(downloads=((Download("mnist.npz", sha256(b"half"), 4, (mirror.url("mnist.npz"),)),),))
    with pytest.raises(NotAvailable) as caught:
        data.load("mnist")
    assert str(caught.value) == (
        f"No copy of mnist is on this machine, and it could not be downloaded ({mirror.host}: {reason}). "
        "Put its files into $SUTJA_DATA/mnist by hand, where $SUTJA_DATA is a folder that you choose, "
        "or use mnist5k, which needs no download"
    )
    assert files_in(machine.cache) == (["mnist/mnist.npz.part"] if truncated else [])
    assert data.locate("mnist") is None


def test_without_a_network_the_error_names_all_mirrors(machine, declare, mirror):
    closed = ("http://127.0.0.1:1/mnist.npz", "http://localhost:1/mnist.npz")
    declare(downloads=((Download("mnist.npz", sha256(b""), 0, closed),),))
    with pytest.raises(NotAvailable, match=r"\(127.0.0.1:1: no connection; localhost:1: no connection\)"):
        data.load("mnist")


def test_a_full_disk_is_one_clear_line_and_leaves_nothing_that_looks_whole(machine, declare, mirror, npz, monkeypatch):
    def write_half(self, url, output_file, pooch_object, check_only=False):
        Path(output_file).write_bytes(npz[:100])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Resuming, "__call__", write_half)
    declare(downloads=((Download("mnist.npz", sha256(npz), len(npz), (mirror.url("a"), mirror.url("b"))),),))
    with pytest.raises(
        DataError, match=r"Cannot write to .*mnist: No space left on device\. Make room there, or choose"
    ):
        data.load("mnist")
    assert files_in(machine.cache) == []


def test_a_cache_that_cannot_be_made_is_one_clear_line(machine, declare, mirror, npz):
    mirror.answers["mnist.npz"] = npz
    machine.cache.write_text("not a folder")
    declare(downloads=((Download("mnist.npz", sha256(npz), len(npz), (mirror.url("mnist.npz"),)),),))
    with pytest.raises(DataError, match=r"Cannot write to .*mnist: (Not a directory|File exists)"):
        data.load("mnist")


def test_two_downloads_at_once_end_with_one_good_copy_fetched_once(machine, declare, mirror, npz):
    second_has_begun = threading.Event()

    def answer():
        second_has_begun.wait(10)
        return npz

    mirror.answers["mnist.npz"] = answer
    spec = declare(downloads=((Download("mnist.npz", sha256(npz), len(npz), (mirror.url("mnist.npz"),)),),))
    copies = []
    threads = [threading.Thread(target=lambda: copies.append(download(spec, machine.cache / "mnist"))) for _ in "ab"]
    for thread in threads:
        thread.start()
    second_has_begun.set()
    for thread in threads:
        thread.join()
    assert len(copies) == 2
    assert files_in(machine.cache) == ["mnist/mnist.npz"]
    assert (machine.cache / "mnist" / "mnist.npz").read_bytes() == npz
    assert mirror.requests == ["mnist.npz"]


def test_two_processes_at_once_end_with_one_good_copy(machine, mirror, npz):
    """Killed in the middle or not, no process sees a file that another has not finished."""
    code = f"""
from pathlib import Path
from sutja.data.sources.download import _fetch
from sutja.data.spec import Download
file = Download("mnist.npz", {sha256(npz)!r}, {len(npz)}, ())
assert _fetch(file, {mirror.url("mnist.npz")!r}, Path({str(machine.cache)!r}), {{}})
"""
    mirror.answers["mnist.npz"] = npz
    started = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in "ab"]
    assert [process.communicate(timeout=60)[0] or process.returncode for process in started] == [0, 0]
    assert files_in(machine.cache) == ["mnist.npz"]
    assert (machine.cache / "mnist.npz").read_bytes() == npz
    assert mirror.requests == ["mnist.npz"]


def test_an_interrupted_download_goes_on_where_it_stopped(machine, declare, mirror, npz, monkeypatch):
    monkeypatch.setattr(DownloadProgress, "CHUNK", 1000)
    mirror.answers["mnist.npz"] = npz
    mirror.truncated.add("mnist.npz")
    declare(downloads=((Download("mnist.npz", sha256(npz), len(npz), (mirror.url("mnist.npz"),)),),))
    with pytest.raises(NotAvailable, match="broke off"):
        data.load("mnist")
    arrived = (machine.cache / "mnist" / "mnist.npz.part").read_bytes()
    assert len(arrived) == len(npz) // 2 // 1000 * 1000
    assert npz.startswith(arrived)

    mirror.truncated.clear()
    assert data.load("mnist").source.startswith("download")
    assert mirror.ranges == [None, f"bytes={len(arrived)}-"]
    assert files_in(machine.cache) == ["mnist/mnist.npz"]


@pytest.mark.parametrize(
    ("left", "resumes", "ranges"),
    [
        (b"something else", True, ["bytes=14-", None]),  # the whole has another checksum: once more from the beginning
        (b"half", False, ["bytes=4-"]),  # a server that sends all of it anyway
        (bytes(10_000_000), True, [None]),  # more than there is: filled in below
    ],
)
def test_a_part_of_no_use_is_thrown_away(machine, declare, mirror, npz, left, resumes, ranges):
    mirror.answers["mnist.npz"] = npz
    mirror.resumes = resumes
    part = machine.cache / "mnist" / "mnist.npz.part"
    part.parent.mkdir(parents=True)
    part.write_bytes(left)
    declare(downloads=((Download("mnist.npz", sha256(npz), len(npz), (mirror.url("mnist.npz"),)),),))
    assert data.load("mnist").source.startswith("download")
    assert mirror.ranges[-len(ranges) :] == ranges
    assert files_in(machine.cache) == ["mnist/mnist.npz"]


def test_without_a_terminal_a_download_is_announced_in_one_line(machine, declare, mirror, npz, capsys):
    handler = logging.handlers.BufferingHandler(100)
    pooch.get_logger().addHandler(handler)
    mirror.answers["mnist.npz"] = npz
    declare(downloads=((Download("mnist.npz", sha256(npz), len(npz), (mirror.url("mnist.npz"),)),),))
    data.load("mnist")
    pooch.get_logger().removeHandler(handler)
    assert handler.buffer == []  # pooch keeps quiet
    assert capsys.readouterr() == ("", f"Downloading {mirror.url('mnist.npz')}\n")


def test_get_downloads_into_a_folder_that_it_makes(machine, declare, mirror, npz, tmp_path):
    mirror.answers["mnist.npz"] = npz
    declare(downloads=((Download("mnist.npz", sha256(npz), len(npz), (mirror.url("mnist.npz"),)),),))
    folder = tmp_path / "a" / "stick"
    assert data.get("mnist", folder).files == (folder / "mnist.npz",)
    assert data.get("mnist", folder).source == f"directory {folder}"
    assert mirror.requests == ["mnist.npz"]
    assert data.load("mnist", folder).source == f"directory {folder}"


def test_on_a_terminal_a_download_shows_a_bar(machine, declare, mirror, npz, capsys, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "160")
    mirror.answers["mnist.npz"] = npz
    declare(downloads=((Download("mnist.npz", sha256(npz), len(npz), (mirror.url("mnist.npz"),)),),))
    data.load("mnist")
    shown = capsys.readouterr().err
    assert f"Downloading {mirror.url('mnist.npz')}" in shown
    assert "kB" in shown


def test_the_words_of_keras_are_downloaded_without_the_texts(machine, mirror, monkeypatch):
    words = b'{"the": 1, "and": 2}'
    mirror.answers["imdb_word_index.json"] = words
    file = Download("imdb_word_index.json", sha256(words), len(words), (mirror.url("imdb_word_index.json"),))
    spec = replace(imdb.spec(), downloads=((file,),))
    monkeypatch.setitem(catalogue._SPECS, "imdb", lambda: spec)
    for _again in range(2):
        assert data.word_index("imdb") == {"the": 1, "and": 2}
    assert mirror.requests == ["imdb_word_index.json"]
    with pytest.raises(InvalidArgument, match="a set of texts"):
        data.word_index("mnist")
