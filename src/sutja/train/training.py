"""From a recipe to a trained, evaluated model in the folder of a run."""

from __future__ import annotations

import math
import time
from typing import Any

from rich.console import Console

from sutja import data, nn, zoo
from sutja.data import Dataset
from sutja.data.augment import digits
from sutja.errors import MissingExtra, SutjaError
from sutja.language import translate as _
from sutja.nn.models import Model
from sutja.nn.optimizers.schedules import CosineDecay
from sutja.train.batches import PictureBatches, as_floats
from sutja.train.checkpoints import Checkpoints
from sutja.train.divergence import StopWhenDiverged
from sutja.train.evaluation import Evaluation, evaluate
from sutja.train.figures import draw_confusion, draw_history, draw_mistakes
from sutja.train.machine import machine
from sutja.train.progress import TrainingProgress
from sutja.train.recipe import Recipe
from sutja.train.run import Run

__all__ = ["report", "train"]


def train(recipe: Recipe, run: Run, *, resume: bool = False, console: Console | None = None) -> Evaluation:
    """Train by ``recipe`` into the folder of ``run``, then evaluate the best epoch on the test pictures.

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
    nn.utils.set_random_seed(recipe.seed)
    with nn.config.threads_chosen(threads):
        if resume and run.last_file.exists():
            model, checkpoints = Checkpoints.resume(run)
        else:
            run.write_config(recipe, threads, dataset.source)
            model, checkpoints = compiled_model(recipe, dataset), Checkpoints(run)
        seconds = _fit(model, recipe, dataset, checkpoints, console)
    best = nn.models.load_model(run.best_file)
    evaluation = evaluate(best, dataset)
    report(run, evaluation, dataset, recipe, seconds=seconds, epochs=len(checkpoints.rows))
    draw_figures(run, evaluation, dataset, checkpoints.rows, console)
    return evaluation


def compiled_model(recipe: Recipe, dataset: Dataset) -> Model:
    """A new model by ``recipe`` for the pictures of ``dataset``."""
    model: Model = zoo.build(recipe.model, nn, dataset.x_train.shape[1:], len(dataset.classes))
    optimizer = nn.optimizers.get(recipe.optimizer)
    peak = recipe.learning_rate or optimizer.learning_rate
    train_count = len(_parts(recipe, dataset)[0])
    steps = recipe.epochs * math.ceil(train_count / recipe.batch_size)
    optimizer.learning_rate = CosineDecay(peak, steps) if recipe.schedule == "cosine" else peak
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


def _fit(model: Model, recipe: Recipe, dataset: Dataset, checkpoints: Checkpoints, console: Console) -> float:
    """Train the epochs that are left; returns the seconds it took."""
    chosen, held_out = _parts(recipe, dataset)
    done = len(checkpoints.rows)
    batches = PictureBatches(
        dataset.x_train,
        dataset.y_train,
        recipe.batch_size,
        seed=recipe.seed,
        augment=digits() if recipe.augment else None,
        epoch=done,
        among=chosen,
    )
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
            validation_data=(as_floats(dataset.x_train[held_out]), dataset.y_train[held_out]),
            validation_batch_size=256,
            callbacks=[StopWhenDiverged(model.optimizer.learning_rate), checkpoints, progress],
        )
    finally:
        progress.close()
    return time.perf_counter() - start


def _parts(recipe: Recipe, dataset: Dataset) -> tuple[Any, Any]:
    return data.hold_out(dataset.y_train, recipe.validation, recipe.seed)


def report(run: Run, evaluation: Evaluation, dataset: Dataset, recipe: Recipe, *, seconds: float, epochs: int) -> None:
    """Write ``metrics.json``: the result, and under which circumstances it was had."""
    run.write_metrics(
        {
            **evaluation.as_dict(),
            "epochs": epochs,
            "training_seconds": round(seconds, 1),
            "command": recipe.command,
            "machine": machine(),
        }
    )


def draw_figures(
    run: Run, evaluation: Evaluation, dataset: Dataset, rows: list[dict[str, float]], console: Console
) -> None:
    """Draw the three figures; without matplotlib, say so and go on, since the training is not lost for it."""
    try:
        draw_history(rows, run.figures / "learning_curves.svg")
        draw_confusion(evaluation, run.figures / "confusion_matrix.svg")
        draw_mistakes(evaluation, dataset.x_test, run.figures / "worst_mistakes.svg")
    except MissingExtra as error:
        console.print(str(error))
