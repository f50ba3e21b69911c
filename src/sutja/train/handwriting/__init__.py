"""A reader of handwriting, made from digits of MNIST, digits of other hands, and what is no digit."""

from sutja.train.handwriting.reader import ReaderRecipe, make_reader

__all__ = ["ReaderRecipe", "make_reader"]
