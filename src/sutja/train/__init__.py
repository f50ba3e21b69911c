"""Training a model of the zoo on a data set, into a folder that can be resumed, evaluated and used.

>>> from sutja.train import Recipe, Run, train
>>> evaluation = train(Recipe(data="mnist5k", model="cnn-small"), Run("runs/first"))  # doctest: +SKIP
"""

from __future__ import annotations

from sutja.train.ensemble import Ensemble
from sutja.train.evaluation import Evaluation, evaluate
from sutja.train.recipe import Recipe
from sutja.train.run import Run
from sutja.train.training import train

__all__ = ["Ensemble", "Evaluation", "Recipe", "Run", "evaluate", "train"]
