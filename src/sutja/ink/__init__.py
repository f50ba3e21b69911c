"""Drawings and pictures become clean 28x28 digits, as MNIST's were made.

    from sutja import ink

    digit = ink.from_picture("my_seven.jpg")        # a path, bytes, a Pillow image or an array
    digit = ink.from_strokes([[(0, 0), (9, 0), (4, 14)]], pen_width=2)
    digit.pixels                                    # (28, 28) uint8, 255 = ink: what a network receives

    page = ink.from_page("form.jpg")                # any number of digits in any number of lines
    page.lines[0].candidates                        # what may be its digits, for a recogniser to choose from
    page = ink.page_from_strokes(strokes, pen_width=2)

One preprocessing serves training, Python, the web page and every exported model; its specification is
``docs/ink.md``.
"""

from sutja.ink.candidates import Candidate, Line
from sutja.ink.digit import Digit, from_picture, from_strokes
from sutja.ink.drawing import page_from_strokes
from sutja.ink.page import Page, from_page

__all__ = ["Candidate", "Digit", "Line", "Page", "from_page", "from_picture", "from_strokes", "page_from_strokes"]
