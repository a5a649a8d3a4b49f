"""The command line: it parses, calls the library, and catches errors once."""

from __future__ import annotations

import os
import sys

from spacepact.errors import BadInput, SpacepactError, nearest


def main() -> None:
    """Run the command line; every error of the library becomes one line and an exit code."""
    if "_ARGCOMPLETE" in os.environ:
        from spacepact.cli import completion

        completion.answer()
    try:
        _run(sys.argv[1:])
        sys.stdout.flush()
    except SpacepactError as error:
        print(f"spacepact: {error}", file=sys.stderr)
        raise SystemExit(error.exit_code) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    except BrokenPipeError:
        _drop_what_is_left()
        raise SystemExit(0) from None
    except OSError as error:
        if error.filename is not None:  # of a file that was opened, not of standard output
            raise
        _drop_what_is_left()
        print(f"spacepact: standard output cannot be written: {error.strerror}", file=sys.stderr)
        raise SystemExit(2) from None


def _drop_what_is_left() -> None:
    """Keep the interpreter from writing to standard output again when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: list[str]) -> None:
    from spacepact.cli import commands

    name = arguments[0] if arguments else "-"
    if name in commands.COMMANDS:
        commands.run(name, arguments[1:])
    elif not name.startswith("-"):
        raise BadInput(f"No such command {name!r}{nearest(name, commands.COMMANDS)}: see spacepact --help")
    else:
        parser = commands.whole()
        parser.parse_known_args(arguments)  # help and version end here
        if arguments:
            parser.reject(name)
        parser.print_help(sys.stderr)
        raise SystemExit(2)
