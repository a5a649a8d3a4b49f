"""Write the Turtle skeleton of a new document: its passages, with room for claims under each."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from spacepact.documents.passages import Passage, cut
from spacepact.errors import BadInput
from spacepact.files import digest, read_text
from spacepact.terms import prefix_lines


def short_name(path: Path) -> str:
    """Return the short name of a document: the stem of its file, made fit for an IRI.

    >>> short_name(Path("texts/The News 12.txt"))
    'the-news-12'
    """
    name = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")
    if not name:
        raise BadInput(f"{path}: the file name gives no short name: rename it in Latin letters or digits")
    return name


def skeleton(path: Path, splits: Iterable[int] = ()) -> str:
    """Return Turtle for the document in *path*: the document node and its passages in order.

    Of the text no more is written than the first three words of each passage, as a comment.
    """
    text = read_text(path)
    name = short_name(path)
    outside = [split for split in splits if not 0 < split < len(text)]
    if outside:
        raise BadInput(f"{path}: no passage can begin at {outside[0]}: the text has {len(text)} characters")
    passages = cut(text, splits)
    if not passages:
        raise BadInput(f"{path}: no passage found: the file holds no words")
    head = (
        prefix_lines("dcterms", "oa", "skos", "sp", "spid", "xsd")
        + f"""
# The document
# ------------

spid:document_{name} a sp:Document ;
    skos:prefLabel "document {name}"@en ;
    dcterms:identifier "{name}" ;
    sp:characterCount {len(text)} ;
    sp:sha256 "{digest(text)}"^^xsd:hexBinary .

# Passages, each followed by its claims
# -------------------------------------
"""
    )
    return head + "".join(_passage(name, n, p) for n, p in enumerate(passages, start=1))


def _passage(name: str, order: int, passage: Passage) -> str:
    return f"""
# {passage.first_words}
spid:passage_{name}_{passage.start:04d} a sp:Passage ;
    sp:isPassageOf spid:document_{name} ;
    sp:hasPassageKind sp:{passage.kind} ;
    sp:order {order} ;
    oa:start {passage.start} ;
    oa:end {passage.end} ;
    sp:sha256 "{passage.sha256}"^^xsd:hexBinary .

# claims: spid:claim_{name}_{passage.start:04d}_1 and on
"""
