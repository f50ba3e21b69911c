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
        quick: How the quick mode differs: any of these fields, or ``examples``.
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
        source = self.data.quick(fields.pop("examples", QUICK_EXAMPLES))
        on = self.on.shortened() if self.on else None
        if self.steps is not None:
            fields.setdefault("steps", 20)
        return dataclasses.replace(self, data=source, on=on, quick={}, **fields)

    def but(self, **fields: Any) -> Training:
        """The same with other ``fields``."""
        return dataclasses.replace(self, **fields)

    def described(self) -> dict[str, str]:
        """The declaration as plain words: two trainings with the same words are the same training."""
        words: dict[str, str] = {}
        for one in dataclasses.fields(self):
            value = getattr(self, one.name)
            if one.name == "quick" or value in (None, (), {}):
                continue
            if isinstance(value, Training):
                words |= {f"on.{name}": text for name, text in value.described().items()}
            elif isinstance(value, Mapping):
                words[one.name] = ", ".join(f"{name}={code_of(item)}" for name, item in value.items())
            elif isinstance(value, tuple):
                words[one.name] = ", ".join(code_of(item) for item in value)
            else:
                words[one.name] = getattr(value, "name", "") if one.name == "data" else code_of(value)
        words["data"] = _words_of(self.data)
        return words


def _words_of(source: Source) -> str:
    """The name of the data and every field that is not as usual."""
    assert dataclasses.is_dataclass(source)
    different = [
        f"{one.name}={getattr(source, one.name)!r}"
        for one in dataclasses.fields(source)
        if one.name not in ("name", "make") and getattr(source, one.name) != one.default
    ]
    return " ".join([source.name, *different])  # type: ignore[attr-defined]
