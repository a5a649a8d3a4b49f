"""Look up states and space agencies that the graph does not contain yet, by any of their names.

The entries are in ``lookup/``, whose README names their sources. They are not part of the graph.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from spacepact.errors import UnknownName, nearest
from spacepact.files import read_text
from spacepact.graph.queryable import QueryableStore
from spacepact.graph.select import select, text_of
from spacepact.terms import PREFIXES, curie

_FOLDER = Path(__file__).parent / "lookup"
# Codes and short names of states can also be words, such as IT and US, so they must have capital letters.
_CODE = re.compile(r"[A-Z]{2,3}")
_SAME = """
SELECT DISTINCT ?thing WHERE {
  VALUES ?value { @values@ }
  { ?thing skos:exactMatch ?value } UNION { ?thing dcterms:identifier ?value }
} ORDER BY ?thing"""


class KnownThing(NamedTuple):
    """A state or an organisation of the lookup.

    ``kind`` is the local name of its class, ``name`` its usual English name, and ``abbreviation`` may be empty.
    ``other_names`` has its further names, also in other languages. ``codes`` are the country codes of a state.
    ``state`` is the two-letter code of the state of an organisation, or empty. ``identifiers`` and ``matches`` (IRIs)
    are the values of dcterms:identifier and skos:exactMatch.
    """

    kind: str
    name: str
    abbreviation: str
    other_names: tuple[str, ...]
    codes: tuple[str, ...]
    state: str
    identifiers: tuple[str, ...]
    matches: tuple[str, ...]

    @property
    def label(self) -> str:
        """Return the preferred label, by which the name and the abbreviation are found."""
        return f"{self.name} ({self.abbreviation})" if self.abbreviation else self.name

    @property
    def local_name(self) -> str:
        """Return the IRI without its namespace, such as ``state_peru`` or ``organisation_conida``."""
        same = [thing for thing in _things() if thing.abbreviation == self.abbreviation]
        words = self.abbreviation if self.abbreviation and len(same) == 1 else self.name
        return local_name(self.kind, words)


def local_name(class_: str, name: str) -> str:
    """Return the local name of the IRI of a new thing: its class, and its name in ASCII with underscores.

    >>> local_name("Organisation", "Ruritanian Space Agency (RSA)")
    'organisation_ruritanian_space_agency_rsa'
    """
    decomposed = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return f"{class_.lower()}_{re.sub(r'[^a-z0-9]+', '_', decomposed.lower()).strip('_')}"


def known_thing(name: str) -> KnownThing | None:
    """Return the state or organisation that has a name, an abbreviation or a country code; None if there is none.

    Case, accents and a leading "the" are ignored, but a country code must have capital letters. Raises UnknownName if
    several have the name.

    >>> known_thing("the Republic of Peru").name
    'Peru'
    >>> known_thing("CONIDA").local_name
    'organisation_conida'
    >>> known_thing("it") is None
    True
    """
    words = " ".join(name.split())
    things = _by_name().get(words) or _by_name().get(_key(words), ())
    if len(things) > 1:
        raise UnknownName(f"{name!r} names several things: write {' or '.join(thing.name for thing in things)}")
    return things[0] if things else None


def find_known_thing(store: QueryableStore, thing: KnownThing) -> NamedNode | None:
    """Return the thing in *store* that has an identifier or a match of *thing*; None if there is none."""
    values = [*(f"<{iri}>" for iri in thing.matches), *(str(Literal(text)) for text in thing.identifiers)]
    rows = select(store, _SAME.replace("@values@", " ".join(values))) if values else []
    return NamedNode(text_of(rows[0]["thing"])) if rows else None


def hint_for(store: QueryableStore, name: str) -> str:
    """Return the end of a message for an unknown name: the thing of the lookup that has it; empty if there is none."""
    try:
        thing = known_thing(name)
    except UnknownName:
        return ""
    if thing is None:
        return ""
    if existing := find_known_thing(store, thing):
        return f"; did you mean {curie(existing.value)}?"
    import shlex

    what = f"the {thing.kind.lower()} {thing.label}"
    return f": the graph does not contain {what} yet: spacepact things {shlex.quote(name)} writes it as Turtle"


def nearest_known(name: str) -> str:
    """Return a hint with the names of the lookup that are most similar to *name*; empty if none is similar."""
    return nearest(name, [text for thing in _things() for text in (thing.name, thing.abbreviation) if text], 0.75)


@cache
def _things() -> tuple[KnownThing, ...]:
    return (*_states(), *_organisations())


@cache
def _by_name() -> dict[str, tuple[KnownThing, ...]]:
    """Return the things by their codes, and by the compared form of each of their names."""
    by_name: dict[str, tuple[KnownThing, ...]] = {}
    for thing in _things():
        names = filter(None, (thing.name, thing.label, thing.abbreviation, *thing.other_names, *thing.codes))
        is_state = thing.kind == "State"
        for key in dict.fromkeys(n if is_state and _CODE.fullmatch(n) else _key(n) for n in names):
            by_name[key] = (*by_name.get(key, ()), thing)
    return by_name


def _key(name: str) -> str:
    """Return the form of a name that is compared: without case, accents and a leading "the"."""
    return re.sub(r"^the ", "", _folded(name))


def _folded(text: str) -> str:
    """Return a text without case and accents."""
    decomposed = unicodedata.normalize("NFKD", text.replace("’", "'").casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _states() -> Iterator[KnownThing]:
    for name, others, alpha2, alpha3, wikidata, geonames in _rows("states.tsv"):
        matches = [PREFIXES["wd"] + wikidata] if wikidata else []
        matches += [f"https://sws.geonames.org/{geonames}/"] if geonames else []
        identifiers = (f"ISO 3166-1 {alpha2}", f"ISO 3166-1 {alpha3}")
        yield KnownThing("State", name, "", _several(others), (alpha2, alpha3), "", identifiers, tuple(matches))


def _organisations() -> Iterator[KnownThing]:
    for name, abbreviation, others, state, wikidata, ror, isni, _source in _rows("organisations.tsv"):
        matches = [PREFIXES["wd"] + wikidata] if wikidata else []
        matches += [f"https://ror.org/{ror}"] if ror else []
        matches += [f"https://isni.org/isni/{isni}"] if isni else []
        yield KnownThing("Organisation", name, abbreviation, _several(others), (), state, (), tuple(matches))


def _several(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of a tab-separated file, without its header."""
    for line in read_text(_FOLDER / name).splitlines()[1:]:
        yield line.split("\t")
