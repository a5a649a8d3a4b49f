"""Check that literals have a form that no store changes, and that texts contain no corrupt characters."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import datetime

from pyoxigraph import Literal, NamedNode, Store

from spacepact.errors import BadInput
from spacepact.graph import edtf_dates, select
from spacepact.rdf import LocatedTriple, character_name
from spacepact.terms import PREFIXES, SP, curie
from spacepact.validate.findings import Finding, finding_at

_EDTF, _LITERAL, _PROPERTY = (NamedNode(SP + name) for name in ("edtf", "claimLiteral", "claimProperty"))
_DATE_PROPERTIES = f"SELECT ?property {{ ?property <{PREFIXES['rdfs']}subPropertyOf>* <{SP}date> }}"
MAX_LENGTH = 300
_XSD, _RDF, _SH, _SKOS = PREFIXES["xsd"], PREFIXES["rdf"], PREFIXES["sh"], PREFIXES["skos"]
_QUERIES = (_SH + "select", _SH + "construct", _SH + "ask")
_LABELS = (_SKOS + "prefLabel", _SKOS + "altLabel", SP + "ground")

# By datatype: a pattern for the forms that no engine changes, and the description of these forms.
_FORMS = {
    _XSD + "string": (r"[\s\S]*", ""),
    _RDF + "langString": (r"[\s\S]*", ""),
    _XSD + "anyURI": (r"[\s\S]*", ""),
    _XSD + "integer": (r"0|-?[1-9]\d*", "digits without leading zeros, such as 5"),
    _XSD + "decimal": (r"-?(0|[1-9]\d*)\.\d*[1-9]", "a number with a fraction and no trailing zeros, such as 0.5"),
    _XSD + "boolean": ("true|false", "true or false"),
    _XSD + "dateTime": (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", 'a time without zone, such as "2024-10-15T00:00:00"'),
    _XSD + "hexBinary": ("([0-9a-f]{2})*", "pairs of lower-case hexadecimal digits"),
}

# UTF-8 that was read as Windows-1252: the characters of the bytes after the first one of a letter.
_CONTINUED = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0))
_CONTINUED = f"[{re.escape(_CONTINUED)}]"
_CORRUPT = [  # a pattern, what is wrong ({} is the character or the text), and what to do
    ("\ufffd", "{}", "type the character that was lost"),
    (
        f"[ÂÃ]{_CONTINUED}|[à-ï]{_CONTINUED}{{2}}|([Ä-ß]{_CONTINUED}){{2,}}|â€",
        "{}, a character in a wrong encoding",
        "copy the text again as UTF-8",
    ),
    (r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", "{}", "remove it"),
    (r"[\t\n\r\u2028\u2029]", "a tab or a line break", "write one space"),
    (r"[\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]", "{}, which changes the direction of the text", "remove it"),
    (r"[\u00ad\u180e\u200b\u2060\ufeff]", "{}, which is invisible", "remove it"),
    (r"[\u00a0\u1680\u2000-\u200a\u202f\u205f]", "{}", "write a plain space"),
    (r"[\ufb00-\ufb06]", "{}", "write separate letters"),
    (r"^ | $|  ", "a space too many", "remove it"),
    (r"&(#\d+|#x[0-9a-fA-F]+|[a-zA-Z]\w*);", "{}, a character in HTML", "write the character itself"),
    (
        r"(?i)</?(a|abbr|b|blockquote|br|cite|code|div|em|font|h\d|i|img|li|ol|p|small|span|strong|sub|sup|t[drh]|u|ul)"
        r"(\s[^<>]*)?/?>",
        "{}, a tag of HTML",
        "remove it",
    ),
    (r"\[[^\]]*\]\([^)]*\)|\*\*", "{}, Markdown", "remove it"),
    ("(?<=[A-Za-z])[\u0400-\u052fοΟ]|[\u0400-\u052fοΟ](?=[A-Za-z])", "{} among Latin letters", "type a Latin letter"),
    (r"\b(TODO|FIXME|XXX|TBD)\b|\b[Ll]orem ipsum\b|\?{3}", "{}, a placeholder", "write the text"),
]
_JOINERS = re.compile("[\u200c\u200d]")  # correct in scripts without capitals, such as Arabic, and in emoji
_BEFORE_JOINERS = ("Lo", "Lm", "Mn", "Mc", "So")


def fault(text: str, datatype: str, language: str | None, predicate: str) -> str | None:
    """Return what is wrong with a literal and what to write instead, or None if it is right.

    The length limit does not apply to the queries in SHACL shapes.

    >>> fault("05", "http://www.w3.org/2001/XMLSchema#integer", None, "http://www.w3.org/ns/oa#start")
    'engines change this form: write digits without leading zeros, such as 5'
    >>> fault("5", "http://www.w3.org/2001/XMLSchema#integer", None, "http://www.w3.org/ns/oa#start")
    """
    if predicate in _QUERIES:
        return None
    if datatype not in _FORMS:
        supported = ", ".join(curie(known) for known in _FORMS)
        return f"engines do not agree on {curie(datatype)}: write one of {supported}; write a date as an EDTF string"
    pattern, form = _FORMS[datatype]
    if not re.fullmatch(pattern, text, re.ASCII):
        return f"engines change this form: write {form}"
    if datatype == _XSD + "dateTime" and not _exists(text):
        return f"no such day or time: write {form}"
    if len(text) > MAX_LENGTH:
        limit = f"at most {MAX_LENGTH} are allowed"
        return f"{len(text)} characters, {limit}: point to a passage and summarize it in your own words"
    if language and language != language.lower():
        return f"engines change a language tag with capitals: write @{language.lower()}"
    return None


def _exists(time: str) -> bool:
    try:
        datetime.fromisoformat(time)
    except ValueError:
        return False
    return True


def corruption(text: str) -> str | None:
    r"""Return what is corrupt in a text, with its position and what to do; None if the text is clean.

    >>> corruption("Paris\u00a0 ")
    'U+00A0 NO-BREAK SPACE (character 6): write a plain space'
    """
    if not text:
        return "an empty text: write it, or remove the triple"
    for pattern, what, advice in _CORRUPT:
        for match in re.finditer(pattern, text):
            part = match[0]
            if part.startswith("&") and html.unescape(part) == part:
                continue  # not the name of a character
            name = character_name(part) if len(part) == 1 else repr(part)
            return f"{what.format(name)} (character {match.start() + 1}): {advice}"
    for match in _JOINERS.finditer(text):
        if not match.start() or unicodedata.category(text[match.start() - 1]) not in _BEFORE_JOINERS:
            return f"{character_name(match[0])}, which is invisible (character {match.start() + 1}): remove it"
    composed = unicodedata.normalize("NFC", text)
    if len(composed) < len(text):  # some letters have no composed form in NFC: they get longer
        at = next((i for i, (old, new) in enumerate(zip(text, composed, strict=False)) if old != new), 0)
        return f"a letter and its accent as two characters (character {at + 1}): write {composed[at]}, one character"
    return None


def check(triples: Iterable[LocatedTriple]) -> Iterator[Finding]:
    """Yield a finding for each literal that some engine would change, and for each corrupt text."""
    for group in _comma_groups(triples):
        located = group[0]
        _, p, o = located.triple
        assert isinstance(o, Literal)
        datatype = o.datatype.value
        rule, message = "literal", fault(o.value, datatype, located.tag or o.language, p.value)
        if len(group) > 1:
            joined = ",".join(number.triple.object.value for number in group)  # type: ignore[union-attr]  # literals
            message = f"{joined} is {len(group)} values: write a number without a comma, such as 5000 or 2.5"
        elif not message and datatype in (_XSD + "string", _RDF + "langString") and p.value not in _QUERIES:
            rule, message = "text", corruption(o.value)
            if not message and not o.language and p.value in _LABELS:
                message = 'a sentence without a language: write a language tag, such as "Pakistan"@en'
        if message:
            yield finding_at(located, "error", message, rule)


def _comma_groups(triples: Iterable[LocatedTriple]) -> Iterator[list[LocatedTriple]]:
    """Yield the triples with literals one by one, but together the numbers that only a comma separates."""
    group: list[LocatedTriple] = []
    for located in triples:
        if isinstance(located.triple.object, Literal):
            if group and not _is_after_comma(group[-1], located):
                yield group
                group = []
            group.append(located)
    if group:
        yield group


def _is_after_comma(before: LocatedTriple, after: LocatedTriple) -> bool:
    number = before.triple.object
    return (
        before.column is not None
        and isinstance(number, Literal)
        and number.datatype.value in (_XSD + "integer", _XSD + "decimal")
        and (before.triple.subject, before.triple.predicate) == (after.triple.subject, after.triple.predicate)
        and (before.path, before.line, before.column + len(number.value) + 1) == (after.path, after.line, after.column)
    )


def check_dates(triples: Iterable[LocatedTriple], store: Store) -> Iterator[Finding]:
    """Yield a finding for each date in *triples* that does not exist; *store* has the properties of the claims."""
    date_properties = {row["property"] for row in select(store, _DATE_PROPERTIES)}
    for located in triples:
        claim, link, date = located.triple
        stated = (q.object for q in store.quads_for_pattern(claim, _PROPERTY, None) if link == _LITERAL)
        if isinstance(date, Literal) and (link == _EDTF or not date_properties.isdisjoint(stated)):
            try:
                edtf_dates.moments(date.value)
            except BadInput as error:
                yield finding_at(located, "error", str(error), "edtf")
