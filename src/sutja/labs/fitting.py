"""Training as declared, with one seed, on either engine.

Order and variation of the examples are those of :class:`sutja.train.batches.PictureBatches` on both engines, so that
they differ in nothing but their arithmetic and the numbers that their initializers and dropout draw.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sutja import zoo
from sutja.data.augment import Variation, digits, photographs
from sutja.labs.examples import Examples
from sutja.labs.measures import Outcome, evaluated
from sutja.labs.part import made
from sutja.labs.training import Training
from sutja.labs.unfinished import Unfinished
from sutja.train.batches import PictureBatches

__all__ = ["Step", "fit"]

Step = Callable[[int], None]
"""Called after each step with the number of steps it was, so that somebody can show how far it is."""

_VARIATIONS: dict[str, Callable[[], Variation]] = {"digits": digits, "photographs": photographs}


def fit(
    training: Training,
    nn: Any,
    seed: int,
    on_step: Step = lambda _steps: None,
    unfinished: Unfinished | None = None,
) -> Outcome:
    """Train as declared on the engine ``nn``; a loss that is no longer a number ends it, and is part of the outcome.

    It goes on from what ``unfinished`` has, and keeps there how far it has come. What callbacks remember is not kept:
    with any, it begins anew. On Keras, dropout then decides otherwise than without the stop, since what its layers
    draw from is not saved there.
    """
    begun = unfinished if unfinished is not None and not training.callbacks else Unfinished()
    examples = training.data.load()
    nn.utils.set_random_seed(seed)
    before = fit(training.on, nn, seed, on_step) if training.on is not None else None
    model = _compiled(training, nn, examples, before)
    batches = _batches(training, examples, seed)
    steps = training.steps or len(batches)
    watched = None
    if examples.x_watch is not None:
        watched = examples.scale(examples.x_watch), examples.y_watch
    if begun.epochs:
        on_step(begun.epochs * steps)
    model.fit(
        batches.endless(begun.epochs * steps),
        steps_per_epoch=steps,
        epochs=training.epochs,
        initial_epoch=begun.epochs,
        validation_data=watched,
        validation_batch_size=250,
        shuffle=False,
        verbose=0,
        callbacks=[
            *(callback.make(nn) for callback in training.callbacks),
            nn.callbacks.TerminateOnNaN(),
            begun.callback(model, nn, training.epochs),
            nn.callbacks.LambdaCallback(on_train_batch_end=lambda batch, logs=None: on_step(1)),
        ],
    )
    seconds, done = begun.took(), steps * begun.epochs
    if before is not None:
        seconds, done = seconds + before.seconds, done + before.steps
    test = evaluated(model, examples, examples.x_test, examples.y_test)
    return Outcome(nn, model, examples, begun.history, test, seconds, done, training.epochs)


def _compiled(training: Training, nn: Any, examples: Examples, before: Outcome | None) -> Any:
    shape = examples.x_train.shape[1:]
    if before is not None:
        model = _on_top(before.model, nn, shape, examples.classes)
    else:
        settings = {name: made(value, nn) for name, value in training.settings.items()}
        model = zoo.build(training.model, nn, shape, examples.classes, **settings)
    model.compile(optimizer=training.optimizer.make(nn), loss=training.loss.make(nn), metrics=["accuracy"])
    return model


def _on_top(base: Any, nn: Any, shape: tuple[int, ...], classes: int) -> Any:
    """A new last layer on all layers of ``base`` but its last, which stay as they are."""
    layers = base.layers[:-1]
    for layer in layers:
        layer.trainable = False
    return nn.Sequential([nn.Input(shape), *layers, nn.layers.Dense(classes, activation="softmax")])


def _batches(training: Training, examples: Examples, seed: int) -> PictureBatches:
    vary = _VARIATIONS[training.augment]() if training.augment else None
    return PictureBatches(
        examples.x_train, examples.y_train, training.batch_size, seed=seed, augment=vary, scale=examples.scale
    )
