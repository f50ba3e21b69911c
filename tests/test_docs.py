"""Every page of the docs: its links lead somewhere, and it says the same in both languages, in the same code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted(page for page in DOCS.glob("*.md") if not page.stem.endswith(".ko"))


def read(page: Path) -> str:
    return page.read_text(encoding="utf-8")


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda page: page.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", read(page)):
        if "://" not in target:
            assert (DOCS / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_both_languages_have_the_same_parts(page):
    english, korean = read(page), read(page.with_suffix(".ko.md"))
    for part in (r"^(#+) ", r"```(\w*)\n", r"^\|(?:---\|)+$"):
        assert len(re.findall(part, english, re.M)) == len(re.findall(part, korean, re.M)), part
    for code in re.findall(r"```sh\n(.*?)```", english, re.S):
        without_comments = re.sub(r" *#.*", "", code)
        assert without_comments in re.sub(r" *#.*", "", korean), code
