"""What Typer itself says, in our words and in the language in use: errors of the command line, and headings of help.

Typer speaks English only, and of a wrong value it says what its parser thinks of it. Each of its sentences that a user
can meet has one of ours; one that is not known here, as a later Typer may have, stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import typer

from sutja.errors import nearest
from sutja.language import mark as N_
from sutja.language import translate as _

__all__ = ["of_error", "translate_help"]

_VALUE = r"Invalid value for '(?P<name>.+?)': "
_NUMBER = r"\d+(\.\d+)?"
_ERRORS = [
    (re.compile(pattern), sentence)
    for pattern, sentence in (
        (r"No such option: (?P<name>[^\s(]+)", N_("There is no option {name}.")),
        (r"No such command '(?P<name>.+?)'", N_("There is no command {name}.")),
        (r"Missing (argument|option|parameter) '(?P<name>.+?)'", N_("`{name}` is missing.")),
        (r"Missing command", N_("A command is missing.")),
        (r"Option '(?P<name>.+?)' requires an argument", N_("{name} needs a value.")),
        (r"Option '(?P<name>.+?)' does not take a value", N_("{name} takes no value.")),
        (r"Got unexpected extra arguments?(\(s\))? \((?P<words>.+)\)", N_("Too many arguments: {words}.")),
        (rf"{_VALUE}.*(valid integer|integer range)", N_("{name}: a whole number is needed.")),
        (rf"{_VALUE}.*(valid number|valid float|float range)", N_("{name}: a number is needed.")),
        (rf"{_VALUE}.*less than or equal to (?P<most>{_NUMBER})", N_("{name}: at most {most} is needed.")),
        (rf"{_VALUE}.*(or equal to |x>=)(?P<least>{_NUMBER})", N_("{name}: at least {least} is needed.")),
        (rf"{_VALUE}(?P<rest>.+)", N_("{name}: {rest}")),
    )
]
_TITLES = {
    "ARGUMENTS_PANEL_TITLE": N_("Arguments"),
    "OPTIONS_PANEL_TITLE": N_("Options"),
    "COMMANDS_PANEL_TITLE": N_("Commands"),
    "DEFAULT_STRING": N_("[default: {}]"),
    "REQUIRED_LONG_STRING": N_("[required]"),
}


def of_error(error: Any) -> str:
    """What is wrong with a command line, by the error that Typer raised for it."""
    said = error.format_message()
    for pattern, sentence in _ERRORS:
        found = pattern.match(said)
        if found:
            said = " ".join([_(sentence, **found.groupdict()), *_question(error, found.groupdict().get("name", ""))])
            break
    return f"{said}{'' if said[-1:] in '.?!' else '.'}"


def translate_help(command: Any) -> None:
    """Let the help of ``command``, and of all commands in it, have headings in the language in use."""
    from typer import rich_utils

    for name, title in _TITLES.items():
        setattr(rich_utils, name, _(title))
    usage = rf"(?P<usage>{re.escape(_('Usage:'))} )"  # as Typer colours the English word
    highlighter = getattr(rich_utils, "OptionHighlighter", None)
    if highlighter is not None and usage not in highlighter.highlights:
        highlighter.highlights = [*highlighter.highlights, usage]
    _translate_one(command)


def _translate_one(command: Any) -> None:
    """The line on how to call ``command``, and what its ``--help`` says of itself; then those of the commands in it."""
    usage = command.get_usage
    command.get_usage = lambda context: usage(context).replace("Usage:", _("Usage:"), 1)
    command.options_metavar = _("[OPTIONS]")
    option = command.get_help_option(typer.Context(command))
    if option is not None:
        option.help = _("Show this help and stop.")
    if hasattr(command, "commands"):
        command.subcommand_metavar = _("COMMAND [ARGS]...")
        for inner in command.commands.values():
            _translate_one(inner)


def _question(error: Any, name: str) -> list[str]:
    """What may have been meant, if there is no option or command ``name``, but one called much like it."""
    context, said = getattr(error, "ctx", None), error.format_message()
    if context is None or not said.startswith("No such"):
        return []
    known: Iterable[str] = getattr(context.command, "commands", {})
    if name.startswith("-"):
        known = [word for parameter in context.command.get_params(context) for word in parameter.opts]
    by_letters = {word.lstrip("-"): word for word in known}  # the dashes that all have make none alike
    meant = nearest(by_letters, name.lstrip("-"))
    return [_("Did you mean {name!r}?", name=by_letters[meant])] if meant else []
