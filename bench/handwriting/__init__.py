"""How well Sutja reads what people write: numbers on paper under a camera, and single digits unlike MNIST's.

``python -m bench.handwriting`` makes the pictures, reads them, and writes the tables and sheets under
``bench/results``.
"""
