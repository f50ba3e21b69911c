"""Clipping: no step larger than wanted, however large the gradient.

    clipnorm c          g <- g c / max(||g||, c)      for each weight (each kernel, each bias) by itself
    global_clipnorm c   g <- g c / max(||g||, c)      with the norm of all gradients together
    clipvalue c         g <- min(max(g, -c), c)       number by number

The norms keep the direction of the gradient; the global one keeps that of all weights together. Clipping tames the
rare huge gradients of deep and recurrent networks. Pascanu, Mikolov and Bengio 2013.
"""

from __future__ import annotations

import math

import numpy as np

from sutja.checks import is_number
from sutja.errors import invalid
from sutja.language import translate as _
from sutja.nn.typing import Array, Config
from sutja.nn.variables import FlatVector

__all__ = ["Clipping"]


class Clipping:
    """At most one of the three limits above, each a number above 0."""

    def __init__(
        self,
        clipnorm: float | None = None,
        clipvalue: float | None = None,
        global_clipnorm: float | None = None,
    ) -> None:
        limits = {"clipnorm": clipnorm, "clipvalue": clipvalue, "global_clipnorm": global_clipnorm}
        given = {name: limit for name, limit in limits.items() if limit is not None}
        for name, limit in given.items():
            if not is_number(limit, 0) or limit == 0:
                raise invalid(name, _("a number above 0, or None"), limit)
        if len(given) > 1:
            names = ", ".join(limits)
            raise invalid(next(iter(given)), _("only one of {names}", names=names), given)
        self.clipnorm, self.clipvalue, self.global_clipnorm = (
            None if limit is None else float(limit) for limit in limits.values()
        )

    def clip(self, vector: FlatVector, gradient: Array) -> None:
        """Cut ``gradient``, which is laid out like ``vector``, in place."""
        if self.clipnorm is not None:
            for own in vector.views(gradient):
                own *= _factor(own, self.clipnorm)
        elif self.global_clipnorm is not None:
            factor = _factor(gradient, self.global_clipnorm)
            gradient *= factor if factor > 0 else math.nan  # from an infinite norm no direction can be saved
        elif self.clipvalue is not None:
            np.clip(gradient, -self.clipvalue, self.clipvalue, out=gradient)

    def get_config(self) -> Config:
        """The arguments of the constructor."""
        return {
            "clipnorm": self.clipnorm,
            "global_clipnorm": self.global_clipnorm,
            "clipvalue": self.clipvalue,
        }


def _factor(g: Array, limit: float) -> float:
    """What brings the norm of ``g`` down to ``limit``; 1 if it is not above."""
    norm = math.sqrt(float(np.vdot(g, g)))
    return limit / max(norm, limit) if not math.isnan(norm) else math.nan
