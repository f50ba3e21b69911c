"""Photos on the page: chosen, dropped, pasted, shown upright with boxes, shrunk where they are too large."""

from __future__ import annotations

import base64
import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

pytestmark = pytest.mark.browser


@pytest.fixture
def photo(strokes):
    """``photo("42", kind="JPEG")`` -> a file for Playwright with these digits, dark on paper of 600 x 250."""

    def make(text: str, kind: str = "JPEG", size=(600, 250), turned=None, **options) -> dict:
        image = Image.new("RGB", (600, 250), (225, 222, 210))
        for i, digit in enumerate(text):
            for stroke in strokes[int(digit)]:
                points = [(40 + 90 * i + 100 * x, 80 + 100 * y) for x, y in stroke]
                ImageDraw.Draw(image).line(points, fill=(25, 30, 80), width=8, joint="curve")
        image = image.resize(size)
        file = io.BytesIO()
        (image if turned is None else image.transpose(turned)).save(file, kind, **options)
        mime = f"image/{kind.lower()}"
        return {"name": f"photo.{kind.lower()}", "mimeType": mime, "buffer": file.getvalue()}

    return make


@pytest.fixture
def visitor(visit):
    """Someone who looks for a place to bring a photo."""
    visitor = visit()
    visitor.choose("photo")
    return visitor


def bring(visitor, file: dict, event: str) -> None:
    """Let go of ``file`` over the page, or paste it: as a person does, whose hand no browser test has."""
    made = """([name, mimeType, content, kind]) => {
        const bytes = Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0));
        const carried = new DataTransfer();
        carried.items.add(new File([bytes], name, {type: mimeType}));
        const options = {bubbles: true, cancelable: true};
        const event = kind === "paste"
            ? new ClipboardEvent(kind, {...options, clipboardData: carried})
            : new DragEvent(kind, {...options, dataTransfer: carried});
        return !document.body.dispatchEvent(event);
    }"""
    content = base64.b64encode(file["buffer"]).decode()
    assert visitor.page.evaluate(made, [file["name"], file["mimeType"], content, event]), "not taken"


def shown(visitor) -> np.ndarray:
    """The picture that is shown, (H, W) grey."""
    read = """canvas => [canvas.width, canvas.height,
        ...canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data
            .filter((_value, index) => index % 4 === 1)]"""
    width, height, *grey = visitor.page.eval_on_selector("#photo", read)
    return np.array(grey, np.uint8).reshape(height, width)


def assert_boxes_hold_the_ink(visitor, count: int) -> None:
    """Each box, where it is on the screen, is around a digit of the picture below it."""
    picture = shown(visitor)
    canvas = visitor.page.locator("#photo").bounding_box()
    boxes = visitor.page.locator("#photo-boxes .box").all()
    assert len(boxes) == count
    found = np.zeros(picture.shape, bool)
    scale = picture.shape[1] / canvas["width"]
    for box in boxes:
        at = box.bounding_box()
        left, top = (at["x"] - canvas["x"]) * scale, (at["y"] - canvas["y"]) * scale
        right, bottom = left + at["width"] * scale, top + at["height"] * scale
        inside = np.s_[round(top) - 2 : round(bottom) + 3, round(left) - 2 : round(right) + 3]
        assert (picture[inside] < 110).any(axis=1).mean() > 0.8
        found[inside] = True
    assert not (picture < 110)[~found].any()


def test_a_chosen_photo_is_shown_with_boxes_and_read(visitor, photo):
    page = visitor.page
    assert page.inner_text("#drop .invite:visible") == "Drop a photo here"
    with page.expect_file_chooser() as chooser:
        page.click("#choose")
    with page.expect_response("**/read*") as answered:
        chooser.value.set_files(photo("2607"))
    assert visitor.text() == "2607"
    assert answered.value.request.headers["content-type"] == "image/jpeg"
    assert (answered.value.json()["width"], answered.value.json()["height"]) == (600, 250)
    assert page.is_hidden("#photo-invitation")
    assert_boxes_hold_the_ink(visitor, 4)
    visitor.picture("desktop-photo")
    page.set_viewport_size({"width": 700, "height": 900})
    assert_boxes_hold_the_ink(visitor, 4)


@pytest.mark.parametrize("event", ["drop", "paste"])
@pytest.mark.parametrize("mode", ["one", "photo"])
def test_a_photo_is_dropped_or_pasted_anywhere(visit, photo, event, mode):
    visitor = visit()
    visitor.choose(mode)
    if event == "drop":
        bring(visitor, photo("31"), "dragover")
        assert visitor.page.locator(".over").count() == 1
    bring(visitor, photo("31"), event)
    assert visitor.text() == "31"
    assert visitor.page.is_checked("[value=photo]")
    assert visitor.page.locator(".over").count() == 0


@pytest.mark.parametrize(
    ("orientation", "turned"),
    [(3, Image.Transpose.ROTATE_180), (6, Image.Transpose.ROTATE_90), (8, Image.Transpose.ROTATE_270)],
)
@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_photo_is_shown_and_read_upright(visitor, photo, orientation, turned, kind):
    exif = Image.Exif()
    exif[0x0112] = orientation
    visitor.page.set_input_files("#file", photo("27", kind, turned=turned, exif=exif))
    assert visitor.text() == "27"
    assert_boxes_hold_the_ink(visitor, 2)


def test_a_photo_that_is_too_large_is_shrunk_before_it_is_sent(visitor, photo):
    file = photo("95", "PNG", size=(6000, 2500))
    file["buffer"] += bytes(12 * 2**20)  # what follows the end of a PNG is not looked at
    with visitor.page.expect_response("**/read*", timeout=30_000) as answered:
        visitor.page.set_input_files("#file", file)
    assert visitor.text() == "95"
    assert answered.value.request.headers["content-type"] == "image/jpeg"
    assert (answered.value.json()["width"], answered.value.json()["height"]) == (2400, 1000)
    assert_boxes_hold_the_ink(visitor, 2)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "WEBP"])
def test_other_types_are_sent_as_jpeg(visitor, photo, kind):
    with visitor.page.expect_request("**/read*") as asked:
        visitor.page.set_input_files("#file", photo("6", kind))
    assert visitor.text() == "6"
    assert asked.value.headers["content-type"] == "image/jpeg"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
@pytest.mark.parametrize(
    ("pen", "paper", "ground"),
    [
        ((0, 0, 0), None, 255),
        ((255, 255, 255), None, 0),
        ((20, 20, 20), (255, 255, 255), 255),
        ((240, 240, 240), (10, 10, 10), 0),
    ],
    ids=["black on nothing", "white on nothing", "light page", "dark page"],
)
def test_what_is_transparent_is_the_ground_that_the_server_takes(visitor, strokes, pen, paper, ground, kind):
    image = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    if paper:
        ImageDraw.Draw(image).rounded_rectangle((20, 10, 279, 189), 25, (*paper, 255))
    for stroke in strokes[5]:
        ImageDraw.Draw(image).line([(90 + 110 * x, 40 + 110 * y) for x, y in stroke], fill=(*pen, 255), width=9)
    file = io.BytesIO()
    image.save(file, kind, lossless=True)
    sent = {"name": "drawn", "mimeType": f"image/{kind.lower()}", "buffer": file.getvalue()}
    visitor.page.set_input_files("#file", sent)
    assert visitor.text() == "5"
    picture = shown(visitor)
    assert picture[0, 0] == ground
    assert np.abs(picture.astype(int) - int(picture[100, 30])).max() > 150, "the digit is not seen"


def test_what_is_no_picture_is_said_and_the_next_is_read(visitor, photo):
    visitor.page.set_input_files("#file", photo("1"))
    assert visitor.text() == "1"
    visitor.page.set_input_files("#file", {"name": "a.heic", "mimeType": "image/heic", "buffer": b"no picture"})
    visitor.page.wait_for_selector("#reading[data-state=unopened]")
    assert visitor.page.inner_text("#reading-sentence").startswith("This file cannot be opened as a picture.")
    assert visitor.page.is_hidden("#picture")
    visitor.page.set_input_files("#file", photo("8"))
    assert visitor.text() == "8"


def test_a_photo_without_digits(visitor):
    file = io.BytesIO()
    Image.new("L", (400, 300), 230).save(file, "PNG")
    visitor.page.set_input_files("#file", {"name": "n.png", "mimeType": "image/png", "buffer": file.getvalue()})
    visitor.page.wait_for_selector("#reading[data-state=nothing]")
    assert visitor.page.inner_text("#reading-sentence") == "I found no digits here."
    assert visitor.page.is_disabled("#copy")


def test_digits_that_are_small_have_fine_boxes_without_labels(visitor, photo):
    file = io.BytesIO()
    page = Image.new("RGB", (1800, 750), (225, 222, 210))
    page.paste(Image.open(io.BytesIO(photo("204")["buffer"])).resize((380, 160)), (100, 100))
    page.save(file, "PNG")
    visitor.page.set_input_files("#file", {"name": "n.png", "mimeType": "image/png", "buffer": file.getvalue()})
    assert visitor.text() == "204"
    assert visitor.page.locator("#photo-boxes .small").count() == 3
    assert visitor.page.locator("#photo-boxes span:visible").count() == 0


def test_a_photo_is_removed(visitor, photo):
    page = visitor.page
    assert page.is_disabled("#remove")
    page.set_input_files("#file", photo("4"))
    visitor.text()
    page.keyboard.press("c")
    page.wait_for_selector("#reading[data-state=waiting]")
    assert page.is_visible("#photo-invitation")
    assert page.is_disabled("#remove")
    page.set_input_files("#file", photo("4"))  # the same once more
    assert visitor.text() == "4"


def test_each_mode_keeps_what_it_has_read(visitor, photo, strokes):
    visitor.page.set_input_files("#file", photo("62"))
    assert visitor.text() == "62"
    visitor.choose("several")
    assert visitor.page.get_attribute("#reading", "data-state") == "blank"
    visitor.choose("one")
    visitor.draw(strokes[3])
    assert visitor.answer() == "3"
    visitor.choose("photo")
    assert visitor.text() == "62"


def test_an_answer_that_comes_late_is_shown_in_its_own_mode_only(visitor, photo):
    page = visitor.page
    held = []
    page.route("**/read*", lambda route: held.append(route))
    page.set_input_files("#file", photo("62"))
    page.wait_for_selector("#reading[data-state=reading]")
    visitor.choose("several")
    page.wait_for_timeout(100)
    with page.expect_response("**/read*"):
        held[0].continue_()
    page.wait_for_timeout(100)
    assert page.get_attribute("#reading", "data-state") == "blank"
    visitor.choose("photo")
    assert visitor.text() == "62"


@pytest.mark.parametrize(("mode", "key"), [("one", "o"), ("photo", "o"), ("photo", "Enter")])
def test_a_key_chooses_a_picture(visit, mode, key):
    visitor = visit()
    page = visitor.page
    opened = []
    page.on("filechooser", lambda chooser: opened.append(chooser))
    visitor.choose(mode)
    page.wait_for_timeout(300)  # until the browser asks Playwright, and no longer a person, for files
    page.keyboard.press(key)
    page.wait_for_timeout(1000)
    assert len(opened) == 1
    assert page.is_checked("[value=photo]")


def test_a_phone_takes_a_photo(visit, photo):
    visitor = visit(viewport=(360, 740), has_touch=True, is_mobile=True, device_scale_factor=2)
    page = visitor.page
    visitor.choose("photo")
    assert page.get_attribute("#camera", "capture") == "environment"
    page.set_input_files("#camera", photo("17"))
    assert visitor.text() == "17"
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    text = page.locator("#text").bounding_box()
    assert text["y"] + text["height"] < 740, "the answer is not in view"
    visitor.picture("phone-photo")
    if page.evaluate("matchMedia('not ((hover: hover) and (pointer: fine))').matches"):
        with page.expect_file_chooser():
            page.tap("#shoot")


def test_a_screen_reader_hears_what_was_read(visitor, photo):
    page = visitor.page
    page.set_input_files("#file", photo("17"))
    visitor.text()
    assert page.locator("[role=status] #text").inner_text().strip() == "17"
    assert page.locator("[role=status] #reading-sentence").inner_text()
    assert page.get_attribute("#photo", "aria-label")
    assert page.locator("[aria-hidden=true] button, [aria-hidden=true] input").count() == 0
