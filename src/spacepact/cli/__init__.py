"""The command line: it parses, calls the library, and catches errors once."""

from __future__ import annotations

import os
import sys

import click

from spacepact.errors import SpacepactError


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="spacepact", message="%(package)s %(version)s, code and graph")
def commands() -> None:
    """Ask an open knowledge graph of cooperation in space who agreed what, and who says so."""


def main() -> None:
    """Run the command line; every error of the library becomes one line and an exit code."""
    from spacepact.cli import ask, documents

    for command in (ask.queries, ask.query, ask.find, ask.show, documents.cite, documents.verify, documents.derive):
        commands.add_command(command)
    try:
        commands(standalone_mode=False, prog_name="spacepact")
        sys.stdout.flush()
    except SpacepactError as error:
        _fail(str(error), error.exit_code)
    except click.exceptions.Abort:
        raise SystemExit(130) from None
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        raise SystemExit(2) from None
    except click.UsageError as error:
        command_path = error.ctx.command_path if error.ctx else "spacepact"
        _fail(f"{error.format_message().rstrip('.')}: see {command_path} --help", 2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None


def _fail(message: str, code: int) -> None:
    click.echo(f"spacepact: {message}", err=True)
    raise SystemExit(code)
