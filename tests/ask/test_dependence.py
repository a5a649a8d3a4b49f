"""Each named query depends on each property it uses: its answers change if the property is removed from the graph."""

from __future__ import annotations

import re

import pytest
from pyoxigraph import NamedNode, Store

from golden_cases import CASES
from spacepact.ask import parameters
from spacepact.ask.execute import Answer, run_query
from spacepact.ask.named_queries import Query, all_queries, find_query
from spacepact.terms import SP, expand

QUERIES = all_queries()
SUB_PROPERTY = NamedNode("http://www.w3.org/2000/01/rdf-schema#subPropertyOf")
CLAIM_PROPERTY = NamedNode(SP + "claimProperty")
# Parameter values for which a query uses a property that its golden answers do not show.
MORE_VALUES: dict[str, list[list[tuple[str, str]]]] = {
    "about": [
        [("thing", f"spid:{name}")]
        for name in ("person_amer_nadeem", "event_nadeem_visit", "agreement_relay_pact", "document_shoal_register")
    ],
    "agreements": [[("asof", "2024")]],
    "attitudes": [[("holder", "spid:document_agency")], [("asof", "2024")]],
    "in-both": [[("bloc", "spid:agreement_framework_2031"), ("other", "spid:group_orbit_protocols")]],
