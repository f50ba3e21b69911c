"""A picture in, digits with their probabilities out.

>>> from sutja import Recognizer
>>> recognizer = Recognizer()
>>> answer = recognizer.predict("three.png")  # doctest: +SKIP
>>> answer.digit, answer.probability          # doctest: +SKIP
(3, 0.998)
>>> recognizer.read("form.jpg").text          # doctest: +SKIP
'20260714'
"""

from sutja.recognizer.answers import Digit, Prediction, Reading
from sutja.recognizer.recognizer import Recognizer, shipped_model

__all__ = ["Digit", "Prediction", "Reading", "Recognizer", "shipped_model"]
