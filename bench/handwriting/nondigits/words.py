"""Printed text: words and lines, English and Korean, in a few faces, level or seen at an angle."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from bench.handwriting import camera, papers
from bench.handwriting.fonts import FOLDERS
from bench.handwriting.show import Picture, as_picture

__all__ = ["missing_faces", "words"]

# Beside the face that Pillow carries: printed ones, and Debian's packages that have them.
_LATIN = ("LiberationSerif-Regular.ttf", "LiberationMono-Bold.ttf", "LiberationSansNarrow-Italic.ttf")
_KOREAN = ("NanumGothicEcoR.ttf", "NanumMyeongjoEcoR.ttf")
_PACKAGES = {**dict.fromkeys(_LATIN, "fonts-liberation"), **dict.fromkeys(_KOREAN, "fonts-nanum-extra")}
_ENGLISH = (
    "address amount answer apple bridge chapter children country customer delivery document energy evening example "
    "family flower forward friend garden harbour history holiday information invoice January kitchen language "
    "letter library machine market measure message minute monthly morning museum nature network number office "
    "orange paper payment pencil people picture platform please private question railway reference report school "
    "season service signature station street student summer teacher telephone ticket traffic university village "
    "weather window yellow"
)
_HANGUL = (
    "가격 건강 결과 경제 계획 고객 공원 과학 교실 국가 금액 기록 날씨 내용 도서관 동생 마을 문제 바다 방법 배송 "
    "병원 사람 사진 생활 서명 선생님 세계 손님 수량 시간 신청 아침 안내 약속 여행 연구 영수증 우체국 은행 음악 "
    "전화 정보 주소 지하철 질문 책상 친구 컴퓨터 통장 편지 학교 한국 행복 회사"
)


def words(number: int, rng: np.random.Generator) -> Picture:
    """A printed word, or a few lines of them."""
    latin, korean = ["", *_faces(_LATIN)], _faces(_KOREAN)
    lines = 1 if rng.random() < 0.6 else int(rng.integers(2, 5))
    in_korean = bool(korean) and rng.random() < 0.3
    faces, known = (korean, _HANGUL.split()) if in_korean else (latin, _ENGLISH.split())
    face = faces[rng.integers(len(faces))]
    text = "\n".join(
        " ".join(known[i] for i in rng.integers(0, len(known), int(rng.integers(1, 2 + lines)))) for _ in range(lines)
    )
    if rng.random() < 0.15:
        text = text.upper()
    return _printed(text, face, int(rng.integers(18, 60)), rng)


def missing_faces() -> dict[str, str]:
    """The printed faces that are not installed, each with its package."""
    return {file: package for file, package in _PACKAGES.items() if not _faces((file,))}


def _printed(text: str, face: str, size: int, rng: np.random.Generator) -> Picture:
    font: Any = ImageFont.truetype(face, size) if face else ImageFont.load_default(size)
    left, top, right, bottom = ImageDraw.Draw(Image.new("L", (1, 1))).multiline_textbbox((0, 0), text, font=font)
    room = int(size * rng.uniform(0.3, 1.5))
    layer = Image.new("L", (int(right - left) + 2 * room, int(bottom - top) + 2 * room))
    ImageDraw.Draw(layer).multiline_text((room - left, room - top), text, fill=255, font=font)
    ink: NDArray[Any] = np.asarray(layer, np.float32)[..., None] / 255
    if rng.random() < 0.4:
        return as_picture((1 - 0.95 * ink if rng.random() < 0.7 else ink)[..., 0])
    sheet = papers.blank(ink.shape[:2], rng) * (1 - 0.85 * ink)
    view = camera.perspective(sheet.shape[:2], rng, 0.04)
    seen = cv2.warpPerspective(sheet, view, sheet.shape[1::-1], borderMode=cv2.BORDER_REPLICATE)
    return as_picture(camera.sensor(np.asarray(seen, np.float32), rng, 0.012, 0.6))


@cache
def _faces(files: tuple[str, ...]) -> list[str]:
    """Where the font ``files`` are, as far as they are installed."""
    known = [path for folder in FOLDERS for path in sorted(Path(folder).expanduser().rglob("*.ttf"))]
    return [str(next(p for p in known if p.name == file)) for file in files if any(p.name == file for p in known)]
