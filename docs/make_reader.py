"""Draw docs/reader.png: what the reader learns from.

    python docs/make_reader.py           (make pictures)

Four blocks of three rows: digits of MNIST under the variations of the training, digits written stroke by stroke, signs
that are no digits, and pairs, scribbles and the like. All comes along with the package and its extras.
"""

from pathlib import Path

import numpy as np
from PIL import Image

from sutja import data
from sutja.train.handwriting.hand import written_digits, written_signs
from sutja.train.handwriting.no_digits import no_digits
from sutja.train.handwriting.variation import vary

ROWS, COLUMNS, GAP = 3, 26, 8


def main() -> None:
    """Write the picture."""
    rng = np.random.default_rng(3)
    count = ROWS * COLUMNS
    mnist = data.load("mnist5k")
    nothing = np.zeros((1, 28, 28), np.uint8)
    others = no_digits(400, mnist.x_train[..., 0], nothing, nothing, rng)[70:]
    written = written_digits(count, rng)[0]
    blocks = [
        vary(mnist.x_test[:count, :, :, 0], rng),
        vary(written, rng),
        vary(written_signs(count, rng), rng),
        others[rng.permutation(np.flatnonzero(others.any(axis=(1, 2))))[:count]],
    ]
    sheets = [np.hstack([np.vstack(column) for column in _columns(block)]) for block in blocks]
    gap = np.zeros((GAP, sheets[0].shape[1]), np.uint8)
    whole = np.vstack([part for sheet in sheets for part in (sheet, gap)][:-1])
    picture = Image.fromarray(255 - whole)
    larger = picture.resize((picture.width * 3 // 2, picture.height * 3 // 2), Image.Resampling.LANCZOS)
    larger.quantize(16).save(Path(__file__).with_name("reader.png"), optimize=True)


def _columns(block: np.ndarray) -> np.ndarray:
    return block.reshape(ROWS, COLUMNS, 28, 28).transpose(1, 0, 2, 3)


if __name__ == "__main__":
    main()
