import gzip
import io
import tarfile
import tracemalloc

import pytest
from damage import damaged, fuzzed
from hypothesis import given, settings
from hypothesis import strategies as st
from text_files import member, tar_of

from sutja.data.formats import tar
from sutja.data.formats.tar import read_members
from sutja.errors import DamagedFile, DataError

GOOD = tar_of((member("a/one.bin", 3), b"one"), (member("a/two.bin", 3), b"two"), (member("a/other", 5), b"other"))


def read(folder, content):
    file = folder / "set.tar.gz"
    file.write_bytes(content)
    return {str(name): text for name, text in read_members(file, lambda name: name.suffix == ".bin")}


@pytest.mark.parametrize("pack", [bytes, gzip.decompress], ids=["gzip", "plain"])
def test_reads_the_members_that_are_wanted_and_writes_nothing(tmp_path, pack):
    assert read(tmp_path, pack(GOOD)) == {"a/one.bin": b"one", "a/two.bin": b"two"}
    assert [file.name for file in tmp_path.iterdir()] == ["set.tar.gz"]


@pytest.mark.parametrize(
    "name", ["../../outside.bin", "/etc/outside.bin", "a/../../outside.bin", "C:/x.bin", "..\\x.bin"]
)
def test_a_path_outside_the_archive_is_refused(tmp_path, name):
    with pytest.raises(DamagedFile, match="it holds a path outside itself, '"):
        read(tmp_path, tar_of((member(name, 3), b"one")))
    assert not (tmp_path.parent / "outside.bin").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE, tarfile.BLKTYPE])
def test_links_and_devices_are_refused_even_where_nobody_asks_for_them(tmp_path, kind):
    with pytest.raises(DamagedFile, match="it holds a link or a device, 'a/link'"):
        read(tmp_path, tar_of((member("a/link", kind=kind, target="/etc/passwd"), b"")))


def huge(size):
    """An archive with one member that declares ``size`` bytes and has 3."""
    info = member("a/one.bin", size)
    return gzip.compress(info.tobuf(tarfile.GNU_FORMAT) + b"one", mtime=0)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "its tar archive is broken"),
        (b"<html>Sign in</html>", "its tar archive is broken"),
        (gzip.compress(b"<html>Sign in</html>" * 100, mtime=0), "its tar archive is broken"),
        (GOOD[:-20], "its gzip stream is broken|its tar archive is broken"),
        (GOOD[:100], "its gzip stream is broken|its tar archive is broken"),
        (huge(2**20), "it is cut short|its tar archive is broken"),
        (huge(2**40), "its header declares 1,099,511,627,776 bytes"),
    ],
)
def test_a_damaged_archive_is_named_with_its_problem(tmp_path, content, problem):
    tracemalloc.start()
    with pytest.raises(DamagedFile, match=problem) as caught:
        read(tmp_path, content)
    assert tracemalloc.get_traced_memory()[1] < 2_000_000
    tracemalloc.stop()
    assert str(caught.value).startswith(f"{tmp_path / 'set.tar.gz'} is damaged: ")


def test_a_zip_bomb_is_not_unzipped(tmp_path, monkeypatch):
    monkeypatch.setattr(tar, "LARGEST", 1_000_000)
    with pytest.raises(DamagedFile, match="it unzips to more than 1,000,000 bytes"):
        read(tmp_path, tar_of((member("bomb", 9_000_000), bytes(9_000_000)), (member("a/one.bin", 3), b"one")))


def test_headers_nested_a_thousand_deep_are_no_harm(tmp_path):
    stream = io.BytesIO()
    for _ in range(5_000):
        header = member("x", 10, kind=b"x")
        stream.write(header.tobuf(tarfile.GNU_FORMAT) + b"10 a=bcde\n".ljust(512, b"\0"))
    with pytest.raises(DamagedFile, match="its tar archive is broken"):
        read(tmp_path, gzip.compress(stream.getvalue(), mtime=0))


def test_what_the_system_refuses_is_no_damage(tmp_path):
    with pytest.raises(DataError, match=r"Cannot read .*: No such file or directory") as caught:
        list(read_members(tmp_path / "set.tar.gz", lambda name: True))
    assert not isinstance(caught.value, DamagedFile)


@settings(max_examples=30, deadline=None)
@given(data=st.data(), zipped=st.booleans())
def test_only_damaged_file_comes_out_of_mutated_bytes(mutated, data, zipped):
    file = mutated(data, GOOD if zipped else gzip.decompress(GOOD))
    try:
        found = dict(read_members(file, lambda name: True))
    except DamagedFile:
        return
    assert all(isinstance(content, bytes) for content in found.values())


@fuzzed
@given(seed=st.integers(0, 2**64), zipped=st.booleans())
def test_fuzz_only_damaged_file_comes_out(tmp_path_factory, seed, zipped):
    file = tmp_path_factory.getbasetemp() / "damaged.tar"
    for changed in damaged(seed, GOOD if zipped else gzip.decompress(GOOD)):
        file.write_bytes(changed)
        try:
            found = dict(read_members(file, lambda name: True))
        except DamagedFile:
            continue
        assert all(isinstance(content, bytes) for content in found.values())
