"""History: what ``fit`` returns: the numbers of every epoch."""

from __future__ import annotations

from sutja.nn.callbacks.callback import Callback, Logs

__all__ = ["History"]


class History(Callback):
    """``history["loss"]`` is the loss of each epoch, and so on; ``epoch`` lists their numbers."""

    def __init__(self) -> None:
        super().__init__()
        self.epoch: list[int] = []
        self.history: dict[str, list[float]] = {}

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Write the epoch down."""
        self.epoch.append(epoch)
        for name, value in (logs or {}).items():
            self.history.setdefault(name, []).append(value)
