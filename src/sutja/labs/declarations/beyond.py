"""What the decks do beside training: data, a page, a contest, and where to go next."""

from __future__ import annotations

from sutja.labs.experiment import Tool
from sutja.language import mark as N_

__all__ = ["EXPERIMENTS"]

EXPERIMENTS = (
    Tool(
        id="B-datasets",
        title=N_("The data sets of Keras"),
        commands=("sutja data list", "sutja data info boston_housing"),
        remark=N_("In code: sutja.nn.datasets.mnist.load_data(), as in Keras."),
    ),
    Tool(
        id="D-data-tools",
        title=N_("Make the data of your own problem"),
        commands=("sutja data make FOLDER FILE.npz", "sutja data check FOLDER", "sutja data show FOLDER"),
    ),
    Tool(
        id="A-demo-js",
        title=N_("Draw a digit on a page and have it read"),
        commands=(
            "sutja train --data mnist --model mlp-200-sigmoid --optimizer sgd --schedule constant --name page",
            "sutja studio --model runs/page/best.keras",
        ),
        chosen=N_("Inputs in 0..1, where the deck's page has -1..1."),
        remark=N_("The deck's page reads with 784-200-10 and 159,010 parameters."),
    ),
    Tool(
        id="D-class-contest", title=N_("A contest in class, with a ranking"), commands=("sutja contest",), coming=True
    ),
    Tool(
        id="A-next",
        title=N_("Kaggle, small devices, phones, and data from elsewhere"),
        commands=("sutja export",),
        coming=True,
        remark=N_(
            "Files of Kaggle's digit recogniser can be read as data today, and the engine has the gradient reversal "
            "of domain adaptation."
        ),
    ),
)
