"""The worked example of ``instances/README.md`` runs as printed, and ``spacepact init`` writes its result.

Comments mark the blocks of the page: write a ``file``, write claims ``under`` a passage, ``run`` commands, compare
their ``output`` or ``findings``, ``fix`` a file by a diff, and compare a file that ``init`` writes, or our ``hook``.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import tomllib
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import rdflib
import yaml
from pyoxigraph import RdfFormat, parse

from command_line import run
from invariants import SPN
from locations import ROOT
from shacl_report import broken, only
from spacepact.cli.commands import COMMANDS
from spacepact.documents import cite, repository
from spacepact.graph import packaged_files
from spacepact.terms import SPID

PAGE = (ROOT / "instances" / "README.md").read_text(encoding="utf-8")
TEMPLATE = Path(repository.__file__).parent / "template"


class Block(NamedTuple):
    kind: str
    name: str
    text: str


BLOCKS = [Block(*groups) for groups in re.findall(r"<!-- (\w+)(?:: (\S+))? -->\n```\w+\n(.*?)```", PAGE, re.S)]
MISTAKES = [("59", "error", "edtf"), ("78", "error", "claim-voice"), ("102", "error", "unknown-term")]


def run_block(block: Block, outputs: list[str], next_kind: str = "") -> None:
    """Execute a block in the current folder; *outputs* has what the last commands printed, by earlier calls."""
    if block.kind == "file":
        path = Path(block.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
    elif block.kind == "under":
        replace(f"# claims: {block.name.replace('passage_', 'claim_')}_1 and on\n", block.text)
    elif block.kind == "fix":
        for wrong, right in re.findall(r"^-(.*\n)\+(.*\n)", block.text, re.M):
            replace(wrong, right)
    elif block.kind == "run":
        outputs.clear()
        for line in block.text.splitlines():
            program, command, *rest = shlex.split(line)
            assert program == "spacepact"
            done = run(command, *rest)
            assert done.returncode == (next_kind == "findings"), done.stderr
            outputs.append(done.stdout)
    elif block.kind in ("output", "findings"):
        assert "".join(outputs) == block.text


def replace(old: str, new: str) -> None:
    path = Path("facts/documents/ferry-accord.ttl")
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_page_has_every_kind_of_block() -> None:
    assert {block.kind for block in BLOCKS} == {"file", "run", "under", "findings", "fix", "output", "init", "hook"}
    marks = re.findall(r"^<!-- \w+", PAGE, re.M)
    assert len(marks) == len(BLOCKS), "a comment without its block"


@pytest.mark.slow
def test_the_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "facts" / "documents").mkdir(parents=True)
    outputs: list[str] = []
    for block, following in zip(BLOCKS, [*BLOCKS[1:], BLOCKS[0]], strict=True):
        run_block(block, outputs, following.kind)
    # The result is the example document of a new repository.
    written = [path for path in Path().rglob("*") if path.is_file()]
    expected = {name for name in repository.FILES if name.startswith(("facts", "texts")) and not name.endswith(".tsv")}
    assert {str(path) for path in written} == expected
    for path in written:
        assert path.read_text(encoding="utf-8") == (TEMPLATE / path).read_text(encoding="utf-8"), path


def test_the_findings_are_at_the_lines_of_the_mistakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "facts" / "documents").mkdir(parents=True)
    for block in BLOCKS:
        if block.kind == "fix":
            break
        if block.kind in ("file", "under") or "spacepact cite" in block.text:
            run_block(block, [])
    lines = Path("facts/documents/ferry-accord.ttl").read_text(encoding="utf-8").splitlines()
    (fix,) = (block.text for block in BLOCKS if block.kind == "fix")
    wrong = [lines.index(line) + 1 for line in re.findall(r"^-(.*)", fix, re.M)]
    (findings,) = (block.text for block in BLOCKS if block.kind == "findings")
    reported = re.findall(r"^facts/documents/ferry-accord\.ttl:(\d+): (\w+): .* \[([\w-]+)\]$", findings, re.M)
    assert [finding for finding in reported if finding[1] == "error"] == MISTAKES
    assert [int(line) for line, severity, _ in reported if severity == "error"] == wrong


def test_a_new_repository_answers_queries(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    done = run("init", str(folder))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.endswith(f"{folder}: repository created; read {folder}/README.md\n")
    files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert files == set(repository.FILES)
    for name in files:
        assert not re.search(r"@\w+@", (folder / name).read_text(encoding="utf-8")), "a placeholder is left"
    answer = run("query", "prospects", "party=Ruritania", "-d", str(folder / "facts"), "--exit-code")
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "claim_ferry-accord_0192_1" in answer.stdout


@pytest.mark.slow
def test_the_commands_of_the_new_readme_run(tmp_path: Path) -> None:
    folder = tmp_path / "own"
    assert run("init", str(folder)).returncode == 0
    commands = re.findall(r"^spacepact (\w+)([^#\n]*)", (folder / "README.md").read_text(encoding="utf-8"), re.M)
    assert commands
    for command in commands:
        words = shlex.split(re.sub(r"(?<!\S)(texts|facts)\b", rf"{folder}/\1", command[1]))
        assert run(command[0], *words).returncode == 0, command


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("own", encoding="utf-8")
    for target in (tmp_path, tmp_path / "README.md", tmp_path / "README.md" / "own"):
        done = run("init", str(target))
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
        assert [path.name for path in tmp_path.iterdir()] == ["README.md"]
    assert "init would overwrite README.md: move or remove them" in run("init", str(tmp_path)).stderr


def test_init_writes_into_a_clone_and_beside_other_files(tmp_path: Path) -> None:
    git(tmp_path, "init")
    (tmp_path / "LICENSE").write_text("own", encoding="utf-8")
    assert run("init", str(tmp_path)).returncode == 0
    assert (tmp_path / "LICENSE").read_text(encoding="utf-8") == "own"
    again = run("init", str(tmp_path))
    assert (again.returncode, "init would overwrite README.md, facts/things.ttl, " in again.stderr) == (2, True)


# The namespace


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def namespace(folder: Path) -> str:
    values = tomllib.loads((folder / "spacepact.toml").read_text(encoding="utf-8"))
    return str(values["facts"]["namespace"])


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("https://github.com/Ada-Quill/space.facts.git", "https://github.com/Ada-Quill/space.facts#"),
        ("https://ada:secret@Example.org/facts", "https://example.org/facts#"),
        ("git@github.com:ada/facts.git", "https://github.com/ada/facts#"),
        ("ssh://git@example.org:2222/team/ada/facts.git/", "https://example.org/team/ada/facts#"),
    ],
)
def test_the_namespace_is_that_of_the_remote_repository(tmp_path: Path, remote: str, expected: str) -> None:
    git(tmp_path, "init")
    git(tmp_path, "remote", "add", "origin", remote)
    assert run("init", str(tmp_path)).returncode == 0
    assert namespace(tmp_path) == expected
    for path in (tmp_path / "facts").rglob("*.ttl"):
        text = path.read_text(encoding="utf-8")
        assert f"@prefix our: <{expected}> .\n" in text
        assert "spid:" not in text
        assert text.splitlines()[:3] == sorted(text.splitlines()[:3])


def test_without_a_remote_repository_the_namespace_is_random(tmp_path: Path) -> None:
    found = set()
    for name in ("a", "b"):
        done = run("init", str(tmp_path / name))
        found.add(namespace(tmp_path / name))
        assert f"your namespace is {namespace(tmp_path / name)}" in done.stderr
    assert len(found) == 2
    assert all(re.fullmatch(r"urn:uuid:[0-9a-f-]{36}#", iri) for iri in found)
    git(tmp_path, "init")
    git(tmp_path, "remote", "add", "origin", "https://example.org/outer")  # a repository around the folder
    assert repository.default_namespace(tmp_path / "a").startswith("urn:uuid:")


@pytest.mark.parametrize(
    ("iri", "message"),
    [
        ("facts#", "write an IRI that ends with # or /"),
        ("https://example.org/facts", "write an IRI that ends with # or /"),
        ("https://example.org/my facts#", "write an IRI that ends with # or /"),
        ("https://example.org/a#b#", "write an IRI that ends with # or /"),
        ('https://example.org/"#', "write an IRI that ends with # or /"),
        ("https://w3id.org/spacepact/id/", "belongs to others"),
        ("http://www.w3.org/2004/02/skos/core#", "belongs to others"),
    ],
)
def test_an_invalid_namespace_is_rejected(tmp_path: Path, iri: str, message: str) -> None:
    done = run("init", str(tmp_path / "own"), "--namespace", iri)
    assert (done.returncode, message in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_the_commands_use_the_namespace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("init", str(tmp_path), "--namespace", "https://example.org/facts/").returncode == 0
    monkeypatch.chdir(tmp_path)
    found = run("query", "prospects", "party=our:state_ruritania", "-d", "facts", "-f", "md").stdout
    assert "| our:state_ruritania | sp:stance_hoped | sp:carriesOut |" in found
    assert "| our:claim_ferry-accord_0192_1 |" in found
    typed = run("query", "-q", "SELECT ?kind { our:state_ruritania a ?kind }", "-d", "facts").stdout
    assert typed == "kind\nhttps://w3id.org/spacepact/ontology#State\n"
    wrong = run("show", "our:state_ruritana", "-d", "facts").stderr
    assert wrong == ("spacepact: the graph does not contain our:state_ruritana; did you mean our:state_ruritania?\n")
    cited = run("cite", "texts/ferry-accord.txt").stdout
    written = Path("facts/documents/ferry-accord.ttl").read_text(encoding="utf-8")
    assert set(parse(cited.encode(), RdfFormat.TURTLE)) < set(parse(written.encode(), RdfFormat.TURTLE))
    new = run("things", "Peru", "-o", "facts/things.ttl")
    assert (new.returncode, new.stdout) == (0, "")
    things = Path("facts/things.ttl").read_text(encoding="utf-8")
    assert things.count("@prefix our: <https://example.org/facts/> .\n") == 1
    assert "our:state_peru a sp:State ;\n" in things
    assert run("verify", "texts/ferry-accord.txt", "-d", "facts").returncode == 0


@pytest.mark.parametrize(
    "iri",
    ["https://example.org/facts#", "https://example.org/facts/", "urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8#"],
)
def test_the_rules_for_names_hold_in_the_own_namespace(tmp_path: Path, iri: str) -> None:
    assert run("init", str(tmp_path), "--namespace", iri).returncode == 0
    facts = tmp_path / "facts"
    assert run("validate", str(facts)).returncode == 0
    path = facts / "documents" / "ferry-accord.ttl"
    right = path.read_text(encoding="utf-8")
    for old, new, rule in [
        ("our:claim_ferry-accord_0192_1 a", "our:claim_ferry-accord_9999_1 a", "claim-name"),
        ("our:passage_ferry-accord_0192", "our:passage_ferry-accord_192", "passage-name"),
        ("our:document_ferry-accord", "our:document_ferry", "document-name"),
        ("our:claim_ferry-accord_0192_1 a", "our:event_ferry a", "thing-iri"),
        ("sp:claimSubject our:state_ruritania", "sp:claimSubject our:state_ruritana", "unknown-thing"),
    ]:
        assert old in right
        path.write_text(right.replace(old, new), encoding="utf-8")
        done = run("validate", str(facts))
        assert done.returncode == 1
        assert f"[{rule}]" in done.stdout, (rule, done.stdout)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[facts]\n", 'invalid value of facts: write [facts] and namespace = "https://example.org/facts#"'),
        ('[facts]\nnamespace = "x"\n', "invalid namespace 'x'"),
        ('[facts]\nnamespace = "https://e.org/#"\nprefix = "sp"\n', "invalid prefix 'sp'"),
        ('[facts]\nnamespace = "https://e.org/#"\nnamspace = 1\n', "unknown setting facts.namspace"),
    ],
)
def test_an_invalid_setting_of_the_namespace(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    (tmp_path / "spacepact.toml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    done = run("things", "Peru")
    assert (done.returncode, message in done.stderr) == (2, True), done.stderr
    assert run("queries").returncode == 0  # a command that does not need it


@pytest.mark.parametrize(
    "source", ["", "x; rm", 'a"b', "git+https://h/p", "git+https://h/p@v 1", "git+https://h/p@v1\n"]
)
def test_an_invalid_source_is_rejected(tmp_path: Path, source: str) -> None:
    done = run("init", str(tmp_path / "own"), f"--source={source}")
    assert (done.returncode, "invalid source" in done.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


# The hook and the workflow


def commands(text: str) -> list[list[str]]:
    """Return the spacepact commands in a YAML file."""

    def strings(node: Any) -> list[str]:
        if isinstance(node, dict):
            return [s for value in node.values() for s in strings(value)]
        return [s for value in node for s in strings(value)] if isinstance(node, list) else [str(node)]

    return [shlex.split(s) for s in strings(yaml.safe_load(text)) if s.startswith("spacepact ")]


@pytest.mark.parametrize("source", ["spacepact==0.1.0", "git+https://example.org/spacepact@v0.1.0"])
def test_the_hook_and_the_workflow_call_existing_commands(tmp_path: Path, source: str) -> None:
    assert run("init", str(tmp_path / "own"), "--source", source).returncode == 0
    texts = [(ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")]
    texts += [(tmp_path / "own" / name).read_text(encoding="utf-8") for name in repository.FILES if "y" in name[-4:]]
    assert len(texts) == 3
    calls = [command for text in texts for command in commands(text)]
    assert len(calls) >= 2
    assert {command[1] for command in calls} <= set(COMMANDS)
    (entry,) = yaml.safe_load(texts[1])["repos"]
    (hook,) = entry["hooks"]
    (own_hook,) = yaml.safe_load(texts[0])
    assert hook["id"] == own_hook["id"]
    assert (entry["repo"], entry.get("rev")) == (
        ("local", None) if "==" in source else ("https://example.org/spacepact", "v0.1.0")
    )
    workflow = yaml.safe_load(texts[2])
    assert "pull_request" in workflow[True]  # in YAML 1.1 the key "on" means true
    (install,) = (step["run"] for step in workflow["jobs"]["facts"]["steps"] if "pip" in step.get("run", ""))
    assert shlex.split(install) == ["pip", "install", source]


def test_the_page_shows_what_init_writes(tmp_path: Path) -> None:
    source = "git+https://example.org/spacepact@v0.1.0"
    assert run("init", str(tmp_path / "own"), "--source", source).returncode == 0
    blocks = [block for block in BLOCKS if block.kind == "init"]
    assert len(blocks) == 2
    for block in blocks:
        assert block.text == (tmp_path / "own" / block.name).read_text(encoding="utf-8")
    assert f"spacepact init our-facts --source {source}\n" in PAGE
    (hook,) = (block for block in BLOCKS if block.kind == "hook")
    comment, _, definition = (ROOT / hook.name).read_text(encoding="utf-8").partition("\n")
    assert (comment[:2], hook.text) == ("# ", definition)


def test_the_local_hook_is_our_hook(tmp_path: Path) -> None:
    assert run("init", str(tmp_path / "own"), "--source", "spacepact==0.1.0").returncode == 0
    (entry,) = yaml.safe_load((tmp_path / "own" / ".pre-commit-config.yaml").read_text(encoding="utf-8"))["repos"]
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert entry == {"repo": "local", "hooks": [{**hook, "additional_dependencies": ["spacepact==0.1.0"]}]}


# The example document


def test_the_example_document_was_written_by_cite() -> None:
    generated = cite.skeleton(TEMPLATE / "texts" / "ferry-accord.txt").encode()
    written = (TEMPLATE / "facts" / "documents" / "ferry-accord.ttl").read_bytes()
    assert set(parse(generated, RdfFormat.TURTLE)) < set(parse(written, RdfFormat.TURTLE))


def example_document() -> rdflib.Graph:
    data = rdflib.Graph()
    for path in [*packaged_files.ontology(), *(TEMPLATE / "facts").rglob("*.ttl")]:
        data.parse(path)
    return data


@pytest.mark.slow
def test_the_example_document_conforms(shapes: rdflib.Graph) -> None:
    # A rule asks the curator for the date of publication.
    findings = {(severity, rule) for severity, rule, _ in broken(example_document(), shapes)}
    assert findings <= {("info", "document-published")}


@pytest.mark.parametrize(
    ("claim", "wrong", "value", "rule"),
    [
        ("0040_1", SPN.edtf, rdflib.Literal("12 March 2034"), "claim-edtf"),
        ("0127_1", SPN.hasVoice, SPN.stance_asserted, "claim-voice"),
    ],
)
def test_the_shapes_find_the_mistakes_of_the_page(
    shapes: rdflib.Graph, claim: str, wrong: rdflib.URIRef, value: rdflib.term.Node, rule: str
) -> None:
    data = example_document()
    data.set((rdflib.URIRef(f"{SPID}claim_ferry-accord_{claim}"), wrong, value))
    assert {rule_found for _, rule_found, _ in broken(data, only(shapes, rule))} == {rule}
