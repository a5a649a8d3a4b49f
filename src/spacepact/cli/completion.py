"""Complete a command line for the shell, with argcomplete."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from argcomplete.finders import CompletionFinder

from spacepact.cli.commands import full_parser


class _Finder(CompletionFinder):
    def collect_completions(
        self, active_parsers: list[ArgumentParser], parsed_args: Namespace, cword_prefix: str
    ) -> list[str]:
        # argcomplete completes no argument after an option that follows other arguments; our parser accepts one there.
        parser = active_parsers[-1]
        if not parser.active_actions:  # type: ignore[attr-defined]
            parser.active_actions = parser._get_positional_actions()  # type: ignore[attr-defined]
        return super().collect_completions(active_parsers, parsed_args, cword_prefix)


def write_completions() -> None:
    """Write the completions of the line in ``COMP_LINE``, and end the process."""
    _Finder()(full_parser(), always_complete_options=False, validator=_has_prefix)


def _has_prefix(completion: str, prefix: str) -> bool:
    return completion.casefold().startswith(prefix.casefold())
