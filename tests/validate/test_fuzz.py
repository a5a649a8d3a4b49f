"""Damaged and hostile files: ``validate`` reports findings, never crashes, and fetches nothing."""

from __future__ import annotations

import random
import re
import signal
import socket
import sys
from collections import Counter
from pathlib import Path

import pytest

from spacepact.cli import main
from spacepact.graph import packaged_files

TIMEOUT = 60.0  # seconds for a case, also on a busy machine


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Return a part of a file with some bytes dropped, doubled, swapped or changed."""
    begin = chance.randrange(max(1, len(content) - 20_000))
    data = bytearray(content[: chance.randrange(400, 20_000)] if chance.random() < 0.7 else content[begin:][:20_000])
    for _ in range(chance.choice((1, 1, 2, 5, 50))):
        at = chance.randrange(len(data))
        kind = chance.randrange(4)
        if kind == 0:
            del data[at : at + chance.choice((1, 1, 3, 40))]
        elif kind == 1:
            data[at:at] = data[at : at + chance.choice((1, 1, 3, 40))]
        elif kind == 2 and at + 1 < len(data):
            data[at], data[at + 1] = data[at + 1], data[at]
        elif data:
            data[at] = chance.choice(b"\"'<>[](){}.;,@^\\#\n\r\x00\xff\xc3:_a5")
        if not data:
            data = bytearray(b".")
    return bytes(data)


def run_validate(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, timeout: float = TIMEOUT
) -> tuple[int, str]:
    """Return the exit code and the output of ``spacepact validate``, run in this process."""
    monkeypatch.setattr(sys, "argv", ["spacepact", "validate", str(path)])
    code = 0
    signal.signal(signal.SIGALRM, _raise_timeout)
    signal.setitimer(signal.ITIMER_REAL, timeout)
    try:
        main()
    except SystemExit as exit_:
        code = int(exit_.code or 0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    output = capsys.readouterr()
    return code, output.out + output.err


def _raise_timeout(*_: object) -> None:
    raise TimeoutError


@pytest.mark.parametrize("count", [25, pytest.param(2000, marks=pytest.mark.fuzz)])
def test_damaged_files_never_crash_validate(
    count: int, tmp_path: Path, more: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Run the complete command; the shapes run too if the file can be read."""
    originals = [path.read_bytes() for path in [*packaged_files.ontology(), *packaged_files.written_instances()]]
    chance = random.Random(1961)
    codes, rules = Counter[int](), Counter[str]()
    is_sample = count < 2000
    for number in range(count if is_sample else max(count, more)):
        name = chance.choices(("a.ttl", "a.trig", "a.nt", "a.rdf", "a.jsonld"), (16, 2, 1, 1, 1))[0]
        path = tmp_path / name
        path.write_bytes(damaged(chance.choice(originals), chance))
        try:
            code, output = run_validate(path, capsys, monkeypatch)
        except Exception as error:
            pytest.fail(f"case {number} ({name}): {error!r}\n{path.read_bytes()!r}")
        assert code in (0, 1, 2), number
        assert "Traceback" not in output, number
        codes[code] += 1
        rules.update(set(re.findall(r" \[([a-z-]+)\]$", output, re.MULTILINE)))
    assert codes[1] >= count / 2
    assert "syntax" in rules
    if not is_sample:  # what a sample finds depends on the bytes of the files, which change with the data
        assert {"encoding", "unknown-prefix"} <= set(rules), rules
        assert codes[0] > 50
        assert "unknown-term" in rules
        assert len(rules) > 10, rules


SP = "@prefix sp: <https://w3id.org/spacepact/ontology#> . @prefix spid: <https://w3id.org/spacepact/id/> .\n"
RDF = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
ENTITIES = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
DEPTH = 20_000
NAMES = ",\n".join(f"'{i}'" for i in range(49))
# File name, content, exit code, and a part of the output.
HOSTILE = {
    "nested nodes": ("a.ttl", SP + "spid:a sp:p " + "[ sp:p " * DEPTH + "1" + "]" * DEPTH + " .", 1, "unknown-term"),
    "nested lists": ("a.ttl", SP + "spid:a sp:p " + "(" * DEPTH + ")" * DEPTH + " .", 1, "unknown-term"),
    "nested brackets of JSON": ("a.jsonld", "[" * 100_000, 1, "syntax"),
    "nested elements": ("a.rdf", "<a>" * 100_000, 1, "nested elements"),
    "a cyclic list": ("a.ttl", SP + RDF + "_:l rdf:first 1 ; rdf:rest _:l . spid:a sp:p _:l .", 1, "unknown-term"),
    "a long literal": ("a.ttl", SP + "spid:a sp:ground '''" + "abc\n" * 2_500_000 + "''' .", 1, "10000000 characters"),
    "an entity bomb": ("a.rdf", f'<!DOCTYPE b [<!ENTITY a0 "ha">{ENTITIES}]><b>&a11;</b>', 1, "DOCTYPE"),
    "a hundred thousand triples": (
        "a.ttl",
        SP + "".join(f"spid:event_{i} a sp:Event ; sp:ground {NAMES} .\n" for i in range(2_000)),
        1,
        "entity-label",
    ),
}
QUICK = ("nested brackets of JSON", "nested elements", "an entity bomb")
CASES = [
    pytest.param(*case, id=name, marks=[] if name in QUICK else [pytest.mark.fuzz]) for name, case in HOSTILE.items()
]


@pytest.mark.parametrize(("name", "content", "code", "expected"), CASES)
def test_hostile_files(
    name: str,
    content: str,
    code: int,
    expected: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    got, output = run_validate(path, capsys, monkeypatch, timeout=900)
    assert (got, expected in output) == (code, True), output[:2000]
    assert max(map(len, output.splitlines())) < 2000, "the output repeats the file"


def test_nothing_is_fetched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The files refer to a server that runs and must receive no request."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        contents = {
            "a.ttl": f"<http://e/a> <http://www.w3.org/2002/07/owl#imports> <{url}> .",
            "b.ttl": f"<http://e/a> <http://www.w3.org/ns/shacl#shapesGraph> <{url}> .",
            "a.jsonld": f'{{"@context": "{url}", "@id": "http://e/a", "p": "b"}}',
            "a.rdf": f'<!DOCTYPE b SYSTEM "{url}"><b/>',
        }
        for name, content in contents.items():
            (tmp_path / name).write_text(content, encoding="utf-8")
            assert run_validate(tmp_path / name, capsys, monkeypatch)[0] in (0, 1)
            with pytest.raises(BlockingIOError):
                server.accept()
        with socket.create_connection(server.getsockname()):  # the server does accept connections
            server.accept()[0].close()
