"""The command line: parse arguments, call the library, print answers and errors.

Here: one module per group of commands, their parsers, completion, exit codes.
Not here: anything that a Python program would also need (the rooms below).
"""

from __future__ import annotations

import io
import os
import sys

from spacepact.errors import BadInput, SpacepactError, nearest
from spacepact.files import keep_pipes

__all__ = ["main"]


def main() -> None:
    """Run the command line; print each error of the library as one line and exit with its code."""
    if "_ARGCOMPLETE" in os.environ:
        from spacepact.cli import completion

        completion.write_completions()
    _prepare_output()
    try:
        with keep_pipes():
            _run(sys.argv[1:])
        sys.stdout.flush()
    except SpacepactError as error:
        _warn(str(error))
        raise SystemExit(error.exit_code) from None
    except BrokenPipeError:
        _discard_output()
        raise SystemExit(0) from None
    except OSError as error:
        if error.filename is not None:  # a file that a command does not check itself
            _warn(f"{os.fsdecode(error.filename)}: cannot be used: {error.strerror}")
        elif isinstance(error, FileNotFoundError):
            _warn("the current folder does not exist any more: change to another folder")
        else:
            _discard_output()
            _warn(f"standard output cannot be written: {error.strerror}")
        raise SystemExit(2) from None


def _warn(text: str) -> None:
    from spacepact.cli.process import warn  # --help does not need it

    warn(text)


def _prepare_output() -> None:
    """Write UTF-8 to files and pipes. Escape the characters that a terminal cannot show, instead of failing."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:  # closed: reading finds nothing, and writing fails
            is_read = name != "stderr"
            handle = os.open(os.devnull, os.O_RDONLY if is_read else os.O_WRONLY)
            setattr(sys, name, open(handle, mode, encoding="utf-8"))  # noqa: SIM115, PTH123, until the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _discard_output() -> None:
    """Discard what is still buffered for standard output, so that the interpreter does not fail again at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: list[str]) -> None:
    from spacepact.cli import commands

    name = arguments[0] if arguments else "-"
    if name in commands.COMMANDS:
        commands.run(name, arguments[1:])
    elif not name.startswith("-"):
        raise BadInput(f"unknown command {name!r}{nearest(name, commands.COMMANDS)}: see spacepact --help")
    else:
        parser = commands.full_parser()
        parser.parse_known_args(arguments)  # --help and --version end the process here
        if arguments:
            parser.reject(name)
        parser.print_help(sys.stderr)
        raise SystemExit(2)
