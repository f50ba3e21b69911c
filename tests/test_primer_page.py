"""The guide to the primer says what is true: its examples print what stands behind them, in both languages."""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path
from typing import Any

import pytest
from threadpoolctl import threadpool_limits

ROOT = Path(__file__).parents[1]
PAGES = ("docs/primer.md", "docs/primer.ko.md")


def text_of(page: str) -> str:
    return (ROOT / page).read_text(encoding="utf-8")


def examples(page: str) -> list[str]:
    return re.findall(r"```python\n(.*?)```", text_of(page), re.DOTALL)


def comments(code: str) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    return [token.string.removeprefix("# ") for token in tokens if token.type == tokenize.COMMENT]


@pytest.mark.parametrize("page", PAGES)
def test_examples_print_their_comments(page: str, capsys: pytest.CaptureFixture[str]) -> None:
    names: dict[str, Any] = {}
    with threadpool_limits(1):
        for code in examples(page):
            exec(compile(code, page, "exec"), names)
            assert capsys.readouterr().out.splitlines() == comments(code), code


def test_both_pages_have_the_same_examples() -> None:
    assert examples(PAGES[0]) == examples(PAGES[1])


@pytest.mark.parametrize("page", PAGES)
def test_every_file_of_the_primer_has_its_place(page: str) -> None:
    """In the order of the package's own list, which names each of them."""
    folder = ROOT / "src/sutja/nn/primer"
    package = (folder / "__init__.py").read_text(encoding="utf-8")
    in_order = re.findall(r"^ +\d+  (\w+\.py)", package, re.MULTILINE)
    assert sorted([*in_order, "__init__.py", "checks.py"]) == sorted(path.name for path in folder.glob("*.py"))
    assert re.findall(r"\(\.\./src/sutja/nn/primer/(\w+\.py)\)", text_of(page)) == in_order


@pytest.mark.parametrize("page", PAGES)
def test_links_lead_somewhere(page: str) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", text_of(page))
    assert [target for target in targets if not (ROOT / page).parent.joinpath(target).exists()] == []
