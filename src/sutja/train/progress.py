"""What one sees while a model trains: a bar with loss, accuracy and the time left, and a line for each epoch.

Where there is no terminal, only the lines.
"""

from __future__ import annotations

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from sutja.language import translate as _
from sutja.nn.callbacks import Callback
from sutja.nn.callbacks.callback import Logs

__all__ = ["TrainingProgress"]


class TrainingProgress(Callback):
    """Draws on ``console``; ``done`` epochs lie before this training."""

    def __init__(self, console: Console, done: int = 0) -> None:
        super().__init__()
        self.console, self.done = console, done
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Show the bar, if there is a terminal to show it on."""
        if not self.console.is_terminal:
            return
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            TextColumn("{task.fields[numbers]}"),
            TimeRemainingColumn(compact=True),
            console=self.console,
            transient=True,
        )
        steps = self.params["steps"] * (self.params["epochs"] - self.done)
        self._task = self._bar.add_task("", total=steps, numbers="")
        self._bar.start()

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Name the epoch."""
        if self._bar is not None and self._task is not None:
            title = _("Epoch {epoch}/{epochs}", epoch=epoch + 1, epochs=self.params["epochs"])
            self._bar.update(self._task, description=title)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """One step further."""
        if self._bar is not None and self._task is not None and logs:
            numbers = _("loss {loss:.4f}  accuracy {accuracy:.2%}", loss=logs["loss"], accuracy=logs["accuracy"])
            self._bar.update(self._task, advance=1, numbers=numbers)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """The line of the epoch."""
        assert logs is not None
        width = len(str(self.params["epochs"]))
        numbers = {"epoch": f"{epoch + 1:{width}d}", "epochs": self.params["epochs"], **logs}
        if "val_loss" in logs:
            line = _(
                "Epoch {epoch}/{epochs}  loss {loss:.4f}  accuracy {accuracy:.2%}  held out: "
                "loss {val_loss:.4f}  accuracy {val_accuracy:.2%}",
                **numbers,
            )
        else:
            line = _("Epoch {epoch}/{epochs}  loss {loss:.4f}  accuracy {accuracy:.2%}", **numbers)
        self.console.print(line)

    def close(self) -> None:
        """Take the bar away, also after an error."""
        if self._bar is not None:
            self._bar.stop()
            self._bar = None
