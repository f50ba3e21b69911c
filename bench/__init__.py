"""Side-by-side measurements: the engine against Keras on its three backends, plain PyTorch, and the processor's limit.

    workloads.py      what is measured: networks, batches, amounts of data
    contestants.py    who is measured: libraries, each with its defaults and with its best documented settings
    plan.py           which run follows which, so that contestants take turns
    measure.py        one run, in a process of its own
    results.py        the file that keeps what was measured, run by run
    table.py          the file as tables; scaling.py as plots

``python -m bench`` does all of it; ``python -m bench.measure sutja C-keras-512x4`` does one run.
"""
