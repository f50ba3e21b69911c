"""The one check that several optimizers share: decay rates of running means lie in [0, 1)."""

from __future__ import annotations

from sutja.errors import invalid
from sutja.language import translate as _

__all__ = ["check_betas"]


def check_betas(**betas: float) -> None:
    """Raise an error for the first of ``betas`` that is not in [0, 1)."""
    for name, beta in betas.items():
        if not 0 <= beta < 1:
            raise invalid(name, _("a number in [0, 1)"), beta)
