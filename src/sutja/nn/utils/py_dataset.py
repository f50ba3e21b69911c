"""PyDataset: a data set that makes its own batches, such as one that varies each picture in each epoch."""

from __future__ import annotations

from typing import Any

from sutja.nn.unsupported import refuse

__all__ = ["PyDataset"]


class PyDataset:
    """Base for data sets with ``__len__`` (batches in an epoch) and ``__getitem__(i)`` -> (x, y) or (x, y, weights).

    ``on_epoch_begin`` and ``on_epoch_end`` are called around each epoch.
    """

    def __init__(self, workers: int = 1, use_multiprocessing: bool = False, max_queue_size: int = 10) -> None:
        refuse(PyDataset, {"workers": workers, "use_multiprocessing": use_multiprocessing}, {"workers": 1})

    def __len__(self) -> int:
        raise NotImplementedError

    @property
    def num_batches(self) -> int | None:
        """The number of batches, ``len(self)``; a data set without an end says ``None``."""
        return len(self)

    def __getitem__(self, index: int) -> Any:
        raise NotImplementedError

    def on_epoch_begin(self) -> None:
        """What to do before an epoch; nothing unless a subclass says so."""

    def on_epoch_end(self) -> None:
        """What to do after an epoch; nothing unless a subclass says so."""
