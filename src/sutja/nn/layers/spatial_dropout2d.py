"""SpatialDropout2D: in training, switch off whole channels of a picture, each with probability ``rate``.

Neighbouring pixels are alike, so a pixel that Dropout hides can be guessed from those around it; a channel cannot.
Otherwise as :class:`sutja.nn.layers.dropout.Dropout`. Tompson et al. 2015.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sutja.nn.layers.dropout import Dropout
from sutja.nn.typing import Array, Config

__all__ = ["SpatialDropout2D"]


class SpatialDropout2D(Dropout):
    """Drops a share ``rate`` (in [0, 1]) of the channels of (batch, h, w, c) in training."""

    input_rank = 4
    accepted: ClassVar[Config] = {"data_format": "channels_last"}

    def __init__(self, rate: float, data_format: str | None = None, seed: int | None = None, **others: Any) -> None:
        super().__init__(rate, seed=seed, data_format=data_format, **others)

    def mask_shape(self, x: Array) -> tuple[int, ...]:
        """One decision a channel."""
        return (len(x), 1, 1, x.shape[-1])

    def get_config(self) -> Config:
        """Rate, seed and what Keras has besides."""
        config = {**super().get_config(), "data_format": "channels_last"}
        return {name: value for name, value in config.items() if name not in ("trainable", "noise_shape")}
