"""Paths of the packaged files: in the folders of a checkout, or inside the installed package."""

from __future__ import annotations

from pathlib import Path

from spacepact.errors import BadInput

_PACKAGE = Path(__file__).parent.parent
_PACKAGED = _PACKAGE / "data"


def root() -> Path:
    """Return the folder that holds ``ontology``, ``instances`` and ``queries``."""
    if _PACKAGED.is_dir():
        return _PACKAGED
    checkout = _PACKAGE.parent.parent
    if (checkout / "ontology").is_dir():
        return checkout
    raise BadInput(f"no graph beside {_PACKAGE}: install the package again")


def ontology() -> list[Path]:
    """Return the Turtle files of the vocabulary: the core and the code lists."""
    return [root() / "ontology" / name for name in ("spacepact.ttl", "codes.ttl")]


def shapes() -> Path:
    """Return the file of SHACL shapes."""
    return root() / "ontology" / "shapes.ttl"


def written_instances() -> list[Path]:
    """Return the instance files that people write: everything but the derived file."""
    found = sorted((root() / "instances").rglob("*.ttl"))
    return [path for path in found if path != derived()]


def derived() -> Path:
    """Return the generated file of facts and moments."""
    return root() / "instances" / "derived.ttl"


def queries() -> list[Path]:
    """Return the named queries."""
    return sorted((root() / "queries").glob("*.rq"))


def query_resources() -> Path:
    """Return the generated file of the queries as resources."""
    return root() / "queries" / "queries.ttl"


def written() -> list[Path]:
    """Return the Turtle files of the graph without what is derived from them."""
    return [*ontology(), *written_instances(), query_resources()]
