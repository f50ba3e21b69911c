"""Deck E: convolutional and recurrent networks."""

import keras
import numpy as np


def two_blocks_with_dropout(data):
    """[convolution twice, pooling, dropout] twice, then a dense layer with dropout; RMSprop."""
    model = keras.Sequential()
    for block, filters in enumerate((4, 8)):
        first = {"input_shape": (20, 20, 3)} if block == 0 else {}
        model.add(keras.layers.Conv2D(filters, kernel_size=3, padding="same", activation="relu", **first))
        model.add(keras.layers.Conv2D(filters, kernel_size=3, padding="same", activation="relu"))
        model.add(keras.layers.MaxPooling2D(pool_size=(2, 2)))
        model.add(keras.layers.Dropout(0.25))
    model.add(keras.layers.Flatten())
    model.add(keras.layers.Dense(32, activation="relu"))
    model.add(keras.layers.Dropout(0.5))
    model.add(keras.layers.Dense(10, activation="softmax"))
    model.compile(loss="categorical_crossentropy", optimizer=keras.optimizers.RMSprop(0.004), metrics=["accuracy"])
    labels = keras.utils.to_categorical(data.pictures.y)
    history = model.fit(data.pictures.x, labels, epochs=12, batch_size=16, verbose=0)
    return history.history["accuracy"][-1]


def all_convolutional(data):
    """Strides instead of pooling, and the mean over the picture instead of a dense layer."""
    model = keras.Sequential()
    model.add(keras.layers.Conv2D(10, kernel_size=3, strides=2, input_shape=(20, 20, 3), activation="relu"))
    model.add(keras.layers.Conv2D(10, kernel_size=3, activation="relu"))
    model.add(keras.layers.Conv2D(10, kernel_size=1))
    model.add(keras.layers.GlobalAveragePooling2D())
    model.add(keras.layers.Softmax())
    model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
    history = model.fit(data.pictures.x, data.pictures.y, epochs=12, batch_size=16, verbose=0)
    return history.history["accuracy"][-1]


def optimizers(data):
    """The same small network by each rule (plain SGD and Adam: elsewhere); the worst of their accuracies."""
    rules = [
        keras.optimizers.SGD(learning_rate=0.05, momentum=0.9),
        keras.optimizers.Adagrad(learning_rate=0.1),
        keras.optimizers.RMSprop(learning_rate=0.005),
    ]
    reached = []
    for rule in rules:
        model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(10, activation="softmax")])
        model.compile(optimizer=rule, loss="sparse_categorical_crossentropy", metrics=["accuracy"])
        history = model.fit(data.digits.x.reshape(-1, 784), data.digits.y, epochs=4, batch_size=48, verbose=0)
        reached.append(history.history["accuracy"][-1])
    return min(reached)


def transfer(data):
    """The features of a network that knows digits below 5, frozen, under a new head: is it a 7 or not?"""
    known = np.flatnonzero(data.digits.y < 5)[:400]
    base = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.Flatten(),
            keras.layers.Dense(48, activation="relu", name="features"),
            keras.layers.Dense(5, activation="softmax"),
        ]
    )
    base.compile("adam", "sparse_categorical_crossentropy")
    base.fit(data.digits.x[known], data.digits.y[known], epochs=5, batch_size=20, verbose=0)
    features = keras.Model(base.inputs, base.get_layer("features").output)
    features.trainable = False
    before = [np.array(weight) for weight in features.get_weights()]
    head = keras.Sequential([features, keras.layers.Dense(1, activation="sigmoid")])
    head.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
    sevens, others = np.flatnonzero(data.digits.y == 7), np.flatnonzero(data.digits.y != 7)
    chosen = np.concatenate([sevens[:80], others[:80]])
    history = head.fit(data.digits.x[chosen], data.digits.y[chosen] == 7, epochs=12, batch_size=10, verbose=0)
    assert all(np.array_equal(a, b) for a, b in zip(before, features.get_weights(), strict=True))
    return history.history["accuracy"][-1]


def an_output_at_each_step(data):
    """Pattern 1: after each sign, whether the number of ones so far is odd; the loss is summed over the steps."""
    x, odd = data.bits.x, data.bits.y
    model = keras.Sequential()
    model.add(keras.Input((6, 1)))
    model.add(keras.layers.SimpleRNN(16, return_sequences=True))
    model.add(keras.layers.TimeDistributed(keras.layers.Dense(1, activation="sigmoid")))
    model.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["binary_accuracy"])
    history = model.fit(x, odd, epochs=30, batch_size=32, verbose=0)
    return history.history["binary_accuracy"][-1]


def the_whole_sequence_both_ways(data):
    """Pattern 3: a word, short or long, is read from both ends; one answer: does it begin and end alike?"""
    model = keras.Sequential()
    model.add(keras.Input((8,), dtype="int32"))
    model.add(keras.layers.Embedding(4, 6, mask_zero=True))
    model.add(keras.layers.Bidirectional(keras.layers.LSTM(12)))
    model.add(keras.layers.Dense(1, activation="sigmoid"))
    model.compile(keras.optimizers.Adam(0.03), "binary_crossentropy", metrics=["accuracy"])
    words = keras.utils.pad_sequences(data.words.x, maxlen=8, padding="post")
    history = model.fit(words, data.words.y, epochs=25, batch_size=32, verbose=0)
    return history.history["accuracy"][-1]


def teacher_forcing(data):
    """Pattern 2: to write a word backwards. In training the decoder sees the right signs, afterwards its own."""
    signs, units = 5, 32
    source, target = data.reversals.x, data.reversals.y  # whole numbers; 0 begins
    begun = np.concatenate([np.zeros_like(target[:, :1]), target[:, :-1]], axis=1)
    as_vectors = [keras.utils.to_categorical(words, signs) for words in (source, begun)]

    heard = keras.Input((None, signs))
    _last, state = keras.layers.GRU(units, return_state=True)(heard)
    seen = keras.Input((None, signs))
    decoder = keras.layers.GRU(units, return_sequences=True, return_state=True)
    written, _state = decoder(seen, initial_state=state)
    to_sign = keras.layers.Dense(signs, activation="softmax")
    model = keras.Model([heard, seen], to_sign(written))
    model.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy")
    model.fit(as_vectors, target, epochs=25, batch_size=32, verbose=0)

    reader = keras.Model(heard, state)
    carried = keras.Input((units,))
    written, new = decoder(seen, initial_state=carried)
    writer = keras.Model([seen, carried], [to_sign(written), new])
    state_now = reader.predict(as_vectors[0], verbose=0)
    sign_now = np.zeros(len(source), int)
    own = []
    for _step in range(target.shape[1]):
        one_step = keras.utils.to_categorical(sign_now, signs)[:, None]
        probabilities, state_now = writer.predict([one_step, state_now], verbose=0)
        sign_now = np.asarray(probabilities)[:, 0].argmax(-1)
        own.append(sign_now)
    return float((np.stack(own, axis=1) == target).mean())
