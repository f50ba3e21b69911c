import json
from dataclasses import replace

import numpy as np
import pytest
from text_files import REVIEWS, member, tar_of, write_archive, write_reviews, write_wires

from sutja import data
from sutja.data import catalogue
from sutja.data.sets import imdb, reuters
from sutja.errors import DamagedFile, DataError, InvalidArgument, NotAvailable

REMARK = "; words numbered from this text, not by Keras"
UNKNOWN = "; not compared with the original"


@pytest.fixture(autouse=True)
def offline(machine, monkeypatch):
    for module in (imdb, reuters):
        spec = module.spec()
        forms = tuple(replace(form, originals=()) for form in spec.forms)
        monkeypatch.setitem(
            catalogue._SPECS, spec.name, lambda spec=spec, forms=forms: replace(spec, downloads=(), forms=forms)
        )


def words_of(dataset, text):
    """The words of an encoded text, with ? for what was cut out."""
    word = {rank + 3: word for word, rank in dataset.words.items()} | {1: "<", 2: "?"}
    return " ".join(word[number] for number in text)


def test_imdb_is_read_from_the_folders_of_its_authors(machine):
    folder = write_reviews(machine.data / "aclImdb")
    dataset = data.load("imdb")
    assert dataset.source == f"$SUTJA_DATA {folder}{REMARK}{UNKNOWN}"
    assert repr(dataset).startswith("Dataset('imdb': 6 + 4 texts, 2 classes, from ")
    shown = {words_of(dataset, x): y for x, y in zip(dataset.x_train, dataset.y_train, strict=True)}
    assert shown == {
        "< bad bad film br br the plot isn't there": 0,
        "< the worst": 0,
        "< it was a bad film": 0,
        "< a good film the plot is good": 1,
        "< naïve but good": 1,
        "< the ? film there is": 1,
    }
    shown = {words_of(dataset, x): y for x, y in zip(dataset.x_test, dataset.y_test, strict=True)}
    # "acting" does not occur in the training reviews; "best", the last of the rarest words, is cut out as in Keras.
    assert shown == {"< bad": 0, "< the was the worst": 0, "< good good good": 1, "< the ?": 1}


def test_words_are_ranked_by_frequency_in_the_training_reviews(machine):
    write_reviews(machine.data / "aclImdb")
    ranks = data.load("imdb").words
    # film and the occur four times; bad first, film after it, the after that in the order neg, pos and by number.
    assert list(ranks)[:4] == ["film", "the", "bad", "good"]
    assert sorted(ranks.values()) == list(range(1, len(ranks) + 1))
    assert "acting" not in ranks


def test_imdb_is_read_from_its_archive_alike(machine, tmp_path):
    folder = write_reviews(tmp_path / "original")
    write_archive(machine.data / "aclImdb_v1.tar.gz", folder, "aclImdb")
    packed, unpacked = data.load("imdb"), data.load("imdb", folder)
    assert packed.x_train.tolist() == unpacked.x_train.tolist()
    assert packed.y_test.tolist() == unpacked.y_test.tolist()
    assert packed.words == unpacked.words


def ragged(lists):
    array = np.empty(len(lists), object)
    array[:] = lists
    return array


TRAIN = [[1, 14, 20], [3], [1, 2, 3, 4], [5, 6]]
TEST = [[2, 2], [14, 1, 7]]


@pytest.fixture
def keras_imdb(machine):
    machine.keras.mkdir(parents=True)
    np.savez(
        machine.keras / "imdb.npz",
        x_train=ragged(TRAIN),
        y_train=np.array([1, 0, 1, 0]),
        x_test=ragged(TEST),
        y_test=np.array([0, 1]),
    )
    return machine.keras / "imdb.npz"


OPTIONS = [
    {},
    {"num_words": 8},
    {"num_words": 8, "oov_char": None},
    {"skip_top": 5},
    {"num_words": 17, "skip_top": 6, "oov_char": 9},
    {"maxlen": 4},
    {"start_char": None},
    {"start_char": None, "index_from": None},
    {"start_char": None, "index_from": 0},
    {"start_char": 0, "index_from": 5},
    {"seed": 1},
    {"seed": 2**32 - 1, "maxlen": 5, "num_words": 10},
]


def as_keras(options):
    """What ``keras.datasets.imdb.load_data`` does with the arrays of its file, step by step."""
    o = {"num_words": None, "skip_top": 0, "maxlen": None, "seed": 113, "start_char": 1, "oov_char": 2, "index_from": 3}
    o |= options
    rng = np.random.RandomState(o["seed"])
    parts = []
    for x, y in ((TRAIN, [1, 0, 1, 0]), (TEST, [0, 1])):
        order = np.arange(len(x))
        rng.shuffle(order)
        x, y = [x[i] for i in order], [y[i] for i in order]
        if o["start_char"] is not None:
            x = [[o["start_char"]] + [w + o["index_from"] for w in text] for text in x]
        elif o["index_from"]:
            x = [[w + o["index_from"] for w in text] for text in x]
        if o["maxlen"]:
            kept = [i for i, text in enumerate(x) if len(text) < o["maxlen"]]
            x, y = [x[i] for i in kept], [y[i] for i in kept]
        parts.append((x, y))
    limit = o["num_words"] or max(max(text) for x, _y in parts for text in x)
    if o["oov_char"] is not None:
        cut = lambda text: [w if o["skip_top"] <= w < limit else o["oov_char"] for w in text]  # noqa: E731
    else:
        cut = lambda text: [w for w in text if o["skip_top"] <= w < limit]  # noqa: E731
    return [([cut(text) for text in x], y) for x, y in parts]


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_the_file_of_keras_gives_the_numbers_of_keras(keras_imdb, options):
    dataset = data.load("imdb", **options)
    (x_train, y_train), (x_test, y_test) = as_keras(options)
    assert dataset.x_train.tolist() == x_train
    assert dataset.y_train.tolist() == y_train
    assert dataset.x_test.tolist() == x_test
    assert dataset.y_test.tolist() == y_test
    assert dataset.words is None


def test_the_words_of_keras_are_read_where_their_file_lies_beside(keras_imdb):
    keras_imdb.with_name("imdb_word_index.json").write_text(json.dumps({"the": 1, "naïve": 2}))
    assert data.load("imdb").words == {"the": 1, "naïve": 2}
    for broken in ('{"the": "1"}', "[1]", "{", '{"the": 0}', "[" * 100_000):
        keras_imdb.with_name("imdb_word_index.json").write_text(broken)
        with pytest.raises(DamagedFile, match=r"imdb_word_index\.json is damaged"):
            data.load("imdb")


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"num_words": -1}, "`num_words`. Expected a whole number from 0, or None"),
        ({"skip_top": 0.5}, "`skip_top`"),
        ({"maxlen": 1}, "`maxlen`. Expected a length that some text is below"),
        ({"seed": -1}, "`seed`"),
        ({"index_from": "3"}, "`index_from`"),
        ({"test_split": 0.2}, "one of: num_words, skip_top"),
    ],
)
def test_options_are_checked(keras_imdb, options, problem):
    with pytest.raises(InvalidArgument, match=problem):
        data.load("imdb", **options)


def test_a_review_in_another_encoding_is_named(machine):
    folder = write_reviews(machine.data / "aclImdb")
    (folder / "train/pos/1_7.txt").write_bytes("Naïve".encode("utf-16"))
    with pytest.raises(DamagedFile, match=r"1_7\.txt is damaged: it is no text in UTF-8"):
        data.load("imdb")


def test_a_folder_without_reviews_or_that_is_missing_is_named(machine):
    folder = write_reviews(machine.data / "aclImdb")
    for file in (folder / "test/pos").iterdir():
        file.unlink()
    with pytest.raises(DamagedFile, match="it has no reviews in test/pos"):
        data.load("imdb")
    (folder / "test/pos").rmdir()
    with pytest.raises(NotAvailable, match="lacks test/pos/"):
        data.load("imdb")


def test_a_folder_that_may_not_be_read_is_one_line(machine, monkeypatch):
    folder = write_reviews(machine.data / "aclImdb")
    closed = type(folder).iterdir

    def iterdir(path):
        if path.name == "neg":
            raise PermissionError(13, "Permission denied", str(path))
        return closed(path)

    monkeypatch.setattr(type(folder), "iterdir", iterdir)
    with pytest.raises(DataError, match=r"Cannot read .*neg: Permission denied"):
        data.load("imdb")


def test_a_review_outside_the_archive_is_refused(machine, tmp_path):
    good = [(member(f"aclImdb/{name}", len(text.encode())), text.encode()) for name, text in REVIEWS.items()]
    (machine.data / "aclImdb_v1.tar.gz").write_bytes(tar_of(*good, (member("../train/pos/9_9.txt", 1), b"x")))
    with pytest.raises(DamagedFile, match="a path outside itself"):
        data.load("imdb")
    (machine.data / "aclImdb_v1.tar.gz").write_bytes(tar_of(*good[:-2]))
    with pytest.raises(DamagedFile, match="it has no reviews in test/pos"):
        data.load("imdb")


@pytest.mark.parametrize("packed", [False, True])
def test_reuters_is_made_of_its_files_as_keras_made_it(machine, tmp_path, packed):
    folder = write_wires((tmp_path if packed else machine.data) / "reuters21578")
    if packed:
        write_archive(machine.data / "reuters21578.tar.gz", folder, ".")
    dataset = data.load("reuters", test_split=0.5, num_words=1000)
    assert (len(dataset.x_train), len(dataset.x_test)) == (13, 13)
    shown = {
        words_of(dataset, x): dataset.classes[y]
        for x, y in zip([*dataset.x_train, *dataset.x_test], [*dataset.y_train, *dataset.y_test], strict=True)
    }
    assert shown["< cocoa is up reuter 3"] == "cocoa"
    assert shown["< profit is up 5 0 pct reuter 3"] == "earn"  # the first of its topics
    assert shown["< wheat lt chicago> is down £2 a bushel reuter 3".replace(">", "")] in ("acq", "grain")
    assert shown["< rn"] == "earn"
    assert "silk" not in " ".join(shown)
    assert dataset.source.endswith(REMARK + UNKNOWN)


def test_reuters_of_keras_is_split_behind_a_seeded_shuffle(machine):
    machine.keras.mkdir(parents=True)
    np.savez(machine.keras / "reuters.npz", x=ragged([[i, 50] for i in range(1, 11)]), y=np.arange(10))
    order = np.arange(10)
    np.random.RandomState(113).shuffle(order)
    dataset = data.load("reuters")
    assert dataset.y_train.tolist() == order[:8].tolist()
    assert dataset.x_test.tolist() == [[1, i + 4, 2] for i in order[8:]]  # 53 is the largest, so it is cut out
    assert len(data.load("reuters", test_split=0.3).x_train) == 7
    for split in (0, 1, -0.1):
        with pytest.raises(InvalidArgument, match="`test_split`"):
            data.load("reuters", test_split=split)


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"", "it has no wires with topics"), ("<TOPICS><D>earn</D></TOPICS>".encode("utf-16"), "no text in Latin-1")],
)
def test_a_damaged_file_of_reuters_is_named(machine, content, problem):
    folder = write_wires(machine.data / "reuters")
    (folder / "reut2-007.sgm").write_bytes(content)
    with pytest.raises(DamagedFile, match=rf"reut2-007\.sgm is damaged: .*{problem}"):
        data.load("reuters")


def test_texts_and_labels_that_disagree_are_damage(machine, keras_imdb):
    np.savez(machine.keras / "reuters.npz", x=ragged([[1], [2]]), y=np.arange(3))
    with pytest.raises(DamagedFile, match="it has 2 texts but 3 labels"):
        data.load("reuters")
    np.savez(keras_imdb, x_train=ragged([[1], [2]]), y_train=np.arange(3), x_test=ragged([[1]]), y_test=np.arange(1))
    with pytest.raises(DamagedFile, match="it has 2 texts but 3 labels"):
        data.load("imdb")
