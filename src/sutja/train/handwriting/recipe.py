"""What decides how a reader is made."""

from __future__ import annotations

from dataclasses import dataclass, fields

__all__ = ["ReaderRecipe"]


@dataclass(frozen=True)
class ReaderRecipe:
    """How the reader is made.

    Attributes:
        rounds: How many rounds of pictures are drawn.
        teacher_epochs: How many of them the teacher learns from.
        epochs: How many the pupil learns from; above ``rounds``, they come again.
        teacher_rate: The highest learning rate of the teacher.
        rate: The highest learning rate of the pupil.
        seed: Fixes the pictures, the weights at the start and the order.
    """

    rounds: int = 6
    teacher_epochs: int = 10
    epochs: int = 30
    teacher_rate: float = 0.002
    rate: float = 0.004
    seed: int = 0

    @property
    def command(self) -> str:
        """The command that makes a reader by this recipe."""
        words = ["sutja reader"]
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                words.append(f"--{field.name.replace('_', '-')} {value}")
        return " ".join(words)
