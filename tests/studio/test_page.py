"""The page in a real browser: drawing, the answer, the options."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.browser


def pixels(page) -> list[int]:
    """The 28x28 grey levels that the page displays."""
    read = """canvas => [...canvas.getContext("2d").getImageData(0, 0, 28, 28).data].filter((_, i) => i % 4 === 0)"""
    return page.eval_on_selector("#pixels", read)


def test_drawn_digits_are_read_by_themselves(visit, strokes):
    visitor = visit()
    for digit in range(10):
        visitor.draw(strokes[digit])
        assert visitor.answer() == str(digit)
        assert re.fullmatch(r"\d\d %", visitor.page.inner_text("#percent"))
        assert visitor.page.inner_text("#sentence") == f"This is {'an' if digit == 8 else 'a'} {digit}."
        assert visitor.page.inner_text("#bars .best .name") == str(digit)
        visitor.page.keyboard.press("c")
    assert visitor.page.locator("#bars li").count() == 10


def test_ink_is_where_the_mouse_was(visit):
    visitor = visit()
    with visitor.page.expect_request("**/recognize*") as asked:
        visitor.draw([[[0.25, 0.25], [0.75, 0.5], [1.5, 0.5]]])
    side = visitor.page.locator("#canvas").bounding_box()["width"]
    [[first, second, beyond]] = asked.value.post_data_json["strokes"]
    assert first == pytest.approx([side / 4, side / 4], abs=1)
    assert second == pytest.approx([side * 3 / 4, side / 2], abs=1)
    assert beyond == pytest.approx([side, side / 2], abs=1)


def test_undo_and_clear(visit, strokes):
    visitor = visit()
    page = visitor.page
    assert page.is_disabled("#undo")
    assert page.is_visible("#invitation")
    visitor.draw(strokes[5])
    whole = visitor.ink()
    assert not page.is_visible("#invitation")
    page.click("#undo")
    assert 0 < visitor.ink() < whole
    page.click("#clear")
    assert visitor.ink() == 0
    assert page.is_visible("#invitation")
    assert page.is_disabled("#clear")
    page.wait_for_selector("#answer[data-state=empty]")
    page.keyboard.press("Control+Z")
    page.keyboard.press("Z")
    assert visitor.ink() == 0
    page.keyboard.press("Z")
    assert page.is_disabled("#undo")


def test_clearing_can_be_undone(visit, strokes):
    visitor = visit()
    visitor.draw(strokes[5])
    whole = visitor.ink()
    visitor.page.click("#clear")
    visitor.page.click("#undo")
    assert visitor.ink() == whole
    assert visitor.answer() == "5"


def test_the_drawing_stays_when_the_window_changes(visit, strokes):
    visitor = visit()
    visitor.draw(strokes[3])
    before = visitor.ink()
    visitor.page.set_viewport_size({"width": 700, "height": 500})
    visitor.wait_until("document.getElementById('canvas').width < 500")
    assert 0 < visitor.ink() < before
    assert visitor.answer() == "3"


def test_the_network_receives_what_is_displayed(visit, strokes):
    visitor = visit()
    with visitor.page.expect_response("**/recognize*") as answered:
        visitor.draw(strokes[2])
    visitor.answer()
    assert not visitor.page.is_visible("#pixels")
    visitor.page.click("text=Display preprocessing")
    assert visitor.page.is_visible("#pixels")
    assert pixels(visitor.page) == [grey for row in answered.value.json()["pixels"] for grey in row]
    visitor.page.reload()
    visitor.page.wait_for_selector("body.ready")
    assert visitor.page.is_checked("#show-preprocessing")


def test_the_stroke_width_is_scaled_when_asked(visit, strokes):
    visitor = visit()
    visitor.page.click("#pens label:first-of-type")
    visitor.draw(strokes[0])
    visitor.answer()
    thin = sum(pixels(visitor.page))
    with visitor.page.expect_response("**/recognize?scale_stroke_width=true*"):
        visitor.page.click("text=Scale stroke width")
    visitor.answer()
    assert sum(pixels(visitor.page)) > 1.2 * thin


def test_another_pen_redraws_and_reads_again(visit, strokes):
    visitor = visit()
    visitor.draw(strokes[1])
    before = visitor.ink()
    with visitor.page.expect_request("**/recognize*") as asked:
        visitor.page.keyboard.press("3")
    assert visitor.ink() > 1.4 * before
    side = visitor.page.locator("#canvas").bounding_box()["width"]
    assert asked.value.post_data_json["pen_width"] == pytest.approx(0.1 * side, rel=0.01)


def test_recognize_on_an_empty_canvas_says_so(visit):
    visitor = visit()
    visitor.expects_refusal = True
    visitor.page.click("#recognize")
    visitor.page.wait_for_selector("#answer[data-state=refused]")
    assert visitor.page.inner_text("#sentence") == "There is nothing to read yet. Draw a digit first."
    assert visitor.page.inner_text("#digit") == ""


def test_what_the_server_refuses_is_said_in_its_words(visit, strokes):
    visitor = visit()
    visitor.expects_refusal = True
    refusal = {"error": {"code": "invalid_argument", "message": "Too many points"}}
    visitor.page.route("**/recognize*", lambda route: route.fulfill(status=422, json=refusal))
    visitor.draw(strokes[1])
    visitor.page.wait_for_selector("#answer[data-state=refused]")
    assert visitor.page.inner_text("#sentence") == "Too many points"
    with visitor.page.expect_request("**/recognize?*lang=ko"):
        visitor.page.click("#language")


def test_an_answer_to_an_earlier_drawing_is_never_shown(visit, strokes):
    visitor = visit()
    held = []
    visitor.page.route("**/recognize*", lambda route: held.append(route) if not held else route.continue_())
    visitor.draw(strokes[1])
    visitor.page.wait_for_selector("#answer[data-state=reading]")
    visitor.page.wait_for_timeout(50)
    visitor.page.click("#clear")
    visitor.draw(strokes[7])
    assert visitor.answer() == "7"
    held[0].continue_()
    visitor.page.wait_for_timeout(300)
    assert visitor.answer() == "7"


def test_the_answer_goes_when_drawing_goes_on(visit, strokes):
    visitor = visit()
    visitor.draw(strokes[1])
    visitor.answer()
    visitor.page.mouse.down()
    assert visitor.page.inner_text("#digit") == ""
    assert visitor.page.get_attribute("#answer", "data-state") == "drawing"
    visitor.page.mouse.up()


def test_an_unsure_answer_says_so_in_words(visit, strokes):
    answer = {"digit": 8, "probability": 0.48, "probabilities": [0.02] * 10, "pixels": [[0] * 28] * 28}
    answer["probabilities"][8], answer["probabilities"][3] = 0.48, 0.36
    visitor = visit()
    visitor.page.route("**/recognize*", lambda route: route.fulfill(json=answer))
    visitor.draw(strokes[8])
    assert visitor.answer() == "8"
    assert visitor.page.inner_text("#percent") == "48 %"
    assert visitor.page.inner_text("#sentence") == "I am not sure. It could be an 8, or a 3."
    visitor.picture("desktop-unsure")
    visitor.page.click("#language")
    assert visitor.page.inner_text("#sentence") == "확실하지 않아요. 8 아니면 3 같아요."


@pytest.mark.parametrize(("probability", "sentence"), [(0.9, "This is an 8."), (0.89, "I am not sure.")])
def test_a_digit_alone_is_as_sure_as_one_on_a_page(visit, strokes, probability, sentence):
    probabilities = [*[0.0] * 8, probability, 1 - probability]
    answer = {"digit": 8, "probability": probability, "probabilities": probabilities, "pixels": [[0] * 28] * 28}
    visitor = visit()
    visitor.page.route("**/recognize*", lambda route: route.fulfill(json=answer))
    visitor.draw(strokes[8])
    assert visitor.answer() == "8"
    assert visitor.page.inner_text("#sentence").startswith(sentence)


def test_what_is_no_digit_is_refused_with_a_guess(visit, strokes):
    probabilities = [0.1, 0, 0, 0, 0.6, 0, 0, 0, 0, 0.3]
    answer = {"digit": None, "probability": 0.6, "probabilities": probabilities, "pixels": [[0] * 28] * 28}
    answer |= {"refused": True, "guess": 4, "reason": "no digit", "no_digit": 0.87}
    visitor = visit()
    page = visitor.page
    page.route("**/recognize*", lambda route: route.fulfill(json=answer))
    visitor.draw(strokes[8])
    page.wait_for_selector("#answer[data-state=no-digit]")
    assert page.inner_text("#digit") == "No digit"
    assert page.inner_text("#percent") == ""
    assert page.inner_text("[role=status] #sentence") == "This does not look like a digit (87 %)."
    assert page.inner_text("[role=status] #guess") == "If it is one, it is most likely a 4."
    assert page.locator("#bars .best").count() == 0
    visitor.picture("desktop-refused")
    page.click("#language")
    assert page.inner_text("#digit") == "숫자 아님"
    assert page.inner_text("#guess") == "숫자라면 4일 가능성이 가장 커요."
    page.unroute("**/recognize*")
    page.click("#recognize")
    assert visitor.answer() == "8"
    assert page.is_hidden("#guess")


def test_a_server_that_is_gone(visit, strokes):
    visitor = visit()
    visitor.expects_refusal = True
    visitor.page.route("**/recognize*", lambda route: route.abort())
    visitor.draw(strokes[4])
    visitor.page.wait_for_selector("#answer[data-state=unreachable]")
    assert visitor.page.inner_text("#sentence").startswith("The studio does not answer.")
    visitor.page.unroute("**/recognize*")
    visitor.page.click("#recognize")
    assert visitor.answer() == "4"
