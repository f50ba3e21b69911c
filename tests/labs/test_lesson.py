"""The loader of lessons: every part is there, or one line says which is not."""

from __future__ import annotations

import pytest

from sutja.errors import SutjaError
from sutja.labs.lesson import HEADINGS, lesson_text, read

WHOLE = "# Fit a line\n\n" + "\n".join(f"## {heading}\n\nSome text.\n" for heading in HEADINGS["en"])


def test_a_text_is_read_into_its_parts():
    text = read(WHOLE.replace("Some text.", "y = w x + b", 1), "line.en.md", "en")
    assert text.title == "Fit a line"
    assert (text.learn, text.answer) == ("y = w x + b", "Some text.")


def test_a_heading_inside_code_is_no_part():
    text = read(WHOLE.replace("Some text.", "```\n## The idea\n```", 1), "line.en.md", "en")
    assert text.learn == "```\n## The idea\n```"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("What is this?\n", "line.en.md does not begin with a title"),
        (WHOLE.replace("## Answer\n\nSome text.\n", ""), "Received: no Answer"),
        (WHOLE.replace("## Question\n\nSome text.", "## Question\n"), "Received: no Question"),
        (WHOLE + "## More\n\nText.\n", "Question, Answer, More"),
    ],
)
def test_what_is_missing_is_said_in_one_line(text, message):
    with pytest.raises(SutjaError, match=message) as raised:
        read(text, "line.en.md", "en")
    assert "\n" not in str(raised.value)


def test_a_lesson_without_a_text_is_reported():
    with pytest.raises(SutjaError, match=r"There is no text labs/texts/nothing\.ko\.md"):
        lesson_text("nothing", "ko")
