"""What holds for every verb: the language, the exit code, and one line for an error.

Exit codes: 0 done, 1 the job failed, 2 the command was wrong, 130 stopped with Ctrl-C.
"""

from __future__ import annotations

import codecs
import io
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer

from sutja import __version__, language
from sutja.cli.typers_words import of_error, translate_help
from sutja.errors import InvalidArgument, SutjaError, unknown
from sutja.language import translate as _

__all__ = ["build", "main"]

FAILED, WRONG_USE, STOPPED = 1, 2, 130

# The base of all errors about a command line; Typer keeps it under a name that differs between its versions.
_CommandLineError: Any = next(kind for kind in typer.BadParameter.__mro__ if kind.__name__ == "ClickException")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and end the program with its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in words
    words = [word for word in words if word != "--debug"]
    _write_what_can_be_written()
    language.use(_take_language(words) or language.of_terminal())
    sys.exit(_run(words or ["--help"], debug))


def build() -> typer.Typer:
    """The command with all its verbs, with help texts in the language in use."""
    from sutja.cli import data, demo, evaluate, labs, predict, read, reader, studio, train

    app = typer.Typer(
        name="sutja",
        help=_("From one perceptron to a digit reader you can trust."),
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_common)
    app.command("demo", help=demo.HELP)(demo.demo)
    app.command("train", help=train.HELP)(train.train)
    app.command("evaluate", help=evaluate.HELP)(evaluate.evaluate)
    app.command("predict", help=predict.HELP)(predict.predict)
    app.command("read", help=read.HELP)(read.read)
    app.command("reader", help=reader.HELP)(reader.reader)
    app.command("studio", help=studio.HELP)(studio.studio)
    app.add_typer(labs.app, name="labs", help=labs.HELP)
    app.add_typer(data.app, name="data", help=data.HELP)
    return app


def _run(words: list[str], debug: bool) -> int:
    command = typer.main.get_command(build())
    if "--help" in words or len(words) == 1:  # what makes its frames takes longer to load than some commands to run
        translate_help(command)
    try:
        result: Any = command.main(args=words, prog_name="sutja", standalone_mode=False)
    except _CommandLineError as error:
        if not error.format_message():  # a command without its verb: Typer has shown the help
            return int(error.exit_code)
        context = getattr(error, "ctx", None)
        where = context.command_path if context else "sutja"
        advice = _("See: {command} --help", command=where)
        return _say(f"{of_error(error)} {advice}", error.exit_code)
    except (KeyboardInterrupt, typer.Abort):
        return _say(_("Stopped."), STOPPED)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except (SutjaError, OSError, MemoryError) as error:
        if debug:
            raise
        return _say(str(error) or type(error).__name__, WRONG_USE if isinstance(error, InvalidArgument) else FAILED)
    return result if isinstance(result, int) else 0


def _say(line: str, code: int) -> int:
    print(f"sutja: {' '.join(line.split())}", file=sys.stderr)
    return code


def _write_what_can_be_written() -> None:
    """Let a letter that the system's encoding lacks become a question mark, not the end of the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and codecs.lookup(stream.encoding).name != "utf-8":
            stream.reconfigure(errors="replace")


def _take_language(words: list[str]) -> str | None:
    """Remove ``--lang ko`` from ``words``, wherever it stands: help texts need it before anything is parsed.

    A language that we do not speak goes to the front, where it is refused whatever the verb.
    """
    for i, word in enumerate(words):
        option, equals, value = word.partition("=")
        if option != "--lang":
            continue
        given = words[i : i + (1 if equals else 2)]
        value = value if equals else "".join(given[1:])
        del words[i : i + len(given)]
        if value in language.LANGUAGES:
            return value
        words[:] = given if given == [option] else [*given, *words]
        return None
    return None


def _print_version(asked: bool) -> None:
    if asked:
        print(f"sutja {__version__}")
        raise typer.Exit


def _check_language(lang: str | None) -> None:
    if lang is not None:  # a language that we speak was taken from the words before
        raise unknown("lang", lang, language.LANGUAGES)


def _common(
    lang: Annotated[
        str | None, typer.Option(help="English / 한국어", metavar="en|ko", is_eager=True, callback=_check_language)
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help=_("Show a traceback with an error."))] = False,
    version: Annotated[
        bool,
        typer.Option("--version", help=_("Print the version and stop."), is_eager=True, callback=_print_version),
    ] = False,
) -> None:
    """Options that stand before any verb."""
