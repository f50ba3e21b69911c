"""Deck D: convolutional networks for instructors."""

import keras
import numpy as np


def one_channel(data):
    """First a convolution of a single channel; trained, saved, loaded and evaluated."""
    model = keras.Sequential()
    model.add(
        keras.layers.Conv2D(
            filters=1,
            kernel_size=(5, 5),
            strides=(1, 1),
            activation="relu",
            input_shape=(20, 20, 1),
            padding="same",
        )
    )
    model.add(keras.layers.MaxPooling2D(pool_size=(2, 2), strides=(2, 2)))
    model.add(keras.layers.Conv2D(4, kernel_size=5, activation="relu", padding="same"))
    model.add(keras.layers.MaxPooling2D(pool_size=(2, 2), strides=(2, 2)))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(50, activation="relu"))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.Adam(0.005), metrics=["accuracy"])
    model.fit(data.few.x, keras.utils.to_categorical(data.few.y, 10), epochs=12, batch_size=16, verbose=0)
    model.save(data.folder / "cnn.keras")
    cnn = keras.models.load_model(data.folder / "cnn.keras")
    _loss, accuracy = cnn.evaluate(
        data.unseen.x[:, 4:24, 4:24], keras.utils.to_categorical(data.unseen.y, 10), verbose=0
    )
    return accuracy


def normalized_and_stopped_early(data):
    """Batch normalization and dropout after each part; training stops when validation gets no better; best weights."""
    model = keras.Sequential()
    model.add(keras.layers.Conv2D(6, (5, 5), activation="relu", input_shape=(20, 20, 3), padding="same"))
    model.add(keras.layers.BatchNormalization(momentum=0.8))
    model.add(keras.layers.MaxPooling2D(pool_size=(2, 2), strides=(2, 2)))
    model.add(keras.layers.Dropout(0.25))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(32, activation="relu"))
    model.add(keras.layers.BatchNormalization(momentum=0.8))
    model.add(keras.layers.Dropout(0.25))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.Adam(0.02), metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=1, restore_best_weights=True)
    best = keras.callbacks.ModelCheckpoint(str(data.folder / "best.keras"), monitor="val_loss", save_best_only=True)
    labels = keras.utils.to_categorical(data.pictures.y, 10)
    history = model.fit(
        data.pictures.x,
        labels,
        epochs=30,
        batch_size=16,
        verbose=0,
        validation_split=0.25,
        callbacks=[stop, best],
    )
    assert len(history.epoch) < 30
    assert (data.folder / "best.keras").exists()
    return max(history.history["val_accuracy"])


def folds(data):
    """K-fold: each part of the data is once kept for validation, by a network of its own."""
    found = []
    parts = np.array_split(np.arange(len(data.digits.x)), 2)
    for kept in parts:
        learned = np.setdiff1d(np.arange(len(data.digits.x)), kept)
        model = keras.Sequential(
            [keras.Input((28, 28, 1)), keras.layers.Flatten(), keras.layers.Dense(10, activation="softmax")]
        )
        model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
        x, y = data.digits.x, data.digits.y
        history = model.fit(
            x[learned], y[learned], validation_data=(x[kept], y[kept]), epochs=5, batch_size=32, verbose=0
        )
        found.append(history.history["val_accuracy"][-1])
    return min(found)
