"""Return the paths of the packaged files, in a checkout or in the installed package."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from spacepact.errors import BadInput

_PACKAGE = Path(__file__).parent.parent
_PACKAGED = _PACKAGE / "data"


@cache
def root() -> Path:
    """Return the folder with ``ontology``, ``instances`` and ``queries``."""
    if _PACKAGED.is_dir():
        return _PACKAGED
    checkout = _PACKAGE.parent.parent
    if (checkout / "ontology").is_dir():
        return checkout
    raise BadInput(f"the packaged graph is missing (next to {_PACKAGE}): reinstall spacepact")


def vocabulary() -> list[Path]:
    """Return the Turtle files of the classes and properties: the claim model, and what claims say about cooperation."""
    return [root() / "ontology" / name for name in ("claims.ttl", "cooperation.ttl")]


def codes() -> list[Path]:
    """Return the Turtle files of the code lists: those of the claim model, and those of cooperation."""
    return [root() / "ontology" / name for name in ("claim-codes.ttl", "cooperation-codes.ttl")]


def ontology() -> list[Path]:
    """Return the Turtle files of all terms: classes, properties and codes."""
    return [*vocabulary(), *codes()]


def shapes() -> Path:
    """Return the file of SHACL shapes."""
    return root() / "ontology" / "shapes.ttl"


def written_instances() -> list[Path]:
    """Return the hand-written instance files: all but the derived file."""
    return [path for path in sorted((root() / "instances").rglob("*.ttl")) if path != derived()]


def derived() -> Path:
    """Return the generated file with facts and moments."""
    return root() / "instances" / "derived.ttl"


def queries() -> list[Path]:
    """Return the files of the named queries."""
    return sorted((root() / "queries").glob("*.rq"))


def query_resources() -> Path:
    """Return the generated file that describes the queries as resources."""
    return root() / "queries" / "queries.ttl"


def written() -> list[Path]:
    """Return the Turtle files of the graph, all but the derived file."""
    return [*ontology(), *written_instances(), query_resources()]
