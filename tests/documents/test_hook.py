"""The hook in a new repository: where it installs the package from, and what pre-commit does with it."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest

from command_line import run
from locations import ROOT
from spacepact.documents import installed_source

# For git and pre-commit, without the settings of the user. PYTHONPATH would hide what pre-commit installs.
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    **{f"GIT_{role}_{key}": "test@example.org" for role in ("AUTHOR", "COMMITTER") for key in ("NAME", "EMAIL")},
}


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=ENVIRONMENT).stdout.strip()


def committed(folder: Path) -> str:
    """Make a folder a git repository with one commit and return the commit."""
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "--all")
    git(folder, "commit", "-q", "--allow-empty", "-m", "test: add all")
    return git(folder, "rev-parse", "HEAD")


# Where the package was installed from


@pytest.fixture
def recorded(monkeypatch: pytest.MonkeyPatch) -> Callable[[object], str]:
    """A function that returns the source for what pip recorded in ``direct_url.json``."""

    def source(origin: object) -> str:
        text = None if origin is None else json.dumps(origin)
        fake = SimpleNamespace(version="1.2.3", read_text=lambda _: text)
        monkeypatch.setattr(metadata, "distribution", lambda _: fake)
        return installed_source()

    return source


def test_a_release_or_a_git_url_or_an_archive_is_installed_again(recorded: Callable[[object], str]) -> None:
    assert recorded(None) == "spacepact==1.2.3"
    git_url = {"url": "https://example.org/spacepact", "vcs_info": {"vcs": "git", "commit_id": "0123abcd"}}
    assert recorded(git_url) == "git+https://example.org/spacepact@0123abcd"
    wheel = "file:///tmp/a%20b/spacepact-0.1.0-py3-none-any.whl"
    assert recorded({"url": wheel, "archive_info": {}}) == f"spacepact @ {wheel}"


def test_a_clone_is_installed_from_its_remote_if_that_has_the_commit(
    tmp_path: Path, recorded: Callable[[object], str]
) -> None:
    clone = tmp_path / "a b"
    clone.mkdir()
    origin = {"url": clone.as_uri(), "dir_info": {}}
    assert recorded(origin) == f"spacepact @ {clone.as_uri()}"  # an unpacked archive
    commit = committed(clone)
    assert recorded(origin) == f"git+{clone.as_uri()}@{commit}"
    git(clone, "remote", "add", "origin", "https://example.org/spacepact.git")
    assert recorded(origin) == f"git+{clone.as_uri()}@{commit}"  # not pushed
    git(clone, "update-ref", "refs/remotes/origin/main", commit)
    assert recorded(origin) == f"git+https://example.org/spacepact.git@{commit}"
    git(clone, "remote", "set-url", "origin", "https://user:secret@example.org/spacepact.git")
    assert recorded(origin) == f"git+{clone.as_uri()}@{commit}"  # a password does not get into a file
    inner = clone / "spacepact-0.1.0"
    inner.mkdir()
    assert recorded({"url": inner.as_uri(), "dir_info": {}}) == f"spacepact @ {inner.as_uri()}"


def test_without_git_the_folder_is_installed(
    tmp_path: Path, recorded: Callable[[object], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    committed(tmp_path)
    monkeypatch.setenv("PATH", "")
    assert recorded({"url": tmp_path.as_uri(), "dir_info": {}}) == f"spacepact @ {tmp_path.as_uri()}"


@pytest.mark.parametrize("source", ["git+file:///tmp/a%20b@0123abcd", "spacepact @ file:///tmp/spacepact"])
def test_a_source_on_this_machine_gives_a_note(tmp_path: Path, source: str) -> None:
    done = run("init", str(tmp_path / "own"), "--source", source)
    assert done.returncode == 0
    assert "note: the hook and the workflow install spacepact from this machine" in done.stderr
    assert "note" not in run("init", str(tmp_path / "other"), "--source", "git+https://example.org/s@v1").stderr


# pre-commit


@pytest.mark.slow  # pre-commit installs the package and its dependencies
def test_pre_commit_checks_all_facts(tmp_path: Path) -> None:
    source = tmp_path / "spacepact"
    source.mkdir()
    for name in ("src", "ontology", "instances", "queries"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA", ".pre-commit-hooks.yaml"):
        shutil.copy(ROOT / name, source)
    commit = committed(source)
    own = tmp_path / "own"
    assert run("init", str(own), "--source", f"git+{source.as_uri()}@{commit}").returncode == 0
    workflow = (own / ".github" / "workflows" / "check.yml").read_text(encoding="utf-8")
    (install,) = re.findall(r"run: pip install (.*)", workflow)
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--no-deps", *shlex.split(install)]
    subprocess.run(command, check=True, env=ENVIRONMENT)
    committed(own)

    def check() -> tuple[int, list[str]]:
        """Run the hook for what is staged; return the exit code and the rules of the errors."""
        environment = {**ENVIRONMENT, "PRE_COMMIT_HOME": str(tmp_path / "cache")}
        command = [sys.executable, "-m", "pre_commit", "run", "--color=never"]
        done = subprocess.run(command, cwd=own, env=environment, capture_output=True, text=True, check=False)
        assert re.search(r"^validate facts\.+(Passed|Failed)$", done.stdout, re.M), done.stdout + done.stderr
        return done.returncode, re.findall(r"^facts/.*: error: .*\[([\w-]+)\]$", done.stdout, re.M)

    document = own / "facts" / "documents" / "ferry-accord.ttl"
    right = document.read_text(encoding="utf-8")

    def stage(text: str) -> None:
        document.write_text(text, encoding="utf-8")
        git(own, "add", "--all")

    # The document alone would refer to unknown things.
    stage(right.replace('"2034-03-12"', '"2034-03"'))
    assert check() == (0, [])
    stage(right.replace('"2034-03-12"', '"12 March 2034"'))
    assert check() == (1, ["edtf"])
    stage(right)
    git(own, "rm", "-q", "facts/things.ttl")
    code, rules = check()
    assert (code, "unknown-thing" in rules) == (1, True)
