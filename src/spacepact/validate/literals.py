"""Which literals may be written: the forms that every store, engine and reasoner leaves as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacepact.rdf import Located
from spacepact.terms import PREFIXES, curie
from spacepact.validate.findings import Finding

LONGEST = 300
_XSD, _RDF, _SH = PREFIXES["xsd"], PREFIXES["rdf"], PREFIXES["sh"]

# By datatype: the forms that no engine changes, and the words for them.
_FORMS = {
    _XSD + "string": (r"[\s\S]*", ""),
    _RDF + "langString": (r"[\s\S]*", ""),
    _XSD + "anyURI": (r"[\s\S]*", ""),
    _XSD + "integer": (r"0|-?[1-9]\d*", "digits without leading zeros, such as 5"),
    _XSD + "decimal": (r"-?(0|[1-9]\d*)\.\d*[1-9]", "a number with a fraction and no zeros to spare, such as 0.5"),
    _XSD + "boolean": ("true|false", "true or false"),
    _XSD + "dateTime": (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", 'a time without zone, such as "2024-10-15T00:00:00"'),
    _XSD + "hexBinary": ("[0-9a-f]*", "lower-case hexadecimal digits"),
}


def fault(text: str, datatype: str, language: str | None, predicate: str) -> str | None:
    """Return what is wrong with a literal, and what to write instead; None where nothing is.

    The text of a query, whole in one literal of the form set by SHACL, may be longer than others.

    >>> fault("05", "http://www.w3.org/2001/XMLSchema#integer", None, "http://www.w3.org/ns/oa#start")
    'not in the one form that every engine keeps: write digits without leading zeros, such as 5'
    >>> fault("5", "http://www.w3.org/2001/XMLSchema#integer", None, "http://www.w3.org/ns/oa#start")
    """
    if predicate in (_SH + "select", _SH + "construct"):
        return None
    if datatype not in _FORMS:
        takes = ", ".join(curie(known) for known in _FORMS)
        return f"engines do not agree on {curie(datatype)}: write one of {takes}; a date is an EDTF string"
    form, words = _FORMS[datatype]
    if not re.fullmatch(form, text, re.ASCII):
        return f"not in the one form that every engine keeps: write {words}"
    if len(text) > LONGEST:
        return f"{len(text)} characters: a text has at most {LONGEST}; point at a passage, and keep to your own words"
    if language and language != language.lower():
        return f"language tag in capitals, which engines change: write @{language.lower()}"
    return None


def check(triples: list[Located]) -> Iterator[Finding]:
    """Yield a finding for each literal that may not be written so."""
    from pyoxigraph import Literal

    from spacepact.validate.turtle_text import line_of

    for one in triples:
        value = one.triple.object
        if isinstance(value, Literal):
            wrong = fault(value.value, value.datatype.value, one.tag or value.language, one.triple.predicate.value)
            if wrong:
                yield Finding(one.path, one.line, one.column, "error", wrong, "literal", line_of(one.triple))
