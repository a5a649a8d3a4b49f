"""Check that literals have a form that every store, query engine and reasoner leaves unchanged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal

from spacepact.rdf import LocatedTriple
from spacepact.terms import PREFIXES, curie
from spacepact.validate.findings import Finding, triple_text

MAX_LENGTH = 300
_XSD, _RDF, _SH = PREFIXES["xsd"], PREFIXES["rdf"], PREFIXES["sh"]

# By datatype: a pattern for the forms that no engine changes, and the description of these forms.
_FORMS = {
    _XSD + "string": (r"[\s\S]*", ""),
    _RDF + "langString": (r"[\s\S]*", ""),
    _XSD + "anyURI": (r"[\s\S]*", ""),
    _XSD + "integer": (r"0|-?[1-9]\d*", "digits without leading zeros, such as 5"),
    _XSD + "decimal": (r"-?(0|[1-9]\d*)\.\d*[1-9]", "a number with a fraction and no trailing zeros, such as 0.5"),
    _XSD + "boolean": ("true|false", "true or false"),
    _XSD + "dateTime": (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", 'a time without zone, such as "2024-10-15T00:00:00"'),
    _XSD + "hexBinary": ("[0-9a-f]*", "lower-case hexadecimal digits"),
}


def fault(text: str, datatype: str, language: str | None, predicate: str) -> str | None:
    """Return what is wrong with a literal and what to write instead, or None if it is right.

    The length limit does not apply to the queries in SHACL shapes.

    >>> fault("05", "http://www.w3.org/2001/XMLSchema#integer", None, "http://www.w3.org/ns/oa#start")
    'engines change this form: write digits without leading zeros, such as 5'
    >>> fault("5", "http://www.w3.org/2001/XMLSchema#integer", None, "http://www.w3.org/ns/oa#start")
    """
    if predicate in (_SH + "select", _SH + "construct"):
        return None
    if datatype not in _FORMS:
        supported = ", ".join(curie(known) for known in _FORMS)
        return f"engines do not agree on {curie(datatype)}: write one of {supported}; write a date as an EDTF string"
    pattern, form = _FORMS[datatype]
    if not re.fullmatch(pattern, text, re.ASCII):
        return f"engines change this form: write {form}"
    if len(text) > MAX_LENGTH:
        limit = f"at most {MAX_LENGTH} are allowed"
        return f"{len(text)} characters, {limit}: point to a passage and summarize it in your own words"
    if language and language != language.lower():
        return f"engines change a language tag with capitals: write @{language.lower()}"
    return None


def check(triples: Iterable[LocatedTriple]) -> Iterator[Finding]:
    """Yield a finding for each literal that some engine would change."""
    for located in triples:
        _, p, o = located.triple
        if isinstance(o, Literal):
            message = fault(o.value, o.datatype.value, located.tag or o.language, p.value)
            if message:
                text = triple_text(located.triple)
                yield Finding(located.path, located.line, located.column, "error", message, "literal", text)
