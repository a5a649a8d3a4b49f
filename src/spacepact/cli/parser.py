"""The argument parser: argparse, with one-line errors that suggest the nearest name."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from spacepact.errors import BadInput, nearest
from spacepact.lazy import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Any, NoReturn

# The help is in English. Without this, argparse searches for translations of its own texts, which takes 2 ms.
argparse._ = str  # type: ignore[attr-defined]


class _Formatter(argparse.HelpFormatter):
    """Format help with a fixed width, which saves an import, and with the paragraphs of the description."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=30, width=100)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        fill = super()._fill_text
        return "\n\n".join(fill(paragraph, width, indent) for paragraph in text.split("\n\n"))


class Parser(argparse.ArgumentParser):
    """A parser that raises BadInput where argparse would print an error and exit; its help ends with *appendix*."""

    appendix = ""

    def __init__(self, prog: str, usage: str, description: str, **rest: object) -> None:
        del rest  # further keywords of add_parser
        super().__init__(prog, usage, description, formatter_class=_Formatter, allow_abbrev=False)
        self.color = False

    def argument(self, dest: str, metavar: str, about: str, *, completer: object = None, **options: Any) -> None:
        """Add a positional argument; *completer* is a function in the form of argcomplete."""
        action = self.add_argument(dest, metavar=metavar, help=about, **options)
        action.completer = completer  # type: ignore[attr-defined]

    def flag(self, name: str, about: str, **options: Any) -> None:
        """Add an option without a value."""
        self.add_argument(name, action="store_true", help=about, **options)

    def format_help(self) -> str:
        """Return the help, with the appendix after it."""
        return super().format_help() + (self.appendix and f"\n{self.appendix}")

    def _print_message(self, message: str, file: Any = None) -> None:
        print(message, end="", file=file or sys.stderr, flush=True)  # argparse ignores errors of writing

    def error(self, message: str) -> NoReturn:
        """Raise BadInput with the message and a pointer to the help."""
        raise BadInput(f"{message}: see {self.prog} --help")

    def options(self, arguments: Sequence[str]) -> dict[str, object]:
        """Return the values of *arguments* by name; options may come before, between and after the others.

        Raises BadInput for an unknown option or an unexpected argument.
        """
        # Only the intermixed parser accepts options between several arguments, but it drops "--".
        several = len(self._get_positional_actions()) > 1
        parse = self.parse_known_intermixed_args if several else self.parse_known_args
        values, unknown = parse(arguments)
        if unknown:
            self.reject(unknown[0])
        return vars(values)

    def reject(self, argument: str) -> NoReturn:
        """Raise BadInput for an argument that the parser does not know."""
        if argument.startswith("-"):
            name = argument.partition("=")[0]
            self.error(f"unknown option {name!r}{nearest(name, self._option_string_actions)}")
        self.error(f"unexpected argument {argument!r}")


def one_of(choices: Sequence[str]) -> Callable[[str], str]:
    """Return an argument type that accepts *choices* only."""

    def check(text: str) -> str:
        if text not in choices:
            hint = nearest(text, choices)
            raise argparse.ArgumentTypeError(f"invalid value {text!r} (expected {', '.join(choices)}){hint}")
        return text

    return check


def path(text: str) -> Path:
    """Convert an argument to a path; raise ArgumentTypeError if it is empty or a URL."""
    if text.startswith(("http://", "https://")):
        raise argparse.ArgumentTypeError("a URL is not read here: download the file first, and give its path")
    return Path(place(text))


def place(text: str) -> str:
    """Return an argument that can be a path; raise ArgumentTypeError if it is empty, which is the current folder."""
    if not text:
        raise argparse.ArgumentTypeError("the path is empty: name a file or a folder")
    return text


MAX_SECONDS = 1_000_000


def seconds(text: str) -> float:
    """Convert an argument to a number of seconds; raise ArgumentTypeError unless it is above 0 and not too large."""
    try:
        value = float(text)
    except ValueError:
        value = 0
    if not 0 < value <= MAX_SECONDS:
        expected = f"a number of seconds above 0, at most {MAX_SECONDS}"
        raise argparse.ArgumentTypeError(f"invalid value {text!r} (expected {expected})")
    return value
