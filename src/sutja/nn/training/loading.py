"""Whether there is enough to do for compiled routines to be loaded (see :mod:`sutja.nn.jit`).

Numba takes the best part of a second to start, in which NumPy trains a small network for some hundred steps. So before
the first step we look how many multiplications are to come, and load it only if it will make up for its start.

What is decided then holds to the last step, and depends on nothing but the model, the data and the number of epochs,
counted from the very first: so the same call gives the same bits, also in a run that was killed and resumed. Where
nobody knows how much there will be, as with a generator or in a training loop of one's own, we load.
"""

from __future__ import annotations

from contextlib import AbstractContextManager

from sutja.nn import jit
from sutja.nn.training.sharing import Work

__all__ = ["loaded_to_predict", "loaded_to_train"]

WORTH_PREDICTING = 3_000_000_000  # multiplications, some tenths of a second; who predicts once will do so again
WORTH_TRAINING = 20_000_000_000  # multiplications, one to two seconds
WAYS = 3  # of training through the network: forwards, and back to the inputs and to the weights


def loaded_to_predict(work: Work, samples: int | None) -> AbstractContextManager[None]:
    """Inside, compiled routines if predicting so many samples is worth it; ``None``: nobody knows how many."""
    return jit.loaded_if(samples is None or samples * work.multiplications >= WORTH_PREDICTING)


def loaded_to_train(work: Work, samples: int | None, epochs: int) -> AbstractContextManager[None]:
    """Inside, compiled routines if ``epochs`` epochs of so many samples are worth it."""
    return jit.loaded_if(samples is None or samples * epochs * work.multiplications * WAYS >= WORTH_TRAINING)
