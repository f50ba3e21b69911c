"""Python processes that begin afresh, and how long they take from their start to their answer.

A child is asked for one line of JSON on its standard output; whatever a library prints before is passed over. The
clock runs in the parent, from the moment before the child starts to that line, so it counts the start of Python and
all imports. Time after the answer does not count.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from threading import Timer
from typing import Any, NamedTuple

__all__ = ["Answer", "Failed", "ask", "say"]

ROOT = Path(__file__).parents[1]


class Answer(NamedTuple):
    """``seconds`` from the start of the process until it gave ``value``."""

    value: Any
    seconds: float


class Failed(Exception):
    """The process ended without an answer; the message is its last line, or that its time was over."""


def say(value: Mapping[str, Any]) -> None:
    """Give the answer: what the child calls."""
    print(json.dumps(value), flush=True)


def ask(*arguments: str, timeout: float | None = None, own_group: bool = False) -> Answer:
    """Start ``python ARGUMENTS`` in the project's folder and wait for its answer, ``timeout`` seconds at most.

    ``own_group``: what the child itself starts ends with it, whatever happens.
    """
    with tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        child = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            start_new_session=own_group,
        )
        late = Timer(timeout, _end, [child, own_group]) if timeout is not None else None
        if late is not None:
            late.start()
        try:
            answer = _answer(child, start)
            child.wait()
        finally:
            if late is not None:
                late.cancel()
            _end(child, own_group)
        if answer is not None and child.returncode == 0:
            return answer
        if timeout is not None and time.perf_counter() - start >= timeout:
            raise Failed(f"no answer within {timeout:.0f} s")
        errors.seek(0)
        raise Failed(_last_line(errors.read().decode(errors="replace")) or f"exit status {child.returncode}")


def _answer(child: subprocess.Popen[str], start: float) -> Answer | None:
    assert child.stdout is not None
    answer = None
    with child.stdout as lines:
        for line in lines:
            now = time.perf_counter()
            if answer is None and line.startswith("{"):
                answer = Answer(json.loads(line), now - start)
    return answer


def _end(child: subprocess.Popen[str], own_group: bool) -> None:
    if child.poll() is None:
        if own_group:
            os.killpg(child.pid, signal.SIGKILL)
        else:
            child.kill()
        child.wait()


def _last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1][:300] if lines else ""
