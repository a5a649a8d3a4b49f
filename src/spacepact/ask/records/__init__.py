"""Answers as records for programs that talk to people: each row with its claims, their stances and cautions."""

from __future__ import annotations

from spacepact.ask.records.answers import (
    AnswerRecord,
    EvidenceAnswer,
    RowRecord,
    State,
    evidence_answer,
    find_records,
    query_records,
    show_records,
    sparql_records,
    why_records,
)
from spacepact.ask.records.claims import ClaimRecord, EvidenceRecord, PassageRecord, shown
from spacepact.ask.records.overview import catalogue, query_descriptions, vocabulary
from spacepact.ask.records.pages import PAGE_SIZE, page

__all__ = [
    "PAGE_SIZE",
    "AnswerRecord",
    "ClaimRecord",
    "EvidenceAnswer",
    "EvidenceRecord",
    "PassageRecord",
    "RowRecord",
    "State",
    "catalogue",
    "evidence_answer",
    "find_records",
    "page",
    "query_descriptions",
    "query_records",
    "show_records",
    "shown",
    "sparql_records",
    "vocabulary",
    "why_records",
]
