"""The text of a lesson: Markdown with fixed headings, one file for each language, which comes with the package.

# title                                       the name of the lesson
## What you learn      ## 무엇을 배우나        in two or three sentences
## The idea            ## 핵심 개념            with its formula
## What to watch       ## 눈여겨볼 것          in the experiments
## Try next            ## 더 해 보기           commands
## Question            ## 질문
## Answer              ## 답                  which is folded away where that is possible
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import resources

from sutja.errors import SutjaError
from sutja.language import current
from sutja.language import translate as _

__all__ = ["HEADINGS", "LessonText", "lesson_text", "read"]

HEADINGS = {
    "en": ("What you learn", "The idea", "What to watch", "Try next", "Question", "Answer"),
    "ko": ("무엇을 배우나", "핵심 개념", "눈여겨볼 것", "더 해 보기", "질문", "답"),
}


@dataclass(frozen=True)
class LessonText:
    """The sections of a lesson, as Markdown without their headings."""

    title: str
    learn: str
    idea: str
    watch: str
    next: str
    question: str
    answer: str


def lesson_text(lesson: str, language: str | None = None) -> LessonText:
    """The text of the lesson with this id, in the language in use unless another is given.

    Raises:
        SutjaError: There is no such text, or it lacks a part.
    """
    name = f"{lesson}.{language or current()}.md"
    file = resources.files("sutja.labs") / "texts" / name
    if not file.is_file():
        raise SutjaError(_("There is no text {file}.", file=f"labs/texts/{name}"))
    return read(file.read_text(encoding="utf-8"), name, language or current())


def read(text: str, name: str, language: str) -> LessonText:
    """The lesson in ``text``; ``name`` is that of its file, for an error."""
    title = re.match(r"# (.+)\n", text)
    if title is None:
        raise SutjaError(_("labs/texts/{file} does not begin with a title, such as: # Fit a line", file=name))
    found = _parts(text)
    expected = HEADINGS[language]
    missing = [heading for heading in expected if not found.get(heading, "").strip()]
    if missing or list(found) != list(expected):
        raise SutjaError(
            _(
                "labs/texts/{file} should have these parts, each with a text, in this order: {expected}. "
                "Received: {received}",
                file=name,
                expected=", ".join(expected),
                received=", ".join(found) if not missing else _("no {missing}", missing=", ".join(missing)),
            )
        )
    return LessonText(title[1].strip(), *(found[heading].strip() for heading in expected))


def _parts(text: str) -> dict[str, str]:
    """What stands under each heading of the second rank; a line in a block of code is no heading."""
    parts: dict[str, str] = {}
    heading, in_code = "", False
    for line in text.splitlines(keepends=True):
        in_code ^= line.startswith("```")
        if line.startswith("## ") and not in_code:
            heading = line[3:].strip()
            parts[heading] = ""
        elif heading:
            parts[heading] += line
    return parts
