"""Seeing what is in a data set: pictures as text and as sheets, their statistics, and what may be wrong with them.

text.py         a picture as 0 and 1, as the course prints it
sheet.py        many pictures on one, as PNG or SVG
statistics.py   the values of pixels, and how many examples each class has
findings.py     duplicates, empty pictures, labels that are likely wrong
"""

from sutja.data.views.findings import Findings, Suspect, examine
from sutja.data.views.sheet import Sheet, make_sheet, one_of_each_class
from sutja.data.views.statistics import PixelStatistics, class_counts, pixel_statistics
from sutja.data.views.text import as_text

__all__ = [
    "Findings",
    "PixelStatistics",
    "Sheet",
    "Suspect",
    "as_text",
    "class_counts",
    "examine",
    "make_sheet",
    "one_of_each_class",
    "pixel_statistics",
]
