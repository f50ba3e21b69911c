"""Weight decay: every step takes a little away from every weight.

    theta <- theta - lr weight_decay theta

Weights that the loss does not hold up fade away, and smaller weights make smoother functions. For plain SGD this is
the same as an L2 penalty in the loss; for optimizers that rescale gradients it is not, and works better there,
because the decay is not rescaled with them ("decoupled"). Loshchilov and Hutter 2019.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from sutja.checks import number
from sutja.nn.variables import FlatVector, Variable

__all__ = ["WeightDecay"]


class WeightDecay:
    """The rule above for all variables but the excluded ones; ``None`` switches it off."""

    def __init__(self, weight_decay: float | None = None) -> None:
        self.weight_decay = None if weight_decay is None else number("weight_decay", weight_decay)
        self._excluded: set[int] = set()
        self._excluded_names: list[str] = []
        self._all = True

    def exclude(self, variables: Iterable[Variable], names: Sequence[str]) -> None:
        """Leave out ``variables``, and those in whose names one of the regular expressions ``names`` is found."""
        self._excluded = {id(variable) for variable in variables}
        self._excluded_names = list(names)

    def build(self, vector: FlatVector) -> None:
        """See whether any variable is left out."""
        self._all = all(map(self.holds_for, vector.variables))

    def holds_for(self, variable: Variable) -> bool:
        """Whether ``variable`` decays."""
        return id(variable) not in self._excluded and not any(
            re.search(name, variable.name) for name in self._excluded_names
        )

    def apply(self, vector: FlatVector, rate: float) -> None:
        """One step of decay with learning rate ``rate``."""
        if not self.weight_decay:
            return
        keep = 1 - self.weight_decay * rate
        if self._all:
            vector.values *= keep
            return
        for variable in filter(self.holds_for, vector.variables):
            variable.value *= keep
