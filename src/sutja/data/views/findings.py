"""What may be wrong with a set of pictures.

*The same picture twice*: in training and test, which makes results look better than they are; or with two different
labels, of which one must be wrong.

*Empty pictures*: all pixels have one value.

*Labels that are likely wrong*: the pictures are cut into folds; those of each fold are given labels by their nearest
neighbours in the others (out-of-fold, so that none speaks for itself), on the 40 directions in which all of the
pictures differ most (principal components, which know no labels). A label is suspected when nearly all of its
picture's neighbours agree on another one. These are pictures to look at, not errors: some of them are right and
merely odd.

Source of the idea: Northcutt, Jiang, Chuang, "Confident learning: estimating uncertainty in dataset labels", JAIR 2021.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sutja.data.content import digests, shared
from sutja.data.dataset import Dataset
from sutja.data.splits import hold_out
from sutja.errors import invalid, missing_extra
from sutja.language import translate as _

__all__ = ["Findings", "Suspect", "examine"]

_NEIGHBOURS, _DIRECTIONS, _FOLDS = 10, 40, 5
_AGREEMENT, _LEFT = 0.8, 0.1  # the neighbours' weight for the other label, and for the given one
_SIDE = 32  # larger pictures are shrunk to about this before they are compared


@dataclass(frozen=True)
class Suspect:
    """A training picture whose label is likely wrong.

    Attributes:
        position: Of the picture in ``x_train``.
        given: Its label.
        proposed: The label of most of its neighbours.
        agreement: Their weight, in [0, 1].
    """

    position: int
    given: int
    proposed: int
    agreement: float


@dataclass(frozen=True)
class Findings:
    """What was found.

    Attributes:
        in_both: Pairs of positions in training and test (or validation) at which the same picture stands, by part.
        twice: How many training pictures are copies of another one.
        contradictions: Groups of positions of the same training picture with different labels.
        empty: Positions of training pictures of one value, and of such test pictures, by part.
        suspects: The labels that are likely wrong, the likeliest first.
        compared: How many training pictures were looked at for suspects.
    """

    in_both: dict[str, list[tuple[int, int]]]
    twice: int
    contradictions: list[tuple[int, ...]]
    empty: dict[str, list[int]]
    suspects: list[Suspect]
    compared: int

    @property
    def clean(self) -> bool:
        """Whether there is nothing to look at."""
        return not (any(self.in_both.values()) or self.contradictions or any(self.empty.values()) or self.suspects)


def examine(dataset: Dataset, *, most: int = 20_000, seed: int = 0) -> Findings:
    """Look for what may be wrong with the pictures of ``dataset``.

    Args:
        dataset: A set of pictures with classes.
        most: So many training pictures are looked at for wrong labels, by chance when there are more; 0 for none.
        seed: Of that choice and of the folds.

    Raises:
        InvalidArgument: It is no set of pictures with classes.
        MissingExtra: scikit-learn is not installed.
    """
    if dataset.kind != "pictures" or not dataset.classes:
        raise invalid("dataset", _("a set of pictures with classes"), dataset)
    others = {"test": dataset.x_test} | ({} if dataset.x_val is None else {"val": dataset.x_val})
    groups: dict[bytes, list[int]] = defaultdict(list)
    for position, digest in enumerate(digests(dataset.x_train)):
        groups[digest].append(position)
    chosen = _chosen(dataset.y_train, most, seed)
    return Findings(
        in_both={part: shared(dataset.x_train, x) for part, x in others.items()},
        twice=len(dataset.x_train) - len(groups),
        contradictions=[tuple(group) for group in groups.values() if len(set(dataset.y_train[group].tolist())) > 1],
        empty={part: _empty(x) for part, x in ({"train": dataset.x_train} | others).items()},
        suspects=_suspects(dataset.x_train, dataset.y_train, chosen, seed),
        compared=len(chosen),
    )


def _empty(x: NDArray[np.uint8]) -> list[int]:
    flat = x.reshape(len(x), -1)
    return np.flatnonzero((flat == flat[:, :1]).all(1)).tolist()


def _chosen(labels: NDArray[Any], most: int, seed: int) -> NDArray[np.intp]:
    """The positions of the pictures that are looked at: of classes that every fold can have an example of."""
    positions = _of_large_classes(labels, np.arange(len(labels)))
    if 0 < most < len(positions):
        sample = positions[hold_out(labels[positions], most / len(positions), seed)[1]]
        positions = _of_large_classes(labels, sample)
    return positions if most > 0 and len(np.unique(labels[positions])) > 1 else positions[:0]


def _of_large_classes(labels: NDArray[Any], positions: NDArray[np.intp]) -> NDArray[np.intp]:
    """Those of ``positions`` whose classes have an example there for every fold."""
    own = labels[positions]
    return positions[np.bincount(own, minlength=1)[own] >= _FOLDS]


def _suspects(x: NDArray[np.uint8], y: NDArray[Any], chosen: NDArray[np.intp], seed: int) -> list[Suspect]:
    if not len(chosen):
        return []
    try:
        from sklearn.decomposition import PCA
        from sklearn.model_selection import StratifiedKFold, cross_val_predict
        from sklearn.neighbors import KNeighborsClassifier
    except ImportError as error:
        raise missing_extra(_("Looking for wrong labels"), "train") from error
    step = max(1, min(x.shape[1:3]) // _SIDE)
    features = x[chosen][:, ::step, ::step].reshape(len(chosen), -1).astype(np.float32) / np.float32(255)
    labels = y[chosen]
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=seed % 2**32)
    smallest_fold = len(chosen) - -(-len(chosen) // _FOLDS)
    directions = min(_DIRECTIONS, *features.shape)
    features = PCA(directions, svd_solver="randomized", iterated_power=2, random_state=0).fit_transform(features)
    model = KNeighborsClassifier(min(_NEIGHBOURS, smallest_fold), weights="distance", algorithm="brute")
    probabilities = cross_val_predict(model, features, labels, cv=folds, method="predict_proba")
    classes = np.unique(labels)
    proposed = classes[probabilities.argmax(1)]
    agreement = probabilities.max(1)
    left = probabilities[np.arange(len(labels)), np.searchsorted(classes, labels)]
    found = np.flatnonzero((proposed != labels) & (agreement >= _AGREEMENT) & (left <= _LEFT))
    ordered = found[np.lexsort((found, -agreement[found]))]
    return [Suspect(int(chosen[i]), int(labels[i]), int(proposed[i]), float(agreement[i])) for i in ordered]
