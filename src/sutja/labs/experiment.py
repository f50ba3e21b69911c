"""An experiment of the course, as a declaration. Adding one is adding one entry in ``declarations/``.

    Trained   networks to train, and the figures that the deck shows of them
    Worked    a small calculation with an exact answer
    Tool      something that another command of Sutja does

Training or tool, an experiment may have a calculation beside it.

``id`` is that of the course's list, where the letter names the deck. Sentences are marked for translation where they
are declared and translated where they are shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from sutja.errors import invalid
from sutja.labs.training import Training
from sutja.language import translate as _

__all__ = ["Experiment", "Figure", "Tool", "Trained", "Worked"]


@dataclass(frozen=True)
class Figure:
    """A figure that a deck prints, or one of ours where the deck prints none.

    Attributes:
        measure: What it measures; one of :data:`sutja.labs.measures.MEASURES`.
        deck: The deck's own figure, if it prints one.
        of: Which of the experiment's trainings it belongs to.
        epoch: After which epoch, if not after the last.
        reason: Why ours may differ from it, where that is known.
        fails: Whether the deck shows it of a run that is meant to fail: then ours is not "better" for failing less.
        judged: Whether ours gets a verdict; not where its mean is one of states that have nothing in common.
    """

    measure: str
    deck: float | None = None
    of: str = ""
    epoch: int | None = None
    reason: str = ""
    fails: bool = False
    judged: bool = True

    @property
    def key(self) -> str:
        """The measure and the epoch in one word."""
        return self.measure if self.epoch is None else f"{self.measure}@{self.epoch}"


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """``title`` in a few words; ``chosen``: what the deck left out, and what we took; ``remark``: what to know."""

    kind: ClassVar[str]

    id: str
    title: str
    chosen: str = ""
    remark: str = ""

    @property
    def deck(self) -> str:
        """The letter of the deck."""
        return self.id[0]


@dataclass(frozen=True, kw_only=True)
class Trained(Experiment):
    """Networks that are trained, one or several beside each other.

    Attributes:
        trainings: What is trained, by a short name; the name of a single one is empty.
        figures: What is measured, and what the deck prints; without any, the test accuracy of each training.
        seeds: How many seeds a full run takes.
        ensemble: Whether the mean of all networks' probabilities is measured too, under the name "ensemble".
        answers: Whether it is shown what they say of the first five test pictures.
        primer: Code of the primer that does the same by hand.
    """

    kind: ClassVar[str] = "train"

    trainings: Mapping[str, Training]
    figures: tuple[Figure, ...] = ()
    seeds: int = 3
    ensemble: bool = False
    answers: bool = False
    primer: str = ""

    def __post_init__(self) -> None:
        if not self.figures:
            figures = tuple(Figure("test_accuracy", of=name) for name in self.trainings)
            object.__setattr__(self, "figures", figures)
        for figure in self.figures:
            training = self.trainings.get(figure.of)
            if training is not None and (figure.epoch or 0) > training.epochs:
                most = _("epochs up to {count}, which is how long {id} trains", count=training.epochs, id=self.id)
                raise invalid("figures", most, figure.key)


@dataclass(frozen=True, kw_only=True)
class Worked(Experiment):
    """The calculation stands under the same id in :mod:`sutja.labs.calculations`."""

    kind: ClassVar[str] = "worked"


@dataclass(frozen=True, kw_only=True)
class Tool(Experiment):
    """``commands`` that do it; ``coming``: that command does not exist yet."""

    kind: ClassVar[str] = "tool"

    commands: tuple[str, ...]
    coming: bool = False
