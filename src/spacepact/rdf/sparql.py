"""The syntax of SPARQL, as far as it is read outside the engine."""

from __future__ import annotations

# What may stand before the word that tells the form of a query.
PROLOGUE = r"(?:\s|#[^\n]*\n|(?:PREFIX\s+\S*\s*|BASE\s*)<[^>]*>)*"
