"""When to save, for callbacks with ``save_freq``: after every epoch, or after so many batches."""

from __future__ import annotations

from sutja.checks import is_whole
from sutja.errors import invalid
from sutja.language import translate as _

__all__ = ["BatchCounter"]


class BatchCounter:
    """Counts the batches of all epochs; ``save_freq``: "epoch", or a number of batches."""

    def __init__(self, save_freq: str | int) -> None:
        if save_freq != "epoch" and not is_whole(save_freq, 1):
            raise invalid("save_freq", _("'epoch', or a number of batches"), save_freq)
        self.save_freq = save_freq
        self._since = 0

    @property
    def each_epoch(self) -> bool:
        """Whether epochs count, and batches do not."""
        return self.save_freq == "epoch"

    def is_time(self) -> bool:
        """Count one batch; whether it is time to save."""
        self._since += 1
        if isinstance(self.save_freq, str) or self._since < self.save_freq:
            return False
        self._since = 0
        return True
