"""Nothing crashes the reading of new facts: real files with bytes dropped, doubled and swapped."""

from __future__ import annotations

import random
import time
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from spacepact import folders, literals, located, unknown
from spacepact.background import Background
from spacepact.findings import Finding, in_order

KNOWN = Background(Store(), Store())
KNOWN.store.load(
    b"""PREFIX sp: <https://w3id.org/spacepact/ontology#> PREFIX spid: <https://w3id.org/spacepact/id/>
    sp:Claim a <http://www.w3.org/2002/07/owl#Class> . spid:state_pakistan a sp:State .""",
    RdfFormat.TURTLE,
)
CASES = 2000
LIMIT = 10.0  # seconds for a case


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


def judged(path: Path) -> list[Finding]:
    reading = located.read(path)
    found = [*reading.findings, *literals.check(list(reading.triples))]
    found += unknown.other_prefixes(reading)
    found += unknown.check([reading], KNOWN)
    return in_order(found)


def test_damaged_files_give_findings_or_pass(tmp_path: Path, more: int) -> None:
    originals = [path.read_bytes() for path in [*folders.ontology(), *folders.written_instances()]]
    chance = random.Random(1961)
    rules = Counter[str]()
    for number in range(max(CASES, more)):
        name = chance.choices(("a.ttl", "a.trig", "a.nt", "a.rdf", "a.jsonld"), (16, 2, 1, 1, 1))[0]
        path = tmp_path / name
        path.write_bytes(damaged(chance.choice(originals), chance))
        begun = time.monotonic()
        try:
            found = judged(path)
        except Exception as error:
            pytest.fail(f"case {number} ({name}): {error!r}\n{path.read_bytes()!r}")
        assert time.monotonic() - begun < LIMIT, f"case {number}"
        assert all("\n" not in finding.message for finding in found), number
        rules.update({finding.rule for finding in found} or {"none"})
    assert {"syntax", "encoding", "unknown-prefix", "unknown-term"} <= set(rules), rules
