import shutil

import pytest

from sutja.data.sets import mnist
from sutja.data.sources.places import cache_folder, find, readable
from sutja.errors import InvalidArgument, NotAvailable

SPEC = mnist.spec()


def test_on_a_machine_without_data_nothing_is_found(machine):
    assert find(SPEC) is None


@pytest.mark.parametrize("folder", ["mnist", "MNIST/raw", "."])
@pytest.mark.parametrize("form", [{}, {"zipped": True}, {"dotted": True}, {"dotted": True, "zipped": True}])
def test_idx_files_are_found_in_the_folders_and_spellings_that_people_use(machine, small, folder, form):
    small.write_idx(machine.data / folder, **form)
    copy = find(SPEC)
    assert copy.source == f"$SUTJA_DATA {machine.data / folder}"
    assert [file.name[:8] for file in copy.files] == ["train-im", "train-la", "t10k-ima", "t10k-lab"]


def test_the_places_are_looked_at_in_order(machine, small, tmp_path):
    by_hand = small.write_npz(tmp_path / "by hand")
    small.write_npz(machine.data)
    small.write_npz(machine.keras)
    small.write_npz(machine.cache / "mnist")

    assert find(SPEC, by_hand).source == f"directory {by_hand}"
    assert find(SPEC).source == f"$SUTJA_DATA {machine.data / 'mnist.npz'}"
    (machine.data / "mnist.npz").unlink()
    assert find(SPEC).source == f"Keras cache {machine.keras / 'mnist.npz'}"
    shutil.rmtree(machine.keras)
    assert find(SPEC).source == f"Sutja cache {machine.cache / 'mnist' / 'mnist.npz'}"
    shutil.rmtree(machine.cache)
    assert find(SPEC) is None


def test_the_caches_are_in_the_home_folder_by_default(machine, small, tmp_path, monkeypatch):
    monkeypatch.delenv("SUTJA_DATA")
    monkeypatch.delenv("KERAS_HOME")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "home"))
    small.write_npz(tmp_path / "home" / ".keras" / "datasets")
    assert find(SPEC).source.replace("\\", "/") == "Keras cache ~/.keras/datasets/mnist.npz"
    monkeypatch.delenv("SUTJA_CACHE")
    assert "sutja" in str(cache_folder())


def test_a_directory_may_be_written_with_a_tilde(machine, small, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    small.write_idx(tmp_path / "my" / "mnist")
    assert find(SPEC, "~/my/mnist").folder == tmp_path / "my" / "mnist"
    assert readable(tmp_path / "my") in ("~/my", "~\\my")


@pytest.mark.parametrize("name", ["missing", "a file"])
def test_a_mistyped_data_folder_is_not_passed_over(machine, small, tmp_path, monkeypatch, name):
    small.write_npz(machine.keras)
    (tmp_path / "a file").touch()
    monkeypatch.setenv("SUTJA_DATA", str(tmp_path / name))
    with pytest.raises(InvalidArgument, match=r"`SUTJA_DATA`. Expected an existing folder. Received: SUTJA_DATA='.*"):
        find(SPEC)
    assert find(SPEC, machine.keras).source.startswith("directory ")  # which is all that is looked at
    monkeypatch.setenv("SUTJA_DATA", "")
    assert find(SPEC).source.startswith("Keras cache ")


def test_a_directory_that_lacks_the_set_is_an_error_even_if_another_place_has_it(machine, small, tmp_path):
    small.write_npz(machine.data)
    (tmp_path / "empty").mkdir()
    with pytest.raises(
        NotAvailable, match=r"There is no mnist in .*empty. Expected there: train-images-idx3-ubyte \+ "
    ):
        find(SPEC, tmp_path / "empty")


@pytest.mark.parametrize("name", ["missing", "a file"])
def test_a_directory_must_be_a_folder(machine, tmp_path, name):
    (tmp_path / "a file").touch()
    with pytest.raises(InvalidArgument, match=r"`directory`. Expected an existing folder. Received: directory='.*"):
        find(SPEC, tmp_path / name)


def test_a_part_of_the_files_is_an_error_where_a_person_put_them(machine, small):
    folder = small.write_idx(machine.data / "mnist", zipped=True)
    (folder / "t10k-labels-idx1-ubyte.gz").unlink()
    for directory in (None, machine.data, folder):
        with pytest.raises(NotAvailable, match=r"The copy of mnist in .*mnist lacks t10k-labels-idx1-ubyte\. Add what"):
            find(SPEC, directory)

    small.write_npz(machine.data)  # a whole copy beside it is taken
    assert find(SPEC).files == (machine.data / "mnist.npz",)


def test_a_part_of_the_files_in_a_cache_is_no_copy(machine, small):
    folder = small.write_idx(machine.cache / "mnist", zipped=True)
    (folder / "t10k-labels-idx1-ubyte.gz").unlink()
    assert find(SPEC) is None


def test_a_folder_with_the_name_of_a_file_is_no_copy(machine):
    (machine.keras / "mnist.npz").mkdir(parents=True)
    assert find(SPEC) is None
