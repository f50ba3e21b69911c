"""Writing several digits on the page: lines, boxes, copying, what is unsure and what is refused."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser
WIDE = "#wide-canvas"


def written(strokes: dict[int, list], *lines: str, size: float = 0.36) -> list:
    """The strokes of ``lines`` of digits, in heights of the canvas."""
    return [
        [[0.08 + size * (0.8 * i + x), 0.08 + size * (1.2 * row + y)] for x, y in stroke]
        for row, line in enumerate(lines)
        for i, digit in enumerate(line)
        for stroke in strokes[int(digit)]
    ]


def answer(*digits: tuple[int, float, bool], lines: list[int] | None = None) -> dict:
    """What the API says of ``digits``: (digit, probability, refused), on a drawing of 500 x 300."""
    return {
        "text": "".join(str(digit) for digit, _probability, refused in digits if not refused),
        "lines": [len(digits)] if lines is None else lines,
        "digits": [
            {
                "digit": digit,
                "probability": probability,
                "probabilities": [0.1] * 10,
                "box": [100 * i, 50, 100 * i + 80, 150],
                "refused": refused,
                "no_digit": 0.95 if refused else 0.0,
            }
            for i, (digit, probability, refused) in enumerate(digits)
        ],
        "width": None,
        "height": None,
    }


@pytest.fixture
def visitor(visit):
    """Someone who writes several digits."""
    visitor = visit()
    visitor.choose("several")
    return visitor


def test_several_lines_are_read_by_themselves(visitor, strokes):
    assert visitor.page.inner_text(".invite:visible") == "Write a number"
    visitor.draw(written(strokes, "2607", "314"), WIDE)
    assert visitor.text() == "2607\n314"
    assert visitor.page.inner_text("#reading-sentence") == "7 digits in 2 lines."
    assert visitor.page.is_hidden("#legend")
    assert visitor.page.is_hidden("#again")
    visitor.picture("desktop-several")
    visitor.page.click("#language")
    assert visitor.page.inner_text("#reading-sentence") == "2줄에서 숫자 7개를 읽었어요."


def test_boxes_lie_around_the_digits_and_can_be_switched_off(visitor, strokes):
    visitor.draw(written(strokes, "83"), WIDE)
    visitor.text()
    page = visitor.page
    canvas = page.locator(WIDE).bounding_box()
    for i, box in enumerate(page.locator("#drawn-boxes .box").all()):
        xs = [x for stroke in strokes[(8, 3)[i]] for x, _y in stroke]
        left = canvas["x"] + canvas["height"] * (0.08 + 0.36 * (0.8 * i + min(xs)))
        right = canvas["x"] + canvas["height"] * (0.08 + 0.36 * (0.8 * i + max(xs)))
        at = box.bounding_box()
        assert at["x"] == pytest.approx(left, abs=16)
        assert at["x"] + at["width"] == pytest.approx(right, abs=16)
        assert box.inner_text() == "83"[i]
    page.keyboard.press("b")
    assert page.is_hidden("#drawn-boxes")
    page.reload()
    page.wait_for_selector("body.ready")
    assert not page.is_checked("#show-boxes")


def test_the_boxes_go_when_drawing_goes_on(visitor, strokes):
    visitor.draw(written(strokes, "1"), WIDE)
    visitor.text()
    visitor.page.mouse.move(700, 400)
    visitor.page.mouse.down()
    assert visitor.page.locator("#drawn-boxes .box").count() == 0
    assert visitor.page.inner_text("#text") == ""
    visitor.page.mouse.up()


def test_the_drawing_keeps_its_shape_when_the_window_changes(visitor, strokes):
    visitor.draw(written(strokes, "205"), WIDE)
    visitor.page.set_viewport_size({"width": 360, "height": 740})
    box = visitor.page.locator(WIDE).bounding_box()
    assert box["width"] / box["height"] == pytest.approx(5 / 3, abs=0.02)
    assert visitor.text() == "205"
    with visitor.page.expect_request("**/read*") as asked:
        visitor.page.click("#recognize")
    [*_, [x, y]] = asked.value.post_data_json["strokes"][-1]
    assert x < box["width"]
    assert y < box["height"]


def test_undo_and_clear_are_those_of_the_drawing_in_view(visitor, strokes):
    page = visitor.page
    visitor.draw(written(strokes, "12"), WIDE)
    assert visitor.text() == "12"
    page.keyboard.press("z")
    assert visitor.text() == "1"
    visitor.choose("one")
    assert page.is_disabled("#undo")
    assert page.is_visible("#invitation")
    visitor.draw(strokes[5])
    assert visitor.answer() == "5"
    page.keyboard.press("c")
    visitor.choose("several")
    assert visitor.text() == "1"
    page.click("#clear")
    page.wait_for_selector("#reading[data-state=blank]")
    assert page.is_disabled("#copy")


def test_another_pen_is_for_the_drawing_out_of_view_too(visitor, strokes):
    visitor.draw(written(strokes, "12"), WIDE)
    assert visitor.text() == "12"
    visitor.choose("one")
    with visitor.page.expect_response("**/read*") as answered:
        visitor.page.keyboard.press("3")
    assert answered.value.ok
    visitor.choose("several")
    assert visitor.text() == "12"


def test_the_mode_is_remembered_and_m_goes_to_the_next(visitor):
    page = visitor.page
    page.reload()
    page.wait_for_selector("body.ready")
    assert page.is_visible(WIDE)
    assert page.is_hidden("#canvas")
    for mode in ("photo", "one", "several"):
        page.keyboard.press("m")
        assert page.is_checked(f"[value={mode}]")


def test_the_text_is_copied(visitor, strokes):
    page = visitor.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    visitor.draw(written(strokes, "26", "7"), WIDE)
    visitor.text()
    page.click("#copy")
    page.wait_for_selector("text=Copied")
    assert page.evaluate("navigator.clipboard.readText()") == "26\n7"
    page.wait_for_selector("#copy:has-text('Copy'):not(.done)")


def test_what_is_unsure_or_no_digit_is_marked_and_told(visitor, strokes):
    page = visitor.page
    told = answer((3, 0.99, False), (8, 0.6, False), (4, 0.7, True))
    page.route("**/read*", lambda route: route.fulfill(json=told))
    visitor.draw(written(strokes, "384"), WIDE)
    assert visitor.text() == "38"
    assert page.inner_text("#text mark") == "8"
    assert page.inner_text("#reading-sentence") == (
        "2 digits in 1 line. I am not sure of 1: please check it. 1 mark looks like no digit and is left out."
    )
    kinds = page.locator("#drawn-boxes .box").evaluate_all("all => all.map(e => e.className)")
    assert kinds == ["box sure", "box unsure", "box no-digit"]
    assert page.locator("#drawn-boxes .box").all_inner_texts() == ["3", "8", "×"]
    assert page.locator("#drawn-boxes .small").count() == 0
    assert page.locator("#legend li:visible").count() == 3
    visitor.picture("desktop-several-unsure")


def test_refused_marks_alone_are_no_text(visitor, strokes):
    page = visitor.page
    page.route("**/read*", lambda route: route.fulfill(json=answer((4, 0.7, True), (9, 0.7, True))))
    visitor.draw(written(strokes, "4"), WIDE)
    assert visitor.text() == ""
    assert page.inner_text("#reading-sentence") == "2 marks look like no digits and are left out."
    assert page.is_disabled("#copy")


@pytest.mark.parametrize("text", ["", "\n"])
def test_lines_of_refused_marks_are_nothing_to_copy(visitor, strokes, text):
    page = visitor.page
    told = {**answer((4, 0.7, True), (9, 0.7, True), lines=[1, 1]), "text": text}
    page.route("**/read*", lambda route: route.fulfill(json=told))
    visitor.draw(written(strokes, "4"), WIDE)
    assert visitor.text() == ""
    assert page.is_disabled("#copy")


def test_the_number_of_digits_is_passed_on_and_typing_it_is_no_shortcut(visitor, strokes):
    page = visitor.page
    visitor.draw(written(strokes, "42"), WIDE)
    visitor.text()
    page.focus("#length")
    with page.expect_request("**/read?length=1&*"):
        page.keyboard.type("1")
        page.keyboard.press("Enter")
    assert page.is_checked("[value=medium]")
    assert len(visitor.text()) == 1
    page.fill("#length", "0")
    with page.expect_request("**/read?lang=en"):
        page.click("#recognize")


def test_a_server_that_is_gone_can_be_asked_again(visitor, strokes):
    page = visitor.page
    visitor.expects_refusal = True
    page.route("**/read*", lambda route: route.abort())
    visitor.draw(written(strokes, "42"), WIDE)
    page.wait_for_selector("#reading[data-state=unreachable]")
    assert page.inner_text("#reading-sentence").startswith("The studio does not answer.")
    page.unroute("**/read*")
    page.click("#again")
    assert visitor.text() == "42"


def test_the_keyboard_writes_on_the_wide_canvas(visitor):
    page = visitor.page
    page.keyboard.press("d")
    assert page.evaluate("document.activeElement.id") == "wide-canvas"
    for key in ["ArrowUp"] * 10 + ["Space"] + ["ArrowDown"] * 20 + ["Space"]:
        page.keyboard.press(key)
    assert visitor.text() == "1"
    with page.expect_request("**/read*") as asked:
        for key in ["Space", *["ArrowRight"] * 80, "Space"]:
            page.keyboard.press(key)
    box = page.locator(WIDE).bounding_box()
    assert asked.value.post_data_json["strokes"][-1][-1][0] == pytest.approx(box["width"], abs=3)


@pytest.mark.parametrize("locale", ["en", "ko"])
def test_nothing_is_wider_than_the_window(visit, strokes, locale):
    visitor = visit(locale=locale, viewport=(360, 740))
    page = visitor.page
    told = answer(*[(7, 0.99, False)] * 60, lines=[60])
    page.route("**/read*", lambda route: route.fulfill(json=told))
    visitor.choose("several")
    visitor.draw(written(strokes, "1"), WIDE)
    assert visitor.text() == "7" * 60
    for width in (320, 360, 600, 720, 1024, 1920):
        page.set_viewport_size({"width": width, "height": 700})
        assert page.evaluate("document.documentElement.scrollWidth") == width
        cut = "all => all.filter(e => e.scrollWidth > e.clientWidth + 1).map(e => e.id)"
        assert page.locator("button:visible, #text").evaluate_all(cut) == []


def test_a_finger_writes_on_a_phone(visit, strokes):
    visitor = visit(viewport=(360, 740), has_touch=True, is_mobile=True, device_scale_factor=3)
    visitor.choose("several")
    visitor.touch(written(strokes, "605"), WIDE)
    assert visitor.text() == "605"
    sentence = visitor.page.locator("#reading-sentence").bounding_box()
    assert sentence["y"] + sentence["height"] < 740, "the answer is not in view"
