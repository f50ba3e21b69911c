"""Files that are damaged, or made to harm: each is refused with one line, and nothing in them is executed."""

from __future__ import annotations

import contextlib
import io
import json
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import sutja.nn as nn
from sutja.errors import ModelFileError

METADATA, CONFIG, WEIGHTS = "metadata.json", "config.json", "model.weights.h5"
Parts = dict[str, bytes]


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all that a file can have: branches, a model inside, an optimizer with a schedule and memories."""
    path = tmp_path_factory.mktemp("valid") / "m.keras"
    inner = nn.Sequential([nn.layers.Dense(3, activation="relu", name="inside")], name="inner")
    x = nn.Input((4,), name="x")
    hidden = nn.layers.BatchNormalization(name="norm")(nn.layers.Dense(3, name="first")(x))
    y = nn.layers.Add(name="sum")([inner(x), nn.layers.Dropout(0.5, name="drop")(hidden)])
    model = nn.Model(x, nn.layers.Dense(2, activation="softmax", name="last")(y), name="net")
    schedule = nn.optimizers.schedules.CosineDecay(0.1, 10)
    model.compile(nn.optimizers.Adam(schedule), nn.losses.MeanSquaredError(), metrics=["mae", "accuracy"])
    model.fit(np.ones((4, 4)), np.ones((4, 2)), verbose=0)
    model.save(path)
    return path


def read_parts(path: Path) -> Parts:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def write_parts(path: Path, parts: Parts) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def refusal(path: Path) -> str:
    """What the engine says about the file at ``path``, without the path."""
    with pytest.raises(ModelFileError) as caught:
        nn.models.load_model(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ") and message.isprintable() and len(message) < 1000
    return message.removeprefix(f"{path}: ")


def test_the_file_that_the_others_are_made_from_is_read(valid: Path) -> None:
    assert nn.models.load_model(valid).name == "net"


# The archive


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip file", b"\x89HDF\r\n\x1a\n" + bytes(100)])
def test_what_is_no_archive_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "m.keras"
    path.write_bytes(content)
    assert refusal(path) == (
        "the file is damaged or no .keras file (File is not a zip file). Save or download it again."
    )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(share=st.floats(0, 1, exclude_max=True))
def test_a_truncated_file_is_refused(valid: Path, tmp_path: Path, share: float) -> None:
    whole = valid.read_bytes()
    path = tmp_path / "m.keras"
    path.write_bytes(whole[: int(share * len(whole))])
    assert refusal(path).startswith("the file is damaged or no .keras file")


@pytest.mark.parametrize("missing", [METADATA, CONFIG, WEIGHTS])
def test_a_missing_part_is_named(valid: Path, tmp_path: Path, missing: str) -> None:
    parts = read_parts(valid)
    del parts[missing]
    assert refusal(write_parts(tmp_path / "m.keras", parts)) == (
        f"this is no .keras file, a part is missing (There is no item named '{missing}' in the archive)."
    )


@pytest.mark.parametrize(("part", "size"), [(METADATA, 17 << 20), (CONFIG, 17 << 20), (WEIGHTS, 3 << 30)])
def test_a_part_that_says_it_is_huge_is_not_read(valid: Path, tmp_path: Path, part: str, size: int) -> None:
    data = bytearray(valid.read_bytes())
    entry = data.rindex(part.encode()) - 46  # the entry in the directory at the end; its size stands at 24
    assert data[entry : entry + 4] == b"PK\x01\x02"
    data[entry + 24 : entry + 28] = struct.pack("<I", size)
    path = tmp_path / "m.keras"
    path.write_bytes(data)
    assert refusal(path) == f"{part} is too large to be a model's."


def test_a_compressed_file_is_read_and_refused_when_damaged(valid: Path, tmp_path: Path) -> None:
    path = tmp_path / "m.keras"
    parts = read_parts(valid)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert nn.models.load_model(path).name == "net"
    whole = path.read_bytes()
    refused = 0
    for place in range(200, len(whole) // 2, 97):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 255]) + whole[place + 1 :])
        # Not all damage counts: a header repeats the directory, and a repeat of zeros may point to other zeros.
        with contextlib.suppress(Exception):
            if read_parts(path) == parts:
                continue
        assert refusal(path).startswith("the file is damaged or no .keras file"), place
        refused += 1
    assert refused >= 10


# The architecture


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "7", '"text"', "\xff\xfe", "[" * 100_000, '{"a":' * 100_000, '{"class_name": 1e999']
)
@pytest.mark.parametrize("part", [CONFIG, METADATA])
def test_garbage_in_place_of_json_is_refused(valid: Path, tmp_path: Path, part: str, text: str) -> None:
    path = write_parts(tmp_path / "m.keras", read_parts(valid) | {part: text.encode("latin-1")})
    read = nn.models.load_model if part == CONFIG else nn.saving.read_metadata
    with pytest.raises(ModelFileError) as caught:
        read(path)
    assert str(caught.value) == f"{path}: {part} is not what a .keras file has there."


def edited(valid: Path, path: Path, edit: Callable[[Any], Any]) -> Path:
    """The valid file with its architecture changed by ``edit``, which gets the layers by name, and "all"."""
    parts = read_parts(valid)
    config = json.loads(parts[CONFIG])
    by_name = {layer["name"]: layer for layer in config["config"]["layers"]}
    edit(by_name | {"all": config})
    return write_parts(path, parts | {CONFIG: json.dumps(config).encode()})


EDITS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "another kind of model": (
        lambda c: c["all"].update(class_name="MyModel"),
        "Models of class 'MyModel' are unknown here. Expected 'Sequential' or 'Functional'.",
    ),
    "a layer that we do not have": (
        lambda c: c["first"].update(class_name="ConvLSTM2D"),
        "The file asks for a layer 'ConvLSTM2D', which the engine does not have. Load it with Keras itself, "
        "or hand its class over in `custom_objects`.",
    ),
    "the base of all layers": (
        lambda c: c["first"].update(class_name="Layer"),
        "The file asks for a layer 'Layer', which the engine does not have. Load it with Keras itself, "
        "or hand its class over in `custom_objects`.",
    ),
    "a function of the operating system": (
        lambda c: c["first"].update(module="os", class_name="system", config={"command": "echo"}),
        "The file asks for a layer 'system', which the engine does not have. Load it with Keras itself, "
        "or hand its class over in `custom_objects`.",
    ),
    "a layer without a class": (
        lambda c: c["first"].pop("class_name"),
        "The file asks for a layer None, which the engine does not have. Load it with Keras itself, "
        "or hand its class over in `custom_objects`.",
    ),
    "an unknown activation": (
        lambda c: c["first"]["config"].update(activation="sparsemax"),
        "this model cannot be built here. Invalid value for argument `activation`. Expected one of: linear, relu, "
        "leaky_relu, relu6, elu, celu, selu, gelu, silu, hard_silu, mish, softplus, softsign, sigmoid, hard_sigmoid, "
        "log_sigmoid, tanh, exponential, softmax, log_softmax. Received: activation='sparsemax'. Did you mean "
        "'softmax'?",
    ),
    "an unknown regularizer": (
        lambda c: c["first"]["config"].update(kernel_regularizer={"class_name": "Spectral"}),
        "this model cannot be built here. Invalid value for argument `regularizer`. Expected one of: L1, L2, L1L2, "
        "OrthogonalRegularizer. Received: regularizer='Spectral'.",
    ),
    "an unknown initializer": (
        lambda c: c["first"]["config"].update(kernel_initializer={"class_name": "STFT", "config": {}}),
        "this model cannot be built here. Invalid value for argument `initializer`. Expected one of: Zeros, Ones, ",
    ),
    "a constraint": (
        lambda c: c["first"]["config"].update(kernel_constraint={"class_name": "NonNeg"}),
        "this model cannot be built here. Unsupported argument `kernel_constraint` of Dense. Expected to be left out: "
        "Dense does not have it. Received: kernel_constraint={'class_name': 'NonNeg'}. For this one, train with Keras "
        "itself: `import keras`.",
    ),
    "a class of somebody's own": (
        lambda c: c["first"].update(module="theirs", registered_name="theirs>Dense"),
        "The file asks for a layer 'Dense', which the engine does not have. Load it with Keras itself, or hand its "
        "class over in `custom_objects`.",
    ),
    "an operation": (
        lambda c: c["sum"].update(module="keras.src.ops.numpy"),
        "The file asks for a layer 'Add', which the engine does not have. Load it with Keras itself, or hand its "
        "class over in `custom_objects`.",
    ),
    "a model of somebody's own": (
        lambda c: c["all"].update(module="theirs", registered_name="theirs>Functional"),
        "Models of class 'Functional' are unknown here. Expected 'Sequential' or 'Functional'.",
    ),
    "other units than the weights have": (
        lambda c: c["last"]["config"].update(units=7),
        "The weights of `last` do not fit. Expected shapes [(3, 7), (7,)]. Received: [(3, 2), (2,)]",
    ),
    "more units than any machine has memory for": (
        lambda c: c["last"]["config"].update(units=10**15),
        "The weights of `last` do not fit. Expected shapes [(3, 1000000000000000), (1000000000000000,)]. "
        "Received: [(3, 2), (2,)]",
    ),
    "more units than a number can count": (
        lambda c: c["last"]["config"].update(units=10**30),
        "this model cannot be built here.",
    ),
    "another dtype": (
        lambda c: c["first"]["config"].update(dtype={"config": {"name": "mixed_float16"}}),
        "this model cannot be built here. Invalid value for argument `dtype`. Expected 'float32' or 'float64'. "
        "Received: dtype='mixed_float16'.",
    ),
    "no layers": (lambda c: c["all"]["config"].pop("layers"), "this model cannot be built here. There is no 'layers'."),
    "no inner config": (lambda c: c["all"].pop("config"), "this model cannot be built here. There is no 'config'."),
    "layers that are no list": (
        lambda c: c["all"]["config"].update(layers=7),
        "this model cannot be built here. 'int' object is not iterable.",
    ),
    "layers that wait for each other": (
        lambda c: address(c["first"]).__setitem__(0, "last"),
        "The graph in the file has no beginning: its layers wait for each other.",
    ),
    "a second output of a layer": (
        lambda c: address(c["last"]).__setitem__(2, 1),
        "The file asks for output 1 of `sum`, which it does not have.",
    ),
    "a call in a mode that is none": (
        lambda c: c["drop"]["inbound_nodes"][0].update(kwargs={"training": "yes"}),
        "The file calls layer 'drop' with arguments that are unknown here. Load it with Keras itself.",
    ),
    "a call without a tensor": (
        lambda c: c["drop"]["inbound_nodes"][0].update(args=[]),
        "The file calls layer 'drop' with arguments that are unknown here. Load it with Keras itself.",
    ),
    "an output that is not there": (
        lambda c: c["all"]["config"].update(output_layers=["nowhere", 0, 0]),
        "this model cannot be built here. There is no 'nowhere'.",
    ),
    "an input that is not there": (
        lambda c: address(c["first"]).__setitem__(0, "nowhere"),
        "The graph in the file has no layer 'nowhere', whose output it takes.",
    ),
    "a layer that takes its own output": (
        lambda c: address(c["last"]).__setitem__(0, "last"),
        "The graph in the file has no beginning: its layers wait for each other.",
    ),
    "two layers of one name": (
        lambda c: c["first"].update(name="norm"),
        "The graph in the file has two layers of one name.",
    ),
    "a name with a slash": (
        lambda c: c["first"]["config"].update(name="first/second"),
        "this model cannot be built here. Invalid value for argument `name`. Expected a text without '/'. "
        "Received: name='first/second'.",
    ),
    "a name that is no number": (
        lambda c: c["first"]["config"].update(name=float("nan")),
        "this model cannot be built here. Invalid value for argument `name`. Expected a text without '/'. "
        "Received: name=nan.",
    ),
    "a name that a terminal would obey": (
        lambda c: c["first"].update(class_name="\x1b[2J\nDense"),
        "The file asks for a layer '\\x1b[2J\\nDense', which",
    ),
    "a name as long as a book": (
        lambda c: c["first"].update(class_name="Dense" * 10**5),
        "The file asks for a layer 'DenseDense",
    ),
    "an unknown optimizer": (
        lambda c: c["all"]["compile_config"]["optimizer"].update(class_name="Ftrl"),
        "this model cannot be built here. Invalid value for argument `optimizer`. Expected one of: sgd, rmsprop, "
        "adagrad, adadelta, adam, adamw, adamax, nadam, lion, muon. Received: optimizer='Ftrl'. To read it without how "
        "it was trained, add compile=False.",
    ),
    "an unknown loss": (
        lambda c: c["all"]["compile_config"].update(loss={"class_name": "function", "config": "my_loss"}),
        "this model cannot be built here. Invalid value for argument `loss`. Expected one of 32 names, such as ",
    ),
    "another schedule than the memories were saved for": (
        lambda c: c["all"]["compile_config"]["optimizer"]["config"].update(learning_rate=0.1),
        "The weights of `adam` do not fit.",
    ),
    "a metric that counts for ever": (
        lambda c: c["all"]["compile_config"].update(
            metrics=[{"class_name": "AUC", "config": {"num_thresholds": 10**10}}]
        ),
        "The file asks for a metric with 10000000000 thresholds. To read it",
    ),
    "a pattern that is looked for for ever": (
        lambda c: c["all"]["compile_config"]["optimizer"].update(
            class_name="Muon", config={"exclude_layers": ["(s*)*!"]}
        ),
        "The file names layers by '(s*)*!', a pattern with several repetitions. It may have one. To read it",
    ),
    "a compilation that is no description": (
        lambda c: c["all"].update(compile_config="adam"),
        "this model cannot be built here. 'str' object has no attribute 'get'. "
        "To read it without how it was trained, add compile=False.",
    ),
}


def address(layer: Any) -> Any:
    (tensor,) = layer["inbound_nodes"][0]["args"]
    return tensor["config"]["keras_history"]


@pytest.mark.parametrize("case", EDITS)
def test_an_architecture_that_cannot_be_built_says_why(valid: Path, tmp_path: Path, case: str) -> None:
    edit, message = EDITS[case]
    assert refusal(edited(valid, tmp_path / "m.keras", edit)).startswith(message)


@pytest.mark.parametrize("levels", [100, 300, 1000, 30_000])
def test_models_inside_models_inside_models_are_refused_or_read(valid: Path, tmp_path: Path, levels: int) -> None:
    inside = '{"class_name": "Sequential", "config": {"layers": [' * levels + "]}}" * levels
    path = write_parts(tmp_path / "m.keras", read_parts(valid) | {CONFIG: inside.encode()})
    try:
        nn.models.load_model(path)
    except ModelFileError as error:
        assert "\n" not in str(error)


def test_what_only_training_needs_is_not_needed_to_predict(valid: Path, tmp_path: Path) -> None:
    edit = EDITS["an unknown optimizer"][0]
    assert nn.models.load_model(edited(valid, tmp_path / "m.keras", edit), compile=False).name == "net"


def test_a_lambda_layer_is_refused_and_its_code_not_run(keras: Any, tmp_path: Path) -> None:
    witness = tmp_path / "it ran"

    function = lambda x, path=str(witness): (open(path, "w").close(), x)[1]  # noqa: E731, PTH123
    model = keras.Sequential([keras.Input((4,)), keras.layers.Lambda(function, output_shape=(4,))])
    model.save(tmp_path / "m.keras")
    model(np.zeros((1, 4)))
    witness.unlink()
    assert refusal(tmp_path / "m.keras") == (
        "The file asks for a layer 'Lambda', which the engine does not have. Load it with Keras itself, "
        "or hand its class over in `custom_objects`."
    )
    assert not witness.exists()


# The weights


def with_weights(valid: Path, path: Path, edit: Callable[[Any], Any]) -> Path:
    parts = read_parts(valid)
    memory = io.BytesIO(parts[WEIGHTS])
    with h5py.File(memory, "a") as file:
        edit(file)
    return write_parts(path, parts | {WEIGHTS: memory.getvalue()})


def replaced(path: str, value: Any, **others: Any) -> Callable[[Any], None]:
    def edit(file: Any) -> None:
        del file[path]
        if isinstance(value, h5py.ExternalLink | h5py.SoftLink | h5py.Group):
            file[path] = value
        else:
            file.create_dataset(path, data=value, **others)

    return edit


def external_storage(file: Any) -> None:
    del file["layers/dense/vars/1"]
    file.create_dataset("layers/dense/vars/1", (3,), "f4", external=[("/etc/hostname", 0, 12)])


def virtual(file: Any) -> None:
    del file["layers/dense/vars/1"]
    layout = h5py.VirtualLayout((3,), "f4")
    layout[:] = h5py.VirtualSource("other.h5", "data", (3,))
    file.create_virtual_dataset("layers/dense/vars/1", layout)


def huge(file: Any) -> None:
    del file["layers/dense/vars/1"]
    file.create_dataset("layers/dense/vars/1", (10**15,), "f8", chunks=(1000,), compression="gzip")


KERNEL, BIAS = "layers/dense/vars/0", "layers/dense/vars/1"
OUTSIDE = "The weights file points outside itself at {}."
NO_NUMBERS = "The weights file has no numbers at {}."
DO_NOT_FIT = "The weights of `first` do not fit. Expected shapes [(4, 3), (3,)]. Received: {}"

WEIGHT_EDITS: dict[str, tuple[Callable[[Any], Any], str]] = {
    "another shape": (replaced(KERNEL, np.zeros((3, 4))), DO_NOT_FIT.format("[(3, 4), (3,)]")),
    "a missing data set": (lambda f: f.__delitem__(BIAS), DO_NOT_FIT.format("[(4, 3)]")),
    "one too many": (lambda f: f.create_dataset("layers/dense/vars/2", data=[1.0]), DO_NOT_FIT[:70]),
    "a missing first one": (lambda f: f.__delitem__(KERNEL), NO_NUMBERS.format(KERNEL)),
    "a missing layer": (lambda f: f.__delitem__("layers/dense"), DO_NOT_FIT.format("[]")),
    "no layers": (lambda f: f.__delitem__("layers"), DO_NOT_FIT.format("[]")),
    "a data set for a group": (
        replaced("layers/dense/vars", np.zeros(3)),
        "The weights file has no group layers/dense/vars.",
    ),
    "a group for a data set": (lambda f: (f.__delitem__(BIAS), f.create_group(BIAS)), NO_NUMBERS.format(BIAS)),
    "texts": (replaced(BIAS, ["a", "b", "c"], dtype=h5py.string_dtype()), NO_NUMBERS.format(BIAS)),
    "fixed texts": (replaced(BIAS, np.array([b"a", b"b", b"c"])), NO_NUMBERS.format(BIAS)),
    "references": (
        lambda f: replaced(BIAS, [f.ref] * 3, dtype=h5py.ref_dtype)(f),
        NO_NUMBERS.format(BIAS),
    ),
    "truth values": (replaced(BIAS, [True, False, True]), NO_NUMBERS.format(BIAS)),
    "complex numbers": (replaced(BIAS, np.zeros(3, complex)), NO_NUMBERS.format(BIAS)),
    "records": (replaced(BIAS, np.zeros(3, [("a", "f4")])), NO_NUMBERS.format(BIAS)),
    "nothing": (replaced(BIAS, h5py.Empty("f4")), DO_NOT_FIT.format("[(4, 3), None]")),
    "petabytes": (huge, DO_NOT_FIT.format("[(4, 3), (1000000000000000,)]")),
    "a link to another file": (replaced(BIAS, h5py.ExternalLink("other.h5", "/data")), OUTSIDE.format(BIAS)),
    "a group of another file": (
        replaced("layers/dense", h5py.ExternalLink("other.h5", "/data")),
        OUTSIDE.format("layers/dense"),
    ),
    "a link by name": (replaced(BIAS, h5py.SoftLink("/" + BIAS)), OUTSIDE.format(BIAS)),
    "storage in another file": (external_storage, OUTSIDE.format(BIAS)),
    "parts of another file": (virtual, OUTSIDE.format(BIAS)),
    "another optimizer's memories": (
        lambda f: f.__delitem__("optimizer/vars/3"),
        "The weights file has no numbers at optimizer/vars/3.",
    ),
    "an optimizer in another file": (
        replaced("optimizer", h5py.ExternalLink("other.h5", "/data")),
        OUTSIDE.format("optimizer"),
    ),
}


@pytest.mark.parametrize("case", WEIGHT_EDITS)
def test_weights_that_do_not_fit_say_where(
    valid: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    edit, message = WEIGHT_EDITS[case]
    monkeypatch.chdir(tmp_path)
    with h5py.File("other.h5", "w") as other:
        other["data"] = np.zeros(3, np.float32)
    said = refusal(with_weights(valid, tmp_path / "m.keras", edit))
    if "optimizer" in said:
        said = said.removesuffix(" To read it without how it was trained, add compile=False.")
    assert said.startswith(message)


@pytest.mark.parametrize("content", [b"", b"garbage", b"\x89HDF\r\n\x1a\n", b"\x89HDF\r\n\x1a\n" + bytes(5000)])
def test_weights_that_are_no_hdf5_are_refused(valid: Path, tmp_path: Path, content: bytes) -> None:
    path = write_parts(tmp_path / "m.keras", read_parts(valid) | {WEIGHTS: content})
    assert refusal(path) == "This is no HDF5 file of weights, or its beginning is damaged."


def test_numbers_of_any_kind_are_weights(valid: Path, tmp_path: Path) -> None:
    for dtype in ("<f2", ">f4", "f8", "i4", "u1"):
        edit = replaced(BIAS, np.array([1, 2, 3], dtype))
        model = nn.models.load_model(with_weights(valid, tmp_path / "m.keras", edit))
        assert model.get_layer("first").weights[1].value.tolist() == [1, 2, 3]


# Anything at all


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(part=st.sampled_from(["archive", CONFIG, WEIGHTS]), seed=st.integers(0, 2**32))
def test_flipped_bytes_give_a_model_or_one_line(valid: Path, tmp_path: Path, part: str, seed: int) -> None:
    draw = random.Random(seed)
    path = tmp_path / "m.keras"
    whole = valid.read_bytes()
    parts = read_parts(valid)
    data = bytearray(whole if part == "archive" else parts[part])
    for _change in range(draw.choice([1, 1, 2, 5])):
        place = draw.randrange(len(data))
        data[place] = draw.choice([0, 255, draw.randrange(256), data[place] ^ 1 << draw.randrange(8)])
    if part == "archive":
        path.write_bytes(data)
    else:
        write_parts(path, parts | {part: bytes(data)})
    try:
        nn.models.load_model(path)
    except ModelFileError as error:
        assert str(error).startswith(f"{path}: ") and "\n" not in str(error)
