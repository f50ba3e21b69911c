"""Callbacks in training: files they leave, a training that was killed and goes on, and what is said to misuse."""

from __future__ import annotations

import csv
import json
import re
import sys
from typing import Any

import numpy as np
import pytest

from sutja import nn
from sutja.errors import InvalidArgument, MissingExtra, ModelFileError, TrainingDiverged

X = np.random.default_rng(0).standard_normal((64, 3)).astype("f4")
Y = (X.sum(axis=1) > 0).astype(int)


def new_model(optimizer: Any = None) -> Any:
    nn.utils.clear_session()
    nn.utils.set_random_seed(7)
    layers = [nn.layers.Dense(4, activation="relu"), nn.layers.Dropout(0.3), nn.layers.Dense(2, activation="softmax")]
    model = nn.Sequential([nn.Input((3,)), *layers])
    model.compile(optimizer or nn.optimizers.Adam(0.05), "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model


class Killed(nn.callbacks.Callback):
    """Breaks off in an epoch."""

    def __init__(self, epoch: int) -> None:
        super().__init__()
        self.epoch, self.now = epoch, 0

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self.now = epoch

    def on_train_batch_begin(self, batch: int, logs: Any = None) -> None:
        if self.now == self.epoch and batch == 1:
            raise KeyboardInterrupt


def test_a_killed_training_goes_on_to_the_same_bits(tmp_path: Any) -> None:
    straight = new_model()
    straight.fit(X, Y, epochs=4, verbose=0)

    killed = new_model()
    backup = tmp_path / "backup"
    with pytest.raises(KeyboardInterrupt):
        killed.fit(X, Y, epochs=4, verbose=0, callbacks=[nn.callbacks.BackupAndRestore(backup), Killed(2)])
    assert sorted(path.name for path in backup.iterdir()) == ["2.weights.h5", "training_metadata.json"]
    again = new_model()
    again.seed = 123
    history = again.fit(X, Y, epochs=4, verbose=0, callbacks=nn.callbacks.BackupAndRestore(backup))
    assert history.epoch == [2, 3]
    for one, other in zip(straight.get_weights(), again.get_weights(), strict=True):
        assert np.array_equal(one, other)
    assert not backup.exists()
    assert again.fit(X, Y, epochs=1, verbose=0).epoch == [0]


def test_backups_within_an_epoch(tmp_path: Any) -> None:
    keep = nn.callbacks.BackupAndRestore(tmp_path / "b", save_freq=3, delete_checkpoint=False)
    new_model().fit(X, Y, epochs=2, batch_size=16, verbose=0, callbacks=[keep])  # 8 batches in all
    assert (tmp_path / "b" / "2.weights.h5").exists()
    assert new_model().fit(X, Y, epochs=2, verbose=0, callbacks=[keep]).epoch == [1]


def test_a_backup_within_an_epoch_that_was_not_the_first(tmp_path: Any) -> None:
    backup = nn.callbacks.BackupAndRestore(tmp_path / "b", save_freq=1)
    epochs = {"initial_epoch": 5, "epochs": 8, "batch_size": 16, "verbose": 0}
    with pytest.raises(KeyboardInterrupt):
        new_model().fit(X, Y, callbacks=[backup, Killed(5)], **epochs)
    assert new_model().fit(X, Y, callbacks=nn.callbacks.BackupAndRestore(tmp_path / "b"), **epochs).epoch == [5, 6, 7]


def test_a_backup_callback_that_is_used_again(tmp_path: Any) -> None:
    backup = nn.callbacks.BackupAndRestore(tmp_path / "b", save_freq=1)
    assert new_model().fit(X, Y, epochs=3, verbose=0, callbacks=backup).epoch == [0, 1, 2]
    with pytest.raises(KeyboardInterrupt):
        new_model().fit(X, Y, epochs=3, verbose=0, callbacks=[backup, Killed(0)])
    assert new_model().fit(X, Y, epochs=3, verbose=0, callbacks=backup).epoch == [0, 1, 2]


def test_a_damaged_backup(tmp_path: Any) -> None:
    (tmp_path / "training_metadata.json").write_text("{}")
    with pytest.raises(ModelFileError, match=r"this is no backup\. Delete it to start anew"):
        new_model().fit(X, Y, verbose=0, callbacks=[nn.callbacks.BackupAndRestore(tmp_path)])


def test_checkpoints_load(tmp_path: Any) -> None:
    model = new_model()
    both = [
        nn.callbacks.ModelCheckpoint(tmp_path / "sub" / "m-{epoch:02d}.keras"),
        nn.callbacks.ModelCheckpoint(tmp_path / "w-{epoch}.weights.h5", save_weights_only=True),
    ]
    model.fit(X, Y, epochs=2, verbose=0, callbacks=both)
    assert sorted(path.name for path in tmp_path.rglob("*.*")) == [
        "m-01.keras",
        "m-02.keras",
        "w-1.weights.h5",
        "w-2.weights.h5",
    ]
    other = new_model()
    other.load_weights(tmp_path / "w-2.weights.h5")
    loaded = nn.models.load_model(tmp_path / "sub" / "m-02.keras")
    assert np.array_equal(loaded.predict(X, verbose=0), model.predict(X, verbose=0))
    for again in (other, loaded):
        assert again.optimizer.iterations == 4
        again.seed = model.seed
        again.fit(X, Y, epochs=1, verbose=0)
    assert np.array_equal(other.get_weights()[0], loaded.get_weights()[0])


def test_a_checkpoint_of_the_older_format(tmp_path: Any) -> None:
    model = new_model()
    model.fit(X, Y, verbose=0, callbacks=[nn.callbacks.ModelCheckpoint(tmp_path / "m.h5")])
    loaded = nn.models.load_model(tmp_path / "m.h5")
    assert np.array_equal(loaded.predict(X, verbose=0), model.predict(X, verbose=0))


def test_a_metric_with_a_number_for_each_class(keras: Any, tmp_path: Any, capsys: Any) -> None:
    """The history has them all, as Keras' has; the bar and TensorBoard show their mean."""
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    labels, shown, histories = np.eye(2)[Y], [], []
    for engine in (nn, keras):
        model = engine.Sequential([engine.Input((3,)), engine.layers.Dense(2, "softmax")])
        model.compile(engine.optimizers.SGD(0.0), "categorical_crossentropy", metrics=[engine.metrics.F1Score()])
        model.set_weights([np.linspace(-1, 1, 6).reshape(3, 2), np.zeros(2)])
        for verbose in (2, 1):
            capsys.readouterr()
            log = engine.callbacks.CSVLogger(tmp_path / f"{engine.__name__}.csv")
            more = [nn.callbacks.TensorBoard(tmp_path)] if engine is nn else []
            data = {"verbose": verbose, "callbacks": [log, *more], "validation_data": (X, labels)}
            histories.append(model.fit(X, labels, **data).history)
            shown.append(re.findall(r"f1_score: (\S+)", capsys.readouterr().out.split("\b")[-1])[-2:])
    assert shown[0] == shown[1] == shown[2] == shown[3]
    ours, theirs = histories[0], histories[2]
    assert np.allclose(ours["f1_score"][0], theirs["f1_score"][0])
    assert np.shape(ours["val_f1_score"]) == (1, 2)
    mean = float(np.mean(ours["f1_score"]))
    assert float(shown[0][0]) == pytest.approx(mean, abs=1e-4)
    train = EventAccumulator(str(tmp_path / "train")).Reload()
    assert train.Scalars("epoch_f1_score")[0].value == pytest.approx(mean)
    (row,) = csv.DictReader((tmp_path / "sutja.nn.csv").open())
    assert json.loads(row["f1_score"]) == pytest.approx(ours["f1_score"][0].tolist())


def test_a_metric_with_a_number_for_each_class_is_nothing_to_watch() -> None:
    model = nn.Sequential([nn.Input((3,)), nn.layers.Dense(2, "softmax")])
    model.compile("sgd", "categorical_crossentropy", metrics=[nn.metrics.F1Score()])
    stop = nn.callbacks.EarlyStopping("f1_score", mode="max")
    with pytest.raises(InvalidArgument, match="Expected a single number; this one has 2, so give its metric an `aver"):
        model.fit(X, np.eye(2)[Y], verbose=0, callbacks=[stop])


def test_a_table_in_a_folder_that_does_not_exist_yet(tmp_path: Any) -> None:
    for append in (False, True):
        path = tmp_path / str(append) / "deep" / "log.csv"
        new_model().fit(X, Y, verbose=0, callbacks=[nn.callbacks.CSVLogger(path, append=append)])
        assert path.read_text().startswith("epoch,accuracy,loss")


def test_weights_files_read_on_the_other_side(keras: Any, tmp_path: Any) -> None:
    def build(engine: Any) -> Any:
        model = engine.Sequential([engine.Input((3,)), engine.layers.Dense(2)])
        model.compile("adam", "mse")
        model.train_on_batch(X, np.ones((64, 2)))
        return model

    ours, theirs = build(nn), build(keras)
    ours.save_weights(tmp_path / "o.weights.h5")
    theirs.save_weights(tmp_path / "t.weights.h5")
    there, here = build(keras), build(nn)
    there.load_weights(tmp_path / "o.weights.h5")
    here.load_weights(tmp_path / "t.weights.h5")
    for model, source in ((there, ours), (here, theirs)):
        for one, other in zip(model.get_weights(), source.get_weights(), strict=True):
            assert np.array_equal(one, other)
    for one, other in zip(here.optimizer.variables(), theirs.optimizer.variables, strict=True):
        assert np.allclose(one, other.numpy())


def test_weights_files_that_do_not_fit(tmp_path: Any) -> None:
    model, path = new_model(), tmp_path / "m.weights.h5"
    with pytest.raises(ModelFileError, match="there is no such file"):
        model.load_weights(path)
    path.write_bytes(b"nothing")
    with pytest.raises(ModelFileError, match="This is no HDF5 file of weights, or its beginning is damaged"):
        model.load_weights(path)
    with pytest.raises(InvalidArgument, match=r"Expected a name that ends in \.weights\.h5"):
        model.save_weights(tmp_path / "m.npz")
    with pytest.raises(InvalidArgument, match="Expected a file that does not exist yet, or overwrite=True"):
        model.save_weights(path, overwrite=False)


def test_early_stopping_ends_with_the_best_weights(capsys: Any) -> None:
    stop = nn.callbacks.EarlyStopping("loss", patience=1, restore_best_weights=True, verbose=1)
    model = new_model(nn.optimizers.SGD(50.0))
    losses = model.fit(X, Y, epochs=30, verbose=0, callbacks=[stop]).history["loss"]
    assert len(losses) < 30
    assert stop.best == min(losses)
    assert f"Epoch {len(losses)}: early stopping" in capsys.readouterr().out


def test_the_learning_rate_reaches_the_history() -> None:
    callback = nn.callbacks.LearningRateScheduler(lambda epoch: 0.1 / (epoch + 1))
    model = new_model()
    history = model.fit(X, Y, epochs=3, verbose=0, callbacks=[callback]).history
    assert history["learning_rate"] == pytest.approx([0.1, 0.05, 0.1 / 3])
    assert model.optimizer.learning_rate == pytest.approx(0.1 / 3)


def test_a_rate_with_a_schedule_of_its_own_is_left_alone() -> None:
    model = new_model(nn.optimizers.SGD(nn.optimizers.schedules.CosineDecay(0.1, 10)))
    with pytest.raises(InvalidArgument, match="Expected a number, since a callback is to change it"):
        model.fit(X, Y, verbose=0, callbacks=[nn.callbacks.LearningRateScheduler(lambda epoch: 0.1)])


def test_terminate_on_nan_can_raise() -> None:
    model = new_model()
    with pytest.raises(TrainingDiverged, match="Step 1: the loss is nan"):
        model.fit(X * np.nan, Y, verbose=0, callbacks=[nn.callbacks.TerminateOnNaN(raise_error=True)])


def test_swapping_needs_an_average() -> None:
    with pytest.raises(InvalidArgument, match="SwapEMAWeights takes an optimizer with use_ema=True"):
        new_model().evaluate(X, Y, verbose=0, callbacks=[nn.callbacks.SwapEMAWeights()])


def test_auto_mode_that_cannot_tell() -> None:
    stop = nn.callbacks.EarlyStopping("val_beauty")
    stop.set_model(new_model())
    with pytest.raises(InvalidArgument, match="Expected 'min' or 'max', since val_beauty does not tell"):
        stop.on_epoch_end(0, {"val_beauty": 1.0})


def test_a_number_that_is_not_there() -> None:
    stop = nn.callbacks.EarlyStopping("val_loss")
    stop.set_model(new_model())
    with pytest.warns(UserWarning, match="There is no 'val_loss' to watch. There is: loss"):
        stop.on_epoch_end(0, {"loss": 1.0})


@pytest.mark.parametrize(
    ("kind", "arguments", "message"),
    [
        ("EarlyStopping", {"mode": "up"}, "argument `mode`. Expected 'auto', 'min' or 'max'."),
        ("ReduceLROnPlateau", {"factor": 1}, "argument `factor`. Expected a number in [0, 1)."),
        ("ModelCheckpoint", {"filepath": "m.npz"}, "`filepath`. Expected a name that ends in .keras or .h5."),
        ("ModelCheckpoint", {"filepath": "m.keras", "save_freq": 0}, "Expected 'epoch', or a number of batches."),
        ("BackupAndRestore", {"backup_dir": ""}, "argument `backup_dir`. Expected the name of a directory."),
        ("CSVLogger", {"filename": "a", "separator": ""}, "argument `separator`. Expected a single character."),
        ("LearningRateScheduler", {"schedule": 0.1}, "Expected a function of the epoch and the learning rate."),
        ("TensorBoard", {"histogram_freq": 1}, "Unsupported argument `histogram_freq` of TensorBoard."),
        ("TensorBoard", {"update_freq": "step"}, "argument `update_freq`. Expected 'epoch', 'batch' or a number"),
    ],
)
def test_wrong_arguments(kind: str, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidArgument) as caught:
        getattr(nn.callbacks, kind)(**arguments)
    assert message in str(caught.value)


def test_a_field_that_nobody_fills_in(tmp_path: Any) -> None:
    callback = nn.callbacks.ModelCheckpoint(tmp_path / "m-{val_loss}.keras")
    with pytest.raises(InvalidArgument, match="Expected a name with no other fields than epoch, accuracy, loss"):
        new_model().fit(X, Y, verbose=0, callbacks=[callback])


def test_tensorboard_is_an_optional_part(tmp_path: Any, monkeypatch: Any) -> None:
    for module in ("tensorboard", "tensorboard.compat.proto.event_pb2"):
        monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtra, match=r"TensorBoard needs an optional part of Sutja.*sutja\[tensorboard\]"):
        new_model().fit(X, Y, verbose=0, callbacks=[nn.callbacks.TensorBoard(tmp_path)])


def test_tensorboard(tmp_path: Any) -> None:
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    board = nn.callbacks.TensorBoard(tmp_path, update_freq=2)
    history = new_model().fit(X, Y, batch_size=16, epochs=3, verbose=0, callbacks=[board], validation_data=(X, Y))
    train, validation = (EventAccumulator(str(tmp_path / part)).Reload() for part in ("train", "validation"))
    assert set(train.Tags()["scalars"]) == {
        "batch_accuracy",
        "batch_loss",
        "epoch_accuracy",
        "epoch_learning_rate",
        "epoch_loss",
    }
    assert set(validation.Tags()["scalars"]) == {
        "epoch_accuracy",
        "epoch_loss",
        "evaluation_accuracy_vs_iterations",
        "evaluation_loss_vs_iterations",
    }
    assert [event.value for event in train.Scalars("epoch_loss")] == pytest.approx(history.history["loss"])
    assert [event.step for event in train.Scalars("batch_loss")] == [2, 4, 6, 8, 10, 12]
    assert [event.step for event in validation.Scalars("evaluation_loss_vs_iterations")] == [4, 8, 12]
