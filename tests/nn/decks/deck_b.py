"""Deck B: deep learning from scratch, continued with a framework: digits, CIFAR-10, clothes."""

import keras
import numpy as np


def first_network(data):
    """Flatten, 128 units, dropout; labels as numbers; evaluated on what it has not seen."""
    model = keras.models.Sequential(
        [
            keras.layers.Flatten(input_shape=(28, 28)),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(data.digits.x[..., 0], data.digits.y, epochs=5, verbose=0)
    _loss, accuracy = model.evaluate(data.unseen.x[..., 0], data.unseen.y, verbose=0)
    return accuracy


def wider_and_deeper_on_pictures(data):
    """The same idea on colour pictures, with more layers."""
    model = keras.models.Sequential()
    model.add(keras.layers.Flatten(input_shape=(32, 32, 3)))
    for _layer in range(3):
        model.add(keras.layers.Dense(64, activation="relu"))
        model.add(keras.layers.Dropout(0.2))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(data.pictures.x, data.pictures.y, epochs=8, verbose=0)
    return history.history["accuracy"][-1]


def convolutions_on_pictures(data):
    """Three convolutions, two poolings; with dropout before the dense part. Clothes use the same network."""
    layers, models = keras.layers, keras.models
    model = models.Sequential()
    model.add(layers.Conv2D(8, (3, 3), activation="relu", input_shape=(32, 32, 3)))
    model.add(layers.MaxPooling2D((2, 2)))
    model.add(layers.Conv2D(16, (3, 3), activation="relu"))
    model.add(layers.MaxPooling2D((2, 2)))
    model.add(layers.Conv2D(16, (3, 3), activation="relu"))
    model.add(layers.Flatten())
    model.add(layers.Dropout(0.2))
    model.add(layers.Dense(32, activation="relu"))
    model.add(layers.Dense(10, activation="softmax"))
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(data.pictures.x, data.pictures.y, epochs=5, verbose=0)
    return history.history["accuracy"][-1]


def clothes_saved_and_loaded(data):
    """Stochastic gradient descent, curves, the probabilities of five pictures; saved, and the same when loaded."""
    model = keras.models.Sequential()
    model.add(keras.layers.Flatten(input_shape=[28, 28]))
    model.add(keras.layers.Dense(100, activation="relu"))
    model.add(keras.layers.Dense(50, activation="relu"))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile(loss="sparse_categorical_crossentropy", optimizer="sgd", metrics=["accuracy"])
    x, y = data.digits.x[..., 0], data.digits.y
    history = model.fit(x, y, epochs=12, batch_size=16, verbose=0)
    assert sorted(history.history) == ["accuracy", "loss"]
    assert len(history.history["loss"]) == len(history.epoch) == 12
    five = data.unseen.x[:5, ..., 0]
    probabilities = model.predict(five, verbose=0)
    model.save(data.folder / "clothes.keras")
    loaded = keras.models.load_model(data.folder / "clothes.keras")
    assert np.abs(loaded.predict(five, verbose=0) - probabilities).max() < 1e-5
    assert probabilities.round(2).shape == (5, 10)
    return history.history["accuracy"][-1]


def augmentation(data):
    """Turned, zoomed, flipped, shifted, cropped, paler: a new picture each time it is seen, none when asked."""
    augment = keras.Sequential(
        [
            keras.layers.RandomRotation(0.05),
            keras.layers.RandomZoom(0.1),
            keras.layers.RandomTranslation(0.05, 0.05),
            keras.layers.RandomContrast(0.2),
            keras.layers.RandomCrop(28, 28),
        ]
    )
    shown = np.asarray(augment(data.pictures.x[:8], training=True))
    again = np.asarray(augment(data.pictures.x[:8], training=True))
    plain = np.asarray(augment(data.pictures.x[:8], training=False))
    assert shown.shape == plain.shape == (8, 28, 28, 3)
    assert np.abs(shown - again).mean() > 0.01
    flip = keras.layers.RandomFlip("horizontal_and_vertical")
    both = np.asarray(flip(data.pictures.x, training=True))
    assert np.abs(both - data.pictures.x).mean() > 0.01
    model = keras.Sequential(
        [
            keras.Input((32, 32, 3)),
            augment,
            keras.layers.AveragePooling2D(4),
            keras.layers.Flatten(),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(data.pictures.x, data.pictures.y, epochs=8, verbose=0)
    return history.history["accuracy"][-1]
