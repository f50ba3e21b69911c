"""The page without a mouse: drawing with the arrow keys, the shortcuts, what a screen reader is told."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def visitor(visit):
    """Someone who has tabbed to the canvas."""
    visitor = visit()
    while visitor.page.evaluate("document.activeElement.id") != "canvas":
        visitor.page.keyboard.press("Tab")
    return visitor


def press(visitor, *keys: str) -> None:
    for key in keys:
        name, _times, count = key.partition("*")
        for _press in range(int(count or 1)):
            visitor.page.keyboard.press(name)


def test_a_digit_drawn_with_the_keyboard_is_read(visitor):
    press(visitor, "ArrowUp*12", "ArrowLeft*8", "Space", "ArrowRight*16")
    for _step in range(12):
        press(visitor, "ArrowDown*2", "ArrowLeft")
    visitor.picture("desktop-keyboard")
    press(visitor, "Space")
    assert visitor.answer() == "7"


def test_the_pen_leaves_no_ink_while_it_is_up(visitor):
    press(visitor, "ArrowUp*4", "ArrowLeft*4")
    assert visitor.page.is_disabled("#clear")


def test_a_held_key_moves_the_pen_evenly_and_two_keys_diagonally(visitor):
    with visitor.page.expect_request("**/recognize*") as asked:
        press(visitor, "Space")
        visitor.page.keyboard.down("ArrowRight")
        visitor.page.keyboard.down("ArrowDown")
        visitor.page.wait_for_timeout(700)
        visitor.page.keyboard.up("ArrowDown")
        visitor.page.keyboard.up("ArrowRight")
        press(visitor, "Space")
    [stroke] = asked.value.post_data_json["strokes"]
    side = visitor.page.locator("#canvas").bounding_box()["width"]
    across, down = stroke[-1][0] - stroke[0][0], stroke[-1][1] - stroke[0][1]
    assert across > 0.1 * side
    assert down == pytest.approx(across, rel=0.3)
    assert len(stroke) > 8


def test_shift_makes_small_steps(visitor):
    with visitor.page.expect_request("**/recognize*") as asked:
        press(visitor, "Space", "ArrowRight", "Shift+ArrowRight", "Space")
    [[start, step, small_step]] = asked.value.post_data_json["strokes"]
    assert step[0] - start[0] == pytest.approx(4 * (small_step[0] - step[0]), abs=0.5)


def test_the_pen_stays_on_the_canvas(visitor):
    with visitor.page.expect_request("**/recognize*") as asked:
        press(visitor, "ArrowLeft*30", "Space", "ArrowUp*30", "Space")
    [stroke] = asked.value.post_data_json["strokes"]
    assert stroke[-1] == [0, 0]


@pytest.mark.parametrize("leave", ["Escape", "Tab", "Enter"])
def test_the_pen_is_lifted_when_one_leaves(visitor, leave):
    with visitor.page.expect_request("**/recognize*"):
        press(visitor, "Space", "ArrowDown*8", leave)
    assert visitor.page.inner_text("#pen-status") == "Pen up"


def test_a_screen_reader_hears_the_pen_and_the_answer(visitor):
    page = visitor.page
    press(visitor, "Space")
    assert page.inner_text("#pen-status[role=status]") == "Pen down"
    press(visitor, "ArrowDown*12", "Space")
    visitor.answer()
    assert page.locator("[role=status] #sentence").inner_text()
    assert page.get_attribute("#canvas", "aria-describedby") == "canvas-help"
    names = page.locator("button, input, canvas, a").evaluate_all(
        "all => all.map(e => (e.ariaLabel || e.textContent || e.closest('label')?.textContent || '').trim())"
    )
    assert all(names)


def test_every_control_is_reached_with_tab_and_shows_it(visit):
    page = visit().page
    page.mouse.click(5, 5)
    reached, shown = [], []
    for _step in range(12):
        page.keyboard.press("Tab")
        element = page.evaluate(
            "document.activeElement.id || document.activeElement.value || document.activeElement.tagName"
        )
        if element in reached:
            break
        reached.append(element)
        outlined = """() => [document.activeElement, document.activeElement.parentElement]
                      .some(e => getComputedStyle(e).outlineStyle === "solid")"""
        shown.append(page.evaluate(outlined))
    assert reached[:10] == [
        "one", "A", "language", "canvas", "medium", "recognize", "show-preprocessing", "scale-stroke-width",
        "SUMMARY", "BODY",
    ]  # fmt: skip
    assert all(shown[:9])


def test_shortcuts(visit, strokes):
    visitor = visit()
    page = visitor.page
    visitor.draw(strokes[4])
    press(visitor, "p")
    assert page.is_checked("#show-preprocessing")
    press(visitor, "s")
    assert page.is_checked("#scale-stroke-width")
    press(visitor, "1")
    assert page.is_checked("[value=thin]")
    press(visitor, "l")
    assert page.get_attribute("html", "lang") == "ko"
    press(visitor, "c")
    assert visitor.ink() == 0
    page.keyboard.press("Control+Z")
    assert visitor.ink() > 0
    with page.expect_request("**/recognize*"):
        press(visitor, "Enter")
    press(visitor, "d")
    assert page.evaluate("document.activeElement.id") == "canvas"
    visitor.answer()


def test_shortcuts_work_with_a_korean_input_method(visit):
    page = visit().page
    page.evaluate(
        """document.body.dispatchEvent(new KeyboardEvent("keydown", {key: "ㅔ", code: "KeyP", bubbles: true}))"""
    )
    assert page.is_checked("#show-preprocessing")


def test_single_letters_can_be_switched_off(visit, strokes):
    visitor = visit()
    page = visitor.page
    page.click("summary")
    page.locator("#single-keys").uncheck()
    press(visitor, "p", "l")
    assert not page.is_checked("#show-preprocessing")
    assert page.get_attribute("html", "lang") == "en"
    visitor.draw(strokes[1])
    page.keyboard.press("Control+Z")
    assert visitor.ink() == 0


def test_motion_is_spared_those_who_do_not_want_it(visit):
    page = visit(reduced_motion="reduce").page
    style = page.eval_on_selector("#bars .fill", "fill => getComputedStyle(fill).transitionProperty")
    assert style == "none"
