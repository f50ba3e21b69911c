"""The learning rate of a long training: up for a while, then down along half a cosine to 0."""

from __future__ import annotations

from sutja.nn.optimizers.schedules import CosineDecay

__all__ = ["rise_and_fall"]


def rise_and_fall(peak: float, steps: int, rise: int) -> CosineDecay:
    """From ``peak`` / 20 up to ``peak`` in ``rise`` of ``steps`` steps, then down to 0; without a rise, only down."""
    if not rise:
        return CosineDecay(peak, steps)
    return CosineDecay(peak / 20, steps - rise, warmup_target=peak, warmup_steps=rise)
