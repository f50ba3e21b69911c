"""The page of the engine says what is true: its examples print what stands below them, in both languages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from threadpoolctl import threadpool_limits

from sutja.nn import layers, optimizers

ROOT = Path(__file__).parents[1]
PAGES = ("docs/engine.md", "docs/engine.ko.md")


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def examples(page: str) -> list[tuple[str, str]]:
    """Each block of Python with the block of text that follows it."""
    return re.findall(r"```python\n(.*?)```\n```text\n(.*?)```", text_of(page), re.DOTALL)


def test_examples_print_what_stands_below_them(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    with threadpool_limits(1):
        for code, printed in examples(PAGES[0]):
            exec(compile(code, PAGES[0], "exec"), names)
            assert capsys.readouterr().out == printed, code


def test_both_pages_have_the_same_examples() -> None:
    assert len(examples(PAGES[0])) == text_of(PAGES[0]).count("```python") == 4
    assert examples(PAGES[0]) == examples(PAGES[1])


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", text_of(page))
    assert [target for target in targets if not (ROOT / page).parent.joinpath(target).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_layer_and_optimizer_is_named(page: str) -> None:
    """By its own name; poolings by the word, and the shorter names of Keras by the longer ones."""
    named = set(re.findall(r"[A-Za-z0-9]+", text_of(page)))
    kinds = {name for name in layers.__all__ if name[0].isupper() and "Pool" not in name and "Convolution" not in name}
    kinds |= {name for name in optimizers.__all__ if name[0].isupper()}
    assert kinds - {"Input", "InputLayer", "Layer", "Optimizer"} - named == set()
