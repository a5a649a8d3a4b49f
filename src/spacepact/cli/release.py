"""The commands for releases and publishing: export, diff, site."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from spacepact.cli.options import opened_store, user_data
from spacepact.cli.process import use_default_sigint, warn, write_output
from spacepact.errors import BadInput
from spacepact.graph import PARTS
from spacepact.rdf import EXPORTS, RDF12

if TYPE_CHECKING:
    from pyoxigraph import Triple


def export(
    data: Sequence[Path],
    only: Sequence[str],
    graph: str,
    inferred: bool,
    rdf12: bool,
    nanopub: bool,
    form: str | None,
    output: Path | None,
) -> None:
    """Write the complete graph as one file, with a dataset description in VoID and DCAT.

    The same triples always give the same bytes. Your own data is added to the instances, and facts are
    derived over both. Without -o, write to standard output.
    """
    from pyoxigraph import NamedNode

    from spacepact.release import export_text, gather, nanopublications, trig_text

    form = form or ("trig" if nanopub and not output else _form_of(output, tuple(EXPORTS)))
    if nanopub and (form != "trig" or only or inferred or rdf12):
        raise BadInput("--nanopub writes all claims as TriG: use -f trig, without --only, --inferred and --rdf12")
    if rdf12 and form not in RDF12:
        raise BadInput(f"--rdf12 cannot write {form}: choose one of {', '.join(RDF12)}")
    try:
        NamedNode(graph)
    except ValueError as error:
        raise BadInput(f"invalid graph IRI {graph!r}: write an IRI such as https://example.org/graph") from error
    use_default_sigint()
    paths = user_data(data)
    triples = gather(paths, only or PARTS, _inferred(paths) if inferred else [], graph, rdf12)
    text = trig_text(nanopublications(triples, graph)) if nanopub else export_text(triples, form, graph)
    write_output(text, output)


def _form_of(output: Path | None, known: Sequence[str]) -> str:
    suffix = output.suffix.removeprefix(".") if output else "ttl"
    form = {"owl": "rdf", "xml": "rdf"}.get(suffix, suffix)
    if form not in known:
        raise BadInput(f"{output}: unknown file extension: add -f, or use one of .{', .'.join(known)}")
    return form


def _inferred(data: Sequence[Path]) -> list[Triple]:
    from spacepact.reason import Reasoning

    graph = Reasoning(data)
    for note in graph.notes:
        warn(f"note: {note}")
    if not graph.is_consistent:
        raise BadInput(
            "the graph is inconsistent, so every triple could be inferred: run spacepact reason for the contradiction"
        )
    return graph.inferred()


def diff(old: str, new: str, form: str, exit_code: bool) -> None:
    """List what changed from OLD to NEW, by claim and term instead of by line.

    OLD and NEW are folders, RDF files, wheels or archives of a release, or git revisions.
    """
    from spacepact.release import diff_versions, format_difference

    difference = diff_versions(old, new)
    write_output(format_difference(difference, form))
    if exit_code and difference.changes:
        raise SystemExit(1)


def site(folder: Path, data: Sequence[Path], url: str, with_passages: bool, sparql: bool) -> None:
    """Write a website of the graph into FOLDER, as plain files that any web server can publish.

    Each thing, claim, passage, document, named query and term has a page. Claims show their stance first. Your own data
    gets pages too. The texts of passages are not in the pages, unless you add --with-passages.
    """
    if find_spec("jinja2") is None or find_spec("igraph") is None:
        raise BadInput("the site needs more packages: pip install 'spacepact[site]'")
    from pyoxigraph import Store

    from spacepact.site import Options, build_site

    options = Options(_checked(url), with_passages, sparql)
    with opened_store(None, data, None, False) as store:
        assert isinstance(store, Store)
        built = build_site(folder, store, options, user_data(data))
    if built.note:
        warn(built.note)
    warn(f"{folder}: {built.files:,} files written: open {folder / 'index.html'} in a browser")


def _checked(url: str) -> str:
    """Return the address of the site with a slash at its end; raise BadInput if it is not an address."""
    try:
        parts = urlsplit(url)
        invalid = parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment
    except ValueError:
        invalid = True
    if invalid or any(character.isspace() for character in url):
        raise BadInput(f"invalid address {url!r} (--url): write an address such as https://example.org/space/")
    return url if url.endswith("/") else f"{url}/"
