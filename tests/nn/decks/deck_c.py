"""Deck C: the ladder's last rung, wide and deep with dropout; deck A has the same. Each name is imported by itself."""

import numpy as np
from keras.layers import Activation, Dense, Dropout
from keras.models import Sequential
from keras.optimizers import Adam
from keras.utils import to_categorical


def wide_and_deep(data):
    """Four wide layers, a third dropped; the cost and the accuracy on what it has not seen."""
    np.random.seed(1234)  # noqa: NPY002  as the deck has it; it says nothing to Keras 3
    x_train = data.digits.x.reshape(-1, 784).astype("float32")
    x_test = data.unseen.x.reshape(-1, 784).astype("float32")
    y_train, y_test = to_categorical(data.digits.y, 10), to_categorical(data.unseen.y, 10)
    hidden = 80
    model = Sequential()
    model.add(Dense(hidden, input_shape=(784,)))
    model.add(Activation("relu"))
    model.add(Dropout(0.3))
    for _layer in range(3):
        model.add(Dense(hidden))
        model.add(Activation("relu"))
        model.add(Dropout(0.3))
    model.add(Dense(10))
    model.add(Activation("softmax"))
    model.compile(loss="categorical_crossentropy", optimizer=Adam(), metrics=["accuracy"])
    model.fit(x_train, y_train, batch_size=32, epochs=8, verbose=0)
    score = model.evaluate(x_test, y_test, verbose=0)
    assert score[0] < 2.3
    return score[1]
