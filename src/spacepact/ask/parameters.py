"""Convert the parameter values of a user to terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from spacepact.ask.named_queries import Parameter, Query, Value
from spacepact.errors import BadInput
from spacepact.graph import QueryableStore, names
from spacepact.terms import curie

_DATE_TIME = NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")


def resolve_values(store: QueryableStore, query: Query, pairs: Iterable[tuple[str, str]]) -> dict[str, list[Value]]:
    """Return the terms for pairs of parameter name and text, by parameter name.

    Raises UnknownName for an unknown parameter and for a name that no thing or several things have, and
    BadInput for a date that cannot be parsed.
    """
    pairs = list(pairs)
    query.bind({name: [] for name, _ in pairs})  # reports an unknown parameter before a bad value
    by_name = {parameter.name: parameter for parameter in query.parameters}
    terms: dict[str, list[Value]] = {}
    for name, text in pairs:
        terms.setdefault(name, []).append(_term(store, by_name[name], text))
    return terms


def partial_names(
    store: QueryableStore, pairs: Iterable[tuple[str, str]], values: Mapping[str, Sequence[Value]]
) -> list[str]:
    """Return for each value that is only a part of a name a sentence with the name that it was read as."""
    left = {name: iter(terms) for name, terms in values.items()}
    sentences = []
    for name, text in pairs:
        node = next(left[name])
        if not isinstance(node, NamedNode) or (full := names.completed_name(store, node, text)) is None:
            continue
        sentences.append(f'{name}={text} is read as "{full}" ({curie(node.value)})')
    return sentences


def deprecations(store: QueryableStore, values: Mapping[str, Sequence[Value]]) -> list[str]:
    """Return a sentence for each deprecated value that says what to use instead."""
    nodes = [value for terms in values.values() for value in terms if isinstance(value, NamedNode)]
    return [sentence for node in nodes if (sentence := names.deprecation(store, node))]


def _term(store: QueryableStore, parameter: Parameter, text: str) -> Value:
    if not parameter.type.endswith("-of-date"):
        return names.resolve(store, text, parameter.kinds)
    from spacepact.graph import edtf_dates

    earliest, latest = edtf_dates.moments(text)
    side, moment = ("start", earliest) if parameter.type.startswith("start") else ("end", latest)
    if moment is None:
        raise BadInput(f"{parameter.name}={text} has no {side} date: give a year, a month or a day")
    return Literal(moment, datatype=_DATE_TIME)
