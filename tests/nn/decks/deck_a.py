"""Deck A: from one neuron to 99 % on digits. Each program returns what the test looks at."""

import keras
import numpy as np


def linear_regression(data):
    """One neuron finds y = 1 - x: what it says for x = 5."""
    x, y = np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.0, -1.0, -2.0, -3.0])
    model = keras.models.Sequential()
    model.add(keras.layers.Dense(1, input_dim=1))
    model.compile(loss="mse", optimizer=keras.optimizers.SGD(learning_rate=0.1))
    model.summary(print_fn=lambda *lines, **others: None)
    model.fit(x, y, epochs=200, verbose=0)
    return float(model.predict(np.array([5.0]), verbose=0)[0, 0])


def softmax_regression(data):
    """No hidden layer."""
    x, labels = data.digits.x.reshape(-1, 784), keras.utils.to_categorical(data.digits.y, 10)
    model = keras.models.Sequential()
    model.add(keras.layers.Dense(10, input_dim=784, kernel_initializer="glorot_normal", activation="softmax"))
    model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.SGD(0.5), metrics=["accuracy"])
    history = model.fit(x, labels, epochs=4, batch_size=96, verbose=0)
    return history.history["accuracy"][-1]


def two_hidden_layers(data):
    """50 units twice; the activation is a layer of its own; Adam; the last quarter kept for validation."""
    x, labels = data.digits.x.reshape(-1, 784), keras.utils.to_categorical(data.digits.y, 10)
    model = keras.models.Sequential()
    model.add(keras.layers.Dense(50, input_dim=784, kernel_initializer="glorot_normal"))
    model.add(keras.layers.Activation("relu"))
    model.add(keras.layers.Dense(50, kernel_initializer="glorot_normal"))
    model.add(keras.layers.Activation("relu"))
    model.add(keras.layers.Dense(10, kernel_initializer="glorot_normal", activation="softmax"))
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    history = model.fit(x, labels, epochs=6, batch_size=24, verbose=0, validation_split=0.25)
    return history.history["val_accuracy"][-1]


def convolutions(data):
    """Lab 4: two convolutions, pooling, batch normalization, a hidden layer with dropout."""
    model = keras.models.Sequential()
    model.add(keras.layers.Conv2D(4, (3, 3), activation="relu", input_shape=(20, 20, 1)))
    model.add(keras.layers.Conv2D(4, (3, 3), activation="relu"))
    model.add(keras.layers.MaxPooling2D(pool_size=(2, 2)))
    model.add(keras.layers.BatchNormalization())
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(32))
    model.add(keras.layers.Dropout(0.5))
    model.add(keras.layers.Activation("relu"))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile(loss="categorical_crossentropy", optimizer="adam", metrics=["accuracy"])
    labels = keras.utils.to_categorical(data.few.y, 10)
    history = model.fit(data.few.x, labels, epochs=8, batch_size=16, verbose=0)
    return history.history["accuracy"][-1]


def ensemble_with_a_residual_network(data):
    """The challenge: members of different architectures, whose probabilities are averaged in one model."""
    entrance = keras.Input((20, 20, 1))
    x = keras.layers.Conv2D(4, 3, strides=2, padding="same", activation="relu")(entrance)
    inner = keras.layers.Conv2D(4, 3, padding="same", activation="relu")(x)
    inner = keras.layers.Conv2D(4, 3, padding="same")(inner)
    x = keras.layers.Activation("relu")(keras.layers.Add()([x, inner]))
    x = keras.layers.GlobalAveragePooling2D()(keras.layers.AveragePooling2D(2)(x))
    residual = keras.layers.Dense(10, activation="softmax")(x)
    plain = keras.layers.Dense(32, activation="relu")(keras.layers.Flatten()(entrance))
    plain = keras.layers.Dense(10, activation="softmax")(plain)
    model = keras.Model(entrance, keras.layers.average([residual, plain]))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(data.few.x, data.few.y, epochs=12, batch_size=16, verbose=0)
    return history.history["accuracy"][-1]
