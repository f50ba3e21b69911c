"""Fashion-MNIST: 70,000 pictures of clothes in the format of MNIST, made to replace it where it is too easy."""

from __future__ import annotations

from sutja.data.sets.like_mnist import forms, idx_downloads
from sutja.data.spec import Checksums, Spec
from sutja.language import translate as _

__all__ = ["spec"]

_IDX = idx_downloads(
    mirrors=(
        "https://storage.googleapis.com/tensorflow/tf-keras-datasets/",
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    ),
    checksums=(
        "md5:8d4fb7e6c68d591d4c3dfef9ec88bf0d",
        "md5:25c81989df183df01b3e8a0aad5dffbe",
        "md5:bef4ecab320f06d8554ea6380940ec79",
        "md5:bb300cfdad3c16e7a12a480ee83cd310",
    ),
    sizes=(26_421_880, 29_515, 4_422_102, 5_148),
)


def spec() -> Spec:
    """What is declared about Fashion-MNIST."""
    return Spec(
        name="fashion_mnist",
        title="Fashion-MNIST",
        what=_("Pieces of clothing from a catalogue, white on black, in 28 x 28 pixels"),
        shape=(28, 28, 1),
        train=60_000,
        test=10_000,
        classes=(
            "T-shirt/top",
            "Trouser",
            "Pullover",
            "Dress",
            "Coat",
            "Sandal",
            "Shirt",
            "Sneaker",
            "Bag",
            "Ankle boot",
        ),
        licence="MIT",
        citation="H. Xiao, K. Rasul, R. Vollgraf: Fashion-MNIST, a novel image dataset for benchmarking machine "
        "learning algorithms. arXiv:1708.07747, 2017",
        homes=("https://github.com/zalandoresearch/fashion-mnist",),
        folders=("fashion_mnist", "fashion-mnist", "FashionMNIST/raw"),
        forms=forms("fashion_mnist", picture=(28, 28)),
        checksums=Checksums(
            x_train="2e487a6c89124f78f2d7521542223cafe96f7123c3ca13d447772ac6ecbb3012",
            y_train="657fbd221bfc9f4198cc14b5619cc33ec57c58dd0e47af4d99d6650759e869a7",
            x_test="c867c93ff95360594e8ec3287995350b824dd110b11595c0e13d5423f621867a",
            y_test="3d0e6c6ea990b53b6f8f500a41cac93881d981b315f84578b7d915342ade01e9",
        ),
        downloads=(_IDX,),
    )
