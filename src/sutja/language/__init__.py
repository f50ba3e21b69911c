"""The language in which Sutja speaks to a person: English or Korean.

The English sentence stands in the code, where it is read together with what it is about; the Korean one
stands in ``ko/LC_MESSAGES/sutja.po``, a GNU gettext catalogue that any translation tool opens. ``make texts``
collects the sentences marked with ``_`` and compiles the catalogue; a test fails when one has no translation.

The language is, in this order: that of the :func:`speaking` block one is in, what :func:`use` was told
(``sutja --lang ko``), ``$SUTJA_LANG``, English. A server wraps each request in ``speaking``, which holds for
that request alone, in the threads that work for it too. The command line also looks at the locale of the
terminal (:func:`of_terminal`), a server at what the browser asks for (:func:`of_browser`); the library looks at
neither, so that a program's error messages do not change with the machine that it runs on.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

__all__ = ["LANGUAGES", "current", "mark", "of_browser", "of_terminal", "speaking", "translate", "use"]

LANGUAGES = ("en", "ko")
_chosen: str | None = None
_spoken: ContextVar[str | None] = ContextVar("sutja_language", default=None)


def use(language: str | None) -> None:
    """Speak ``language`` ("en" or "ko") from now on; ``None`` goes back to ``$SUTJA_LANG`` or English."""
    global _chosen
    _chosen = None if language is None else _one_of_ours(language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak ``language`` ("en" or "ko") inside the ``with`` block, in this thread or asynchronous task alone."""
    token = _spoken.set(_one_of_ours(language))
    try:
        yield
    finally:
        _spoken.reset(token)


def current() -> str:
    """The language in use, "en" or "ko"."""
    return _spoken.get() or _chosen or _supported(os.environ.get("SUTJA_LANG", "")) or "en"


def of_terminal(environment: Mapping[str, str] = os.environ) -> str:
    """The language that the locale variables of a terminal ask for, in the order in which POSIX reads them."""
    for name in ("SUTJA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environment.get(name, ""):
            return _supported(value) or "en"
    return "en"


def of_browser(accept_language: str) -> str | None:
    """The language of ours that an ``Accept-Language`` header prefers (RFC 9110, 12.5.4); ``None`` if none is there.

    >>> of_browser("fr, ko-KR;q=0.9, en;q=0.8")
    'ko'
    """
    weighted = []
    for item in accept_language.split(","):
        tag, _semicolon, parameter = item.partition(";")
        try:
            weight = float(parameter.replace(" ", "").removeprefix("q=") or 1)
        except ValueError:
            continue
        if (language := _supported(tag.strip())) and weight > 0:
            weighted.append((weight, language))
    return max(weighted, key=lambda pair: pair[0])[1] if weighted else None


def translate(message: str, **values: object) -> str:
    """``message`` in the language in use, with its ``{name}`` fields filled in from ``values``.

    Imported as ``_``, the name by which gettext's tools recognise it.
    """
    translated = _catalogue(current()).gettext(message)
    return translated.format(**values) if values else translated


def mark(message: str) -> str:
    """``message`` unchanged: marks a sentence for the catalogue where it is translated only later.

    Imported as ``N_``, the name by which gettext's tools recognise it. For what is written once and read in
    either language, such as a description in a schema.
    """
    return message


def _one_of_ours(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError(
            f"Invalid value for argument `language`. Expected one of {', '.join(LANGUAGES)}. "
            f"Received: language={language!r}"
        )
    return language


def _supported(locale: str) -> str | None:
    language = locale.replace("-", "_").split("_")[0].split(".")[0].lower()
    return language if language in LANGUAGES else None


@lru_cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation("sutja", Path(__file__).parent, [language], fallback=True)
