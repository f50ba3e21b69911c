"""From a recipe to a trained, evaluated model in the folder of a run."""

from __future__ import annotations

import gc
import math
import time
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rich.console import Console

from sutja import data, nn, zoo
from sutja.data import Dataset
from sutja.data.augment import bent_digits, digits
from sutja.errors import MissingExtra, SutjaError
from sutja.language import translate as _
from sutja.nn.models import Model
from sutja.nn.optimizers import Optimizer
from sutja.nn.optimizers.schedules import CosineDecay
from sutja.train.batches import PictureBatches
from sutja.train.checkpoints import Checkpoints
from sutja.train.divergence import StopWhenDiverged
from sutja.train.evaluation import BATCH, Evaluation, accuracy, evaluate
from sutja.train.figures import draw_confusion, draw_history, draw_mistakes
from sutja.train.machine import machine
from sutja.train.progress import TrainingProgress
from sutja.train.recipe import Recipe
from sutja.train.run import Run
from sutja.train.schedule import rise_and_fall

__all__ = ["report", "train"]


def train(recipe: Recipe, run: Run, *, resume: bool = False, console: Console | None = None) -> Evaluation:
    """Train by ``recipe`` into the folder of ``run``, then evaluate what is kept on the test pictures.

    Kept is the best epoch on the pictures held out; the last, where nothing is held out or weights are averaged.

    With ``resume``, go on from the last checkpoint with the recipe that lies in the folder; the result has the
    same bits as that of a run that was never interrupted, on the same machine.

    Errors: :class:`TrainingDiverged` when the loss is no longer a number; :class:`SutjaError` when the folder
    already holds a run, or holds none to resume.
    """
    console = console or Console(quiet=True)
    threads = nn.config.chosen_threads()
    if resume:
        recipe, threads = run.read_config()
    elif run.exists:
        raise SutjaError(
            _("There is a run in {folder} already. Choose another --name, or go on with --resume.", folder=run.folder)
        )
    dataset = data.load(recipe.data)
    console.print(_("Data: {name}, {source}", name=dataset.name, source=dataset.source))
    begun = resume and run.last_file.exists()
    if not begun:
        run.write_config(recipe, threads, dataset.source)
    with nn.config.threads_chosen(threads):
        seconds, rows = _trained(recipe, run, dataset, console, begun=begun)
    gc.collect()  # the model that was trained, with the memory of its steps; callbacks and it know each other
    best = nn.models.load_model(run.best_file)
    held_out = _held_out_accuracy(best, recipe, dataset, rows)
    evaluation = evaluate(best, dataset)
    report(run, evaluation, dataset, recipe, seconds=seconds, epochs=len(rows), held_out=held_out)
    tests = dataset.x_test
    del dataset  # matplotlib takes nearly as much as the training pictures
    draw_figures(run, evaluation, tests, rows, console)
    return evaluation


def _trained(
    recipe: Recipe, run: Run, dataset: Dataset, console: Console, *, begun: bool
) -> tuple[float, list[dict[str, float]]]:
    """Train, from the last checkpoint if it was ``begun``; returns the seconds it took, and all epochs' numbers."""
    nn.utils.set_random_seed(recipe.seed)
    if begun:
        model, checkpoints = Checkpoints.resume(run)
    else:
        model, checkpoints = compiled_model(recipe, dataset), Checkpoints(run)
    return _fit(model, recipe, dataset, checkpoints, console), checkpoints.rows


def compiled_model(recipe: Recipe, dataset: Dataset) -> Model:
    """A new model by ``recipe`` for the pictures of ``dataset``."""
    model: Model = zoo.build(recipe.model, nn, dataset.x_train.shape[1:], len(dataset.classes))
    optimizer = _optimizer(recipe)
    peak = recipe.learning_rate or optimizer.learning_rate
    train_count = len(_parts(recipe, dataset)[0])
    steps = recipe.epochs * math.ceil(train_count / recipe.batch_size)
    optimizer.learning_rate = _schedule(recipe, peak, steps)
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def _optimizer(recipe: Recipe) -> Optimizer:
    settings: dict[str, Any] = {}
    if recipe.weight_decay is not None:
        settings["weight_decay"] = recipe.weight_decay
    if recipe.average:
        settings |= {"use_ema": True, "ema_momentum": recipe.average}
    return type(nn.optimizers.get(recipe.optimizer))(**settings)


def _schedule(recipe: Recipe, peak: float, steps: int) -> CosineDecay | float:
    if recipe.schedule == "constant":
        return peak
    return rise_and_fall(peak, steps, round(recipe.warmup * steps))


def _fit(model: Model, recipe: Recipe, dataset: Dataset, checkpoints: Checkpoints, console: Console) -> float:
    """Train the epochs that are left; returns the seconds it took."""
    chosen, held_out = _parts(recipe, dataset)
    variation = (bent_digits() if recipe.bend else digits()) if recipe.augment else None
    done = len(checkpoints.rows)
    batches = PictureBatches(
        dataset.x_train,
        dataset.y_train,
        recipe.batch_size,
        seed=recipe.seed,
        augment=variation,
        epoch=done,
        among=chosen,
    )
    validation = None
    if len(held_out):
        validation = PictureBatches(dataset.x_train, dataset.y_train, BATCH, seed=None, among=held_out)
    assert model.optimizer is not None
    progress = TrainingProgress(console, done)
    start = time.perf_counter()
    try:
        model.fit(
            batches,
            epochs=recipe.epochs,
            initial_epoch=done,
            shuffle=False,
            verbose=0,
            validation_data=validation,
            callbacks=[StopWhenDiverged(model.optimizer.learning_rate), checkpoints, progress],
        )
    finally:
        progress.close()
    if recipe.average:  # only now are the weights of the model their average
        checkpoints.keep()
    return time.perf_counter() - start


def _held_out_accuracy(best: Model, recipe: Recipe, dataset: Dataset, rows: list[dict[str, float]]) -> float | None:
    """How much of what was held out ``best`` reads; known from its epoch, unless it is an average."""
    if not recipe.validation:
        return None
    if not recipe.average:
        return min(rows, key=lambda row: row["val_loss"])["val_accuracy"]
    chosen = _parts(recipe, dataset)[1]
    return accuracy(best, dataset.x_train[chosen], dataset.y_train[chosen])


def _parts(recipe: Recipe, dataset: Dataset) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    if not recipe.validation:
        return np.arange(len(dataset.y_train)), np.arange(0)
    return data.hold_out(dataset.y_train, recipe.validation, recipe.seed)


def report(
    run: Run,
    evaluation: Evaluation,
    dataset: Dataset,
    recipe: Recipe,
    *,
    seconds: float,
    epochs: int,
    held_out: float | None = None,
) -> None:
    """Write ``metrics.json``: the result, and under which circumstances it was had."""
    run.write_metrics(
        {
            **evaluation.as_dict(),
            "held_out_accuracy": held_out,
            "epochs": epochs,
            "training_seconds": round(seconds, 1),
            "command": recipe.command,
            "machine": machine(),
        }
    )


def draw_figures(
    run: Run, evaluation: Evaluation, tests: NDArray[np.uint8], rows: list[dict[str, float]], console: Console
) -> None:
    """Draw the three figures of an evaluation on the pictures ``tests``.

    Without matplotlib, say so and go on, since the training is not lost for it.
    """
    try:
        draw_history(rows, run.figures / "learning_curves.svg")
        draw_confusion(evaluation, run.figures / "confusion_matrix.svg")
        draw_mistakes(evaluation, tests, run.figures / "worst_mistakes.svg")
    except MissingExtra as error:
        console.print(str(error))
