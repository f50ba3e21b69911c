"""What a digit of MNIST looks like, in numbers.

LeCun, Cortes and Burges made MNIST from black-and-white scans: each digit was reduced, aspect kept, until its
bounding box fits a square of 20 pixels, grey at the edges because several pixels became one, and was laid on a
28x28 picture so that its centre of mass falls on the centre (yann.lecun.com/exdb/mnist). A network that has
learnt from such pictures reads a new drawing as well as that drawing follows the same convention. The figures
that the sentence above leaves open were measured on the 60,000 training digits
(``tests/ink/test_convention.py`` measures them again):

- **Box.** The longer side of the box around every pixel that is not 0 is 20 in 59,987 digits, 19 in 13.
- **Centre.** With pixels numbered from 0, the centre of mass lies in [13.5, 14.5) across and down in all but one
  digit each way, evenly spread, on average at (14.007, 13.996): digits were moved by whole pixels, and their
  centre is the middle of pixel (14, 14), half a pixel right of and below the middle of the picture.
- **Ink.** The brightest pixel is 254 or 255 in every digit, and of the pixels that are at least a quarter as
  bright as that, the 90th percentile is 251 or more in 99 % of the digits.
- **Pen.** The pen's width, as :func:`sutja.ink.pen.width` defines it, has the median PEN; its 5th percentile is
  THINNEST.
"""

from __future__ import annotations

__all__ = ["BOX", "CENTRE", "PEN", "SIDE", "THINNEST"]

SIDE = 28  # pixels on each side of the picture
BOX = 20  # pixels on the longer side of the digit's bounding box
CENTRE = 14  # the pixel, numbered from 0, in which the centre of mass lies, across and down
PEN = 2.35  # pixels: the median width of the pen
THINNEST = 1.5  # pixels: no pen is drawn thinner than this
