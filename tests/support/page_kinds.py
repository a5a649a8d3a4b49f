"""A page of each kind, by its path in the site of the packaged graph."""

from __future__ import annotations

PAGES = {
    "start": "index.html",
    "things": "things.html",
    "documents": "documents.html",
    "network": "network.html",
    "timeline": "timeline.html",
    "hopes": "hopes.html",
    "contradictions": "contradictions.html",
    "left open": "left-open.html",
    "queries": "queries.html",
    "vocabulary": "ontology.html",
    "codes": "codes.html",
    "sparql": "sparql.html",
    "missing page": "404.html",
    "thing": "id/state_pakistan.html",
    "document": "id/document_thenews-1342410.html",
    "passage": "id/passage_scmp-3223585_0000.html",
    "claim": "id/claim_scmp-3223585_0000_7.html",
    "query with cards": "query/positions.html",
    "query with a table": "query/counts.html",
    "query with a timeline": "query/timeline.html",
    "query with a network": "query/network.html",
    "term": "term/isSignatoryOf.html",
    "code": "term/stance_hoped.html",
}
