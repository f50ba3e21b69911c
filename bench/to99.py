"""From the start of a process to 99.0 % of MNIST's 10,000 test pictures: ``python -m bench.to99 sutja``.

The clock runs from the start of Python, through imports, the reading of the pictures, compilation and training, to
the first epoch after which the test accuracy is 99.0 % or more. How long to train and how is the recipe's (see
recipes.py), chosen on validation data; the test set only says whether the mark is reached.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from bench.contestants import Contestant, contestant, missing
from bench.fresh import Answer, Failed, ask, say
from bench.recipes import RECIPES, Recipe

__all__ = ["GOAL", "main", "reach", "run"]

GOAL = 0.99


def reach(who: Contestant, recipe: str) -> Answer:
    """Start the process; its answer comes when the goal is reached."""
    from bench.data import complete_mnist

    file = complete_mnist()
    if file is None:
        raise Failed("99 % is a matter of the real MNIST: set SUTJA_DATA to the folder that holds it")
    code = "import sys; from bench.to99 import run; run(*sys.argv[1:])"
    return ask("-c", code, who.name, recipe, str(file))


def run(name: str, recipe_name: str, file: str) -> None:
    """In the child: train until the goal is reached, and answer."""
    who, recipe = contestant(name), RECIPES[recipe_name]
    train = _train_torch if who.engine == "torch" else _train_keras
    accuracies = train(who, recipe, Path(file))
    from bench.memory import peak_bytes

    if accuracies[-1] < GOAL:
        sys.exit(f"{name} reached {max(accuracies):.2%} in {len(accuracies)} epochs, not {GOAL:.1%}")
    say({"accuracies": accuracies, "peak_memory_bytes": peak_bytes(), "data": "the real mnist", "notes": []})


def _train_keras(who: Contestant, recipe: Recipe, file: Path) -> list[float]:
    from bench.data import as_floats
    from bench.keras_runner import KerasRunner

    driver = KerasRunner(who)
    nn = driver.nn
    train, test = as_floats(file), as_floats(file, "test")
    model = recipe.network.build(nn)
    driver.compile(model, nn.optimizers.Adam(recipe.schedule(nn)))

    class StopAtGoal(nn.callbacks.Callback):  # type: ignore[misc, name-defined]
        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            self.model.stop_training = logs["val_accuracy"] >= GOAL

    history = model.fit(
        train.x[: recipe.samples],
        train.y[: recipe.samples],
        batch_size=recipe.batch,
        epochs=recipe.epochs,
        validation_data=(test.x, test.y),
        validation_batch_size=1000,
        verbose=0,
        callbacks=[StopAtGoal()],
    )
    return [float(accuracy) for accuracy in history.history["val_accuracy"]]


def _train_torch(who: Contestant, recipe: Recipe, file: Path) -> list[float]:
    import torch

    from bench import torch_engine
    from bench.data import as_floats
    from bench.torch_runner import TorchRunner

    driver = TorchRunner(who)
    train, test = as_floats(file), as_floats(file, "test")
    x, y = driver.tensors(train.x[: recipe.samples]), torch.from_numpy(train.y[: recipe.samples]).long()
    x_test, y_test = driver.tensors(test.x), torch.from_numpy(test.y).long()
    model = driver.made_fast(recipe.network.build(torch_engine), recipe.network, recipe.batch)
    optimizer = driver.optimizer(model, "adam", recipe.learning_rate)
    step = driver.stepper(model, optimizer)
    accuracies: list[float] = []
    done = 0
    while len(accuracies) < recipe.epochs and (not accuracies or accuracies[-1] < GOAL):
        model.train()
        for inputs, wanted in driver.batches(x, y, recipe.batch):
            for group in optimizer.param_groups:
                group["lr"] = recipe.learning_rate_at(done)
            step(inputs, wanted)
            done += 1
        model.eval()
        with torch.no_grad():
            answers = torch.cat([model(part).argmax(1) for part in x_test.split(1000)])
        accuracies.append(float((answers == y_test).float().mean()))
    return accuracies


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m bench.to99", description="Measure the way to 99 % on MNIST.")
    parser.add_argument("contestant")
    parser.add_argument("--recipe", choices=list(RECIPES), default="fast")
    given = parser.parse_args(arguments)
    try:
        who = contestant(given.contestant)
        if line := missing(who):
            raise Failed(line)
        answer = reach(who, given.recipe)
    except (Failed, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    reached = " ".join(f"{accuracy:.2%}" for accuracy in answer.value["accuracies"])
    print(f"{who.name}: {answer.seconds:.1f} s to {GOAL:.1%} (after each epoch: {reached})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
