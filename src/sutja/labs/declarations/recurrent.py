"""Recurrent networks in three patterns, and in both directions."""

from __future__ import annotations

from sutja.labs.examples import Made, Pictures
from sutja.labs.experiment import Figure, Trained
from sutja.labs.part import part
from sutja.labs.sequences import neighbours, parity, sums
from sutja.labs.training import Training
from sutja.language import mark as N_

__all__ = ["EXPERIMENTS"]

_YES_OR_NO = part("losses.BinaryCrossentropy")
_ADAM = part("optimizers.Adam", learning_rate=0.01)
_1 = Training(
    data=Made("sums", sums),
    model="rnn-steps",
    optimizer=_ADAM,
    loss=_YES_OR_NO,
    epochs=20,
    quick={"epochs": 12, "examples": 2000},
)
_2 = _1.but(data=Made("parity", parity), model="rnn-feedback", epochs=60, quick={"epochs": 60})
_3 = Training(
    data=Pictures("mnist"),
    model="rnn-rows",
    optimizer=part("optimizers.Adam"),
    epochs=5,
    batch_size=100,
    quick={"examples": 2000, "epochs": 2},
)
_FORWARDS = _1.but(data=Made("neighbours", neighbours), epochs=30, quick={"epochs": 15, "examples": 1500})

EXPERIMENTS = (
    Trained(
        id="E-rnn-patterns",
        title=N_("Three patterns of recurrence, teacher forcing, both directions"),
        trainings={
            "1: hidden to hidden, adding": _1,
            "2: output fed back, parity": _2,
            "3: whole sequence, digits by rows": _3,
            "forwards, neighbours": _FORWARDS,
            "both directions, neighbours": _FORWARDS.but(settings={"bidirectional": True}),
        },
        figures=(
            Figure("test_accuracy", of="1: hidden to hidden, adding"),
            Figure("test_accuracy", of="2: output fed back, parity"),
            Figure("free_running_accuracy", of="2: output fed back, parity"),
            Figure("test_accuracy", of="3: whole sequence, digits by rows"),
            Figure("test_accuracy", of="forwards, neighbours"),
            Figure("test_accuracy", of="both directions, neighbours"),
        ),
        chosen=N_(
            "Tasks of bits that tell the patterns apart, and digits read row by row: the deck shows formulas only."
        ),
        remark=N_(
            "The loss is the sum over all steps, divided by their number. Pattern 2 learns with the right answer "
            "before (teacher forcing) and is then measured on its own answers."
        ),
    ),
)
