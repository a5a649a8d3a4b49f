"""Turn what a user gives for a parameter into terms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from pyoxigraph import Literal, NamedNode

from spacepact.ask.named_queries import Parameter, Query, Value
from spacepact.errors import BadInput
from spacepact.graph import QueryableStore, edtf_dates, names

_DATE_TIME = NamedNode("http://www.w3.org/2001/XMLSchema#dateTime")


def resolve_values(store: QueryableStore, query: Query, given: Iterable[tuple[str, str]]) -> dict[str, list[Value]]:
    """Return the terms for the pairs of parameter and text in *given*, by parameter.

    Raises UnknownName for a parameter that the query does not have and for a name that nothing or
    more than one thing bears, and BadInput for a date that cannot be read.
    """
    pairs = list(given)
    query.bind({name: [] for name, _ in pairs})  # an unknown parameter is told before a bad value
    by_name = {parameter.name: parameter for parameter in query.parameters}
    terms: dict[str, list[Value]] = {}
    for name, text in pairs:
        terms.setdefault(name, []).append(_term(store, by_name[name], text))
    return terms


def deprecations(store: QueryableStore, given: Mapping[str, Sequence[Value]]) -> list[str]:
    """Return a sentence for each value in *given* that is deprecated: what to use instead."""
    nodes = [value for values in given.values() for value in values if isinstance(value, NamedNode)]
    return [told for node in nodes if (told := names.deprecation(store, node))]


def _term(store: QueryableStore, parameter: Parameter, text: str) -> Value:
    if not parameter.type.endswith("-of-date"):
        return names.resolve(store, text, parameter.kinds)
    first, last = edtf_dates.moments(text)
    moment = first if parameter.type.startswith("start") else last
    if moment is None:
        raise BadInput(f"{parameter.name}={text} is open at the side that counts: give a year, a month or a day")
    return Literal(moment, datatype=_DATE_TIME)
