"""Sutja (숫자, "digit"): from one perceptron to a digit reader you can trust, every line readable."""

__version__ = "0.1.0"
