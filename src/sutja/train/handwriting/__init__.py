"""A reader of handwriting, made from digits of MNIST, digits of other hands, and what is no digit.

>>> from sutja.train.handwriting.reader import make_reader
>>> from sutja.train.handwriting.recipe import ReaderRecipe

Nothing is imported here: OpenCV, which draws and bends the pictures, is only for those who make a reader.
"""
