"""Letters by hand, Latin and Korean, from the fonts of :mod:`bench.handwriting.fonts`.

Left out are the letters that are written as some digit is written, by one hand or another, so that not even a person
could refuse them: D O o Q (0), I i J j l (1, or 7 the wrong way round), Z z (2), S s (5), B (8), b G (6), g q (9),
T (7, by Koreans), Y y (an open 4), and of the small ones those that running hands bring near: a (9, or a looped 2),
d (6 or 8, as ∂), f (8, with its two loops), x (2, as a z). Of the syllables those are left out that read as digits,
side by side or as one: 이 (01), 리 (21), 기 (71), 그 and 크 (2, 3), 으 (a 0 on its rule).
"""

from __future__ import annotations

import numpy as np

from bench.handwriting.fonts import FONTS, installed, write_glyph
from bench.handwriting.show import Picture, show

__all__ = ["CAPITALS", "SMALL", "SYLLABLES", "hangul", "latin"]

CAPITALS = "ACEFHKLMNPRUVWX"
SMALL = "cehkmnprtuvw"
SYLLABLES = (
    "가각간갈감강개거걱건검게겨계고곡공과관광교구국군궁권귀규금길김나날남내너노농누눈느는니다단달담당대더도독동두들등디따"
    "땅때떠라람래러로록료루를마막만말매머며면명모목몸문물미민바반발밤방배버번벌변별병보복본봄봉부북분불비빵빛사산살삼상새색"
    "생서석선설성세소속손송수술숲시식신실심싸쌀쓰아안알암앙애야약양어언얼여역연영예오온왕외요용우운울원위유육은음의인일임입"
    "자작장재저적전점정제조종주중즐지직진집찬창채책처천청체초총추축출춤치친카커코콩타태터토통파팔편평포품풍피하학한함해행향"
    "허현형호홍화환활회효후훈휴흐희"
)


def latin(rng: np.random.Generator) -> Picture:
    """A Latin letter by one of the hands."""
    name = _any([n for n in installed() if FONTS[n].letters], rng)
    which = FONTS[name].letters
    if which == "both":
        which = "capitals" if rng.random() < 0.5 else "small"
    letter = _any(CAPITALS if which == "capitals" else SMALL, rng)
    return show(write_glyph(name, letter, rng), rng)


def hangul(rng: np.random.Generator) -> Picture:
    """A Korean syllable by one of the hands."""
    name = _any([n for n in installed() if FONTS[n].hangul], rng)
    return show(write_glyph(name, _any(SYLLABLES, rng), rng), rng)


def _any(choices: list[str] | str, rng: np.random.Generator) -> str:
    return choices[int(rng.integers(len(choices)))]
