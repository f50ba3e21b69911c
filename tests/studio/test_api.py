"""The API: what it reads, and that each thing it does not read has its status, code and sentence."""

from __future__ import annotations

import asyncio
import struct
import threading
import time
import zlib

import httpx
import numpy as np
import pytest

import sutja
from sutja import language
from sutja.recognizer import Prediction
from sutja.studio import create_app
from sutja.studio.api import MOST_AT_ONCE
from sutja.studio.limits import MAX_BODY_BYTES

RECOGNIZE = "/api/v1/recognize"
LINE = [[[10, 10], [10, 90]]]


def error_of(response, status: int) -> tuple[str, str]:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/json"
    body = response.json()
    assert list(body) == ["error"]
    return body["error"]["code"], body["error"]["message"]


def blank_png(width: int, height: int) -> bytes:
    """A valid PNG file, all black, that is small however large the picture: written row by row."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compressobj(9)
    packed = b"".join(rows.compress(bytes(1 + (width + 7) // 8)) for _row in range(height)) + rows.flush()
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)  # one bit a pixel, grey
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def test_health(client):
    response = client.get("/api/v1/health")
    assert response.status_code == 200
    assert response.json() == {"status": "ok", "version": sutja.__version__}


# --- what is read -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("digit", range(10))
def test_strokes_are_read(post, strokes, digit):
    answer = post(strokes=strokes[digit], pen_width=0.06).json()
    assert answer["digit"] == digit
    assert answer["probability"] == max(answer["probabilities"])
    assert sum(answer["probabilities"]) == pytest.approx(1, abs=1e-5)
    pixels = np.array(answer["pixels"])
    assert pixels.shape == (28, 28)
    assert pixels.min() == 0
    assert pixels.max() > 200


@pytest.mark.parametrize(
    ("kind", "content_type"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg; quality=high"),
        ("WEBP", "image/webp"),
        ("GIF", "image/gif"),
        ("BMP", "image/bmp"),
        ("TIFF", "image/tiff"),
    ],
)
def test_a_picture_is_read_from_the_body(client, picture, kind, content_type):
    response = client.post(RECOGNIZE, content=picture(7, kind), headers={"Content-Type": content_type})
    assert response.json()["digit"] == 7


@pytest.mark.parametrize(("kind", "content_type"), [("PNG", "image/png"), ("JPEG", "image/jpeg")])
def test_a_picture_is_read_from_a_form(client, picture, kind, content_type):
    response = client.post(RECOGNIZE, files={"picture": ("digit", picture(3, kind), content_type)})
    assert response.json()["digit"] == 3


def test_the_stroke_width_is_scaled_when_asked(post, strokes):
    thin = {"strokes": strokes[0], "pen_width": 0.005}
    as_drawn = np.array(post(**thin).json()["pixels"])
    scaled = np.array(post({"scale_stroke_width": True}, **thin).json()["pixels"])
    assert scaled.sum() > 1.2 * as_drawn.sum()


def test_the_digit_is_read_in_another_thread_in_the_language_of_the_request(studio):
    seen = []

    class Spy:
        def predict_strokes(self, strokes, **_options):
            seen.append((threading.current_thread(), language.current()))
            return Prediction(1, 1.0, (0.0, 1.0) + 8 * (0.0,), np.zeros((28, 28), np.uint8))

    client = studio(Spy())
    loop_thread = []

    @client.app.get("/loop")
    async def loop():
        loop_thread.append(threading.current_thread())

    with client:
        client.get("/loop")
        client.post(RECOGNIZE, json={"strokes": LINE, "pen_width": 3}, params={"lang": "ko"})
    [(thread, spoken)] = seen
    assert thread not in loop_thread
    assert spoken == "ko"


@pytest.mark.parametrize("path", ["recognize", "read"])
def test_only_a_few_are_read_at_once_and_the_others_wait(recognizer, path, monkeypatch):
    running, most = 0, 0
    lock = threading.Lock()

    def slowly(of_kind):
        def read(*arguments, **options):
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            time.sleep(0.05)
            with lock:
                running -= 1
            return of_kind(*arguments, **options)

        return read

    for name in ("predict_strokes", "read_page", "read_strokes"):
        monkeypatch.setattr(recognizer, name, slowly(getattr(recognizer, name)))

    async def ask_often():
        transport = httpx.ASGITransport(create_app(recognizer))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            drawing = {"strokes": LINE, "pen_width": 8}
            return await asyncio.gather(*(client.post(f"/api/v1/{path}", json=drawing) for _ in range(6)))

    for _again in range(2):  # another event loop
        assert [response.status_code for response in asyncio.run(ask_often())] == [200] * 6
    assert most == MOST_AT_ONCE


@pytest.mark.parametrize(("none", "refused"), [(0.4, False), (0.87, True)])
@pytest.mark.parametrize("lang", ["en", "ko"])
def test_what_is_no_digit_is_refused_with_a_reason_and_a_guess(studio, knows_none, strokes, none, refused, lang):
    client = studio(knows_none(none))
    answer = client.post(RECOGNIZE, params={"lang": lang}, json={"strokes": strokes[4], "pen_width": 0.06}).json()
    assert answer["digit"] == (None if refused else 4)
    assert answer["refused"] is refused
    assert answer["guess"] == 4
    assert answer["no_digit"] == pytest.approx(none, abs=1e-4)
    assert answer["probability"] == max(answer["probabilities"]) == pytest.approx(0.6, abs=1e-4)
    if refused:
        assert "87" in answer["reason"]
        assert answer["reason"].isascii() == (lang == "en")
    else:
        assert answer["reason"] is None


# --- what is not read -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("nothing", [[], [[]]])
def test_nothing_drawn(post, nothing):
    code, message = error_of(post(strokes=nothing, pen_width=3), 422)
    assert code == "nothing_drawn"
    assert message


def test_a_white_picture_has_nothing_drawn(client):
    response = client.post(RECOGNIZE, content=blank_png(50, 50), headers={"Content-Type": "image/png"})
    assert error_of(response, 422)[0] == "nothing_drawn"


@pytest.mark.parametrize("junk", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n", b"GIF89a"])
def test_an_unreadable_picture(client, junk):
    response = client.post(RECOGNIZE, content=junk, headers={"Content-Type": "image/png"})
    assert error_of(response, 422)[0] == "unreadable_picture"


def test_a_truncated_picture(client, picture):
    whole = picture(5)
    response = client.post(RECOGNIZE, content=whole[: len(whole) // 2], headers={"Content-Type": "image/png"})
    assert error_of(response, 422)[0] == "unreadable_picture"


def test_a_picture_with_too_many_pixels(client):
    bomb = blank_png(20_000, 20_000)
    assert len(bomb) < 100_000
    response = client.post(RECOGNIZE, content=bomb, headers={"Content-Type": "image/png"})
    assert error_of(response, 413)[0] == "picture_too_large"


def test_a_form_that_is_too_large_is_refused(client):
    files = {"picture": ("digit.png", bytes(MAX_BODY_BYTES + 1), "image/png")}
    assert error_of(client.post(RECOGNIZE, files=files), 413)[0] == "picture_too_large"


@pytest.mark.parametrize(
    "content_type", ["text/plain", "image/svg+xml", "image/heic", "application/x-www-form-urlencoded", ""]
)
def test_another_content_type(client, content_type):
    response = client.post(RECOGNIZE, content=b"3", headers={"Content-Type": content_type})
    code, message = error_of(response, 415)
    assert code == "unsupported_media_type"
    assert message.endswith(
        "Send one of: application/json, image/png, image/jpeg, image/webp, image/gif, image/bmp, image/tiff"
    )


def test_another_content_type_in_a_form(client):
    response = client.post(RECOGNIZE, files={"picture": ("digit.svg", b"<svg/>", "image/svg+xml")})
    assert error_of(response, 415)[0] == "unsupported_media_type"


@pytest.mark.parametrize(
    "form", [{"files": {"file": ("a.png", b"", "image/png")}}, {"files": {"picture": (None, "3")}}]
)
def test_a_form_without_the_picture(client, form):
    code, message = error_of(client.post(RECOGNIZE, **form), 400)
    assert code == "malformed_body"
    assert message == "The form has no file in a field named `picture`"


def test_a_form_that_is_no_form(client):
    headers = {"Content-Type": "multipart/form-data"}
    code, message = error_of(client.post(RECOGNIZE, content=b"--", headers=headers), 400)
    assert code == "malformed_body"
    assert message.startswith("The form cannot be read: ")


@pytest.mark.parametrize("body", [b"", b"{", b"strokes=3", b"[" * 100_000, b'{"strokes": "\xff"}'])
def test_malformed_json(client, body):
    response = client.post(RECOGNIZE, content=body, headers={"Content-Type": "application/json"})
    code, message = error_of(response, 400)
    assert code == "malformed_json"
    assert message.startswith("The body is not JSON: ")


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ("[]", "`drawing`. Expected an object with the fields `strokes` and `pen_width`. Received: drawing=[]"),
        ('{"pen_width": 3}', "`strokes` is missing"),
        ('{"strokes": []}', "`pen_width` is missing"),
        ('{"strokes": [], "pen_width": 3, "color": 1}', "There is no field `color`"),
        ('{"strokes": 3, "pen_width": 3}', "`strokes`. Expected a list. Received: strokes=3"),
        ('{"strokes": [3], "pen_width": 3}', "`strokes[0]`. Expected a list."),
        ('{"strokes": [[[1, 2], 3]], "pen_width": 3}', "`strokes[0][1]`. Expected a point [x, y]."),
        ('{"strokes": [[[1, 2, 3]]], "pen_width": 3}', "`strokes[0][0]`. Expected a point [x, y]."),
        ('{"strokes": [[[1]]], "pen_width": 3}', "`strokes[0][0][1]` is missing"),
        ('{"strokes": [[[1, "2"]]], "pen_width": 3}', "`strokes[0][0][1]`. Expected a finite number."),
        ('{"strokes": [[[1, NaN]]], "pen_width": 3}', "`strokes[0][0][1]`. Expected a finite number. Received: "),
        ('{"strokes": [[[Infinity, 1]]], "pen_width": 3}', "`strokes[0][0][0]`. Expected a finite number."),
        ('{"strokes": [[[1e999, 1]]], "pen_width": 3}', "`strokes[0][0][0]`. Expected a finite number."),
        ('{"strokes": [[[1, -1e300]]], "pen_width": 3}', "`strokes`. Expected "),
        ('{"strokes": [[[1, 1]]], "pen_width": 1e300}', "`pen_width`. Expected a number above 0 and at most 1e9, "),
        ('{"strokes": [[[1, 1]]], "pen_width": 0}', "`pen_width`. Expected a number greater than 0"),
        ('{"strokes": [[[1, 1]]], "pen_width": NaN}', "`pen_width`. Expected a finite number."),
    ],
)
def test_values_outside_what_they_may_be(client, body, complaint):
    response = client.post(RECOGNIZE, content=body, headers={"Content-Type": "application/json"})
    code, message = error_of(response, 422)
    assert code == "invalid_argument"
    assert complaint in message


def test_too_many_points(post):
    code, message = error_of(post(strokes=[[[1, 1]] * 10_000] * 3, pen_width=3), 422)
    assert code == "invalid_argument"
    assert "at most 20000 points" in message


@pytest.mark.parametrize("path", [RECOGNIZE, "/api/v1/read"])
def test_strokes_that_would_take_minutes(client, path):
    zigzag = [[i % 2, i / 20_000] for i in range(20_000)]
    start = time.monotonic()
    response = client.post(path, json={"strokes": [zigzag], "pen_width": 0.002})
    assert time.monotonic() - start < 10
    code, message = error_of(response, 422)
    assert code == "invalid_argument"
    assert "Expected lines at most 1000 times as long in all as the drawing is large" in message


def test_a_million_faults_are_told_as_one(client):
    body = b'{"strokes": [' + b",".join([b'["a"]'] * 500_000) + b'], "pen_width": 3}'
    response = client.post(RECOGNIZE, content=body, headers={"Content-Type": "application/json"})
    assert "`strokes[0][0]`. Expected a point [x, y]." in error_of(response, 422)[1]


def test_an_option_that_is_neither_true_nor_false(post):
    code, message = error_of(post({"scale_stroke_width": "perhaps"}, strokes=LINE, pen_width=3), 422)
    assert code == "invalid_argument"
    assert "`scale_stroke_width`. Expected true or false. Received: scale_stroke_width='perhaps'" in message


def test_no_such_path_and_no_such_method(client):
    assert error_of(client.get("/api/v1/nothing"), 404) == ("not_found", "There is nothing at /api/v1/nothing")
    response = client.get(RECOGNIZE)
    assert error_of(response, 405)[0] == "method_not_allowed"
    assert response.headers["allow"] == "POST"


def test_a_defect_of_ours_is_json_too(studio):
    class Broken:
        def predict_strokes(self, strokes, **_options):
            raise RuntimeError("secret")

    response = studio(Broken()).post(RECOGNIZE, json={"strokes": LINE, "pen_width": 3})
    code, message = error_of(response, 500)
    assert code == "internal_error"
    assert "secret" not in message
