"""Which recogniser a verb reads with."""

from __future__ import annotations

from sutja.recognizer import Recognizer

__all__ = ["find_recognizer"]


def find_recognizer(name: str) -> Recognizer:
    """The recogniser that ships, that of a ``.keras`` file, or that of a run."""
    if name == "shipped":
        return Recognizer()
    if name.endswith(".keras"):
        return Recognizer(name)
    from sutja.cli.runs import find_run

    return Recognizer(find_run(name).best_file)
