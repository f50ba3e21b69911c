"""The network that ships: pictures, teachers, a pupil, and probabilities that mean what they say.

    config.json            the recipe
    round-N.npz            pictures to learn from (:mod:`sutja.train.handwriting.pictures`)
    NAME-last.keras, NAME.keras                the teachers, ``reader-large`` and others
    taught-N.npy           their probabilities for the pictures, in the mean
    reader-small-last.keras                    the pupil
    digits.keras           the pupil, BatchNormalization folded away, calibrated: this ships
    metrics.json           how good it is on pictures that were held out, and on MNIST's test digits

Each file appears when it is whole; what is there already is not made again, so that a run which was stopped goes on.
The temperature and the threshold are chosen on held-out digits: the temperature on the clean and the varied ones
together, the threshold such that at most 2 in 1,000 clean and 2 in 100 varied digits are refused.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from sutja import data, nn
from sutja.errors import SutjaError
from sutja.language import translate as _
from sutja.nn.models import Model
from sutja.train.batches import as_floats
from sutja.train.calibration import (
    area_under_roc,
    calibrate,
    expected_calibration_error,
    none_score,
    temperature,
)
from sutja.train.ensemble import Ensemble
from sutja.train.folding import folded
from sutja.train.handwriting.pictures import NONE, Pictures, held_out, training_round
from sutja.train.handwriting.recipe import TEACHERS, ReaderRecipe
from sutja.train.handwriting.teaching import round_file, taught_file, teach
from sutja.train.machine import machine
from sutja.whole_file import write_whole

__all__ = ["make_reader"]

_READER = "digits.keras"
_REFUSED_CLEAN, _REFUSED_VARIED = 0.002, 0.02


def make_reader(recipe: ReaderRecipe, folder: Path, console: Console) -> dict[str, Any]:
    """Make, or finish, a reader in ``folder``; returns what ``metrics.json`` holds.

    Raises:
        SutjaError: Another recipe was begun in ``folder``.
    """
    _keep_recipe(recipe, folder)
    clean, varied = held_out(recipe.seed)
    _draw(recipe, folder, console)
    learn = partial(teach, folder=folder, rounds=recipe.rounds, held_out=varied, seed=recipe.seed, console=console)
    for name in TEACHERS[: recipe.teachers]:
        if not _teacher_file(folder, name).exists():
            console.print(_("The teacher {name} learns", name=name))
            learnt = learn(name, epochs=recipe.teacher_epochs, peak=recipe.teacher_rate, taught=False)
            learnt.save(_teacher_file(folder, name), include_optimizer=False)
    files = [_teacher_file(folder, name) for name in TEACHERS[: recipe.teachers]]
    teachers = Ensemble([nn.models.load_model(file, compile=False) for file in files])
    _let_teach(teachers, recipe, folder)
    console.print(_("The pupil learns"))
    reader = folded(learn("reader-small", epochs=recipe.epochs, peak=recipe.rate, taught=True))
    chosen = _calibrate(reader, clean, varied)
    reader.save(folder / _READER)
    _pack(folder / _READER)
    metrics = {
        "command": recipe.command,
        "recipe": asdict(recipe),
        **chosen,
        "teachers": _measured(teachers, clean, varied),
        "reader": _measured(reader, clean, varied),
        "machine": machine(),
    }
    write_whole(folder / "metrics.json", json.dumps(metrics, indent=1) + "\n")
    return metrics


def _keep_recipe(recipe: ReaderRecipe, folder: Path) -> None:
    """Note the recipe, or see to it that what was begun is finished by the same one."""
    folder.mkdir(parents=True, exist_ok=True)
    file, wanted = folder / "config.json", json.dumps(asdict(recipe), indent=1) + "\n"
    if file.exists() and file.read_text(encoding="utf-8") != wanted:
        raise SutjaError(
            _(
                "A reader was begun in {folder} with other settings. Give the same ones, or another --name.",
                folder=folder,
            )
        )
    write_whole(file, wanted)


def _teacher_file(folder: Path, name: str) -> Path:
    return folder / f"{name}.keras"


def _draw(recipe: ReaderRecipe, folder: Path, console: Console) -> None:
    """Draw the rounds that are missing."""
    for number in range(recipe.rounds):
        if not round_file(folder, number).exists():
            console.print(_("Drawing round {number} of {count}", number=number + 1, count=recipe.rounds))
            made = training_round(number, recipe.seed)
            _write(round_file(folder, number), partial(np.savez, x=made.x, y=made.y))


def _let_teach(teachers: Ensemble, recipe: ReaderRecipe, folder: Path) -> None:
    """Ask the ``teachers`` about the rounds that they have not been asked about."""
    for number in range(recipe.rounds):
        if not taught_file(folder, number).exists():
            with np.load(round_file(folder, number)) as found:
                said = _said(teachers, found["x"]).astype(np.float16)
            _write(taught_file(folder, number), partial(np.save, arr=said))


def _said(model: Model | Ensemble, pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    return np.asarray(model.predict(as_floats(pictures)[..., None], batch_size=250, verbose=0))


def _logits(model: Model | Ensemble, pictures: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Up to a constant in each row, which no softmax sees."""
    return np.log(np.maximum(_said(model, pictures).astype(np.float64), 1e-30))


def _calibrate(model: Model, clean: Pictures, varied: Pictures) -> dict[str, float]:
    """Choose temperature and threshold, and write them into ``model``."""
    digits = varied.y != NONE
    of_clean, of_varied = _logits(model, clean.x), _logits(model, varied.x[digits])
    known = np.concatenate([of_clean, of_varied[: len(of_clean)]])[:, :NONE]
    labels = np.concatenate([clean.y, varied.y[digits][: len(of_clean)]]).astype(np.int64)
    heat = temperature(known, labels)
    threshold = max(
        float(np.quantile(none_score(of_clean / heat), 1 - _REFUSED_CLEAN)),
        float(np.quantile(none_score(of_varied / heat), 1 - _REFUSED_VARIED)),
    )
    calibrate(model, heat, threshold)
    return {"temperature": heat, "threshold": threshold}


def _measured(model: Model | Ensemble, clean: Pictures, varied: Pictures) -> dict[str, float]:
    """How good ``model`` is; MNIST's test digits are looked at here only."""
    mnist = data.load("mnist")
    digits, none = varied.y != NONE, _logits(model, varied.x[varied.y == NONE])
    found: dict[str, float] = {}
    for name, x, y in (
        ("held_out", clean.x, clean.y),
        ("varied", varied.x[digits], varied.y[digits]),
        ("test", mnist.x_test[..., 0], mnist.y_test),
    ):
        logits = _logits(model, x)
        said = np.exp(logits[:, :NONE])
        said /= said.sum(axis=1, keepdims=True)
        right = said.argmax(axis=1) == y
        score = none_score(logits)
        found[f"{name}_accuracy"] = float(right.mean())
        found[f"{name}_calibration_error"] = expected_calibration_error(said.max(axis=1), right)
        found[f"{name}_refused"] = float(np.mean(score > 0))
        found[f"{name}_none_auroc"] = area_under_roc(score, none_score(none))
    found["none_refused"] = float(np.mean(none_score(none) > 0))
    return found


def _pack(path: Path) -> None:
    """Compress the parts of a ``.keras`` file, which every reader of zip files undoes: it is a seventh smaller then."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    write_whole(path, packed.getvalue())


def _write(path: Path, save: Callable[[io.BytesIO], None]) -> None:
    """Write what ``save`` saves, the whole file or nothing."""
    content = io.BytesIO()
    save(content)
    write_whole(path, content.getvalue())
