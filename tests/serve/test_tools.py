"""The tools over standard input and output: schemas, states, cautions, pages and errors."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from mcp.client import Client

from mcp_server import Session
from spacepact.ask import all_queries

TOOLS = ["ask", "check", "evidence", "find", "show", "sparql", "why"]
HOPE = "https://w3id.org/spacepact/id/claim_scmp-3223585_0000_7"
PAGE = 8000  # characters

_PREFIX = "@prefix sp: <https://w3id.org/spacepact/ontology#> .\n"
_UNKNOWN = _PREFIX + "\n".join(f'<urn:x:{n}> sp:unknown{n} "a" .' for n in range(90))

# For each state, a call of each tool that gives it.
CALLS: list[tuple[str, str, dict[str, Any]]] = [
    ("rows", "find", {"text": "SUPARCO"}),
    ("none", "find", {"text": "Atlantis"}),
    ("rows", "show", {"thing": "SUPARCO"}),
    ("none", "show", {"thing": "sp:isBefore"}),
    ("could not tell", "show", {"thing": "Atlantis"}),
    ("rows", "ask", {"name": "positions", "parameters": {"programme": "ILRS"}}),
    ("rows", "ask", {"name": "balance"}),
    ("rows", "ask", {"name": "positions", "parameters": {"asof": 2024}}),
    ("rows", "ask", {"name": "about", "parameters": {"thing": "Spain"}}),
    ("rows", "ask", {"name": "prospects", "parameters": {"party": ["China", "Pakistan"]}}),
    ("none", "ask", {"name": "acts", "parameters": {"party": "Spain", "asof": "1990"}}),
    ("could not tell", "ask", {"name": "acts", "parameters": {"party": "Atlantis"}}),
    ("could not tell", "ask", {"name": "acts", "parameters": {"partie": "Spain"}}),
    ("could not tell", "ask", {"name": "acts", "parameters": {"asof": "yesterday"}}),
    ("could not tell", "ask", {"name": "postions"}),
    ("rows", "evidence", {"claims": [HOPE, "spid:claim_scmp-3223585_2575_1"]}),
    ("could not tell", "evidence", {"claims": ["Spain"]}),
    ("could not tell", "evidence", {"claims": ["spid:claim_none"]}),
    ("rows", "why", {"subject": "Spain", "property": "sp:isSignatoryOf"}),
    ("none", "why", {"subject": "Venezuela", "property": "sp:isSignatoryOf"}),
    ("could not tell", "why", {"subject": "Atlantis", "property": "sp:isSignatoryOf"}),
    ("rows", "sparql", {"query": "SELECT ?s { ?s a sp:State }"}),
    ("rows", "sparql", {"query": "ASK { ?s a sp:State }"}),
    ("rows", "sparql", {"query": "CONSTRUCT WHERE { ?s a sp:State }"}),
    ("none", "sparql", {"query": "SELECT ?s { ?s a sp:Nothing }"}),
    ("none", "sparql", {"query": "ASK { ?s a sp:Nothing }"}),
    ("none", "sparql", {"query": "CONSTRUCT WHERE { ?s a sp:Nothing }"}),
    ("could not tell", "sparql", {"query": "SELECT ?s { ?s a }"}),
    ("could not tell", "sparql", {"query": "not SPARQL"}),
    ("rows", "check", {"text": "a b"}),
    ("rows", "check", {"text": "a\tb", "form": "sheet"}),
]


@pytest.fixture(scope="module")
def schemas(agent: Session) -> dict[str, dict[str, Any]]:
    """The tools, as the protocol describes them."""
    tools = agent.run(Client.list_tools).tools
    return {tool.name: tool.model_dump(by_alias=True, exclude_none=True) for tool in tools}


def test_there_are_seven_read_only_tools(schemas: dict[str, dict[str, Any]]) -> None:
    assert sorted(schemas) == TOOLS
    for tool in schemas.values():
        hints = tool["annotations"]
        assert hints["readOnlyHint"]
        assert not hints["destructiveHint"]
        assert not hints["openWorldHint"]
        jsonschema.Draft202012Validator.check_schema(tool["inputSchema"])
        jsonschema.Draft202012Validator.check_schema(tool["outputSchema"])
        assert tool["description"]


def test_named_queries_are_an_enumeration_and_the_catalogue_is_short(schemas: dict[str, dict[str, Any]]) -> None:
    ask = schemas["ask"]
    assert ask["inputSchema"]["properties"]["name"]["enum"] == list(all_queries())
    assert all(f"\n{name}" in ask["description"] for name in all_queries())
    assert len(ask["description"]) / 4 < 1000  # about four characters are a token
    inputs = sum(len(json.dumps(tool["inputSchema"])) + len(tool["description"]) for tool in schemas.values())
    assert inputs / 4 < 2500, "what a model reads before the first question"


@pytest.mark.parametrize(("state", "tool", "arguments"), CALLS, ids=range(len(CALLS)))
def test_an_answer_says_its_state(
    agent: Session, schemas: dict[str, dict[str, Any]], state: str, tool: str, arguments: dict[str, Any]
) -> None:
    result = agent.result(tool, **arguments)
    answer = result.structured_content
    assert isinstance(answer, dict)
    assert answer["state"] == state, answer
    jsonschema.validate(answer, schemas[tool]["outputSchema"])
    assert json.loads(result.content[0].text) == answer  # type: ignore[union-attr]
    rows = next(answer[name] for name in ("rows", "claims", "findings") if name in answer)
    assert bool(rows) == (answer["total"] > 0) == (state == "rows")
    assert bool(answer["reason"]) == (state != "rows")
    assert "\n" not in answer["reason"]
    assert "Traceback" not in answer["reason"]


def test_each_tool_has_each_state() -> None:
    found = {(tool, state) for state, tool, _ in CALLS}
    expected = {(tool, state) for tool in TOOLS for state in ("rows", "none", "could not tell")}
    # Claims that exist have evidence. Texts that conform, and texts that cannot be checked, have their own tests, and
    # find could not tell only if it takes too long.
    assert expected - found == {
        ("evidence", "none"),
        ("check", "none"),
        ("check", "could not tell"),
        ("find", "could not tell"),
    }


def test_a_hope_is_not_a_fact(agent: Session) -> None:
    rows = agent.call("ask", name="positions", parameters={"programme": "ILRS", "party": "Pakistan"})["rows"]
    (hope,) = [claim for row in rows for claim in row["claims"] if claim["claim"] == HOPE]
    assert hope["stance"] == "hoped"
    assert hope["caution"] == "not a fact: hoped; said by Amer Nadeem"
    assert hope["where"] == "scmp-3223585, body, sentence 1"
    (evidence,) = agent.call("evidence", claims=[HOPE])["claims"]
    assert evidence["caution"] == hope["caution"]
    assert evidence["details"]["speaker"] == "Amer Nadeem"


@pytest.mark.parametrize(
    ("claim", "caution"),
    [
        ("scmp-3223585_2575_1", ""),  # prose of the document itself
        ("scmp-3223585_1730_3", "not a fact: agreed"),
        ("scmp-3223585_2330_5", "not a fact: only in caption of a related article"),
        ("scmp-3223585_1883_2", "not a fact: said by Wu Weiren"),
        ("scmp-3223585_2388_8", "not a fact: implied, not explicit"),
        ("curator_scmp-3223585_published", "not a fact: supplied by the curator"),
    ],
)
def test_a_caution_names_its_reason(agent: Session, claim: str, caution: str) -> None:
    (row,) = agent.call("show", thing=f"spid:claim_{claim}")["rows"]
    assert row["claims"][0]["caution"] == caution


def test_why_lists_what_is_not_a_fact(agent: Session) -> None:
    answer = agent.call("why", subject="Pakistan", property="sp:participatesIn", object="ILRS")
    assert answer["state"] == "none"
    assert "gave no fact" in answer["reason"]
    assert any(note.startswith("not a fact: held possible") for note in answer["notes"])
    assert any(note.startswith("not a fact: invited") for note in answer["notes"])


def test_the_evidence_has_places_and_digests(agent: Session) -> None:
    (claim,) = agent.call("evidence", claims=["spid:claim_scmp-3223585_2575_1"])["claims"]
    (passage,) = claim["passages"]
    assert (passage["document"], passage["start"], passage["place"]) == ("scmp-3223585", 2575, "body, sentence 16")
    assert passage["address"].startswith("https://www.scmp.com/")
    assert len(passage["sha256"]) == 64
    assert passage["text"] is None


# Pages


@pytest.mark.parametrize(
    ("tool", "arguments", "key"),
    [
        ("show", {"thing": "Pakistan"}, "rows"),
        ("find", {"text": "the"}, "rows"),
        ("sparql", {"query": "SELECT ?claim { ?claim a sp:Claim }"}, "rows"),
        ("sparql", {"query": "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(ISBLANK(?s)) }"}, "rows"),
        ("check", {"text": _UNKNOWN}, "findings"),
    ],
)
def test_pages_are_small_and_complete(agent: Session, tool: str, arguments: dict[str, Any], key: str) -> None:
    pages = agent.pages(tool, **arguments)
    assert len(pages) > 1
    rows = [json.dumps(row, sort_keys=True) for page in pages for row in page[key]]
    assert len(rows) == pages[0]["total"]
    for page in pages:
        assert sum(len(json.dumps(row, ensure_ascii=False)) for row in page[key]) <= PAGE
        assert page["total"] == pages[0]["total"]


def test_a_query_returns_at_most_500_rows(agent: Session) -> None:
    answer = agent.call("sparql", query="SELECT ?s ?p { ?s ?p ?o }")
    assert answer["total"] == 500
    assert answer["notes"] == ["only the first 500 rows are read: narrow the query, or count in it"]
    assert agent.call("sparql", query="SELECT ?s ?p { ?s ?p ?o } LIMIT 500")["notes"] == []


@pytest.mark.parametrize("cursor", ["x", "5", "99999999-000000000000", "-1-000000000000", "1-000000000000"])
def test_an_invalid_cursor_is_not_an_end(agent: Session, cursor: str) -> None:
    answer = agent.call("show", thing="Pakistan", cursor=cursor)
    assert answer["state"] == "could not tell"
    assert "cursor" in answer["reason"]


def test_a_cursor_fits_only_its_call(agent: Session) -> None:
    cursor = agent.call("show", thing="Pakistan")["next_cursor"]
    assert agent.call("show", thing="Pakistan", cursor=cursor)["state"] == "rows"
    assert agent.call("show", thing="China", cursor=cursor)["state"] == "could not tell"


# Errors of a client


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("find", {}),
        ("find", {"text": 5}),
        ("find", {"text": "a" * 301}),
        ("ask", {"name": "acts", "parameters": {"party": {"a": 1}}}),
        ("evidence", {"claims": []}),
        ("sparql", {"query": "a" * 20_001}),
        ("check", {"text": "", "form": "word"}),
        ("unknown", {}),
    ],
)
def test_arguments_that_do_not_fit_are_errors(agent: Session, tool: str, arguments: dict[str, Any]) -> None:
    result = agent.result(tool, **arguments)
    assert result.is_error
    assert "Traceback" not in result.content[0].text  # type: ignore[union-attr]
    assert agent.call("find", text="Spain")["state"] == "rows"
