"""A recipe: everything that decides what a training does. The same recipe on the same machine gives the same bits."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

from sutja import data, nn, zoo
from sutja.checks import above_0, fraction, number, short_seed, whole
from sutja.errors import invalid, unknown
from sutja.language import translate as _

__all__ = ["SCHEDULES", "Recipe"]

SCHEDULES = ("cosine", "constant")


@dataclass(frozen=True)
class Recipe:
    """What to train on what, and how.

    Attributes:
        data: The name of a data set of pictures (``sutja.data.names()``).
        model: The name of an architecture (``sutja.zoo.names()``).
        epochs: How often every training picture is shown.
        batch_size: How many pictures a step takes.
        learning_rate: The size of a step at the start; ``None`` is the optimizer's default.
        optimizer: The name of an optimizer, such as "adam".
        schedule: "cosine" lets the learning rate fall to 0 along half a cosine; "constant" keeps it.
        warmup: The share of the steps in which the learning rate rises from a twentieth to its full size.
        weight_decay: How fast weights shrink: in each step by this share of the learning rate; ``None`` is the
            optimizer's default.
        average: The momentum of a moving average of the weights, which is what is kept in the end; 0 is none.
        augment: Whether each picture is varied anew in each epoch.
        bend: Whether it is bent as well, as far as a digit stays what it is.
        validation: The share of the training pictures that is held out; the best epoch is chosen on it, or, if the
            weights are averaged or nothing is held out, the last is taken.
        seed: Fixes initial weights, order, dropout, variation and which pictures are held out.
    """

    data: str = "mnist5k"
    model: str = "cnn-small"
    epochs: int = 12
    batch_size: int = 64
    learning_rate: float | None = None
    optimizer: str = "adam"
    schedule: str = "cosine"
    warmup: float = 0.0
    weight_decay: float | None = None
    average: float = 0.0
    augment: bool = False
    bend: bool = False
    validation: float = 0.1
    seed: int = 0

    def __post_init__(self) -> None:
        pictures = [name for name in data.names() if data.describe(name).kind == "pictures"]
        if self.data not in pictures:
            raise unknown("data", self.data, pictures)
        if self.model not in zoo.names():
            raise unknown("model", self.model, zoo.names())
        nn.optimizers.get(self.optimizer)
        for name in ("epochs", "batch_size"):
            object.__setattr__(self, name, whole(name, getattr(self, name)))
        if self.learning_rate is not None:
            object.__setattr__(self, "learning_rate", above_0("learning_rate", self.learning_rate))
        if self.schedule not in SCHEDULES:
            raise unknown("schedule", self.schedule, SCHEDULES)
        for name in ("validation", "warmup", "average"):
            object.__setattr__(self, name, fraction(name, getattr(self, name)))
        if self.weight_decay is not None:
            object.__setattr__(self, "weight_decay", number("weight_decay", self.weight_decay))
        if self.bend and not self.augment:
            raise invalid("bend", _("False, unless augment is True"), self.bend)
        if self.warmup and self.schedule != "cosine":
            raise invalid("warmup", _("0, unless schedule is cosine"), self.warmup)
        object.__setattr__(self, "seed", short_seed(self.seed))

    def as_dict(self) -> dict[str, Any]:
        """The recipe as plain values."""
        return dataclasses.asdict(self)

    @property
    def command(self) -> str:
        """The command that trains by this recipe."""
        words = ["sutja train"]
        for field in dataclasses.fields(self):
            value = getattr(self, field.name)
            if value != field.default or field.name in ("data", "model"):
                option = "--" + field.name.replace("_", "-")
                words.append(option if value is True else f"{option} {value}")
        return " ".join(words)
