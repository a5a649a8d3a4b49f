"""The workflow of GitHub and the hooks of pre-commit run what the README and `.ci/run` run."""

from __future__ import annotations

import re
import shlex
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from locations import ROOT

JOBS: dict[str, Any] = yaml.safe_load((ROOT / ".github/workflows/ci.yml").read_text(encoding="utf-8"))["jobs"]
(LOCAL,) = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
HOOKS = {hook["id"]: hook for hook in LOCAL["hooks"]}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def commands(job: str) -> list[str]:
    return [step["run"].strip() for step in JOBS[job]["steps"] if "run" in step]


def test_the_quick_job_runs_the_test_command_of_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    (command,) = re.findall(r"<!-- command: test -->\n```sh\n(.*)\n```", readme)
    assert commands("quick") == [command]


def test_the_quick_job_runs_on_every_python_of_the_classifiers() -> None:
    versions = JOBS["quick"]["strategy"]["matrix"]["python"]
    prefix = "Programming Language :: Python :: "
    assert [prefix + version for version in versions] == [c for c in PROJECT["classifiers"] if c.startswith(prefix)]
    assert PROJECT["requires-python"] == f">={versions[0]}"


def test_the_complete_job_runs_the_hooks_and_every_test() -> None:
    steps = "\n".join(commands("complete"))
    for command in ("pre-commit run --all-files", ".ci/wheel", ".ci/stores", "-m 'not stores'", "-m stores"):
        assert command in steps
    assert HOOKS
    (setup,) = [step["with"] for step in JOBS["complete"]["steps"] if "setup-python" in step.get("uses", "")]
    assert sorted(setup["python-version"].split()) == JOBS["quick"]["strategy"]["matrix"]["python"]


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_runs_a_program_of_the_environment_that_ci_runs(hook: str) -> None:
    assert HOOKS[hook]["language"] == "system"
    program, *arguments = shlex.split(HOOKS[hook]["entry"])
    assert program.startswith(".venv/bin/")
    assert (Path(sys.executable).parent / Path(program).name).exists()
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert " ".join([program, *arguments]) in ci
