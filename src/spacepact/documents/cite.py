"""Write a Turtle skeleton for a new document: its passages, each with a place for its claims."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from spacepact.documents.passages import TextSpan, cut
from spacepact.documents.splitting.languages import language_code
from spacepact.errors import BadInput
from spacepact.files import digest, read_text
from spacepact.terms import PROJECT, Namespace, prefix_lines

# Claims of the curator about the document, as comments: a place to fill in has capitals.
_PUBLICATION = Path(__file__).parent / "template" / "publication.txt"


def short_name(path: Path) -> str:
    """Return the short name of a document: the stem of its file name in lower-case letters, digits and hyphens.

    Raises BadInput if the stem has no Latin letters or digits.

    >>> short_name(Path("texts/The News 12.txt"))
    'the-news-12'
    """
    name = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-")
    if not name:
        raise BadInput(f"{path}: the file name has no Latin letters or digits: rename it")
    return name


def skeleton(
    path: Path, splits: Iterable[int] = (), language: str | None = None, namespace: Namespace = PROJECT
) -> str:
    """Return Turtle for the document in *path*: the document and its passages in order.

    A passage also begins at each offset in *splits*. *language* is the code of the language of the text
    (default: guessed). The IRIs are in *namespace*. Comments have the first three words of each passage, and at
    the end claims on the publication to fill in. Raises BadInput if the file is not UTF-8 or has no words, for a
    split outside the text, or an invalid code.
    """
    text = read_text(path)
    name = short_name(path)
    for split in splits:
        if not 0 < split < len(text):
            raise BadInput(f"{path}: no passage can begin at {split}: the text has {len(text)} characters")
    passages = cut(text, splits, language and language_code(language))
    if not passages:
        raise BadInput(f"{path}: no passage found: the file has no words")
    own = namespace.prefix
    head = (
        prefix_lines("dcterms", "oa", "skos", "sp", "xsd", namespace=namespace)
        + f"""
# The document
# ------------

{own}:document_{name} a sp:Document ;
    skos:prefLabel "document {name}"@en ;
    dcterms:identifier "{name}" ;
    sp:characterCount {len(text)} ;
    sp:sha256 "{digest(text)}"^^xsd:hexBinary .

# Passages, each followed by its claims
# -------------------------------------
"""
    )
    written = (_passage(own, name, order, passage) for order, passage in enumerate(passages, start=1))
    return head + "".join(written) + read_text(_PUBLICATION).replace("@name@", name).replace("spid:", f"{own}:")


def _passage(own: str, name: str, order: int, passage: TextSpan) -> str:
    return f"""
# {passage.first_words}
{own}:passage_{name}_{passage.start:04d} a sp:Passage ;
    sp:isPassageOf {own}:document_{name} ;
    sp:hasPassageKind sp:{passage.kind} ;
    sp:order {order} ;
    oa:start {passage.start} ;
    oa:end {passage.end} ;
    sp:sha256 "{passage.sha256}"^^xsd:hexBinary .

# claims: {own}:claim_{name}_{passage.start:04d}_1 and on
"""
