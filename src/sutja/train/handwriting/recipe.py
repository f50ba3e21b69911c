"""What decides how a reader is made."""

from __future__ import annotations

from dataclasses import dataclass, fields

from sutja.checks import above_0, is_whole, short_seed, whole
from sutja.errors import invalid
from sutja.language import translate as _

__all__ = ["TEACHERS", "ReaderRecipe"]

TEACHERS = ("reader-large", "reader-residual", "reader-wide")
"""Networks of the zoo that look in different ways, and so err in different digits."""


@dataclass(frozen=True)
class ReaderRecipe:
    """How the reader is made.

    Attributes:
        rounds: How many rounds of pictures are drawn.
        teachers: How many networks teach, the first so many of ``TEACHERS``.
        teacher_epochs: How many rounds each of them learns from; above ``rounds``, they come again.
        epochs: How many the pupil learns from; above ``rounds``, they come again.
        teacher_rate: The highest learning rate of the teachers.
        rate: The highest learning rate of the pupil.
        seed: Fixes the pictures, the weights at the start and the order.
    """

    rounds: int = 6
    teachers: int = len(TEACHERS)
    teacher_epochs: int = 10
    epochs: int = 60
    teacher_rate: float = 0.002
    rate: float = 0.004
    seed: int = 0

    def __post_init__(self) -> None:
        if not is_whole(self.teachers, 1, len(TEACHERS)):
            raise invalid("teachers", _("a whole number from 1 to {most}", most=len(TEACHERS)), self.teachers)
        for name in ("rounds", "teacher_epochs", "epochs"):
            whole(name, getattr(self, name))
        for name in ("teacher_rate", "rate"):
            above_0(name, getattr(self, name))
        short_seed(self.seed)

    @property
    def command(self) -> str:
        """The command that makes a reader by this recipe."""
        words = ["sutja reader"]
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                words.append(f"--{field.name.replace('_', '-')} {value}")
        return " ".join(words)
