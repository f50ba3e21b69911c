"""Draw the pictures of docs/graphs.md.

python docs/make_graphs.py          (make pictures)
"""

from pathlib import Path

import numpy as np

import sutja.nn as keras
from sutja import language

FOLDER = Path(__file__).parent / "graphs"
layers = keras.layers


def shopping():
    """Two apples and three oranges, with tax: what they cost, and how much the price changes with each number."""
    names = ("apples", "apple price", "oranges", "orange price", "tax")
    apples, apple, oranges, orange, tax = (keras.Input((), name=name) for name in names)
    fruit = layers.add([layers.multiply([apples, apple]), layers.multiply([oranges, orange])])
    model = keras.Model([apples, apple, oranges, orange, tax], layers.multiply([fruit, tax]), name="shopping")
    return keras.utils.draw_graph(model, dict(zip(names, (2, 100, 3, 150, 1.1), strict=True)))


def network():
    """One sample on its way through a small network into the loss, and the gradients on their way back."""
    model = keras.Sequential(name="small network")
    model.add(keras.Input((2,), name="x"))
    model.add(layers.Dense(3))
    model.add(layers.ReLU())
    model.add(layers.Dense(2))
    model.add(layers.Softmax())
    model.set_weights(
        [np.array([[0.1, 0.3, -0.5], [0.2, 0.4, 0.6]]), np.zeros(3), np.array([[1, -1], [0.5, 2], [0, 1]]), np.zeros(2)]
    )
    model.compile(loss="categorical_crossentropy")
    return keras.utils.draw_graph(model, [1.0, 0.5], [0, 1], rankdir="TB")


def residual():
    """A network with a way around two convolutions."""
    entrance = keras.Input((28, 28, 1))
    x = layers.Conv2D(16, 3, padding="same", activation="relu")(entrance)
    inner = layers.Conv2D(16, 3, padding="same", activation="relu")(x)
    inner = layers.Conv2D(16, 3, padding="same")(inner)
    x = layers.GlobalAveragePooling2D()(layers.ReLU()(layers.Add()([x, inner])))
    model = keras.Model(entrance, layers.Dense(10, activation="softmax")(x), name="residual")
    return keras.utils.plot_model(model, None, show_shapes=True)


PICTURES = {"shopping": shopping, "network": network, "residual": residual}


def main():
    """Write them."""
    FOLDER.mkdir(exist_ok=True)
    for name, draw in PICTURES.items():
        keras.utils.clear_session()
        with language.speaking("en"):
            draw().save(FOLDER / f"{name}.svg")


if __name__ == "__main__":
    main()
