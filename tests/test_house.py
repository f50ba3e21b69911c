"""The rules of the house: who may import whom, what is public, and how heavy an import is."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import sutja

SOURCE = Path(sutja.__file__).parent

# Each room, and the rooms that it may use; checks, errors, language and whole_file are for all.
ALLOWED = {
    "checks": {"errors", "language"},
    "errors": {"language"},
    "language": set(),
    "whole_file": set(),
    "nn": set(),
    "data": set(),
    "ink": set(),
    "zoo": {"nn"},
    "engines": {"nn"},
    "recognizer": {"nn", "ink"},
    "train": {"nn", "data", "ink", "zoo", "engines"},
    "labs": {"nn", "data", "ink", "zoo", "engines", "recognizer", "train"},
    "studio": {"nn", "ink", "zoo", "recognizer", "train"},
    "cli": {"nn", "data", "ink", "zoo", "engines", "recognizer", "train", "labs", "studio"},
}
# ``keras.datasets`` is a part of Keras, so the engine has it too; this one module of it may ask the data room.
DOORS = {"nn/datasets/door.py": {"data"}}
NUMPY_ONLY = "nn"
OUTSIDE_OF_NN = {"numpy", "h5py", "rich", "threadpoolctl", "tensorboard"}  # all but NumPy only where they are used
OF_THE_ACCELERATOR = {"numba", "llvmlite", "scipy"}  # in files of its own only; compiled code reaches BLAS by SciPy


def modules():
    return sorted(SOURCE.rglob("*.py"))


def room_of(path: Path) -> str:
    relative = path.relative_to(SOURCE)
    return relative.parts[0] if len(relative.parts) > 1 else relative.stem


def imports(path: Path) -> set[str]:
    """The names of all modules that a file imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            if node.module == "sutja":
                found |= {f"sutja.{alias.name}" for alias in node.names}
    return found


def test_every_room_is_in_the_table():
    assert {room_of(path) for path in modules()} - {"__init__", "__main__"} == set(ALLOWED)


@pytest.mark.parametrize("room", ALLOWED)
def test_imports_run_downwards_only(room):
    allowed = ALLOWED[room] | {room, "checks", "errors", "language", "whole_file"}
    for path in modules():
        if room_of(path) != room:
            continue
        used = {name.split(".")[1] for name in imports(path) if name.startswith("sutja.")}
        door = DOORS.get(path.relative_to(SOURCE).as_posix(), set())
        assert used - allowed - door - {"__version__"} == set(), path


def test_a_door_is_opened_only_when_somebody_goes_through_it():
    code = "import sys, sutja.nn; print([m for m in sys.modules if m.startswith('sutja.data')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_engine_stands_on_numpy():
    standard = set(sys.stdlib_module_names)
    for path in modules():
        if room_of(path) == NUMPY_ONLY:
            used = {name.split(".")[0] for name in imports(path)}
            if path.stem.endswith("_jit") or path.parent.name == "jit":
                used -= OF_THE_ACCELERATOR
            assert used - standard - OUTSIDE_OF_NN - {"sutja"} == set(), path


def test_public_names():
    assert sutja.__all__ == [
        "Prediction",
        "Recognizer",
        "SutjaError",
        "__version__",
        "data",
        "engine",
        "ink",
        "nn",
        "train",
        "zoo",
    ]
    for name in sutja.__all__:
        assert getattr(sutja, name) is not None
    with pytest.raises(AttributeError, match="has no attribute 'colour'"):
        sutja.colour  # noqa: B018


def test_the_package_is_typed():
    assert (SOURCE / "py.typed").exists()


def test_importing_sutja_is_light():
    heavy = [
        "h5py",
        "scipy",
        "cv2",
        "PIL",
        "keras",
        "jax",
        "matplotlib",
        "mlxtend",
        "typer",
        "rich",
        "fastapi",
        "pooch",
        "numba",
    ]
    code = f"import sys, numpy, sutja; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
