"""List one change of the real folders for each kind of change that ``diff`` reports, and the expected report."""

from __future__ import annotations

from typing import NamedTuple

VOCABULARY, CODES, RULE = "ontology/cooperation.ttl", "ontology/claim-codes.ttl", "ontology/facts.rq"
CLAIMS = "ontology/claims.ttl"
STATES, AGREEMENTS = "instances/things/states.ttl", "instances/things/agreements.ttl"
DOCUMENT, OTHER = "instances/documents/scmp-3223585.ttl", "instances/documents/thenews-1342410.ttl"
HOPED = "spid:claim_scmp-3223585_0000_7"
SIGNED = "spid:claim_scmp-3223585_2575_1"  # Spain has signed the Artemis Accords: a fact rests on it
TERM = """
sp:Asteroid a owl:Class ;
    rdfs:subClassOf sp:Place ;
    skos:prefLabel "Asteroid"@en ;
    skos:definition "place that is a small body on an orbit of its own"@en ;
    rdfs:isDefinedBy <https://w3id.org/spacepact/ontology> .
"""
NEW_CLAIM = """
spid:claim_scmp-3223585_2575_99 a sp:Claim ;
    skos:prefLabel "Spain hopes."@en ;
    sp:claimSubject spid:state_spain ;
    sp:hasStance sp:stance_hoped .
"""
NEW_THING = """
spid:state_ruritania a sp:State ;
    skos:prefLabel "Ruritania"@en .
"""
IDENTIFIER = "\nspid:state_spain skos:exactMatch <https://example.org/spain> .\n"


class Edit(NamedTuple):
    """Replace *old* by *new* in one file, in the statements about *subject* if given; without *old*, append *new*."""

    file: str
    subject: str
    old: str
    new: str


# The edits, the beginnings of all lines that report them, and the version step.
CASES: dict[str, tuple[list[Edit], list[str], str]] = {
    "stance": (
        [Edit(DOCUMENT, HOPED, "stance_hoped", "stance_pledged")],
        [f"{HOPED} stance: hoped -> pledged"],
        "major",
    ),
    "stance that a fact rests on": (
        [Edit(DOCUMENT, SIGNED, "stance_asserted", "stance_hoped")],
        [f"{SIGNED} stance: asserted -> hoped", "Spain is signatory of Artemis Accords"],
        "major",
    ),
    "object of a claim": (
        [Edit(DOCUMENT, HOPED, "agreement_pakistan_ilrs_hoped", "agreement_artemis_accords")],
        [f"{HOPED} object: cooperation agreement on the ILRS that Pakistan hopes to sign -> Artemis Accords"],
        "major",
    ),
    "one more subject": (
        [Edit(DOCUMENT, HOPED, "spid:state_pakistan ;", "spid:state_pakistan , spid:state_china ;")],
        [f"{HOPED} subject: added China"],
        "major",
    ),
    "sentence of a claim": (
        [Edit(DOCUMENT, HOPED, "hopes to soon sign", "hopes that it will sign")],
        [f"{HOPED} label: Pakistan hopes to soon sign a cooperation agreement on the ILRS, "],
        "patch",
    ),
    "claim added": (
        [Edit(DOCUMENT, "", "", NEW_CLAIM)],
        ["spid:claim_scmp-3223585_2575_99 Spain hopes."],
        "minor",
    ),
    "claim with another name": (
        [Edit(DOCUMENT, "", f"{SIGNED} a", "spid:claim_scmp-3223585_2575_99 a")],
        ["spid:claim_scmp-3223585_2575_99 Spain ", f"{SIGNED} Spain "],
        "major",
    ),
    "thing added": ([Edit(STATES, "", "", NEW_THING)], ["spid:state_ruritania Ruritania"], "minor"),
    "thing renamed": (
        [Edit(STATES, "spid:state_spain", '"Spain"', '"Kingdom of Spain"')],
        ["spid:state_spain label: Spain -> Kingdom of Spain"],
        "patch",
    ),
    "identifier added": (
        [Edit(STATES, "", "", IDENTIFIER)],
        ["spid:state_spain identifier: added https://example.org/spain"],
        "minor",
    ),
    "identifier changed": (
        [Edit(AGREEMENTS, "spid:agreement_artemis_accords", "wd:Q96341450", "wd:Q1")],
        ["spid:agreement_artemis_accords identifier: wd:Q96341450 -> wd:Q1"],
        "major",
    ),
    "class of a thing": (
        [Edit(STATES, "spid:state_spain", "a sp:State", "a sp:Organisation")],
        ["spid:state_spain class: State -> Organisation"],
        "major",
    ),
    "thing and passage removed": (
        [
            Edit(STATES, "", "spid:state_spain a", "spid:state_spain_removed a"),
            Edit(OTHER, "", "spid:passage_thenews-1342410_2173 a", "spid:passage_thenews-1342410_2174 a"),
        ],
        [
            "spid:state_spain_removed Spain",
            "spid:state_spain Spain",
            "spid:passage_thenews-1342410_2174",
            "spid:passage_thenews-1342410_2173",
        ],
        "major",
    ),
    "passage": (
        [Edit(DOCUMENT, "spid:passage_scmp-3223585_0000", "oa:end 206", "oa:end 205")],
        ["spid:passage_scmp-3223585_0000 oa:end: 206 -> 205"],
        "major",
    ),
    "document": (
        [Edit(DOCUMENT, "spid:document_scmp-3223585", "sp:characterCount 2890", "sp:characterCount 2891")],
        ["spid:document_scmp-3223585 character count: 2890 -> 2891"],
        "major",
    ),
    "label of a term": (
        [Edit(VOCABULARY, "sp:Post", '"Post"@en', '"Office"@en')],
        ["sp:Post label: Post -> Office"],
        "patch",
    ),
    "language of a label": (
        [Edit(VOCABULARY, "sp:Post", '"Post"@en', '"Post"@de')],
        ['sp:Post label: "Post"@en -> "Post"@de'],
        "patch",
    ),
    "code": (
        [Edit(CODES, "sp:stance_agreed", "sp:commitmentRank 8", "sp:commitmentRank 7")],
        ["sp:stance_agreed commitment rank: 8 -> 7"],
        "major",
    ),
    "axiom": (
        [Edit(VOCABULARY, "sp:Post", "rdfs:subClassOf sp:Entity", "rdfs:subClassOf sp:Agent")],
        ["sp:Post rdfs:subClassOf: sp:Entity -> sp:Agent"],
        "major",
    ),
    "wider use of a term": (
        [Edit(CLAIMS, "sp:title", "sp:Document ;", "sp:Document , sp:Programme ;")],
        ["sp:title schema:domainIncludes: added sp:Programme"],
        "minor",
    ),
    "narrower use of a term": (
        [Edit(VOCABULARY, "sp:organises", "rangeIncludes sp:Event ;", "rangeIncludes sp:Mission ;")],
        ["sp:organises schema:rangeIncludes: sp:Event -> sp:Mission"],
        "major",
    ),
    "disjointness of old classes": (
        [Edit(VOCABULARY, "", "( sp:State sp:Organisation sp:Person )", "( sp:State sp:Organisation )")],
        ["[] owl:AllDisjointClasses of sp:Organisation owl:members: removed sp:Person"],
        "major",
    ),
    "term added": (
        [
            Edit(VOCABULARY, "", "", TERM),
            Edit(VOCABULARY, "", "( sp:Agent sp:Post ", "( sp:Agent sp:Asteroid sp:Post "),
        ],
        [
            "sp:Asteroid Asteroid: place that is a small body on an orbit of its own",
            "[] owl:AllDisjointClasses of skos:Concept owl:members: added sp:Asteroid",
        ],
        "minor",
    ),
    "query changed": ([Edit("queries/undated.rq", "", "\n}", "\n  FILTER(true)\n}")], ["undated text"], "major"),
    "columns of a query": (
        [Edit("queries/posts.rq", "", "#+ columns: [", "#+ columns: [number, ")],
        ["posts columns: "],
        "major",
    ),
    "parameter of a query": (
        [Edit("queries/posts.rq", "", "#+ param person: iri sp:Person, ", "#+ param person: iri, ")],
        ["posts parameter person: iri sp:Person -> iri"],
        "major",
    ),
    "head of a query": (
        [Edit("queries/undated.rq", "", "#+ summary: Claims without a date", "#+ summary: Claims not dated")],
        ["undated summary: Claims without a date -> Claims not dated"],
        "patch",
    ),
    "query added": (
        [Edit("queries/anything.rq", "", "", "#+ summary: Anything\n\nASK { ?s ?p ?o }\n")],
        ["anything Anything"],
        "minor",
    ),
    "rule of facts": (
        [Edit(RULE, "", "FILTER NOT EXISTS { ?subject a sp:Choice }", "FILTER NOT EXISTS { ?subject a sp:State }")],
        ["Spain is signatory of Artemis Accords", "facts text"],
        "major",
    ),
}
