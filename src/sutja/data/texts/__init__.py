"""Texts as numbers: words are numbered by how often they occur, as in Keras' data sets."""
