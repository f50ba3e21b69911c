"""Deck B: deep learning from scratch, continued with a framework: digits, CIFAR-10, clothes."""

import keras
import numpy as np


def first_network(data):
    """Flatten, a hidden layer, dropout; labels as numbers. Deck B takes the same for CIFAR-10, wider and deeper."""
    model = keras.models.Sequential(
        [
            keras.layers.Flatten(input_shape=(28, 28)),
            keras.layers.Dense(128, activation="relu"),
            keras.layers.Dropout(0.2),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(data.digits.x[..., 0], data.digits.y, epochs=5, verbose=0)
    return history.history["accuracy"][-1]


def convolutions_on_pictures(data):
    """Three convolutions, two poolings; with dropout before the dense part. Clothes use the same network."""
    layers, models = keras.layers, keras.models
    model = models.Sequential()
    model.add(layers.Conv2D(6, (3, 3), activation="relu", input_shape=(20, 20, 3)))
    model.add(layers.MaxPooling2D((2, 2)))
    model.add(layers.Conv2D(8, (3, 3), activation="relu"))
    model.add(layers.MaxPooling2D((2, 2)))
    model.add(layers.Conv2D(8, (3, 3), activation="relu"))
    model.add(layers.Flatten())
    model.add(layers.Dropout(0.2))
    model.add(layers.Dense(32, activation="relu"))
    model.add(layers.Dense(10, activation="softmax"))
    model.compile(optimizer=keras.optimizers.Adam(0.005), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(data.pictures.x, data.pictures.y, epochs=14, batch_size=16, verbose=0)
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
    history = model.fit(x, y, epochs=10, batch_size=16, verbose=0)
    assert sorted(history.history) == ["accuracy", "loss"]
    assert len(history.history["loss"]) == len(history.epoch) == 10
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
        ]
    )
    some = data.pictures.x[:32]
    shown, again, asked = (np.asarray(augment(some, training=training)) for training in (True, True, False))
    assert np.abs(shown - again).mean() > 0.01
    assert np.array_equal(asked, some)
    flipped = np.asarray(keras.layers.RandomFlip("horizontal_and_vertical")(some, training=True))
    assert np.abs(flipped - some).mean() > 0.01
    assert keras.layers.RandomCrop(16, 16)(some, training=True).shape == (32, 16, 16, 3)
    more = np.concatenate([data.pictures.x, shown])
    labels = np.concatenate([data.pictures.y, data.pictures.y[:32]])
    model = keras.Sequential(
        [
            keras.Input((20, 20, 3)),
            keras.layers.AveragePooling2D(4),
            keras.layers.Flatten(),
            keras.layers.Dense(32, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(more, labels, epochs=20, batch_size=32, verbose=0)
    return history.history["accuracy"][-1]
