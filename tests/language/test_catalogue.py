"""The Korean catalogue: every sentence of the source is in it, translated, with the same fields."""

from __future__ import annotations

import ast
import gettext
import io
import string
from pathlib import Path

import pytest

from sutja import language

pofile = pytest.importorskip("babel.messages.pofile", reason="Babel is not installed")
from babel.messages.extract import extract_from_dir  # noqa: E402
from babel.messages.mofile import write_mo  # noqa: E402

FOLDER = Path(language.__file__).parent / "ko" / "LC_MESSAGES"
SOURCE = Path(language.__file__).parents[1]


@pytest.fixture(scope="module")
def sentences() -> set[str]:
    keywords = {"_": None, "N_": None}
    found = extract_from_dir(SOURCE, [("**.py", "python")], {}, keywords)
    return {message for _file, _line, message, _comments, _context in found}


@pytest.fixture(scope="module")
def korean() -> dict[str, str]:
    with (FOLDER / "sutja.po").open("rb") as file:
        return {m.id: m.string for m in pofile.read_po(file, locale="ko") if m.id and not m.fuzzy}


def fields(text: str) -> set[str]:
    return {name for _text, name, _format, _conversion in string.Formatter().parse(text) if name is not None}


def test_no_sentence_hides_from_the_extractor(sentences):
    """Babel does not look into f-strings."""
    said = set()
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_"):
                said |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    assert sorted(said - sentences) == []


def test_the_source_is_found(sentences):
    assert len(sentences) > 200


def test_every_sentence_is_translated(sentences, korean):
    missing = sorted(s for s in sentences if not korean.get(s))
    assert not missing, "run `make texts` and translate: " + " | ".join(missing)


def test_nothing_is_translated_that_is_no_longer_said(sentences, korean):
    assert sorted(set(korean) - sentences) == [], "run `make texts`"


def test_translations_have_the_fields_of_the_original(korean):
    different = [s for s, t in korean.items() if "{" in s and fields(s) != fields(t)]
    assert not different


def test_formats_of_fields_stay(korean):
    for original, translated in korean.items():
        formats = sorted((n, f, c) for _t, n, f, c in string.Formatter().parse(original) if n)
        assert formats == sorted((n, f, c) for _t, n, f, c in string.Formatter().parse(translated) if n), original


def test_the_compiled_catalogue_is_that_of_the_texts(korean):
    with (FOLDER / "sutja.po").open("rb") as file:
        compiled = io.BytesIO()
        write_mo(compiled, pofile.read_po(file, locale="ko"))
    assert (FOLDER / "sutja.mo").read_bytes() == compiled.getvalue(), "run `make texts`"


def test_the_catalogue_is_used(korean):
    with (FOLDER / "sutja.mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    original, translated = next(iter(korean.items()))
    assert catalogue.gettext(original) == translated
    with language.speaking("ko"):
        assert language.translate(original) == translated
