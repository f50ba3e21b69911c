"""Fresh processes: answers, failures, limits, and what they held in memory."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from bench import measure
from bench.fresh import Failed, ask
from bench.memory import peak_bytes


def test_the_clock_stops_at_the_answer():
    answer = ask("-c", "print('a library says hello'); print('{\"a\": 1}', flush=True); import time; time.sleep(0.7)")
    assert answer.value == {"a": 1}
    assert 0 < answer.seconds < 0.7


def test_a_failure_is_the_last_line_of_the_error():
    with pytest.raises(Failed, match=r"^ValueError: too much$"):
        ask("-c", "raise ValueError('too much')")
    with pytest.raises(Failed, match="exit status 3"):
        ask("-c", "import sys; sys.exit(3)")


def test_a_process_that_takes_too_long_ends_with_its_children(tmp_path):
    left = tmp_path / "left"
    child = f"import time, pathlib; time.sleep(3); pathlib.Path({str(left)!r}).touch()"
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    start = time.monotonic()
    with pytest.raises(Failed, match="no answer within 1 s"):
        ask("-c", code, timeout=1, own_group=True)
    assert time.monotonic() - start < 3
    time.sleep(max(0, start + 4.5 - time.monotonic()))
    assert not left.exists()


def test_memory_is_the_programs_own():
    ballast = bytearray(200 << 20)
    ballast[::4096] = b"x" * len(ballast[::4096])
    code = "from bench.memory import peak_bytes; print(peak_bytes())"
    child = int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
    assert peak_bytes() > len(ballast)
    assert child < 100 << 20  # not what its parent holds


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["nobody", "B-mlp128"], 2, "`contestant`"),
        (["sutja", "B-mlp"], 2, "`workload`"),
    ],
)
def test_wrong_names(arguments, status, message, capsys):
    assert measure.main(arguments) == status
    assert message in capsys.readouterr().err


def test_one_run(capsys, monkeypatch, tmp_path):
    monkeypatch.delenv("SUTJA_DATA", raising=False)
    assert measure.main(["sutja", "B-mlp128", "--samples", "64"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert len(found["seconds"]) == measure.EPOCHS
    assert found["pictures"] == 64
    assert found["data"] == "random pictures of the shape of mnist"
    assert found["flops_per_picture"] == 2 * (2 * 784 * 128 + 3 * 128 * 10)
    assert found["peak_memory_bytes"] > 10 << 20
    assert found["versions"]["numpy"]
