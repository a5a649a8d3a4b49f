"""The command that compares releases: diff."""

from __future__ import annotations


def diff(old: str, new: str, form: str, exit_code: bool) -> None:
    """List what changed from OLD to NEW, by claim and term instead of by line.

    OLD and NEW are folders, Turtle files, wheels or archives of a release, or git revisions.
    """
    from spacepact.release import diff_versions, write_difference

    difference = diff_versions(old, new)
    print(write_difference(difference, form), end="")
    if exit_code and difference.changes:
        raise SystemExit(1)
