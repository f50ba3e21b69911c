"""One training as a declaration: everything that decides what it does, and nothing that runs."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sutja.labs.examples import Source
from sutja.labs.part import Part, code_of, part

__all__ = ["CROSS_ENTROPY", "QUICK_EXAMPLES", "Training"]

CROSS_ENTROPY = part("losses.SparseCategoricalCrossentropy")
QUICK_EXAMPLES = 600


@dataclass(frozen=True)
class Training:
    """Fit a model of the zoo to data.

    Attributes:
        data: What it learns from, watches and is tested on.
        model: The name of an architecture of the zoo.
        optimizer: The optimizer; its defaults are Keras'.
        epochs: How often every example is shown, or how many rounds of ``steps`` there are.
        batch_size: How many examples a step takes.
        settings: What the architecture is built with, beside its defaults.
        loss: The loss.
        steps: How many steps a round takes, where it is not one walk through all examples.
        augment: What pictures they are, if each is to be varied anew in every epoch.
        callbacks: What else is to happen while it trains.
        on: The training whose network, without its last layer and frozen, this one's last layer stands on.
        quick: How the quick mode differs: any of these fields, or ``examples`` and ``tests``.
    """

    data: Source
    model: str
    optimizer: Part
    epochs: int
    batch_size: int = 32
    settings: Mapping[str, Any] = field(default_factory=dict)
    loss: Part = CROSS_ENTROPY
    steps: int | None = None
    augment: Literal["digits", "photographs"] | None = None
    callbacks: tuple[Part, ...] = ()
    on: Training | None = None
    quick: Mapping[str, Any] = field(default_factory=dict)

    def shortened(self) -> Training:
        """The quick mode: few digits that are always there, and one epoch unless declared otherwise."""
        fields = {"epochs": 1, **self.quick}
        source = self.data.quick(fields.pop("examples", QUICK_EXAMPLES), fields.pop("tests", None))
        on = self.on.shortened() if self.on else None
        if self.steps is not None:
            fields.setdefault("steps", 20)
        return dataclasses.replace(self, data=source, on=on, quick={}, **fields)

    def but(self, **fields: Any) -> Training:
        """The same with other ``fields``."""
        return dataclasses.replace(self, **fields)

    def described(self) -> dict[str, str]:
        """The declaration as plain words: two trainings with the same words are the same training."""
        words = {
            "data": self.data.described(),
            "model": self.model,
            "settings": ", ".join(f"{name}={code_of(value)}" for name, value in self.settings.items()),
            "optimizer": self.optimizer.code(),
            "loss": self.loss.code(),
            "epochs": str(self.epochs),
            "steps": str(self.steps or ""),
            "batch_size": str(self.batch_size),
            "augment": self.augment or "",
            "callbacks": ", ".join(callback.code() for callback in self.callbacks),
        }
        base = self.on.described() if self.on else {}
        return {name: word for name, word in words.items() if word} | {f"on.{name}": w for name, w in base.items()}
