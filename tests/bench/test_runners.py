"""How the contestants are driven."""

from __future__ import annotations

import os
import subprocess
import sys

import numpy as np
import pytest

from bench import keras_runner
from bench.contestants import contestant
from bench.keras_runner import KerasRunner
from bench.measure import _keep_to
from bench.workloads import NETWORKS, Work
from sutja.nn import jit


def test_training_warms_up_first():
    x, y = np.zeros((64, 28, 28, 1), np.float32), np.zeros(64, np.int32)
    network = NETWORKS["B-mlp128"]
    warm_up, *epochs = KerasRunner(contestant("sutja")).train(network, "adam", 32, x, y, Work(32, 2))
    assert warm_up > 0 and len(epochs) == 2
    assert len(KerasRunner(contestant("sutja")).train(network, "adam", 32, x, y, Work(32, 0))) == 1


@pytest.mark.skipif(not jit.available(), reason="the extra `fast` is not installed")
@pytest.mark.parametrize(("name", "compiled"), [("sutja", "True"), ("sutja-numpy", "False")])
def test_with_numba_and_without(name: str, compiled: str) -> None:
    code = f"""if True:
        import sys
        import numpy as np
        from bench.contestants import contestant
        from bench.runners import runner
        from bench.workloads import NETWORKS, Work

        x, y = np.zeros((32, 28, 28, 1), np.float32), np.zeros(32, np.int32)
        for epochs in (0, 1):  # a first step alone is too short
            runner(contestant({name!r})).train(NETWORKS["B-mlp128"], "adam", 32, x, y, Work(32, epochs))
            print("numba" in sys.modules)
    """
    environment = {key: value for key, value in os.environ.items() if key != "SUTJA_ACCELERATE"}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", compiled]


def test_who_runs_without_numba_says_so(monkeypatch):
    monkeypatch.setattr(keras_runner, "find_spec", lambda module: None)
    assert KerasRunner(contestant("sutja")).notes == ["without Numba, which is not installed"]


def test_sutja_shares_the_processors_it_is_given_as_it_thinks_best(monkeypatch):
    kept = []
    monkeypatch.setattr(os, "environ", {})
    monkeypatch.setattr(os, "sched_setaffinity", lambda _process, which: kept.append(which), raising=False)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {4, 5, 6}, raising=False)
    _keep_to(2)
    assert kept == [[4, 5]]
    assert os.environ["OMP_NUM_THREADS"] == "2" and "SUTJA_THREADS" not in os.environ
