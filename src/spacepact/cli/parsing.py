"""The parser of the command line: argparse, with errors in one line that name what was likely meant."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import NoReturn

from spacepact.errors import BadInput, nearest


class _Help(argparse.HelpFormatter):
    """Help of a fixed width: to ask the terminal for its own would cost every run an import."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=100)


class Parser(argparse.ArgumentParser):
    """A parser that raises BadInput where argparse would print and exit."""

    def __init__(self, prog: str, usage: str, description: str, **rest: object) -> None:
        del rest  # what add_parser gives besides
        super().__init__(prog, usage, description, formatter_class=_Help, allow_abbrev=False)
        self.color = False

    def error(self, message: str) -> NoReturn:
        """Raise the error as one line that leads to the help."""
        raise BadInput(f"{message}: see {self.prog} --help")

    def options(self, arguments: Sequence[str]) -> dict[str, object]:
        """Return what *arguments* say by name; options may stand before, between and after the others."""
        # Options stand between arguments only where there are several. The way that allows it loses "--".
        several = len(self._get_positional_actions()) > 1
        parse = self.parse_known_intermixed_args if several else self.parse_known_args
        found, unknown = parse(arguments)
        if unknown:
            self.reject(unknown[0])
        return vars(found)

    def reject(self, word: str) -> NoReturn:
        """Raise the error that nothing takes *word*."""
        if word.startswith("-"):
            name = word.partition("=")[0]
            self.error(f"No such option: {name}{nearest(name, self._option_string_actions)}")
        self.error(f"{word!r} is one argument too many")


def one_of(choices: Sequence[str]) -> Callable[[str], str]:
    """Return the check that a value is one of *choices*."""

    def check(text: str) -> str:
        if text not in choices:
            raise argparse.ArgumentTypeError(f"{text!r} is not one of {', '.join(choices)}{nearest(text, choices)}")
        return text

    return check


def seconds(text: str) -> float:
    """Return a positive number of seconds."""
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not value > 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds above 0")
    return value
