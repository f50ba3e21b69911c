"""Trust: what a reader makes of single digits and of what is none, with its doubts.

The *doubt* about a picture is a score by which it may be refused: the higher, the less it looks like a digit. For a
network with a class of its own for what is no digit, it is that class' probability; for one with ten classes,
1 - max p (Hendrycks and Gimpel, 2017). A picture in which no ink is found is refused with a doubt above all others.

Digits are judged by their probabilities given that they are digits, refused or not, for a digit is what they are; an
answer is right if it is the true digit and is not refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bench.handwriting.calibration import auroc, calibration_error, classwise_error, log_loss, threshold
from bench.handwriting.others import Missing, squashed_probabilities
from bench.handwriting.show import Picture
from bench.handwriting.singles import Single
from sutja import Recognizer
from sutja.errors import SutjaError

__all__ = [
    "DOUBTERS",
    "Digits",
    "Doubter",
    "Example",
    "Look",
    "Others",
    "Trust",
    "look_at_digits",
    "look_at_others",
    "score_in_words",
]

_KEPT = 24  # examples of a set, for the pictures


class Look(NamedTuple):
    """What a reader makes of one picture.

    ``probabilities`` are those of the ten digits, None where there is no ink.
    """

    doubt: float
    refused: bool
    probabilities: tuple[float, ...] | None


class Example(NamedTuple):
    """A picture that was judged wrongly, what it is, what it was taken for, and the doubt."""

    picture: Picture
    true: str
    read: str
    kind: str
    doubt: float


Doubter = Callable[[Picture], Look]


def score_in_words() -> str:
    """What Sutja's doubt is, which depends on the model that ships."""
    if _knows_others(Recognizer()):
        return "the probability of the class for what is no digit"
    return "1 - the highest probability, for its model knows digits only"


def sutja() -> Doubter:
    """Sutja, as it ships."""
    recognizer = Recognizer()
    knows_others = _knows_others(recognizer)

    def look(picture: Picture) -> Look:
        try:
            found = recognizer.predict(picture)
        except SutjaError:
            return Look(np.inf, True, None)
        doubt = found.no_digit if knows_others else _rest(found.probabilities)
        return Look(doubt, found.refused, found.probabilities)

    return look


def squashed() -> Doubter:
    """The plain network with the whole picture squashed; it refuses nothing."""
    network = squashed_probabilities()

    def look(picture: Picture) -> Look:
        found = network(picture)
        return Look(_rest(found), False, found)

    return look


DOUBTERS: dict[str, Callable[[], Doubter]] = {"sutja": sutja, "squashed": squashed}


def _knows_others(recognizer: Recognizer) -> bool:
    shape: Any = recognizer.model.output_shape
    return bool(shape[-1] > 10)


def _rest(probabilities: tuple[float, ...]) -> float:
    """1 - max p, but exact where p is nearly 1."""
    return sum(sorted(probabilities)[:-1])


class Group(NamedTuple):
    """Digits of one hand or shape: how many, how many are read rightly, how many refused, what others are taken for."""

    pictures: int
    right: int
    refused: int
    confused: dict[str, int]


@dataclass
class Digits:
    """One set of digits as one reader sees it; arrays in the order of the pictures.

    Attributes:
        labels: (n,).
        doubts: (n,); infinite where no ink is found.
        refused: (n,).
        probabilities: (n, 10); NaN where no ink is found.
        kinds: The hand or the shape of each.
        wrongly_refused: Examples, the highest doubt first.
    """

    labels: NDArray[np.int64]
    doubts: NDArray[np.float64]
    refused: NDArray[np.bool_]
    probabilities: NDArray[np.float64]
    kinds: list[str]
    wrongly_refused: list[Example] = field(default_factory=list)

    @property
    def seen(self) -> NDArray[np.bool_]:
        """Where ink was found, (n,)."""
        return ~np.isnan(self.probabilities[:, 0])

    @property
    def guesses(self) -> NDArray[np.int64]:
        """The most likely digit of those seen; -1 for the others."""
        return np.where(self.seen, np.nan_to_num(self.probabilities).argmax(axis=1), -1)

    @property
    def right(self) -> NDArray[np.bool_]:
        """Where the guess is right, refused or not."""
        return np.asarray(self.guesses == self.labels)

    @classmethod
    def pooled(cls, sets: Sequence[Digits]) -> Digits:
        """Several sets as one."""
        return cls(
            np.concatenate([d.labels for d in sets]),
            np.concatenate([d.doubts for d in sets]),
            np.concatenate([d.refused for d in sets]),
            np.concatenate([d.probabilities for d in sets]),
            [kind for d in sets for kind in d.kinds],
        )

    def numbers(self) -> dict[str, float]:
        """All that a table shows, by name; what needs probabilities only if ink was found in any picture."""
        found = {
            "pictures": len(self.labels),
            "right": float((self.right & ~self.refused).mean()),
            "refused": float(self.refused.mean()),
        }
        seen = self.seen
        if seen.any():
            probabilities, labels = self.probabilities[seen], self.labels[seen]
            found["ece"] = calibration_error(probabilities.max(axis=1), self.right[seen])
            found["classwise_ece"] = classwise_error(probabilities, labels)
            found["nll"] = log_loss(probabilities, labels)
        return found

    def groups(self) -> dict[str, Group]:
        """By hand or shape."""
        found = {}
        for kind in dict.fromkeys(self.kinds):
            inside = np.array([k == kind for k in self.kinds])
            wrong = inside & ~self.right & ~self.refused
            confused = Counter(f"{t} as {g}" for t, g in zip(self.labels[wrong], self.guesses[wrong], strict=True))
            right = int((inside & self.right & ~self.refused).sum())
            found[kind] = Group(
                int(inside.sum()), right, int((inside & self.refused).sum()), dict(confused.most_common())
            )
        return found


@dataclass
class Others:
    """One set of pictures that are no digits, as one reader sees it.

    Attributes:
        doubts: (n,); infinite where no ink is found.
        refused: (n,).
        accepted: Examples of what was taken for a digit, the lowest doubt first.
    """

    doubts: NDArray[np.float64]
    refused: NDArray[np.bool_]
    accepted: list[Example] = field(default_factory=list)

    def numbers(self, digits: Digits) -> dict[str, float]:
        """All that a table shows, beside the doubts about ``digits``."""
        return {
            "pictures": len(self.doubts),
            "auroc": auroc(digits.doubts, self.doubts),
            "refused": float(self.refused.mean()),
            "refused_at_1_percent": float((self.doubts > threshold(digits.doubts)).mean()),
        }


@dataclass
class Trust:
    """What was measured: by set, then by reader; and why a set or a reader is left out."""

    digits: dict[str, dict[str, Digits]] = field(default_factory=dict)
    others: dict[str, dict[str, Others]] = field(default_factory=dict)
    left_out: dict[str, str] = field(default_factory=dict)

    def readers(self, makers: dict[str, Callable[[], Doubter]]) -> dict[str, Doubter]:
        """Those readers that are installed; why the others are left out is kept."""
        found = {}
        for name, make in makers.items():
            try:
                found[name] = make()
            except Missing as error:
                self.left_out[name] = str(error)
        return found


def look_at_digits(reader: Doubter, name: str, pictures: Iterable[Single]) -> Digits:
    """Let ``reader`` see each of the digits."""
    looks, labels, kinds, refused = [], [], [], []
    for single in pictures:
        look = reader(single.picture)
        looks.append(look)
        labels.append(single.label)
        kinds.append(single.kind)
        if look.refused:
            read = "no ink" if look.probabilities is None else "no digit"
            refused.append(Example(single.picture, str(single.label), read, single.kind or name, look.doubt))
    nothing = (np.nan,) * 10
    return Digits(
        np.array(labels),
        np.array([look.doubt for look in looks]),
        np.array([look.refused for look in looks]),
        np.array([look.probabilities or nothing for look in looks], np.float64),
        kinds,
        sorted(refused, key=lambda example: -example.doubt)[:_KEPT],
    )


def look_at_others(reader: Doubter, name: str, pictures: Iterable[Picture]) -> Others:
    """Let ``reader`` see each of the pictures that are no digits."""
    looks: list[Look] = []
    accepted: list[Example] = []
    for picture in pictures:
        look = reader(picture)
        looks.append(look)
        if not look.refused and look.probabilities is not None:
            accepted.append(Example(picture, "", _answer(look), name, look.doubt))
    return Others(
        np.array([look.doubt for look in looks]),
        np.array([look.refused for look in looks]),
        sorted(accepted, key=lambda example: example.doubt)[:_KEPT],
    )


def _answer(look: Look) -> str:
    probabilities: Any = look.probabilities
    return f"{int(np.argmax(probabilities))}, doubt {look.doubt:.1g}"
