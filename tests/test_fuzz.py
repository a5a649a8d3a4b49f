"""Nothing crashes ``validate``: real files with bytes dropped, doubled and swapped, and hostile ones."""

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

CASES = 2000
LIMIT = 60.0  # seconds for a case, so that a machine with other work does not fail it


def damaged(content: bytes, chance: random.Random) -> bytes:
    """A stretch of a file, with some bytes dropped, doubled, swapped or changed."""
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


def validated(path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str]:
    """The exit code of ``spacepact validate`` and what it prints, in this process and within the limit."""
    monkeypatch.setattr(sys, "argv", ["spacepact", "validate", str(path)])
    code = 0
    signal.signal(signal.SIGALRM, _too_long)
    signal.setitimer(signal.ITIMER_REAL, LIMIT)
    try:
        main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    told = capsys.readouterr()
    return code, told.out + told.err


def _too_long(*_: object) -> None:
    raise TimeoutError(f"more than {LIMIT:g} seconds")


def test_damaged_files_give_findings_or_pass(
    tmp_path: Path, more: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through the whole command, shapes and all, where the file can be read."""
    originals = [path.read_bytes() for path in [*packaged_files.ontology(), *packaged_files.written_instances()]]
    chance = random.Random(1961)
    codes, rules = Counter[int](), Counter[str]()
    for number in range(max(CASES, more)):
        name = chance.choices(("a.ttl", "a.trig", "a.nt", "a.rdf", "a.jsonld"), (16, 2, 1, 1, 1))[0]
        path = tmp_path / name
        path.write_bytes(damaged(chance.choice(originals), chance))
        try:
            code, told = validated(path, capsys, monkeypatch)
        except Exception as error:
            pytest.fail(f"case {number} ({name}): {error!r}\n{path.read_bytes()!r}")
        assert code in (0, 1, 2), number
        assert "Traceback" not in told, number
        codes[code] += 1
        rules.update(set(re.findall(r" \[([a-z-]+)\]$", told, re.MULTILINE)))
    assert codes[0] > 50
    assert codes[1] > 1000
    assert {"syntax", "encoding", "unknown-prefix", "unknown-term"} <= set(rules), rules
    assert len(rules) > 10, rules


SP = "@prefix sp: <https://w3id.org/spacepact/ontology#> . @prefix spid: <https://w3id.org/spacepact/id/> .\n"
RDF = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"
LAUGHS = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
DEEP = 20_000
NAMES = ",\n".join(f"'{i}'" for i in range(49))
# File, content, exit code, and what is told.
HOSTILE = {
    "nested nodes": ("a.ttl", SP + "spid:a sp:p " + "[ sp:p " * DEEP + "1" + "]" * DEEP + " .", 1, "unknown-term"),
    "nested lists": ("a.ttl", SP + "spid:a sp:p " + "(" * DEEP + ")" * DEEP + " .", 1, "unknown-term"),
    "nested brackets of JSON": ("a.jsonld", "[" * 100_000, 1, "syntax"),
    "nested elements": ("a.rdf", "<a>" * 100_000, 1, "elements within each other"),
    "a cyclic list": ("a.ttl", SP + RDF + "_:l rdf:first 1 ; rdf:rest _:l . spid:a sp:p _:l .", 1, "unknown-term"),
    "a long literal": ("a.ttl", SP + "spid:a sp:ground '''" + "abc\n" * 2_500_000 + "''' .", 1, "10000000 characters"),
    "an entity bomb": ("a.rdf", f'<!DOCTYPE b [<!ENTITY a0 "ha">{LAUGHS}]><b>&a11;</b>', 1, "document type"),
    "a hundred thousand triples": (
        "a.ttl",
        SP + "".join(f"spid:event_{i} a sp:Event ; sp:ground {NAMES} .\n" for i in range(2_000)),
        1,
        "entity-label",
    ),
}


@pytest.mark.parametrize(("name", "content", "code", "told"), HOSTILE.values(), ids=HOSTILE)
def test_hostile_files(
    name: str,
    content: str,
    code: int,
    told: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    monkeypatch.setattr("test_fuzz.LIMIT", 900.0)
    got, text = validated(path, capsys, monkeypatch)
    assert (got, told in text) == (code, True), text[:2000]
    assert max(map(len, text.splitlines())) < 2000, "what is told is as long as the file"


def test_nothing_is_fetched(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that points to a server which is there: it hears of nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        url = f"http://127.0.0.1:{server.getsockname()[1]}/x"
        pointing = {
            "a.ttl": f"<http://e/a> <http://www.w3.org/2002/07/owl#imports> <{url}> .",
            "b.ttl": f"<http://e/a> <http://www.w3.org/ns/shacl#shapesGraph> <{url}> .",
            "a.jsonld": f'{{"@context": "{url}", "@id": "http://e/a", "p": "b"}}',
            "a.rdf": f'<!DOCTYPE b SYSTEM "{url}"><b/>',
        }
        for name, content in pointing.items():
            (tmp_path / name).write_text(content, encoding="utf-8")
            assert validated(tmp_path / name, capsys, monkeypatch)[0] in (0, 1)
            with pytest.raises(BlockingIOError):
                server.accept()
        with socket.create_connection(server.getsockname()):  # had anyone called, it would have been heard
            server.accept()[0].close()
