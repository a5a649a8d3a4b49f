"""Read and write the values of claims: quantities and texts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pyoxigraph import Literal, NamedNode

from spacepact.documents.sheets.columns import QUANTITIES
from spacepact.terms import PREFIXES, SP

_NUMBER = r"\d+(?:\.\d+)?"
_QUANTITY = re.compile(rf"(?:(?P<words>about|at least|at most) )?(?P<number>{_NUMBER})(?P<unit> \D.*)?", re.IGNORECASE)
_RANGE = re.compile(rf"(?P<low>{_NUMBER}) to (?P<high>{_NUMBER})(?P<unit> \D.*)?", re.IGNORECASE)
_TAGGED = re.compile(r"(?P<text>.+)@(?P<tag>[a-z]{2,3}(?:-[a-z0-9]+)*)")
_ANY_URI = NamedNode(PREFIXES["xsd"] + "anyURI")
_STRING = NamedNode(PREFIXES["xsd"] + "string")
_ADDRESS = SP + "address"
_WORDS = {term: words for words, term in QUANTITIES.items()}


def read_quantity(text: str) -> tuple[dict[str, Literal], str] | None:
    """Return the quantities of a cell by CURIE of the property, and its unit if any; None for another text.

    >>> quantities, unit = read_quantity("at least 90 days")
    >>> {term: literal.value for term, literal in quantities.items()}, unit
    ({'sp:minimumQuantity': '90'}, 'days')
    """
    if match := _RANGE.fullmatch(text):
        low, high = number(match["low"]), number(match["high"])
        return {"sp:minimumQuantity": low, "sp:maximumQuantity": high}, (match["unit"] or "").strip()
    if match := _QUANTITY.fullmatch(text):
        term = QUANTITIES[(match["words"] or "").lower()]
        return {term: number(match["number"])}, (match["unit"] or "").strip()
    return None


def number(text: str) -> Literal:
    """Return an integer or a decimal in its shortest form."""
    whole, _, fraction = text.partition(".")
    fraction = fraction.rstrip("0")
    kind = "decimal" if fraction else "integer"
    digits = str(int(whole)) + (f".{fraction}" if fraction else "")
    return Literal(digits, datatype=NamedNode(PREFIXES["xsd"] + kind))


def quantity_text(quantities: Mapping[str, str]) -> str:
    """Return the cell for quantities by CURIE of the property.

    >>> quantity_text({"sp:minimumQuantity": "3", "sp:maximumQuantity": "5"})
    '3 to 5'
    """
    if len(quantities) == 2:
        return f"{quantities['sp:minimumQuantity']} to {quantities['sp:maximumQuantity']}"
    ((term, text),) = quantities.items()
    return f"{_WORDS[term]} {text}".strip()


def read_text_value(text: str, property_: str) -> Literal:
    """Return the literal of a cell: an address, a text with a language tag at its end, or a plain text."""
    if property_ == _ADDRESS:
        return Literal(text, datatype=_ANY_URI)
    if match := _TAGGED.fullmatch(text):
        return Literal(match["text"], language=match["tag"])
    return Literal(text)


def text_value(literal: Literal) -> str:
    """Return the cell for a literal."""
    return f"{literal.value}@{literal.language}" if literal.language else literal.value
