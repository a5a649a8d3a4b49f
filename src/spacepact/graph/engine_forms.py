"""Find the literals that the embedded engine stores in another form, and restore their original form.

The engine (pyoxigraph 0.5) normalizes numbers and booleans, and turns types such as xsd:unsignedLong into xsd:integer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pyoxigraph import Dataset, Literal, NamedNode, Quad, Store

from spacepact.terms import PREFIXES, curie

_KEPT = (PREFIXES["xsd"] + "string", PREFIXES["rdf"] + "langString")


def changes(quads: Iterable[Quad]) -> dict[Literal, Literal]:
    """Return the literals in *quads* that the engine changes, each with its form in the engine."""
    literals = dict.fromkeys(
        quad.object for quad in quads if isinstance(quad.object, Literal) and quad.object.datatype.value not in _KEPT
    )
    numbered = {f"urn:{number}": literal for number, literal in enumerate(literals)}
    store = Store()
    store.extend(Quad(NamedNode(name), NamedNode("urn:is"), literal) for name, literal in numbered.items())
    stored = {quad.subject.value: quad.object for quad in store if isinstance(quad.subject, NamedNode)}
    return {
        literal: form
        for name, literal in numbered.items()
        if isinstance(form := stored[name], Literal) and form != literal
    }


def first_change(quads: Sequence[Quad]) -> str | None:
    """Return a line about the first literal that the engine changes; None if it changes no literal."""
    changed = changes(quads)
    for quad in quads:
        if isinstance(quad.object, Literal) and quad.object in changed:
            where = f"{curie(str(quad.subject).strip('<>'))} {curie(quad.predicate.value)}"
            new = changed[quad.object]
            more = f", and {len(changed) - 1} other values" if len(changed) > 1 else ""
            return f"the engine changes {_text(quad.object)} of {where} to {_text(new)}{more}"
    return None


def _text(literal: Literal) -> str:
    return f"{Literal(literal.value)}^^{curie(literal.datatype.value)}"


def restored(store: Store, quads: Sequence[Quad]) -> Store | Dataset:
    """Return the triples of a store that contains *quads*, with the literals in the form that they have in *quads*."""
    changed = changes(quads)
    if not changed:
        return store
    dataset = Dataset(store)
    affected = [
        (quad, form) for quad in quads if isinstance(quad.object, Literal) and (form := changed.get(quad.object))
    ]
    for quad, form in affected:
        dataset.discard(Quad(quad.subject, quad.predicate, form))
    for quad in quads:
        dataset.add(quad)
    return dataset
