"""The page in other circumstances: languages, a phone, narrow and wide windows, light and dark."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("locale", "heading"), [("ko-KR", "숫자를 써 보세요"), ("en-GB", "Draw a digit"), ("fr-FR", "Draw a digit")]
)
def test_the_first_language_is_that_of_the_browser(visit, locale, heading):
    assert visit(locale=locale).page.inner_text(".invite") == heading


def test_the_language_can_be_switched_and_is_remembered(visit, strokes):
    visitor = visit()
    page = visitor.page
    visitor.draw(strokes[2])
    visitor.answer()
    page.click("text=한국어")
    assert page.get_attribute("html", "lang") == "ko"
    assert page.title() == "숫자: 손글씨 숫자 읽기"
    assert page.inner_text("#sentence") == "2예요."
    assert page.inner_text("#percent").endswith("9%")
    assert page.get_attribute("#canvas", "aria-label") == "숫자를 쓰는 곳"
    page.reload()
    page.wait_for_selector("body.ready")
    assert page.inner_text("#recognize span") == "인식하기"


def test_a_finger_draws_on_a_phone_and_the_page_stays(visit, strokes):
    visitor = visit(viewport=(360, 740), has_touch=True, is_mobile=True, device_scale_factor=3)
    page = visitor.page
    canvas = page.locator("#canvas").bounding_box()
    assert canvas["width"] == pytest.approx(canvas["height"], abs=1)
    assert canvas["width"] > 300
    assert page.eval_on_selector("#canvas", "canvas => canvas.width") == pytest.approx(3 * canvas["width"], abs=2)
    visitor.touch(strokes[6])
    assert visitor.answer() == "6"
    assert page.evaluate("scrollY") == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    bars = page.locator("#bars").bounding_box()
    assert bars["y"] + bars["height"] < 740, "the answer is not in view"


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_nothing_is_wider_than_the_window(visit, locale):
    page = visit(locale=locale).page
    for width in (320, 360, 600, 720, 1024, 1920):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        for box in page.locator("button:visible, .pens, .modes label").evaluate_all(
            "all => all.map(e => e.getBoundingClientRect())"
        ):
            assert box["left"] >= 0
            assert box["right"] <= width
        cut = "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.id)"
        assert page.locator("button:visible, .modes label").evaluate_all(cut) == []


def test_the_reference_of_the_api(visit):
    visitor = visit("/docs")
    page = visitor.page
    assert page.locator("h2").all_inner_texts() == [
        "POST /api/v1/recognize",
        "POST /api/v1/read",
        "GET /api/v1/health",
    ]
    assert page.locator("details").count() == 13
    assert '-d \'{"strokes":[[[' in page.inner_text("pre >> nth=0")
    page.click("#language")
    page.wait_for_selector("text=응답")
    visitor.picture("desktop-docs-ko")


@pytest.mark.parametrize(
    ("device", "locale", "scheme"),
    [("desktop", "en", "light"), ("desktop", "ko", "dark"), ("phone", "ko", "light"), ("phone", "en", "dark")],
)
def test_pictures_to_look_at(visit, strokes, device, locale, scheme):
    phone = {"viewport": (360, 740), "has_touch": True, "is_mobile": True, "device_scale_factor": 2}
    visitor = visit(**(phone if device == "phone" else {}), locale=locale, color_scheme=scheme)
    visitor.picture(f"{device}-{locale}-{scheme}-empty")
    visitor.draw(strokes[3])
    visitor.answer()
    visitor.page.locator("#show-preprocessing").check()
    visitor.picture(f"{device}-{locale}-{scheme}-read")
    assert visitor.page.evaluate("localStorage['sutja.show-preprocessing']") == "true"
