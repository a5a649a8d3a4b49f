"""Names that are hard to look up, a store of things with these names, and a look-up that reads all names."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import Literal, NamedNode, Quad, Store

from spacepact.graph.queryable import QueryableStore
from spacepact.graph.select import select, text_of
from spacepact.terms import PREFIXES, SP

PLACE = "https://example.org/"
NAMES = [
    # Letters that are equal without case, or with compatibility or canonical equivalence.
    *("ILRS", "ilrs", "Ilrs", "ilrſ", "Mir", "MIR", "K2", "k2", "\u212a2", "strasse", "Straße", "STRASSE", "STRAẞE"),
    *("İstanbul", "istanbul", "ISTANBUL", "i\u0307stanbul", "ıstanbul", "Οδυσσεύς", "ΟΔΥΣΣΕΎΣ", "οδυσσεύσ", "ᾳ", "ΑΙ"),
    *("first", "ﬁrst", "ﬁRST", "oﬃce", "office", "oﬀice", "oﬀIce", "mist", "miﬅ", "miﬆ", "ẖ", "h\u0331", "ŉ", "ʼN"),
    *("Zoë", "Zoe\u0308", "ZOË", "Ångström", "\u212bngström", "A\u030angstro\u0308m", "µm", "μm"),
    *("Роскосмос", "РОСКОСМОС", "国家", "𐐀𐐨", "𐐨𐐀", "\U0001f680", "\u202eabc"),
    # Quotes, escapes, and the syntax of regular expressions, URLs, SPARQL and our own templates.
    *('a"b', "a'b", 'a"""b', "a\\b", "a\\", "\\n", "a\nb", "a\tb", "a\\u0062", ".", "a.b", "axb", "a+b", "aab"),
    *("(a|b)", "a", "b", "[a-z]", "^a$", "a*", "a?", "a{2}", "\\d", "7", "$", "^", "-", "#", "50%", "%s", "%41", "%00"),
    *("100 %", "a&b", "a;b", "a,b", "<a>", "a b", "a  b", "?x", "$x", "@en", "{", "}", "~", "`"),
    *("@condition@", "@these@"),
    # Empty and long names.
    *("", "x" * 300, "X" * 300, "x" * 299 + "y", "ß" * 150, "s" * 300, "s" * 70),
]
# More texts to look up: parts of names, and texts that no name contains.
PARTS = ["s", "S", "ss", "sS", "st", "i", "I", "\u0307", "ff", "fi", "f", "h", "n", "κ", "σ", "ς", "ΣΣ", "os", "k", "ʼ"]
NO_NAMES = ["nothing of the kind", "ILR", "\udcff", "x" * 64, "Strase", "^", "(", "\\", " mir ", "\u00a0mir"]


def store() -> Store:
    """Return a store with a thing for each name: as a label, an identifier or a claim, with or without a language."""
    filled = Store()

    def add(subject: str, predicate: str, value: Literal | str) -> None:
        term = NamedNode(value) if isinstance(value, str) else value
        filled.add(Quad(NamedNode(subject), NamedNode(predicate), term))

    add(f"{SP}State", PREFIXES["rdfs"] + "subClassOf", f"{SP}Agent")
    for number, name in enumerate(NAMES):
        thing, literal = f"{PLACE}{number}", Literal(name, language=(None, "en", "de")[number // 3 % 3])
        add(thing, PREFIXES["rdf"] + "type", SP + ("State", "Event")[number % 2])
        if number % 3 == 0:
            add(thing, PREFIXES["skos"] + "prefLabel", literal)
        elif number % 3 == 1:
            add(thing, PREFIXES["dcterms"] + "identifier", literal)
        else:
            add(f"{thing}/claim", PREFIXES["rdf"] + "type", f"{SP}Claim")
            add(f"{thing}/claim", PREFIXES["skos"] + "prefLabel", Literal(f"Its name is {name}"))
            add(f"{thing}/claim", f"{SP}claimProperty", f"{SP}name")
            add(f"{thing}/claim", f"{SP}claimSubject", thing)
            add(f"{thing}/claim", f"{SP}claimLiteral", literal)
    return filled


def all_names(store: QueryableStore) -> list[tuple[str, str]]:
    """Return all things, each with each of its names."""
    sparql = """
        PREFIX dcterms: <http://purl.org/dc/terms/>
        PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
        PREFIX sp: <https://w3id.org/spacepact/ontology#>
        SELECT ?thing ?name WHERE {
          { ?thing skos:prefLabel ?name . FILTER NOT EXISTS { ?thing a sp:Claim } }
          UNION
          { ?thing dcterms:identifier ?name . FILTER NOT EXISTS { ?thing a sp:Claim } }
          UNION
          { ?claim sp:claimProperty sp:name ; sp:claimSubject ?thing ; sp:claimLiteral ?name }
        }"""
    return sorted({(text_of(row["thing"]), text_of(row["name"])) for row in select(store, sparql)})


def things_with_name(known: Sequence[tuple[str, str]], value: str) -> set[str]:
    """Return the things with this name."""
    return {iri for iri, name in known if name.casefold() == value.strip().casefold()}


def names_with_text(known: Sequence[tuple[str, str]], text: str) -> set[tuple[str, str]]:
    """Return the things with a name that contains this text, each with that name."""
    return {(iri, name) for iri, name in known if text.strip().casefold() in name.casefold()}
