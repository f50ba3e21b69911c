"""A drawing or picture of one digit becomes a clean 28x28 digit, as MNIST's were made.

    from sutja import ink

    digit = ink.from_picture("my_seven.jpg")        # a path, bytes, a Pillow image or an array
    digit = ink.from_strokes([[(0, 0), (9, 0), (4, 14)]], pen_width=2)
    digit.pixels                                    # (28, 28) uint8, 255 = ink: what a network receives

One preprocessing serves training, Python, the web page and every exported model; its specification is
``docs/ink.md``.
"""

from sutja.ink.digit import Digit, from_picture, from_strokes

__all__ = ["Digit", "from_picture", "from_strokes"]
