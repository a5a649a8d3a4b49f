"""Write the states and space agencies of the lookup as new things in Turtle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from pyoxigraph import Literal

from spacepact.errors import BadInput
from spacepact.files import read_text
from spacepact.graph import KnownThing
from spacepact.terms import PREFIXES, PROJECT, Namespace, curie

_PREFIX = re.compile(r"@prefix +([\w-]*): +<([^>]*)> *\.\n", re.ASCII)


def as_turtle(thing: KnownThing, prefix: str = PROJECT.prefix) -> str:
    """Return Turtle for a new thing, without prefix declarations; *prefix* is that of its namespace."""
    lines = [f"{prefix}:{thing.local_name} a sp:{thing.kind}", f"skos:prefLabel {Literal(thing.label, language='en')}"]
    if thing.identifiers:
        lines.append("dcterms:identifier " + " , ".join(str(Literal(text)) for text in thing.identifiers))
    if thing.matches:
        lines.append("skos:exactMatch " + " , ".join(map(_short, thing.matches)))
    return " ;\n    ".join(lines) + " .\n"


def add_things(text: str, things: Sequence[KnownThing], namespace: Namespace = PROJECT) -> str:
    """Return the Turtle *text* with new things at its end, and with the prefixes that these use.

    Their IRIs are in *namespace*. Things whose IRI is already a subject of the text are left out. An empty text becomes
    a new file. Raises BadInput if the text declares one of the prefixes with another IRI.
    """
    blocks = [
        block for block in (as_turtle(thing, namespace.prefix) for thing in things) if not _has_subject(text, block)
    ]
    if not blocks:
        return text
    used = {"skos", "sp", namespace.prefix, *re.findall(r"\b(dcterms|wd):", "".join(blocks))}
    known = {**PREFIXES, namespace.prefix: namespace.iri}
    declared = dict(_PREFIX.findall(text))
    for name in used & declared.keys():
        if declared[name] != known[name]:
            raise BadInput(f"the prefix {name}: is declared as <{declared[name]}>: write <{known[name]}>")
    new = {name: known[name] for name in used if name not in declared}
    return _with_prefixes(text, new) + "".join(f"\n{block}" for block in blocks)


def with_things(path: Path, things: Sequence[KnownThing], namespace: Namespace) -> str:
    """Return the text of a Turtle file, which can be missing, with new things; raise BadInput as ``add_things``."""
    text = read_text(path) if path.exists() else ""
    try:
        return add_things(text, things, namespace)
    except BadInput as error:
        raise BadInput(f"{path}: {error}") from None


def _has_subject(text: str, block: str) -> bool:
    subject = block.partition(" ")[0]
    return re.search(rf"^{re.escape(subject)}\s", text, re.M) is not None


def _with_prefixes(text: str, new: dict[str, str]) -> str:
    """Return the text with further prefix declarations, each in alphabetical order among those at the top."""
    head = re.match(rf"(?:{_PREFIX.pattern})*", text, re.ASCII)
    assert head is not None
    declarations = {**dict(_PREFIX.findall(head[0])), **new}
    lines = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in sorted(declarations.items()))
    rest = text[head.end() :]
    return lines + (rest if rest.endswith("\n") or not rest else f"{rest}\n")


def _short(iri: str) -> str:
    short = curie(iri)
    return f"<{iri}>" if short == iri else short
