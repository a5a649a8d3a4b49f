"""Answer a shell that asks, in the way of argcomplete, how a line can go on."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from argcomplete.finders import CompletionFinder

from spacepact.cli.commands import whole


class _Finder(CompletionFinder):
    def collect_completions(
        self, active_parsers: list[ArgumentParser], parsed_args: Namespace, cword_prefix: str
    ) -> list[str]:
        # argcomplete takes the arguments to end at the first option that follows them; here they go on.
        parser = active_parsers[-1]
        if not parser.active_actions:  # type: ignore[attr-defined]
            parser.active_actions = parser._get_positional_actions()  # type: ignore[attr-defined]
        return super().collect_completions(active_parsers, parsed_args, cword_prefix)


def answer() -> None:
    """Write how the line in ``COMP_LINE`` can go on, and end the process."""
    _Finder()(whole(), always_complete_options=False, validator=_fits)


def _fits(offered: str, begun: str) -> bool:
    return offered.casefold().startswith(begun.casefold())
