"""CIFAR-100: 60,000 colour photographs of 32 x 32 pixels in 100 fine classes, which form 20 coarse ones."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sutja.data.formats.cifar import from_binary, from_python
from sutja.data.formats.content import damaged
from sutja.data.sets.cifar10 import CITATION, HOMES
from sutja.data.sets.like_cifar import read_archive, read_whole
from sutja.data.spec import Download, Form, Spec
from sutja.errors import invalid
from sutja.language import translate as _

__all__ = ["COARSE", "FINE", "spec"]

_FINE = """
    apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge bus butterfly camel can castle
    caterpillar cattle chair chimpanzee clock cloud cockroach couch crab crocodile cup dinosaur dolphin elephant
    flatfish forest fox girl hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man maple_tree
    motorcycle mountain mouse mushroom oak_tree orange orchid otter palm_tree pear pickup_truck pine_tree plain plate
    poppy porcupine possum rabbit raccoon ray road rocket rose sea seal shark shrew skunk skyscraper snail snake spider
    squirrel streetcar sunflower sweet_pepper table tank telephone television tiger tractor train trout tulip turtle
    wardrobe whale willow_tree wolf woman worm
"""
_COARSE = """
    aquatic_mammals fish flowers food_containers fruit_and_vegetables household_electrical_devices
    household_furniture insects large_carnivores large_man-made_outdoor_things large_natural_outdoor_scenes
    large_omnivores_and_herbivores medium_mammals non-insect_invertebrates people reptiles small_mammals trees
    vehicles_1 vehicles_2
"""
FINE, COARSE = tuple(_FINE.split()), tuple(_COARSE.split())
_LABELS = ("coarse_labels", "fine_labels")
_ARCHIVES = (
    "cifar-100-python.tar.gz",
    "cifar-100-binary.tar.gz",
    "cifar-100-python-target_archive",  # as Keras 3 calls it
)
_DOWNLOADS = tuple(
    (Download(file, checksum, size, (f"https://www.cs.toronto.edu/~kriz/{file}", *more)),)
    for file, checksum, size, more in (
        (
            "cifar-100-python.tar.gz",
            "sha256:85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7",
            169_001_437,
            ("https://dataset.bj.bcebos.com/cifar/cifar-100-python.tar.gz",),
        ),
        ("cifar-100-binary.tar.gz", "md5:03b5dce01913d631647c71ecec9e9cb8", 168_513_733, ()),
    )
)


class TwiceLabelled(NamedTuple):
    """Pictures with two classes each; labels are int64 of shape ``(n, 2)``, coarse and fine."""

    x_train: NDArray[np.uint8]
    y_train: NDArray[np.int64]
    x_test: NDArray[np.uint8]
    y_test: NDArray[np.int64]


def spec() -> Spec:
    """What is declared about CIFAR-100."""
    return Spec(
        name="cifar100",
        title="CIFAR-100",
        what=_("Colour photographs of 100 kinds of things, in 32 x 32 pixels"),
        shape=(32, 32, 3),
        train=50_000,
        test=10_000,
        classes=FINE,
        licence=_("no formal licence; cite the source"),
        citation=CITATION,
        homes=HOMES,
        folders=(
            "cifar100",
            "cifar-100-python",
            "cifar-100-binary",
            "cifar-100-python-target/cifar-100-python",
            "CIFAR100/cifar-100-python",
        ),
        forms=(
            Form(
                (("train",), ("test",)),
                _read_python,
                originals=("md5:16019d7e3df5f24257cddd939b257f8d", "md5:f0ef6b0ae62326f3e7ffdfab6717acfc"),
                common=True,
            ),
            Form(
                (("train.bin",), ("test.bin",)),
                _read_binary,
                originals=("md5:6172c7755cfe09b2fe270c85cebc1b15", "md5:4499cfba6c016c1be1438163640a0898"),
                common=True,
            ),
            *(Form(((name,),), _read_archive, originals=_checksum(name)) for name in _ARCHIVES),
        ),
        downloads=_DOWNLOADS,
        finish=_finish,
    )


def _finish(raw: TwiceLabelled, label_mode: str = "fine") -> dict[str, Any]:
    modes = {"coarse": COARSE, "fine": FINE}
    if label_mode not in modes:
        raise invalid("label_mode", _("one of: {names}", names="fine, coarse"), label_mode)
    column = list(modes).index(label_mode)
    return {
        "x_train": raw.x_train,
        "y_train": raw.y_train[:, column],
        "x_test": raw.x_test,
        "y_test": raw.y_test[:, column],
        "classes": modes[label_mode],
    }


def _checksum(archive: str) -> tuple[str, ...]:
    kind = "binary" if "binary" in archive else "python"
    return tuple(file.checksum for (file,) in _DOWNLOADS if kind in file.file)


def _read_python(files: Sequence[Path]) -> TwiceLabelled:
    train, test = (from_python(read_whole(file), _LABELS, file) for file in files)
    return TwiceLabelled(*train, *test)


def _read_binary(files: Sequence[Path]) -> TwiceLabelled:
    train, test = (from_binary(read_whole(file), len(_LABELS), file) for file in files)
    return TwiceLabelled(*train, *test)


def _read_archive(files: Sequence[Path]) -> TwiceLabelled:
    (archive,) = files
    found = read_archive(archive, {"train", "test", "train.bin", "test.bin"})
    if "train" in found and "test" in found:
        train, test = (from_python(found[name], _LABELS, archive / name) for name in ("train", "test"))
    elif "train.bin" in found and "test.bin" in found:
        train, test = (from_binary(found[f"{name}.bin"], 2, archive / f"{name}.bin") for name in ("train", "test"))
    else:
        raise damaged(archive, _("it lacks {missing}", missing="train, test"))
    return TwiceLabelled(*train, *test)
