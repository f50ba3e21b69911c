"""MNIST: 70,000 handwritten digits, the data set on which this field has cut its teeth since 1998."""

from __future__ import annotations

from sutja.data.sets.like_mnist import forms, idx_downloads
from sutja.data.spec import Checksums, Download, Spec
from sutja.language import translate as _

__all__ = ["CITATION", "CLASSES", "HOMES", "spec"]

CLASSES = tuple("0123456789")
CITATION = (
    "Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-based learning applied to document recognition. "
    "Proceedings of the IEEE 86(11), 1998"
)
HOMES = ("http://yann.lecun.com/exdb/mnist/", "https://huggingface.co/datasets/ylecun/mnist")

_NPZ = Download(
    "mnist.npz",
    "sha256:731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
    11_490_434,
    ("https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",),
)
_IDX = idx_downloads(
    mirrors=(
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
    ),
    checksums=(
        "md5:f68b3c2dcbeaaa9fbdd348bbdeb94873",
        "md5:d53e105ee54ea40749a09fcbcd1e9432",
        "md5:9fb629c4189551a2d022fa330f9573f3",
        "md5:ec29112dd5afa0611ce80d1b7f02629c",
    ),
    sizes=(9_912_422, 28_881, 1_648_877, 4_542),
)


def spec() -> Spec:
    """What is declared about MNIST."""
    return Spec(
        name="mnist",
        title="MNIST",
        what=_("Handwritten digits, white on black, centred in 28 x 28 pixels"),
        shape=(28, 28, 1),
        train=60_000,
        test=10_000,
        classes=CLASSES,
        licence="CC BY-SA 3.0",
        citation=CITATION,
        homes=HOMES,
        folders=("mnist", "MNIST/raw"),
        forms=forms("mnist", picture=(28, 28)),
        checksums=Checksums(
            x_train="741c988805d008ac6e4c904b69001ba184c24b2c540a4ef403f4c71b676cf757",
            y_train="1feba77c54802fa5339a11837ea4b2866434b83314ec45192930f1df69120c13",
            x_test="6d87418db22cc8025d05968bec9bd5c3932904b23485740db143a061a2c9d161",
            y_test="ddeff807876a9661a1110d45c266c86239a3a1b7d37da0c3716a7a683c852ff5",
        ),
        downloads=((_NPZ,), _IDX),
        substitute="mnist5k",
    )
